#include "core/resources/tenant/validate.h"

#include "core/resources/namespace/istio_api.h"

namespace mesh {
namespace {

void CheckNamespaceNames(const TenantConfig& tenant, const Settings& settings, Diagnostics& out) {
  std::map<std::string, std::string> reserved = {
      {settings.root_namespace.value_or(""), "the mesh's root namespace"},
      {settings.istio_namespace.value_or(""), "the namespace of the control plane"}};
  for (const GatewayCaller& gateway : tenant.gateways.value_or({})) {
    reserved.emplace(gateway.name_space.value_or(""), "the namespace of a gateway that it names");
  }
  for (const NamespaceConfig& ns : NamespacesOf(tenant)) {
    const std::string& name = *ns.name;
    const auto found = reserved.find(name);
    const std::string what = found != reserved.end()     ? found->second
                             : name.starts_with("kube-") ? "a namespace of Kubernetes itself"
                                                         : "";
    if (what.empty()) continue;
    out.push_back(Error("Namespace " + name + " cannot belong to a tenant",
                        "The tenant claims " + name + ", which is " + what +
                            ". A fence there would cut off everybody who depends on it. Remove it "
                            "from namespaces; a gateway needs a namespace of its own, named in "
                            "gateways.",
                        NamespacePath(name)));
  }
}

}  // namespace

Diagnostics ValidateTenant(const TenantConfig& tenant, const Settings& settings) {
  Diagnostics out = CheckIstioVersion(settings);
  CheckNamespaceNames(tenant, settings, out);
  for (const NamespaceConfig& ns : NamespacesOf(tenant)) {
    Append(out, ValidateNamespace(ns, settings, NamespacePath(*ns.name)));
  }
  return out;
}

}  // namespace mesh
