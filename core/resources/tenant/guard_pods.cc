#include "core/resources/tenant/guard_pods.h"

namespace mesh {
namespace {

/// Kubernetes' own controllers, with a service account each or as one.
constexpr const char* kReplicaSetController =
    "['system:serviceaccount:kube-system:replicaset-controller', "
    "'system:kube-controller-manager']";
constexpr const char* kDeploymentController =
    "['system:serviceaccount:kube-system:deployment-controller', "
    "'system:kube-controller-manager']";
constexpr const char* kGatewayName = "[?'gateway.networking.k8s.io/gateway-name'].orValue('')";

/// Annotations of Istio that pods may carry, and the values (RE2) that leave them in the mesh with
/// the proxy that the platform gives them. All others are refused: they take ports or interfaces
/// out of the mesh, change the proxy, its files, environment or control plane, or are unknown.
/// Istio's injector puts some of the values into YAML as they stand, so that none has room for
/// more.
struct PodAnnotation {
  const char* key;
  const char* harmless;
};
constexpr PodAnnotation kPodAnnotations[] = {
    {"sidecar.istio.io/inject", "^true$"},
    {"sidecar.istio.io/nativeSidecar", "^(true|false)$"},
    {"sidecar.istio.io/rewriteAppHTTPProbers", "^(true|false)$"},
    {"sidecar.istio.io/interceptionMode", "^(REDIRECT|TPROXY)$"},
    {"sidecar.istio.io/proxyCPU", "^[0-9.]+[a-zA-Z]*$"},
    {"sidecar.istio.io/proxyCPULimit", "^[0-9.]+[a-zA-Z]*$"},
    {"sidecar.istio.io/proxyMemory", "^[0-9.]+[a-zA-Z]*$"},
    {"sidecar.istio.io/proxyMemoryLimit", "^[0-9.]+[a-zA-Z]*$"},
    {"sidecar.istio.io/logLevel", "^[a-z0-9:,_-]*$"},
    {"sidecar.istio.io/agentLogLevel", "^[a-z0-9:,_-]*$"},
    {"sidecar.istio.io/componentLogLevel", "^[a-z0-9:,_-]*$"},
    {"readiness.status.sidecar.istio.io/initialDelaySeconds", "^[0-9]*$"},
    {"readiness.status.sidecar.istio.io/periodSeconds", "^[0-9]*$"},
    {"readiness.status.sidecar.istio.io/failureThreshold", "^[0-9]*$"},
    {"readiness.status.sidecar.istio.io/applicationPorts", "^[0-9, ]*$"},
    {"status.sidecar.istio.io/port", "^(15020|0)$"},
    {"prometheus.istio.io/merge-metrics", "^(true|false)$"},
    {"inject.istio.io/templates", "^sidecar$"},
    {"istio.io/rev", "^[a-z0-9-]*$"},
    {"ambient.istio.io/bypass-inbound-capture", "^false$"},
    {"ambient.istio.io/dns-capture", "^(true|false)$"},
    {"ambient.istio.io/redirection", "^(enabled|pending)$"},
    {"traffic.sidecar.istio.io/includeInboundPorts", "^[*]$"},
    {"traffic.sidecar.istio.io/excludeInboundPorts", "^((15020|15021|15090)?[, ]*)*$"},
    {"traffic.sidecar.istio.io/includeOutboundPorts", "^[0-9*, ]*$"},
    {"traffic.sidecar.istio.io/includeOutboundIPRanges", "^[0-9a-fA-F.:/*, ]*$"},
    {"traffic.sidecar.istio.io/excludeOutboundPorts", "^$"},
    {"traffic.sidecar.istio.io/excludeOutboundIPRanges", "^$"},
    {"traffic.sidecar.istio.io/excludeInterfaces", "^$"},
    // YAML or JSON of flat settings that change no file, address or environment.
    {"proxy.istio.io/config",
     "^[{]?\\s*([\"]?(holdApplicationUntilProxyStarts|concurrency|drainDuration|"
     "terminationDrainDuration)[\"]?\\s*:\\s*[\"]?[a-z0-9.]+[\"]?\\s*,?\\s*)*[}]?\\s*$"},
};
/// The injector's own mark. In an ambient namespace it alone keeps a pod out of the mesh.
constexpr PodAnnotation kInjected = {"sidecar.istio.io/status", ""};

std::string CelString(std::string_view text) { return CelList({std::string(text)}); }

std::string Harmless(bool sidecar) {
  std::string out = "{";
  const auto add = [&](const PodAnnotation& a) {
    if (out.size() > 1) out += ", ";
    const std::string key = CelString(a.key);
    const std::string value = CelString(a.harmless);
    out += key.substr(1, key.size() - 2) + ": " + value.substr(1, value.size() - 2);
  };
  for (const PodAnnotation& a : kPodAnnotations) add(a);
  if (sidecar) add(kInjected);
  return out + "}";
}

/// Bindings hand their labels and annotations on to the pod.
std::string ForPods(const std::string& rule) {
  return "!(request.resource.resource in ['pods', 'bindings']) || " + rule;
}

std::string MeshRule() {
  return ForPods(
      "variables.waypointPod || "
      "(variables.labels[?'sidecar.istio.io/inject'].orValue('true') == 'true' && "
      "variables.labels[?'istio.io/dataplane-mode'].orValue('ambient') != 'none' && "
      "variables.annotations.all(k, !k.matches('" +
      std::string(kIstioKey) +
      "') || (k in variables.harmless && "
      "variables.annotations[k].matches(variables.harmless[k]))))");
}

/// The pods of a waypoint opt out of the mesh, so nobody but istiod may make such pods.
std::string WaypointChainRule() {
  const std::string labelled = "!(object.spec.template.?metadata.?labels.orValue({})" +
                               std::string(kGatewayName) + " in variables.waypoints)";
  return "(" +
         ForPods("!(variables.labels" + std::string(kGatewayName) +
                 " in variables.waypoints) || variables.waypointPod") +
         ") && (" + GuardExcept("deployments", labelled + " || variables.byIstiod") + ") && (" +
         GuardExcept("replicasets", labelled + " || (request.userInfo.username in " +
                                        kDeploymentController +
                                        " && variables.owners.exists(o, o.kind == 'Deployment'))") +
         ")";
}

}  // namespace

std::string GuardExcept(const char* resource, const std::string& rule) {
  return std::string("request.resource.resource != '") + resource + "' || " + rule;
}

std::vector<GuardVariable> PodVariables(const NamespaceConfig& name_space,
                                        const Settings& settings) {
  static const std::string kWithSidecar = Harmless(true);
  static const std::string kWithoutSidecar = Harmless(false);
  // A revision's tag does not tell the name of its istiod: every one of them is believed.
  const std::string istiod =
      "system:serviceaccount:" + settings.istio_namespace.value_or("istio-system") + ":istiod";
  return {
      {"harmless", name_space.mode() == "sidecar" ? kWithSidecar : kWithoutSidecar},
      {"byIstiod", "request.userInfo.username == '" + istiod +
                       "' || request.userInfo.username.startsWith('" + istiod + "-')"},
      {"byKubernetes",
       "request.userInfo.username == 'system:kube-controller-manager' || "
       "request.userInfo.username.startsWith('system:serviceaccount:kube-system:')"},
      {"labels", "object.metadata.?labels.orValue({})"},
      {"annotations", "object.metadata.?annotations.orValue({})"},
      {"owners",
       "object.metadata.?ownerReferences.orValue([]).filter(o, o.?controller.orValue(false))"},
      {"waypointPod", "variables.labels" + std::string(kGatewayName) +
                          " in variables.waypoints && (request.operation == 'UPDATE' ? "
                          "oldObject.metadata.?labels.orValue({})" +
                          kGatewayName + " in variables.waypoints : request.userInfo.username in " +
                          kReplicaSetController +
                          " && variables.owners.exists(o, o.kind == 'ReplicaSet'))"},
  };
}

std::vector<GuardRule> PodRules(bool meshed) {
  std::vector<GuardRule> out = {
      {GuardExcept("pods", "!object.?spec.?hostNetwork.orValue(false)"),
       "Pods of a tenant may not use the host network: they would leave the mesh and the fence."},
      {WaypointChainRule(),
       "Pods labelled as a waypoint come from istiod only: remove the label "
       "gateway.networking.k8s.io/gateway-name."},
  };
  if (meshed) {
    out.push_back({MeshRule(),
                   "Pods of a tenant may not opt out of the mesh, take ports out of it or change "
                   "its proxy: remove the labels and annotations of istio.io that do so."});
  }
  return out;
}

}  // namespace mesh
