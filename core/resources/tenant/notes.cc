#include "core/resources/tenant/notes.h"

#include <algorithm>

#include "core/resources/tenant/access.h"

namespace mesh {
namespace {

std::string Join(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

StringList NamesIn(const TenantConfig& tenant, auto wanted) {
  StringList out;
  for (const NamespaceConfig& ns : NamespacesOf(tenant)) {
    if (wanted(ns)) out.push_back(*ns.name);
  }
  return out;
}

void WarnUnfenced(const TenantConfig& tenant, Diagnostics& out) {
  StringList idle;
  const auto given = [&](const char* name, const auto& attr) {
    if (attr && !attr->empty()) idle.emplace_back(name);
  };
  given("gateways", tenant.gateways);
  given("allow_from", tenant.allow_from);
  given("allow_to", tenant.allow_to);
  given("scrapers", tenant.scrapers);
  given("allow_plaintext", tenant.allow_plaintext);
  if (tenant.egress.value_or("open") == "restricted") idle.emplace_back("egress");
  if (tenant.guard.value_or(false)) idle.emplace_back("guard");
  out.push_back(Warning(
      "TENANT WITHOUT ISOLATION",
      "isolation is \"none\": every pod of the cluster and whoever else reaches its network may "
      "call every pod of the tenant. mesh writes labels and quota only." +
          (idle.empty() ? "" : " These attributes have no effect: " + Join(idle) + ".") +
          " Use isolation = \"tenant\" for a fence.",
      "isolation"));
}

void WarnOutsideMesh(const TenantConfig& tenant, Diagnostics& out) {
  const StringList names =
      NamesIn(tenant, [](const NamespaceConfig& ns) { return ns.mode() == "none"; });
  if (names.empty()) return;
  std::string detail = "Mode \"none\" in " + Join(names) +
                       ": NetworkPolicy is all that isolates these pods, if the cluster's network "
                       "plugin enforces it. It tells namespaces and labels apart, not identities.";
  StringList accounts;
  for (const CallerGrant& grant : tenant.allow_from.value_or({})) {
    for (const std::string& name : grant.service_accounts.value_or({})) accounts.push_back(name);
  }
  if (!accounts.empty()) {
    detail += " For the service accounts of allow_from (" + Join(accounts) +
              ") every pod of their namespaces is let in there.";
  }
  const auto gateways = tenant.gateways.value_or({});
  if (std::ranges::any_of(gateways, [](const auto& g) { return !g.pod_labels; })) {
    detail += " Of a gateway without pod_labels, every pod of its namespace is let in.";
  }
  out.push_back(Warning("Isolated by NetworkPolicy alone", detail, "namespaces"));
}

void WarnUnguarded(const TenantConfig& tenant, Diagnostics& out) {
  if (tenant.guard.is_unknown() || tenant.guard.value_or(false)) return;
  const bool meshed =
      !NamesIn(tenant, [](const NamespaceConfig& ns) { return ns.meshed(); }).empty();
  if (!meshed) return;
  out.push_back(Warning(
      "Fence without guard",
      "The fence holds against callers, not against the tenant's own administrators. Unless guard "
      "= true, grant them no right to write pods with host network or mesh opt-outs, "
      "NetworkPolicy, Gateway, EnvoyFilter, WasmPlugin or TrafficExtension objects here; and grant "
      "other tenants no right to write VirtualService, DestinationRule or ServiceEntry objects, "
      "which can capture this tenant's hosts.",
      "guard"));
}

/// Privileged containers change the node's rules for their pod, whatever a policy on objects says.
void WarnPrivileged(const TenantConfig& tenant, Diagnostics& out) {
  if (!tenant.guard.value_or(false) || !tenant.pod_security.is_null()) return;
  out.push_back(Warning("Guard without pod security",
                        "The guard refuses opt-outs that are written into objects; a privileged "
                        "container can still take its pod out of the mesh. Set pod_security to "
                        "\"baseline\" or \"restricted\", or make sure of it another way.",
                        "pod_security"));
}

void WarnPlaintext(const TenantConfig& tenant, Diagnostics& out) {
  const auto doors = tenant.allow_plaintext.value_or({});
  for (std::size_t i = 0; i < doors.size(); ++i) {
    StringList ports;
    for (const std::int64_t port : doors[i].ports.value_or({})) {
      ports.push_back(std::to_string(port));
    }
    StringList callers = doors[i].namespaces.value_or({});
    for (const std::string& cidr : doors[i].cidrs.value_or({})) callers.push_back(cidr);
    out.push_back(Warning("Identity no longer guards a port",
                          "allow_plaintext lets " + Join(callers) + " call port " + Join(ports) +
                              " without an identity (" + doors[i].reason.value_or("") +
                              "). Identity guards it no more: whoever else NetworkPolicy admits "
                              "there, such as other pods of a gateway's or granted namespace, may "
                              "call it in plaintext too.",
                          Path("allow_plaintext").Index(i)));
  }
}

void NoteNamespace(const NamespaceConfig& before, const NamespaceConfig& after, bool fenced,
                   Diagnostics& out) {
  const Path path = NamespacePath(*after.name);
  const std::string restart = RestartNote(before, after);
  if (!restart.empty()) {
    const bool switched = before.mode() != after.mode();
    out.push_back(Warning(
        "Running pods and dataplane_mode",
        restart +
            (fenced && switched
                 ? " Between the change of the label and then, NetworkPolicy alone is sure to hold."
                 : "") +
            (switched ? " AuthorizationPolicies of the namespace with HTTP fields mean something "
                        "else in the new mode: check them."
                      : ""),
        path.Attribute("dataplane_mode")));
  }
  if (before.waypoint && after.waypoint.is_null()) {
    out.push_back(
        Warning("Waypoint removed",
                "Namespace " + *after.name +
                    ": HTTP routes and HTTP policies on the waypoint end with it; ztunnel "
                    "goes on to enforce the fence.",
                path.Attribute("waypoint")));
  }
  if (before.waypoint.is_null() && after.has_own_waypoint()) {
    out.push_back(Warning("Waypoint added",
                          "Namespace " + *after.name +
                              ": until the waypoint has an address, traffic goes past it and HTTP "
                              "policies on it do not count. The fence holds at ztunnel meanwhile.",
                          path.Attribute("waypoint")));
  }
}

}  // namespace

Diagnostics TenantWarnings(const TenantConfig& tenant) {
  Diagnostics out;
  if (!tenant.fenced()) {
    WarnUnfenced(tenant, out);
    return out;
  }
  WarnOutsideMesh(tenant, out);
  WarnUnguarded(tenant, out);
  WarnPrivileged(tenant, out);
  WarnPlaintext(tenant, out);
  return out;
}

Diagnostics TenantTransition(const TenantConfig& prior, const TenantConfig& planned) {
  Diagnostics out;
  std::map<std::string, NamespaceConfig> before;
  for (NamespaceConfig& ns : NamespacesOf(prior)) before.emplace(*ns.name, ns);
  for (const NamespaceConfig& ns : NamespacesOf(planned)) {
    const auto old = before.find(*ns.name);
    if (old != before.end()) NoteNamespace(old->second, ns, planned.fenced(), out);
  }
  if (prior.fenced() && !planned.isolation.is_unknown() && !planned.fenced()) {
    out.push_back(Warning("Fence removed",
                          "isolation becomes \"none\": PeerAuthentication, AuthorizationPolicy and "
                          "NetworkPolicy of the tenant are deleted.",
                          "isolation"));
  }
  const bool unguarded = !planned.guard.is_unknown() && !planned.guard.value_or(false);
  if (prior.guard.value_or(false) && unguarded) {
    out.push_back(Warning("Guard removed",
                          "guard becomes false: what the tenant's own people create from now on is "
                          "not checked.",
                          "guard"));
  }
  return out;
}

}  // namespace mesh
