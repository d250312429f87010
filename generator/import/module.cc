#include "generator/import/module.h"

#include <utility>

#include "core/formats/hcl.h"
#include "core/formats/json.h"
#include "core/kinds/catalogue.h"
#include "core/resources/kind/typed_shape.h"
#include "generator/import/local_names.h"
#include "planes/parallel.h"

namespace mesh::generator {
namespace {

using Raw = HclExpression::Raw;

HclExpression ExpressionFor(const Value& value, const Shape& shape, bool inside);

/// Attributes in the catalogue's order, those that are null left out.
HclExpression::Object MembersFor(const Value& config, const ObjectShape& shape, bool inside) {
  HclExpression::Object out;
  for (const FieldShape& field : shape.fields) {
    const Value& value = config.Get(field.attribute);
    if (field.secret || value.is_null()) continue;
    out.push_back({field.attribute, ExpressionFor(value, field.shape, inside)});
  }
  return out;
}

HclExpression ExpressionFor(const Value& value, const Shape& shape, bool inside) {
  switch (SpellingOf(shape, inside)) {
    case Spelling::kDynamic:
      return HclExpression(value.Plain());
    case Spelling::kJson:
      return HclExpression(HclExpression::Call{
          "jsonencode", {HclExpression(ReadJson(value.as_string(), "a value").value_or(Value()))}});
    case Spelling::kPlain:
      break;
  }
  if (shape.kind == Shape::Kind::kObject) return MembersFor(value, *shape.object, true);
  if (shape.kind == Shape::Kind::kList) {
    HclExpression::Tuple out;
    for (const Value& item : value.as_list()) {
      out.push_back(ExpressionFor(item, shape.element.front(), true));
    }
    return out;
  }
  if (shape.kind == Shape::Kind::kMap) {
    HclExpression::Object out;
    for (const auto& [key, item] : value.as_map()) {
      out.push_back({key, ExpressionFor(item, shape.element.front(), true)});
    }
    return out;
  }
  return HclExpression(value);
}

HclBlock ResourceFor(const ImportedObject& object) {
  HclBlock out{"resource", {"mesh_" + object.type, object.name}};
  const KindShape* kind = Kinds().FindResource(object.type);
  if (kind == nullptr) {
    for (const auto& [name, value] : object.config.as_map()) {
      out.body.push_back(HclAttribute{name, HclExpression(value)});
    }
    return out;
  }
  for (const char* name : {"name", "namespace", "api_version", "labels", "annotations"}) {
    const Value& value = object.config.Get(name);
    if (!value.is_null()) out.body.push_back(HclAttribute{name, HclExpression(value)});
  }
  for (HclExpression::Member& member : MembersFor(object.config, kind->body, false)) {
    out.body.push_back(HclAttribute{std::move(member.key), std::move(member.value)});
  }
  return out;
}

/// A typed resource's identity names its kind's newest version, so that it stays when the object's
/// version changes; an object in another version is found by id alone.
bool HasIdentity(const ImportedObject& object) {
  const KindShape* kind = Kinds().FindResource(object.type);
  return kind == nullptr || object.key.api_version == kind->ApiVersion(kind->versions.front().name);
}

HclBlock ImportFor(const ImportedObject& object, bool identity) {
  HclBlock out{"import", {}};
  out.body.push_back(HclAttribute{"to", Raw{"mesh_" + object.type + "." + object.name}});
  const ObjectKey& key = object.key;
  if (!identity || !HasIdentity(object)) {
    out.body.push_back(HclAttribute{"id", HclExpression(Value("default/" + key.ToString()))});
    return out;
  }
  HclExpression::Object members{{"cluster", Value("default")},
                                {"api_version", Value(key.api_version)},
                                {"kind", Value(key.kind)}};
  if (!key.name_space.empty()) members.push_back({"namespace", Value(key.name_space)});
  members.push_back({"name", Value(key.name)});
  out.body.push_back(HclAttribute{"identity", std::move(members)});
  return out;
}

HclBody Versions(bool identity) {
  HclBlock required{"required_providers", {}};
  required.body.push_back(
      HclAttribute{"mesh", HclExpression(Value(Value::Map{{"source", "meshgen/mesh"}}))});
  HclBlock terraform{"terraform", {}};
  // Import blocks came with 1.5, identities with 1.12.
  terraform.body.push_back(
      HclAttribute{"required_version", HclExpression(Value(identity ? ">= 1.12" : ">= 1.5"))});
  terraform.body.push_back(std::move(required));
  return {std::move(terraform)};
}

HclBody Provider(const ModuleTarget& target, const ModuleOptions& options) {
  HclBlock provider{"provider", {"mesh"}};
  provider.body.push_back(HclAttribute{"owner", HclExpression(Value(target.owner))});
  if (target.kubeconfig.empty()) {
    provider.body.push_back(
        HclAttribute{"directory", HclExpression(Value(Value::Map{{"path", target.tree}}))});
  } else {
    Value::Map kubernetes{{"config_path", target.kubeconfig}};
    if (!target.context.empty()) kubernetes["config_context"] = target.context;
    provider.body.push_back(HclAttribute{"kubernetes", HclExpression(Value(kubernetes))});
  }
  if (!options.istio_version.empty()) {
    provider.body.push_back(HclAttribute{
        "mesh", HclExpression(Value(Value::Map{{"istio_version", options.istio_version}}))});
  }
  return {std::move(provider)};
}

/// The file that a resource belongs to, without its ending.
std::string FileOf(const ImportedObject& object, SplitBy by) {
  switch (by) {
    case SplitBy::kNamespace:
      return object.key.name_space.empty() ? "cluster" : IdentifierFrom(object.key.name_space);
    case SplitBy::kTenant:
      return object.tenant.empty() ? "platform" : IdentifierFrom(object.tenant);
    case SplitBy::kKind:
      break;
  }
  return IdentifierFrom(object.key.kind);
}

void AppendBlock(const std::string& block, std::string& file) {
  if (!file.empty()) file += '\n';
  file += block;
}

bool IsOurs(const std::string& name) {
  return name == "versions" || name == "provider" || name == "imports";
}

}  // namespace

std::map<std::string, std::string> ModuleFor(const Imported& imported, const ModuleTarget& target,
                                             const ModuleOptions& options) {
  struct Blocks {
    std::string resource;
    std::string import;
  };
  std::map<std::string, std::string> out{{"versions.tf", WriteHcl(Versions(options.identity))},
                                         {"provider.tf", WriteHcl(Provider(target, options))}};
  std::string& imports = out["imports.tf"];
  // In parts: blocks and files together are twice the module.
  constexpr std::size_t kAtOnce = 1024;
  constexpr std::size_t kChunk = 64;
  for (std::size_t first = 0; first < imported.objects.size(); first += kAtOnce) {
    const auto part = std::span(imported.objects)
                          .subspan(first, std::min(kAtOnce, imported.objects.size() - first));
    std::vector<Blocks> written(part.size());
    InParallel(written.size(), UsefulThreads(), kChunk, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        written[i] = {WriteHcl({ResourceFor(part[i])}),
                      WriteHcl({ImportFor(part[i], options.identity)})};
      }
    });
    for (std::size_t i = 0; i < written.size(); ++i) {
      std::string file = FileOf(part[i], options.split_by);
      if (IsOurs(file)) file += "_objects";
      AppendBlock(written[i].resource, out[file + ".tf"]);
      AppendBlock(written[i].import, imports);
    }
  }
  return out;
}

}  // namespace mesh::generator
