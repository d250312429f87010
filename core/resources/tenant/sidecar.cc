#include "core/resources/tenant/sidecar.h"

#include "core/resources/namespace/istio_api.h"
#include "core/resources/tenant/access.h"

namespace mesh {
namespace {

Value Hosts(const TenantConfig& tenant, const NamespaceConfig& ns, const Settings& settings) {
  if (TargetsUnknown(tenant)) return Value::Unknown();
  std::set<std::string> namespaces = {settings.istio_namespace.value_or("istio-system"),
                                      settings.root_namespace.value_or("istio-system")};
  for (const std::string& own : OwnCallers(tenant, ns)) namespaces.insert(own);
  for (const Attr<std::vector<Target>>* targets : {&tenant.allow_to, &tenant.telemetry_backends}) {
    for (const Target& target : targets->value_or({})) {
      for (const std::string& name : target.namespaces.value_or({})) namespaces.insert(name);
    }
  }
  namespaces.erase(*ns.name);
  Value::List out{"./*"};
  for (const std::string& name : namespaces) out.emplace_back(name + "/*");
  return out;
}

}  // namespace

DesiredObject RenderSidecar(const TenantConfig& tenant, const NamespaceConfig& name_space,
                            const Settings& settings) {
  Value object = NewManagedObject(IstioApiVersion("networking.istio.io", settings), "Sidecar",
                                  *name_space.name, kSidecarName);
  Value egress = Value::Map{{"hosts", Hosts(tenant, name_space, settings)}};
  object.Set("spec", Value::Map{{"egress", Value::List{std::move(egress)}}});
  return {.content = std::move(object), .closed = true};
}

}  // namespace mesh
