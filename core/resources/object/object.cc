#include "core/formats/encoding.h"
#include "core/model/resource.h"
#include "core/resources/object/manifest.h"
#include "core/resources/object/object_claims.h"
#include "core/resources/object/object_config.h"
#include "core/resources/object/wait.h"

namespace mesh {
namespace {

/// Annotation of a Secret: which version of the write-only values it has.
constexpr char kVersionAnnotation[] = "meshgen.io/data-wo-version";

using SecretMap = std::map<std::string, Secret>;

struct ObjectConfig {
  Attr<Value> manifest;
  Attr<std::string> yaml;
  Attr<SecretMap> data_wo;
  Attr<SecretMap> binary_data_wo;
  Attr<std::int64_t> data_wo_version;
  Attr<WaitConfig> wait;
};

std::optional<std::string> WrongBase64(const Value& v) {
  if (DecodeBase64(v.as_string())) return std::nullopt;
  return "is no base64. Use filebase64() or base64encode().";
}

std::vector<Binding<ObjectConfig>> ObjectFields() {
  return {
      Bind<&ObjectConfig::manifest>(
          "manifest",
          {.doc = "The object as an HCL value with `apiVersion`, `kind`, `metadata` and whatever "
                  "its kind has. A member that is null counts as absent; use `yaml` where null "
                  "itself has a meaning. Exactly one of `manifest` and `yaml` is needed."}),
      Bind<&ObjectConfig::yaml>(
          "yaml",
          {.doc = "The object as YAML text with exactly one document; null, `{}` and `[]` stay "
                  "what they are. Exactly one of `manifest` and `yaml` is needed."}),
      Bind<&ObjectConfig::data_wo>(
          "data_wo",
          {.doc = "Values of a Secret by key, as plain text. Write-only: no plan, state or log "
                  "holds them, and trees of files refuse them. Raise `data_wo_version` to have "
                  "changed values written.",
           .write_only = true}),
      Bind<&ObjectConfig::binary_data_wo>(
          "binary_data_wo", {.doc = "The same for values that are no text, in base64.",
                             .check = WrongBase64,
                             .write_only = true}),
      Bind<&ObjectConfig::data_wo_version>(
          "data_wo_version",
          {.doc =
               "A number of your own for the values in `data_wo` and `binary_data_wo`, which "
               "need it. The Secret carries it as the annotation `meshgen.io/data-wo-version`."}),
      Bind<&ObjectConfig::wait>(
          "wait",
          {.doc = "What the live object must show before an apply that wrote it is over. Trees of "
                  "files have no status, so nothing is waited for there."}),
  };
}

bool HasSecretValues(const ObjectConfig& config) {
  return !config.data_wo.is_null() || !config.binary_data_wo.is_null();
}

/// Write-only values belong to a Secret, have a version, and no key twice.
Diagnostics CheckSecretValues(const ObjectConfig& config, const Manifest* manifest) {
  const char* given = config.data_wo.is_null() ? "binary_data_wo" : "data_wo";
  if (!HasSecretValues(config)) {
    return {};
  }
  Diagnostics out;
  if (config.data_wo_version.is_null()) {
    out.push_back(Error("Write-only values without a version",
                        "No state keeps the values, so nothing but `data_wo_version` tells when "
                        "they have changed. Set it to 1, and raise it with every change.",
                        "data_wo_version"));
  }
  if (manifest != nullptr && manifest->key &&
      (manifest->key->kind != "Secret" || manifest->key->api_version != "v1")) {
    out.push_back(Error("Write-only values for an object that is no Secret",
                        "Only a Secret (v1) takes them. Put values that are no secret into the "
                        "manifest.",
                        given));
  }
  for (const auto& [key, value] : config.data_wo.value_or({})) {
    if (!config.binary_data_wo.value_or({}).contains(key)) continue;
    out.push_back(Error("Key " + key + " is given twice",
                        "Remove it from one of `data_wo` and `binary_data_wo`.", "binary_data_wo"));
  }
  return out;
}

SecretMap SecretValues(const ObjectConfig& config) {
  SecretMap out = config.binary_data_wo.value_or({});
  for (const auto& [key, value] : config.data_wo.value_or({})) {
    out.emplace(key, Secret(EncodeBase64(value.Reveal())));
  }
  return out;
}

/// `content` with the version of the write-only values.
void SetVersion(const Attr<std::int64_t>& version, Value& content) {
  if (version.is_null() || !content.Get("metadata").is_map()) return;
  Value& metadata = content.as_map().at("metadata");
  Value annotations = metadata.Get("annotations");
  annotations.Set(kVersionAnnotation,
                  version.is_unknown() ? Value::Unknown() : Value(std::to_string(*version)));
  metadata.Set("annotations", std::move(annotations));
}

/// The object as written, judged; nullopt while the whole attribute is unknown.
std::optional<Manifest> Read(const ObjectConfig& config) {
  if (config.manifest.is_known()) {
    return ReadManifest(WithoutNullMembers(*config.manifest), "manifest");
  }
  if (config.yaml.is_known()) {
    Result<Value> object = ReadSingleYaml(*config.yaml, "yaml", "yaml");
    if (object) return ReadManifest(*std::move(object), "yaml");
    return Manifest{{}, std::nullopt, std::move(object.error())};
  }
  return std::nullopt;
}

Diagnostics Validate(const ObjectConfig& config, const Settings&) {
  if (!config.manifest.is_null() && !config.yaml.is_null()) {
    return {Error("Both manifest and yaml are set",
                  "One object cannot be written twice. Remove one of `manifest` and `yaml`.",
                  "yaml")};
  }
  if (config.manifest.is_null() && config.yaml.is_null()) {
    return {Error("No object given",
                  "Write the object in `manifest` (as HCL) or in `yaml` (as text).", "manifest")};
  }
  std::optional<Manifest> manifest = Read(config);
  Diagnostics out = CheckSecretValues(config, manifest ? &*manifest : nullptr);
  if (config.wait.is_known()) Append(out, CheckWait(*config.wait, "wait"));
  if (manifest) Append(out, std::move(manifest->diagnostics));
  return out;
}

Desired Render(const ObjectConfig& config, const Settings&) {
  Desired out;
  std::optional<Manifest> manifest = Read(config);
  if (!manifest || !manifest->key) {
    out.complete = false;
    if (manifest && HasErrors(manifest->diagnostics)) {
      out.diagnostics = std::move(manifest->diagnostics);
    }
    return out;
  }
  DesiredObject object{.content = std::move(manifest->content)};
  SetVersion(config.data_wo_version, object.content);
  object.secret_data = SecretValues(config);
  if (config.wait.is_known()) object.wait = ReadinessOf(*config.wait);
  out.objects.push_back(std::move(object));
  return out;
}

ObjectConfig ReadBack(const std::vector<Value>& objects) {
  ObjectConfig out;
  if (objects.size() != 1) return out;
  Value object = objects.front();
  const std::string version =
      object.At({"metadata", "annotations", kVersionAnnotation}).StringOr("");
  if (const auto number = Number::Parse(version); number && number->AsInt64()) {
    out.data_wo_version = *number->AsInt64();
    Value::Map& metadata = object.as_map().at("metadata").as_map();
    metadata.at("annotations").as_map().erase(kVersionAnnotation);
    if (metadata.at("annotations").as_map().empty()) metadata.erase("annotations");
  }
  ObjectSpelling spelling = SpellObject(object);
  if (spelling.yaml.empty()) {
    out.manifest = std::move(spelling.manifest);
  } else {
    out.yaml = std::move(spelling.yaml);
  }
  return out;
}

std::vector<Claim> Claims(const ObjectConfig& config) {
  const std::optional<Manifest> manifest = Read(config);
  if (!manifest || !manifest->key) return {};
  return ClaimsOfObject(*manifest->key, manifest->content,
                        config.yaml.is_null() ? "manifest" : "yaml");
}

/// What names an object, and nothing else of it.
Value OnlyItsName(const Value& object) {
  Value out(Value::Map{});
  for (const char* name : {"apiVersion", "kind"}) out.Set(name, object.Get(name));
  Value metadata = object.Get("metadata");
  if (metadata.is_map()) {
    std::erase_if(metadata.as_map(), [](const auto& member) {
      return member.first != "name" && member.first != "namespace";
    });
  }
  out.Set("metadata", std::move(metadata));
  return out;
}

std::optional<std::string> DisplayName(const ObjectConfig& config) {
  const std::optional<Manifest> manifest =
      config.manifest.is_known() && config.manifest->is_map()
          ? ReadManifest(WithoutNullMembers(OnlyItsName(*config.manifest)), "manifest")
          : Read(config);
  if (!manifest || !manifest->key) return std::nullopt;
  return manifest->key->ToString();
}

}  // namespace

ResourceDefinition ObjectResource() {
  return Erase(Resource<ObjectConfig>{
      .name = "object",
      .summary = "Any Kubernetes-style object, as HCL or as YAML.",
      .description =
          "For kinds that have no resource of their own. The object is written as given; fields "
          "that others add to the live object are left alone. What only the server sets "
          "(`status`, `metadata.uid` and the like) is left out with a warning.\n\nA Secret with "
          "`data` or `stringData` is refused, because its values would be readable in plan and "
          "state. Give them in `data_wo` (Terraform 1.11, OpenTofu 1.11 and newer), or declare an "
          "ExternalSecret or a SealedSecret instead. Values that somebody changes in the cluster "
          "are not noticed; raising `data_wo_version` writes them again.",
      .fields = ObjectFields(),
      .addressing = Addressing::kObject,
      .validate = Validate,
      .render = Render,
      .read_back = ReadBack,
      .claims = Claims,
      .display_name = DisplayName});
}

}  // namespace mesh
