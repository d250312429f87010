#include "core/resources/tenant/guard_rules.h"

#include <set>

#include "core/resources/tenant/access.h"

namespace mesh {
namespace {

/// Kubernetes' own controllers, with a service account each or as one.
constexpr const char* kReplicaSetController =
    "['system:serviceaccount:kube-system:replicaset-controller', "
    "'system:kube-controller-manager']";
constexpr const char* kDeploymentController =
    "['system:serviceaccount:kube-system:deployment-controller', "
    "'system:kube-controller-manager']";

/// Annotations that take traffic out of a sidecar or replace the proxy, and the values that leave
/// everything as it is (Istio's CNI plugin writes some of them on every pod).
struct PodAnnotation {
  const char* key;
  const char* harmless;
};
constexpr PodAnnotation kPodAnnotations[] = {
    {"sidecar.istio.io/inject", "['true']"},
    {"ambient.istio.io/bypass-inbound-capture", "['false']"},
    {"traffic.sidecar.istio.io/includeInboundPorts", "['*']"},
    {"traffic.sidecar.istio.io/excludeOutboundPorts", "['']"},
    {"traffic.sidecar.istio.io/excludeOutboundIPRanges", "['']"},
    {"traffic.sidecar.istio.io/excludeInterfaces", "['']"},
    {"sidecar.istio.io/interceptionMode", "['REDIRECT', 'TPROXY']"},
    {"status.sidecar.istio.io/port", "['15020', '0']"},
    {"inject.istio.io/templates", "['sidecar']"},
    {"sidecar.istio.io/proxyImage", "[]"},
    {"sidecar.istio.io/bootstrapOverride", "[]"},
    {"proxy.istio.io/overrides", "[]"},
};

std::string Names(const char* resource) {
  return std::string("request.resource.resource == '") + resource + "'";
}
std::string Except(const char* resource, const std::string& rule) {
  return std::string("request.resource.resource != '") + resource + "' || " + rule;
}

/// True for `name` when it is a Service in one of the namespaces of a variable, in the spellings
/// that Istio reads as that Service.
std::string ServiceIn(const std::string& name, const std::string& namespaces) {
  return "variables." + namespaces + ".exists(n, " + name + ".endsWith('.' + n + '.svc') || " +
         name + ".endsWith('.' + n + '.svc.cluster.local'))";
}
std::string ShortName(const std::string& name) {
  return "(!" + name + ".contains('.') && !" + name + ".contains('*'))";
}
std::string OwnedHost(const std::string& name) {
  return "variables.hostnames.exists(o, o == " + name + " || (o.startsWith('*.') && " + name +
         ".endsWith(o.substring(1))))";
}

std::string AnnotationRules() {
  std::string out;
  for (const PodAnnotation& a : kPodAnnotations) {
    const std::string key = std::string("'") + a.key + "'";
    out += " && (!(" + key + " in variables.annotations) || variables.annotations[" + key +
           "] in " + a.harmless + ")";
  }
  return out;
}

std::string PodRule() {
  return Except(
      "pods",
      "variables.waypointPod || "
      "(variables.labels[?'sidecar.istio.io/inject'].orValue('true') != 'false' && "
      "variables.labels[?'istio.io/dataplane-mode'].orValue('ambient') != 'none'" +
          AnnotationRules() +
          " && variables.annotations[?'traffic.sidecar.istio.io/excludeInboundPorts'].orValue('')"
          ".split(',').all(p, p.trim() in ['', '15020', '15021', '15090']))");
}

/// The pods of a waypoint opt out of the mesh, so nobody but istiod may make such pods.
std::string WaypointChainRule() {
  const std::string labelled =
      "!(object.spec.template.metadata.?labels.orValue({})"
      "[?'gateway.networking.k8s.io/gateway-name'].orValue('') in variables.waypoints)";
  return "(" +
         Except("deployments", labelled + " || request.userInfo.username in variables.istiod") +
         ") && (" +
         Except("replicasets",
                labelled + " || request.userInfo.username in " + kDeploymentController) +
         ")";
}

std::string GatewayRule() {
  return Except("gateways",
                "(request.resource.group == 'gateway.networking.k8s.io' && "
                "object.metadata.name in variables.waypoints && "
                "object.spec.gatewayClassName == 'istio-waypoint' && "
                "object.spec.listeners.all(l, l.port == 15008 && l.protocol == 'HBONE'))");
}

std::string HostRule() {
  return "variables.hosts.all(h, " + ShortName("h") + " || " + ServiceIn("h", "own") + " || " +
         OwnedHost("h") + ")";
}

std::string DestinationRule() {
  return "variables.destinations.all(l, l.all(h, " + ShortName("h") + " || " +
         ServiceIn("h", "callable") + " || " + OwnedHost("h") + "))";
}

std::string DelegateRule() {
  return Except(
      "virtualservices",
      "object.spec.?http.orValue([]).all(r, !has(r.delegate) || "
      "r.delegate.?namespace.orValue('') == '' || r.delegate.namespace in variables.own)");
}

/// Routes that hang on a Gateway must name hostnames, and only owned ones.
std::string RouteRule() {
  return "!variables.gatewayRoute || (object.spec.?hostnames.orValue([]).size() > 0 && "
         "object.spec.hostnames.all(h, " +
         OwnedHost("h") + "))";
}

std::string IngressRule() {
  return Except("ingresses",
                "(!has(object.spec.defaultBackend) && "
                "object.spec.?rules.orValue([]).all(r, has(r.host) && " +
                    OwnedHost("r.host") + "))");
}

std::string PeerRule(const char* direction, const char* peers, const char* namespaces,
                     const char* cidrs) {
  const std::string list = std::string("r.?") + peers + ".orValue([])";
  return Except(
      "networkpolicies",
      std::string("object.spec.?") + direction + ".orValue([]).all(r, " + list + ".size() > 0 && " +
          list + ".all(p, has(p.ipBlock) ? p.ipBlock.cidr in variables." + cidrs +
          " : (!has(p.namespaceSelector) || "
          "p.namespaceSelector.?matchLabels[?'kubernetes.io/metadata.name'].orValue('') in "
          "variables." +
          namespaces + ")))");
}

using Set = std::set<std::string>;

StringList Listed(const Set& set) { return {set.begin(), set.end()}; }

template <class T>
void AddNames(const Attr<std::vector<T>>& from, Attr<StringList> T::*member, Set& out) {
  for (const T& item : from.value_or({})) {
    for (const std::string& name : (item.*member).value_or({})) out.insert(name);
  }
}

/// Namespaces and addresses that mesh's own NetworkPolicies let in or out.
struct Reach {
  Set in;
  Set in_cidrs;
  /// Without what only restricted egress needs: name servers and the control plane.
  Set callable;
  Set out;
  Set out_cidrs;
};

Reach ReachOf(const TenantConfig& t, const NamespaceConfig& ns, const Settings& s) {
  Reach r;
  for (const std::string& own : OwnCallers(t, ns)) r.in.insert(own);
  r.callable = r.in;
  for (const GatewayCaller& g : t.gateways.value_or({})) r.in.insert(*g.name_space);
  for (const Scraper& scraper : t.scrapers.value_or({})) r.in.insert(*scraper.name_space);
  AddNames(t.allow_from, &CallerGrant::namespaces, r.in);
  for (const CallerGrant& grant : t.allow_from.value_or({})) {
    for (const std::string& account : grant.service_accounts.value_or({})) {
      r.in.insert(ParseServiceAccount(account).name_space);
    }
  }
  AddNames(t.allow_plaintext, &PlaintextDoor::namespaces, r.in);
  AddNames(t.allow_plaintext, &PlaintextDoor::cidrs, r.in_cidrs);
  for (const std::string& cidr : s.probe_sources.value_or({})) r.in_cidrs.insert(cidr);
  for (const Attr<std::vector<Target>>* targets : {&t.allow_to, &t.telemetry_backends}) {
    AddNames(*targets, &Target::namespaces, r.callable);
    AddNames(*targets, &Target::cidrs, r.out_cidrs);
  }
  r.out = r.callable;
  r.out.insert({"kube-system", s.istio_namespace.value_or("istio-system")});
  for (const std::string& cidr : s.dns_cidrs.value_or({})) r.out_cidrs.insert(cidr);
  return r;
}

/// The hosts that an object routes or announces, whatever its kind.
std::string HostsExpression() {
  return Names("virtualservices") + " || " + Names("serviceentries") +
         " ? object.spec.?hosts.orValue([]) : []";
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
  return {
      {"", {"pods"}},
      {"apps", {"deployments", "replicasets"}},
      {"networking.k8s.io", {"networkpolicies", "ingresses"}},
      {"networking.istio.io",
       {"virtualservices", "destinationrules", "serviceentries", "gateways", "envoyfilters"}},
      {"extensions.istio.io", {"wasmplugins", "trafficextensions"}},
      {"gateway.networking.k8s.io",
       {"gateways", "httproutes", "grpcroutes", "tlsroutes", "tcproutes", "udproutes"}},
  };
}

std::vector<GuardVariable> GuardVariables(const TenantConfig& tenant,
                                          const NamespaceConfig& name_space,
                                          const Settings& settings) {
  const Reach reach = ReachOf(tenant, name_space, settings);
  StringList waypoints;
  if (name_space.has_own_waypoint()) waypoints.push_back(name_space.waypoint->name.value_or(""));
  const std::string istiod =
      "system:serviceaccount:" + settings.istio_namespace.value_or("istio-system") + ":istiod";
  StringList istiods{istiod};
  if (name_space.revision) istiods.push_back(istiod + "-" + *name_space.revision);
  return {
      {kHostnamesVariable, CelList(tenant.hostnames.value_or({}))},
      {"own", CelList(OwnCallers(tenant, name_space))},
      {"callable", CelList(Listed(reach.callable))},
      {"admitted", CelList(Listed(reach.in))},
      {"admittedCidrs", CelList(Listed(reach.in_cidrs))},
      {"reachable", CelList(Listed(reach.out))},
      {"reachableCidrs", CelList(Listed(reach.out_cidrs))},
      {"waypoints", CelList(waypoints)},
      {"istiod", CelList(istiods)},
      {"labels", "object.metadata.?labels.orValue({})"},
      {"annotations", "object.metadata.?annotations.orValue({})"},
      {"waypointPod",
       "variables.labels[?'gateway.networking.k8s.io/gateway-name'].orValue('') in "
       "variables.waypoints && (request.operation == 'UPDATE' ? "
       "oldObject.metadata.?labels.orValue({})[?'gateway.networking.k8s.io/gateway-name']"
       ".orValue('') in variables.waypoints : request.userInfo.username in " +
           std::string(kReplicaSetController) + ")"},
      {"hosts", HostsExpression()},
      {"destinations", DestinationsExpression()},
      {"gatewayRoute",
       "request.resource.resource in ['httproutes', 'grpcroutes', 'tlsroutes', 'tcproutes', "
       "'udproutes'] && object.spec.?parentRefs.orValue([]).exists(p, "
       "p.?kind.orValue('Gateway') == 'Gateway')"},
  };
}

std::vector<GuardRule> GuardRules(bool meshed, bool restricted_egress) {
  std::vector<GuardRule> out = {
      {Except("pods", "!object.spec.?hostNetwork.orValue(false)"),
       "Pods of a tenant may not use the host network: they would leave the mesh and the fence."},
      {WaypointChainRule(),
       "Pods labelled as a waypoint come from istiod only: remove the label "
       "gateway.networking.k8s.io/gateway-name."},
      {GatewayRule(),
       "A tenant's namespace holds no gateway but the waypoint that the platform declares: give a "
       "gateway a namespace of its own."},
      {"!(request.resource.resource in ['envoyfilters', 'wasmplugins', 'trafficextensions'])",
       "Proxy extensions can switch the fence off: ask the platform to apply them."},
      {HostRule(),
       "hosts may only name Services of the tenant's own namespaces and hostnames that it owns."},
      {Except("serviceentries", "object.spec.?addresses.orValue([]).size() == 0"),
       "A ServiceEntry of a tenant may not claim addresses: they could be another tenant's."},
      {DestinationRule(),
       "Destinations may only be Services of the tenant's own namespaces and of those that it may "
       "call, and hostnames that it owns."},
      {DelegateRule(), "A VirtualService may delegate to the tenant's own namespaces only."},
      {RouteRule(), "A route on a gateway must name hostnames, all of which the tenant owns."},
      {IngressRule(), "An Ingress must name a host in each rule, and the tenant must own it."},
      {PeerRule("ingress", "from", "admitted", "admittedCidrs"),
       "A NetworkPolicy of a tenant may let in only whom the fence lets in: name peers by the "
       "label kubernetes.io/metadata.name of their namespace."},
  };
  if (meshed) {
    out.push_back({PodRule(),
                   "Pods of a tenant may not opt out of the mesh, take ports out of it or change "
                   "its proxy: remove the labels and annotations of istio.io that do so."});
  }
  if (restricted_egress) {
    out.push_back({PeerRule("egress", "to", "reachable", "reachableCidrs"),
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
