#include "provider/rpc/wire.h"

#include <array>

#include "provider/plugin/utf8.h"
#include "provider/protocol/cty_json.h"
#include "provider/protocol/msgpack.h"
#include "provider/protocol/type_json.h"

namespace mesh::rpc {

using plugin::ValidUtf8;

Result<Value> FromWire(const tfplugin6::DynamicValue& wire, const Type& type) {
  if (!wire.msgpack().empty()) return DecodeMsgpack(wire.msgpack(), type);
  if (!wire.json().empty()) return DecodeCtyJson(wire.json(), type);
  return Value();
}

void ToWire(const Value& value, const Type& type, tfplugin6::DynamicValue* wire) {
  *wire->mutable_msgpack() = EncodeMsgpack(value, type);
}

void ToWire(const Path& path, tfplugin6::AttributePath* wire) {
  for (const Path::Step& step : path.steps()) {
    auto* to = wire->add_steps();
    if (const auto* attribute = std::get_if<AttributeStep>(&step)) {
      to->set_attribute_name(ValidUtf8(attribute->name));
    } else if (const auto* key = std::get_if<KeyStep>(&step)) {
      to->set_element_key_string(ValidUtf8(key->key));
    } else {
      to->set_element_key_int(std::get<IndexStep>(step).index);
    }
  }
}

void ToWire(const Diagnostics& diagnostics, WireDiagnostics* wire) {
  for (const Diagnostic& diagnostic : diagnostics) {
    tfplugin6::Diagnostic* to = wire->Add();
    to->set_severity(diagnostic.severity == Severity::kError ? tfplugin6::Diagnostic::ERROR
                                                             : tfplugin6::Diagnostic::WARNING);
    to->set_summary(ValidUtf8(diagnostic.summary));
    to->set_detail(ValidUtf8(diagnostic.detail));
    // Hosts look for a line of the configuration and find none for what is inside an attribute's
    // value; the whole path is in the text.
    if (diagnostic.path.empty()) continue;
    if (const auto* attribute = std::get_if<AttributeStep>(&diagnostic.path.steps().front())) {
      ToWire(Path(attribute->name), to->mutable_attribute());
    }
  }
}

namespace {

using Nested = tfplugin6::Schema::Object;

constexpr std::array<Nested::NestingMode, 5> kNestingModes = {
    Nested::INVALID, Nested::SINGLE, Nested::LIST, Nested::MAP, Nested::SET};

std::string Description(const Field& field) {
  std::string out = field.doc;
  for (std::size_t i = 0; i < field.one_of.size(); ++i) {
    out += (i == 0 ? " One of `" : ", `") + field.one_of[i] + "`";
  }
  return out + (field.one_of.empty() ? "" : ".");
}

void ToWire(const Field& field, tfplugin6::Schema::Attribute* wire) {
  wire->set_name(field.name);
  wire->set_description(Description(field));
  wire->set_description_kind(tfplugin6::MARKDOWN);
  wire->set_required(field.presence == Presence::kRequired);
  wire->set_optional(field.presence == Presence::kOptional);
  wire->set_computed(field.presence == Presence::kComputed);
  wire->set_sensitive(field.sensitive);
  wire->set_write_only(field.write_only);
  if (!field.deprecated.empty()) {
    wire->set_deprecated(true);
    wire->set_deprecation_message(field.deprecated);
  }
  if (field.nesting == Nesting::kNone) {
    wire->set_type(TypeJson(field.type));
    return;
  }
  Nested* nested = wire->mutable_nested_type();
  nested->set_nesting(kNestingModes.at(static_cast<std::size_t>(field.nesting)));
  for (const Field& inner : field.fields) ToWire(inner, nested->add_attributes());
}

}  // namespace

void ToWire(const std::vector<Field>& fields, std::int64_t version, const std::string& description,
            tfplugin6::Schema* wire) {
  wire->set_version(version);
  tfplugin6::Schema::Block* block = wire->mutable_block();
  block->set_version(version);
  block->set_description(description);
  block->set_description_kind(tfplugin6::MARKDOWN);
  for (const Field& field : fields) ToWire(field, block->add_attributes());
}

void ToWire(const std::vector<Field>& identity, tfplugin6::ResourceIdentitySchema* wire) {
  wire->set_version(0);
  for (const Field& field : identity) {
    auto* to = wire->add_identity_attributes();
    to->set_name(field.name);
    to->set_type(TypeJson(field.type));
    to->set_required_for_import(field.presence == Presence::kRequired);
    to->set_optional_for_import(field.presence != Presence::kRequired);
    to->set_description(field.doc);
  }
}

}  // namespace mesh::rpc
