#include "core/resources/tenant/tenant.h"

#include "core/resources/tenant/fence.h"
#include "core/resources/tenant/network_policy.h"
#include "core/resources/tenant/validate.h"

namespace mesh {
namespace {

StringList ServedBy(const NamespaceConfig& holder, const std::vector<NamespaceConfig>& all) {
  StringList out;
  for (const NamespaceConfig& ns : all) {
    if (*ns.name != *holder.name && ns.waypoint_namespace() == *holder.name) {
      out.push_back(*ns.name);
    }
  }
  return out;
}

/// True when which objects exist depends on something unknown.
bool ShapeUnknown(const TenantConfig& t, const std::vector<NamespaceConfig>& namespaces) {
  for (const NamespaceConfig& ns : namespaces) {
    if (ns.dataplane_mode.is_unknown() || ns.waypoint.is_unknown()) return true;
  }
  return t.namespaces.is_unknown() || t.isolation.is_unknown() || t.egress.is_unknown() ||
         t.quota.is_unknown() || t.limit_range.is_unknown() || t.rate_limit.is_unknown() ||
         t.guard.is_unknown();
}

void Take(Desired from, Desired& to) {
  for (DesiredObject& object : from.objects) to.objects.push_back(std::move(object));
  Append(to.diagnostics, std::move(from.diagnostics));
  to.complete = to.complete && from.complete;
}

void Take(std::vector<DesiredObject> from, Desired& to) {
  for (DesiredObject& object : from) to.objects.push_back(std::move(object));
}

Desired RenderTenant(const TenantConfig& tenant, const Settings& settings) {
  Desired out;
  const std::vector<NamespaceConfig> namespaces = NamespacesOf(tenant);
  if (ShapeUnknown(tenant, namespaces)) {
    out.complete = false;
    return out;
  }
  for (const NamespaceConfig& ns : namespaces) {
    Take(RenderNamespace(ns, settings, ServedBy(ns, namespaces), NamespacePath(*ns.name)), out);
    if (!tenant.fenced()) continue;
    if (ns.meshed()) Take(RenderFence(tenant, ns, settings), out);
    Take(RenderNetworkPolicies(tenant, ns, settings), out);
  }
  return out;
}

std::vector<Claim> TenantClaims(const TenantConfig& tenant) {
  std::vector<Claim> out;
  if (tenant.name) out.push_back({"tenant", *tenant.name, "name"});
  for (const auto& [name, spec] : tenant.namespaces.value_or({})) {
    for (Claim& claim : NamespaceClaims(name, NamespacePath(name))) out.push_back(std::move(claim));
  }
  const StringList hostnames = tenant.hostnames.value_or({});
  for (std::size_t i = 0; i < hostnames.size(); ++i) {
    out.push_back({"hostname", hostnames[i], Path("hostnames").Index(i)});
  }
  if (tenant.topic_prefix) out.push_back({"topic prefix", *tenant.topic_prefix, "topic_prefix"});
  return out;
}

Diagnostics TenantTransition(const TenantConfig& prior, const TenantConfig& planned) {
  Diagnostics out;
  std::map<std::string, NamespaceConfig> before;
  for (NamespaceConfig& ns : NamespacesOf(prior)) before.emplace(*ns.name, ns);
  for (const NamespaceConfig& ns : NamespacesOf(planned)) {
    const auto old = before.find(*ns.name);
    if (old == before.end()) continue;
    const std::string note = RestartNote(old->second, ns);
    if (note.empty()) continue;
    out.push_back(Warning("Pods and the new data-plane mode",
                          note + " Until then NetworkPolicy alone guards the namespace.",
                          NamespacePath(*ns.name).Attribute("dataplane_mode")));
  }
  return out;
}

}  // namespace

Path NamespacePath(const std::string& name) { return Path("namespaces").Key(name); }

std::vector<NamespaceConfig> NamespacesOf(const TenantConfig& tenant) {
  std::vector<NamespaceConfig> out;
  if (!tenant.namespaces) return out;
  for (const auto& [name, spec] : *tenant.namespaces) {
    NamespaceConfig ns;
    static_cast<NamespaceSpec&>(ns) = spec;
    ns.name = name;
    ns.client = tenant.client;
    ns.tenant = tenant.tenant;
    if (ns.pod_security.is_null()) ns.pod_security = tenant.pod_security;
    out.push_back(std::move(ns));
  }
  return out;
}

ResourceDefinition TenantResource() {
  using C = TenantConfig;
  return Erase(Resource<C>{
      .name = "tenant",
      .summary = "Namespaces of one owner, fenced off from everybody else.",
      .fields = C::Fields(),
      .keeps_by_default = true,
      .validate = ValidateTenant,
      .render = RenderTenant,
      .claims = TenantClaims,
      .transition = TenantTransition,
  });
}

}  // namespace mesh
