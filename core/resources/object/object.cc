#include "core/model/resource.h"
#include "core/resources/object/manifest.h"

namespace mesh {
namespace {

struct ObjectConfig {
  Attr<Value> manifest;
  Attr<std::string> yaml;
};

std::vector<Binding<ObjectConfig>> Fields() {
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
  };
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
  return manifest ? std::move(manifest->diagnostics) : Diagnostics{};
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
  out.objects.push_back({.content = std::move(manifest->content)});
  return out;
}

ObjectConfig ReadBack(const std::vector<Value>& objects) {
  ObjectConfig out;
  if (objects.size() == 1) out.manifest = AsDynamic(objects.front());
  return out;
}

/// What a tenant that fences the object's namespace claims, too: there is one PeerAuthentication
/// for a whole namespace, and no gateway inside a fence.
std::vector<Claim> Claims(const ObjectConfig& config) {
  const std::optional<Manifest> manifest = Read(config);
  if (!manifest || !manifest->key) return {};
  const ObjectKey& key = *manifest->key;
  const Path path = config.yaml.is_null() ? "manifest" : "yaml";
  const Value& spec = manifest->content.Get("spec");
  if (key.kind == "PeerAuthentication" && key.group() == "security.istio.io" &&
      spec.Get("selector").is_null()) {
    return {{"namespace-wide PeerAuthentication of namespace", key.name_space, path}};
  }
  const bool gateway = key.kind == "Gateway" && (key.group() == "gateway.networking.k8s.io" ||
                                                 key.group() == "networking.istio.io");
  if (!gateway || spec.Get("gatewayClassName") == Value("istio-waypoint")) return {};
  return {{.what = "gateways of namespace",
           .key = key.name_space,
           .path = path,
           .shared = true,
           .fix = "A gateway inside a fence lets everybody in or nobody. Give the Gateway a "
                  "namespace of its own and name it in the tenant's `gateways`."}};
}

std::optional<std::string> DisplayName(const ObjectConfig& config) {
  const std::optional<Manifest> manifest = Read(config);
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
          "state: declare an ExternalSecret or a SealedSecret instead.",
      .fields = Fields(),
      .addressing = Addressing::kObject,
      .validate = Validate,
      .render = Render,
      .read_back = ReadBack,
      .claims = Claims,
      .display_name = DisplayName});
}

}  // namespace mesh
