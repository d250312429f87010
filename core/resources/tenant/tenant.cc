#include "core/resources/tenant/tenant.h"

#include <set>

#include "core/resources/tenant/fence.h"
#include "core/resources/tenant/guard.h"
#include "core/resources/tenant/network_policy.h"
#include "core/resources/tenant/notes.h"
#include "core/resources/tenant/plaintext.h"
#include "core/resources/tenant/quota.h"
#include "core/resources/tenant/rate_limit.h"
#include "core/resources/tenant/read_back.h"
#include "core/resources/tenant/sidecar.h"
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
         t.scrapers.is_unknown() || ToValue(t.allow_plaintext).HasUnknown() ||
         t.quota.is_unknown() || t.limit_range.is_unknown() || t.rate_limit.is_unknown() ||
         (t.rate_limit && t.rate_limit->namespaces.is_unknown()) || t.guard.is_unknown();
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
    Take(RenderQuota(tenant, ns), out);
    if (tenant.rate_limit && Limits(*tenant.rate_limit, ns)) {
      out.objects.push_back(RenderRateLimit(*tenant.rate_limit, ns));
    }
    if (!tenant.fenced()) continue;
    if (ns.meshed()) Take(RenderFence(tenant, ns, settings), out);
    Take(RenderNetworkPolicies(tenant, ns, settings), out);
    Take(RenderPlaintext(tenant, ns, settings), out);
    if (ns.mode() == "sidecar") out.objects.push_back(RenderSidecar(tenant, ns, settings));
    if (tenant.guard.value_or(false)) Take(RenderGuard(tenant, ns, settings), out);
  }
  Append(out.diagnostics, TenantWarnings(tenant));
  return out;
}

/// Names within a tenant are claimed literally. Two tenants with `*.example.com` and
/// `a.example.com` overlap too, but a claim is one key, and a key that both held would also be held
/// by `b.example.com`: only equal patterns are found here.
std::vector<Claim> TenantClaims(const TenantConfig& tenant) {
  std::vector<Claim> out;
  if (tenant.name) out.push_back({"tenant", *tenant.name, "name"});
  for (const NamespaceConfig& ns : NamespacesOf(tenant)) {
    const Path path = NamespacePath(*ns.name);
    for (Claim& claim : NamespaceClaims(*ns.name, path)) out.push_back(std::move(claim));
    if (tenant.fenced() && ns.meshed()) {
      out.push_back({"namespace-wide PeerAuthentication of namespace", *ns.name, path});
      out.push_back({.what = "gateways of namespace",
                     .key = *ns.name,
                     .path = path,
                     .fix =
                         "A gateway inside a fence lets everybody in or nobody. Give the Gateway "
                         "a namespace of its own and name it in the tenant's `gateways`."});
    }
  }
  const StringList hostnames = tenant.hostnames.value_or({});
  std::set<std::string> seen;
  for (std::size_t i = 0; i < hostnames.size(); ++i) {
    if (!seen.insert(hostnames[i]).second) continue;
    out.push_back(
        {"hostname pattern", hostnames[i], Path("hostnames").Index(i), Claim::Match::kDnsWildcard});
  }
  if (tenant.topic_prefix) {
    out.push_back({"topic prefix", *tenant.topic_prefix, "topic_prefix", Claim::Match::kPrefix});
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
      .description =
          "Renders everything that isolates a tenant, right for the data-plane mode of each of its "
          "namespaces: mutual TLS, an AuthorizationPolicy that denies everybody who is not named, "
          "NetworkPolicy, the visibility of its sidecars, quota and rate limit. Callers are the "
          "tenant's own namespaces, `gateways`, `scrapers` and `allow_from`; nobody else.\n\n"
          "The fence is a DENY of everybody who is not allowed. The tenant's own people may add "
          "policies that narrow it; an ALLOW of theirs cannot widen it. The objects of the fence "
          "are "
          "closed: a field that somebody else adds to them is drift, shown in the plan and "
          "removed.\n\n"
          "What NetworkPolicy cannot see: identities, so it lets in whole namespaces; processes of "
          "the node that use the host network, which reach ambient pods from `probe_sources` as "
          "the "
          "kubelet's probes do; and traffic from the pod's own node, which Kubernetes always lets "
          "in. Outside the mesh (mode `none`) it is all there is. Webhooks that the API server "
          "calls "
          "need `allow_plaintext`, since the API server has no identity.\n\n"
          "In ambient, callers that may reach some port may open the mesh's own port 15008 of "
          "every "
          "pod, and ztunnel judges the port behind it. A waypoint judges the ports of Services, so "
          "a "
          "grant may name both (`port`, `service_port`).\n\n"
          "Namespaces are kept when they leave the tenant or the tenant is destroyed, with labels, "
          "quota and fence, unless `on_destroy = \"delete\"`.",
      .fields = C::Fields(),
      .keeps_by_default = true,
      .validate = ValidateTenant,
      .render = RenderTenant,
      .read_back = ReadTenant,
      .claims = TenantClaims,
      .transition = TenantTransition,
  });
}

}  // namespace mesh
