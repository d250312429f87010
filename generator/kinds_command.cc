#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "core/formats/json.h"
#include "core/kinds/catalogue.h"
#include "core/kinds/kind.h"
#include "generator/commands.h"

namespace mesh::generator {
namespace {

constexpr const char* kTypeNames[] = {"string",        "bool",     "integer",  "number",
                                      "int_or_string", "quantity", "duration", "any",
                                      "object",        "list",     "map"};
constexpr const char* kListNames[] = {"atomic", "set", "map"};

Value Strings(const std::vector<std::string_view>& texts) {
  Value::List out;
  for (const std::string_view text : texts) out.emplace_back(text);
  return out;
}

void Add(Value& to, const char* name, std::string_view text) {
  if (!text.empty()) to.Set(name, text);
}

void Add(Value& to, const char* name, const Range& range) {
  if (range == Range()) return;
  Value bounds(Value::Map{{"least", range.least}});
  if (range.most != Range().most) bounds.Set("most", range.most);
  to.Set(name, std::move(bounds));
}

Value Fields(const ObjectShape& shape);

void AddLimits(Value& to, const Limits& limits) {
  if (!limits.values.empty()) to.Set("values", Strings(limits.values));
  if (limits.min) to.Set("min", *limits.min);
  if (limits.max) to.Set("max", *limits.max);
  Add(to, "length", limits.length);
  Add(to, "items", limits.items);
  Add(to, "members", limits.members);
  Add(to, "pattern", limits.pattern);
  Add(to, "format", limits.format);
  if (limits.nullable) to.Set("nullable", true);
  if (limits.open) to.Set("open", true);
  if (limits.atomic) to.Set("atomic", true);
}

Value InJson(const Shape& shape) {
  Value out(Value::Map{{"type", kTypeNames[static_cast<std::size_t>(shape.kind)]}});
  Add(out, "width", shape.width);
  AddLimits(out, shape.limits);
  if (shape.kind == Shape::Kind::kList) {
    out.Set("list", kListNames[static_cast<std::size_t>(shape.limits.list)]);
    if (!shape.limits.keys.empty()) out.Set("keys", Strings(shape.limits.keys));
  }
  if (!shape.element.empty()) out.Set("element", InJson(shape.element.front()));
  if (shape.object != nullptr) out.Set("fields", Fields(*shape.object));
  return out;
}

Value Fields(const ObjectShape& shape) {
  Value out(Value::Map{});
  for (const FieldShape& field : shape.fields) {
    Value one = InJson(field.shape);
    one.Set("attribute", field.attribute);
    if (field.required) one.Set("required", true);
    if (field.experimental) one.Set("experimental", true);
    if (field.immutable) one.Set("immutable", true);
    if (field.secret) one.Set("secret", true);
    Add(one, "since", field.since);
    Add(one, "until", field.until);
    Add(one, "deprecated", field.deprecated);
    Add(one, "ignored", field.ignored);
    if (!field.default_json.empty()) {
      one.Set("default", ReadJson(field.default_json, "a default").value_or(Value()));
    }
    Add(one, "doc", field.doc);
    out.Set(std::string(field.name), std::move(one));
  }
  return out;
}

Value InJson(const KindShape& kind, bool with_fields) {
  Value::List versions;
  for (const ServedVersion& version : kind.versions) {
    Value one(Value::Map{{"name", version.name}});
    Add(one, "since", version.since);
    Add(one, "until", version.until);
    versions.push_back(std::move(one));
  }
  Value out(Value::Map{{"group", kind.group},
                       {"kind", kind.kind},
                       {"resource", "mesh_" + std::string(kind.resource)},
                       {"product", kind.product},
                       {"versions", std::move(versions)},
                       {"doc", kind.doc}});
  if (with_fields) out.Set("fields", Fields(kind.body));
  return out;
}

std::string AsText(const KindShape& kind) {
  std::string versions;
  for (const ServedVersion& version : kind.versions) {
    versions += (versions.empty() ? "" : ", ") + std::string(version.name);
  }
  std::string group(kind.group);
  return std::string(kind.kind) + "\t" + (group.empty() ? "core" : group) + "\t" + versions +
         "\tmesh_" + std::string(kind.resource) + "\n";
}

}  // namespace

Command KindsCommand() {
  return {"kinds", "List the kinds that have typed resources, and their fields.",
          "  meshgen kinds\n"
          "  meshgen kinds --json VirtualService\n",
          [](CLI::App& app) -> std::function<int(Console&)> {
            const auto wanted = std::make_shared<std::string>();
            const auto json = std::make_shared<bool>(false);
            app.add_option("kind", *wanted, "Only this kind");
            app.add_flag("--json", *json, "As JSON, with every field");
            return [wanted, json](Console& console) {
              std::string text;
              Value::List all;
              for (const KindShape& kind : Kinds().kinds()) {
                if (!wanted->empty() && kind.kind != *wanted) continue;
                if (*json) all.push_back(InJson(kind, true));
                text += AsText(kind);
              }
              if (text.empty()) {
                console.Show({Error("Unknown kind \"" + *wanted + "\"",
                                    "`meshgen kinds` lists the kinds there are.")});
                return kWrong;
              }
              if (*json) text = nlohmann::json::parse(WriteJson(all)).dump(2) + "\n";
              return WriteOut(text, console) ? kFine : kWrong;
            };
          }};
}

}  // namespace mesh::generator
