#include "core/resources/tenant/guard_rules.h"

#include <set>

#include "core/resources/tenant/access.h"
#include "core/resources/tenant/guard_pods.h"

namespace mesh {
namespace {

std::string Names(const char* resource) {
  return std::string("request.resource.resource == '") + resource + "'";
}
/// True for `name` when it is a Service in one of the namespaces of a variable, in the spellings
/// that Istio reads as that Service.
std::string ServiceIn(const std::string& name, const std::string& namespaces) {
  return "variables." + namespaces + ".exists(n, " + name + ".endsWith('.' + n + '.svc') || " +
         name + ".endsWith('.' + n + '.svc.cluster.local'))";
}
/// Names without a dot are Services of the object's own namespace; Istio takes addresses as they
/// are.
std::string ShortName(const std::string& name) {
  return name + ".matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')";
}
std::string OwnedHost(const std::string& name) {
  return "variables.hostnames.exists(o, o == " + name + " || (o.startsWith('*.') && " + name +
         ".endsWith(o.substring(1))))";
}

std::string OwnHost(const std::string& name) {
  return ServiceIn(name, "own") + " || " + OwnedHost(name);
}

/// What istiod makes of a Gateway can be changed by its template, its addresses and annotations.
std::string GatewayRule() {
  return GuardExcept(
      "gateways",
      "(request.resource.group == 'gateway.networking.k8s.io' && "
      "object.metadata.name in variables.waypoints && "
      "object.spec.gatewayClassName == 'istio-waypoint' && "
      "object.spec.listeners.all(l, l.port == 15008 && l.protocol == 'HBONE') && "
      "!has(object.spec.infrastructure) && object.spec.?addresses.orValue([]).size() == 0 && "
      "variables.annotations.all(k, k == 'gateway.istio.io/controller-version' || "
      "!k.matches('" +
          std::string(kIstioKey) + "')))");
}

/// A ServiceEntry's hosts are everybody's as they stand; a VirtualService's are its namespace's.
std::string HostRule() {
  return "(" +
         GuardExcept("virtualservices",
                     "(object.spec.?hosts.orValue([]).all(h, " + ShortName("h") + " || " +
                         OwnHost("h") +
                         ") && object.spec.?tls.orValue([]).all(r, r.?match.orValue([]).all(m, "
                         "m.?sniHosts.orValue([]).all(h, " +
                         OwnHost("h") + "))))") +
         ") && (" +
         GuardExcept("serviceentries",
                     "(object.spec.?hosts.orValue([]).size() > 0 && object.spec.hosts.all(h, " +
                         OwnHost("h") + "))") +
         ")";
}

std::string DestinationRule() {
  return "variables.destinations.all(l, l.all(h, " + ShortName("h") + " || " +
         ServiceIn("h", "targets") + " || " + OwnedHost("h") + "))";
}

/// Istio looks up a backend of kind Hostname without asking its namespace for a ReferenceGrant.
std::string BackendRule() {
  const auto fit = [](const std::string& ref) {
    return "((" + ref + ".?kind.orValue('Service') != 'Hostname' || " +
           ServiceIn(ref + ".name", "targets") + " || " + OwnedHost(ref + ".name") + ") && (!has(" +
           ref + ".namespace) || " + ref + ".namespace in variables.targets))";
  };
  const auto mirrors = [&](const std::string& of) {
    return of + ".?filters.orValue([]).all(f, !has(f.requestMirror) || " +
           fit("f.requestMirror.backendRef") + ")";
  };
  return "!variables.route || object.spec.?rules.orValue([]).all(r, " + mirrors("r") +
         " && r.?backendRefs.orValue([]).all(b, " + fit("b") + " && " + mirrors("b") + "))";
}

std::string DelegateRule() {
  return GuardExcept(
      "virtualservices",
      "object.spec.?http.orValue([]).all(r, !has(r.delegate) || "
      "r.delegate.?namespace.orValue('') == '' || r.delegate.namespace in variables.own)");
}

/// What a hostname means is said by DNS, which a tenant may run: pods of another tenant, and a
/// gateway that calls them with its own identity is let in.
std::string MutualRule() {
  const auto plain = [](const std::string& policy) {
    return policy + ".?tls.?mode.orValue('') != 'ISTIO_MUTUAL' && " + policy +
           ".?portLevelSettings.orValue([]).all(p, p.?tls.?mode.orValue('') != 'ISTIO_MUTUAL')";
  };
  return GuardExcept("destinationrules", ShortName("object.spec.host") + " || " +
                                             ServiceIn("object.spec.host", "callable") + " || (" +
                                             plain("object.spec.?trafficPolicy") +
                                             " && object.spec.?subsets.orValue([]).all(s, " +
                                             plain("s.?trafficPolicy") + "))");
}

/// Listeners, and routes that hang on them, must name hostnames, and only owned ones.
std::string RouteRule() {
  return "(!variables.gatewayRoute || (object.spec.?hostnames.orValue([]).size() > 0 && "
         "object.spec.hostnames.all(h, " +
         OwnedHost("h") +
         "))) && (!(request.resource.resource in ['listenersets', 'xlistenersets']) || "
         "object.spec.?listeners.orValue([]).all(l, has(l.hostname) && " +
         OwnedHost("l.hostname") + "))";
}

std::string IngressRule() {
  return GuardExcept("ingresses",
                     "(!has(object.spec.defaultBackend) && "
                     "object.spec.?rules.orValue([]).all(r, has(r.host) && (" +
                         OwnedHost("r.host") +
                         ")) && object.spec.?tls.orValue([]).all(t, "
                         "t.?hosts.orValue([]).size() > 0 && t.hosts.all(h, " +
                         OwnedHost("h") + ")))");
}

/// Addresses of other tenants' pods behind a name of one's own make a gateway call them.
std::string AddressRule() {
  return "(" +
         GuardExcept("serviceentries",
                     "(object.spec.?addresses.orValue([]).size() == 0 && "
                     "object.spec.?endpoints.orValue([]).size() == 0)") +
         ") && (" +
         GuardExcept("services",
                     "(object.spec.?externalIPs.orValue([]).size() == 0 && "
                     "(object.spec.?type.orValue('') != 'ExternalName' || " +
                         ServiceIn("object.spec.externalName", "own") + "))") +
         ") && (!(request.resource.resource in ['endpoints', 'endpointslices']) || "
         "variables.byKubernetes) && (!(request.resource.resource in ['workloadentries', "
         "'workloadgroups']) || variables.byIstiod)";
}

/// Policies add up, and mesh's own ones let in everybody who may come in: a tenant's may name those
/// that come in on every port, and no more than DNS of the name servers.
std::string PeerRule(const char* direction, const char* peers, const std::string& named) {
  const std::string list = std::string("r.?") + peers + ".orValue([])";
  return std::string(
             "request.operation == 'DELETE' || variables.fence || "
             "request.resource.group != 'networking.k8s.io' || ") +
         GuardExcept("networkpolicies",
                     std::string("object.spec.?") + direction + ".orValue([]).all(r, " + list +
                         ".size() > 0 && " + list +
                         ".all(p, (!has(p.ipBlock) && !has(p.namespaceSelector)) || "
                         "[has(p.ipBlock) ? p.ipBlock.cidr : p.namespaceSelector"
                         ".?matchLabels[?'kubernetes.io/metadata.name'].orValue('')]"
                         ".all(n, " +
                         named + ")))");
}

/// Who may write the guard may write the fence; Kubernetes deletes it with its namespace.
std::string FenceRule() {
  return "!variables.fence || variables.keeper || "
         "(request.operation == 'DELETE' && variables.byKubernetes)";
}

/// Labels by which a namespace is in the mesh, belongs to somebody and bounds its pods.
std::string NamespaceRule() {
  const auto kept = [](const std::string& of, const std::string& by) {
    return of +
           ".all(k, !k.matches('^(istio-injection$|client$|tenant$|pod-security[.]kubernetes"
           "[.]io/|([a-zA-Z0-9-]+[.])*istio[.]io/)') || " +
           by + "[?k] == " + of + "[?k])";
  };
  return GuardExcept("namespaces", "variables.keeper || (" +
                                       kept("variables.labels", "variables.oldLabels") + " && " +
                                       kept("variables.oldLabels", "variables.labels") + ")");
}

using Set = std::set<std::string>;

StringList Listed(const Set& set) { return {set.begin(), set.end()}; }

/// Namespaces and CIDRs that mesh's own NetworkPolicies let in or out.
struct Reach {
  /// On every port.
  Set in;
  Set out;
  /// On any port.
  Set callable;
  Set name_servers;
};

Reach ReachOf(const TenantConfig& t, const NamespaceConfig& ns, const Settings& s) {
  Reach r;
  for (const std::string& own : OwnCallers(t, ns)) r.in.insert(own);
  r.out = r.callable = r.in;
  for (const GatewayCaller& g : t.gateways.value_or({})) r.in.insert(*g.name_space);
  for (const CallerGrant& grant : t.allow_from.value_or({})) {
    if (grant.ports) continue;
    for (const std::string& name : grant.namespaces.value_or({})) r.in.insert(name);
    for (const std::string& account : grant.service_accounts.value_or({})) {
      r.in.insert(ParseServiceAccount(account).name_space);
    }
  }
  for (const std::string& cidr : s.probe_sources.value_or({})) r.in.insert(cidr);
  for (const Attr<std::vector<Target>>* targets : {&t.allow_to, &t.telemetry_backends}) {
    for (const Target& target : targets->value_or({})) {
      for (const std::string& name : target.namespaces.value_or({})) {
        r.callable.insert(name);
        if (!target.ports) r.out.insert(name);
      }
      if (target.ports) continue;
      for (const std::string& cidr : target.cidrs.value_or({})) r.out.insert(cidr);
    }
  }
  r.name_servers.insert("kube-system");
  for (const std::string& cidr : s.dns_cidrs.value_or({})) r.name_servers.insert(cidr);
  return r;
}

std::string DestinationsExpression() {
  const std::string routes = "r.?route.orValue([]).map(d, d.destination.host)";
  return Names("virtualservices") + " ? (object.spec.?http.orValue([]).map(r, " + routes +
         " + (has(r.mirror) ? [r.mirror.host] : []) + "
         "r.?mirrors.orValue([]).map(m, m.destination.host)) + "
         "object.spec.?tcp.orValue([]).map(r, " +
         routes + ") + object.spec.?tls.orValue([]).map(r, " + routes + ")) : (" +
         Names("destinationrules") + " ? [[object.spec.host]] : [])";
}

}  // namespace

std::vector<GuardedKinds> GuardedKindsAll() {
  static const StringList kEvery = {"CREATE", "UPDATE", "DELETE"};
  return {
      {"", {"pods", "pods/status", "pods/binding", "bindings", "services", "endpoints"}},
      {"", {"namespaces", "namespaces/status"}, {"UPDATE"}},
      {"apps", {"deployments", "replicasets"}},
      {"discovery.k8s.io", {"endpointslices"}},
      {"networking.k8s.io", {"ingresses"}},
      {"networking.istio.io",
       {"virtualservices", "destinationrules", "serviceentries", "workloadentries",
        "workloadgroups", "gateways", "envoyfilters", "proxyconfigs"}},
      {"networking.istio.io", {"sidecars"}, kEvery},
      {"networking.k8s.io", {"networkpolicies"}, kEvery},
      {"security.istio.io", {"authorizationpolicies", "peerauthentications"}, kEvery},
      {"extensions.istio.io", {"wasmplugins", "trafficextensions"}},
      {"gateway.networking.k8s.io",
       {"gateways", "listenersets", "httproutes", "grpcroutes", "tlsroutes", "tcproutes",
        "udproutes"}},
      {"gateway.networking.x-k8s.io", {"xlistenersets"}},
      {"cilium.io", {"ciliumnetworkpolicies", "ciliumenvoyconfigs", "ciliumlocalredirectpolicies"}},
      {"projectcalico.org", {"networkpolicies"}},
      {"crd.projectcalico.org", {"networkpolicies"}},
      {"crd.antrea.io", {"networkpolicies"}},
  };
}

std::vector<GuardVariable> GuardVariables(const TenantConfig& tenant,
                                          const NamespaceConfig& name_space,
                                          const Settings& settings) {
  const Reach reach = ReachOf(tenant, name_space, settings);
  StringList waypoints;
  if (name_space.has_own_waypoint()) waypoints.push_back(name_space.waypoint->name.value_or(""));
  std::vector<GuardVariable> out = {
      {kHostnamesVariable, CelList(tenant.hostnames.value_or({}))},
      {"own", CelList(OwnCallers(tenant, name_space))},
      {"callable", CelList(Listed(reach.callable))},
      {"admitted", CelList(Listed(reach.in))},
      {"reachable", CelList(Listed(reach.out))},
      {"nameServers", CelList(Listed(reach.name_servers))},
      {"waypoints", CelList(waypoints)},
  };
  for (GuardVariable& v : PodVariables(name_space, settings)) out.push_back(std::move(v));
  out.push_back({"oldLabels", "oldObject.metadata.?labels.orValue({})"});
  out.push_back({"fence",
                 "(request.operation == 'DELETE' ? oldObject : object).metadata.name"
                 ".startsWith('mesh-tenant-') && request.resource.resource in "
                 "['authorizationpolicies', 'peerauthentications', 'sidecars', "
                 "'networkpolicies']"});
  out.push_back({"keeper",
                 "authorizer.group('admissionregistration.k8s.io')"
                 ".resource('validatingadmissionpolicies').name('" +
                     std::string(kGuardPrefix) + *name_space.name + "').check('patch').allowed()"});
  const std::string routes = "['httproutes', 'grpcroutes', 'tlsroutes', 'tcproutes', 'udproutes']";
  out.push_back({"route", "request.resource.resource in " + routes});
  out.push_back({"gatewayRoute",
                 "variables.route && object.spec.?parentRefs.orValue([]).exists(p, "
                 "!(p.?kind.orValue('Gateway') in ['Service', 'ServiceEntry']))"});
  // A gateway's callers are not the tenant: they are sent to the tenant itself only.
  out.push_back({"targets", "variables.gatewayRoute || (" + Names("virtualservices") +
                                " && (object.spec.?hosts.orValue([]).size() == 0 || "
                                "object.spec.?gateways.orValue([]).exists(g, g != 'mesh')))"
                                " ? variables.own : variables.callable"});
  out.push_back({"destinations", DestinationsExpression()});
  return out;
}

std::vector<GuardRule> GuardRules(bool meshed, bool restricted_egress) {
  std::vector<GuardRule> out = PodRules(meshed);
  const std::vector<GuardRule> rules = {
      {FenceRule(),
       "Objects whose names begin with mesh-tenant- are the fence: they are written by who may "
       "write the guard, ValidatingAdmissionPolicy mesh-tenant-guard-*."},
      {NamespaceRule(),
       "Labels of the mesh, of ownership and of Pod Security stay as the platform set them."},
      {GatewayRule(),
       "A tenant's namespace holds no gateway but the waypoint that the platform declares: give a "
       "gateway a namespace of its own."},
      {"!(request.resource.resource in ['envoyfilters', 'wasmplugins', 'trafficextensions'])",
       "Proxy extensions can switch the fence off: ask the platform to apply them."},
      {GuardExcept("proxyconfigs", "object.?spec.?environmentVariables.orValue({}).size() == 0"),
       "The environment of proxies can switch the fence off: ask the platform to set it."},
      {HostRule(),
       "hosts may only name Services of the tenant's own namespaces and hostnames that it owns."},
      {AddressRule(),
       "Addresses are given by Kubernetes, and a Service of type ExternalName may only name "
       "Services of the tenant: other addresses could be another tenant's."},
      {DestinationRule(),
       "Destinations may only be Services of the tenant's own namespaces, hostnames that it owns "
       "and, for callers within the mesh, Services that the tenant may call."},
      {BackendRule(),
       "Backends may only be Services of the tenant's own namespaces, hostnames that it owns and, "
       "for callers within the mesh, Services that the tenant may call."},
      {DelegateRule(), "A VirtualService may delegate to the tenant's own namespaces only."},
      {MutualRule(),
       "A DestinationRule for a hostname may not use the mode ISTIO_MUTUAL: identities of the "
       "mesh are for its Services."},
      {RouteRule(), "A route on a gateway must name hostnames, all of which the tenant owns."},
      {IngressRule(),
       "An Ingress must name a host in each rule and each entry of tls, and the tenant must own "
       "it."},
      {"!(request.resource.group in ['cilium.io', 'projectcalico.org', 'crd.projectcalico.org', "
       "'crd.antrea.io'])",
       "Policies of a network plugin can let in whom the fence keeps out, or redirect others: use "
       "NetworkPolicy."},
      {PeerRule("ingress", "from", "n in variables.admitted"),
       "A NetworkPolicy of a tenant may let in only whom the fence lets in on every port: name "
       "peers by the label kubernetes.io/metadata.name of their namespace."},
  };
  out.insert(out.end(), rules.begin(), rules.end());
  if (restricted_egress) {
    out.push_back({PeerRule("egress", "to",
                            "n in variables.reachable || (n in variables.nameServers && "
                            "r.?ports.orValue([]).size() > 0 && "
                            "r.ports.all(q, q.?port.orValue(0) == 53 && !has(q.endPort)))"),
                   "A NetworkPolicy of a tenant may let out only to where the tenant may call."});
  }
  return out;
}

std::string CelList(const StringList& strings) {
  std::string out = "[";
  for (const std::string& s : strings) {
    out += out.size() > 1 ? ", '" : "'";
    for (const char c : s) {
      if (c == '\'' || c == '\\') out += '\\';
      out += c;
    }
    out += "'";
  }
  return out + "]";
}

StringList ParseCelList(const std::string& expression) {
  StringList out;
  bool inside = false;
  for (std::size_t i = 0; i < expression.size(); ++i) {
    const char c = expression[i];
    if (c == '\'') {
      inside = !inside;
      if (inside) out.emplace_back();
    } else if (inside) {
      const bool escaped = c == '\\' && i + 1 < expression.size();
      out.back() += escaped ? expression[++i] : c;
    }
  }
  return out;
}

}  // namespace mesh
