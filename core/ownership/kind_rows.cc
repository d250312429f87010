// Sources: k8s.io/api (list types and quantities, 1.36), istio.io/api CRDs (1.31) and the Gateway
// API's standard channel (1.7).
#include "core/ownership/kind_rows.h"

namespace mesh::ownership {
namespace {

constexpr auto kQ = Meaning::kQuantity;
constexpr auto kD = Meaning::kDuration;

constexpr MeaningRow kMeanings[] = {
    {"@pod", "*", "containers[].resources.*.*", kQ},
    {"@pod", "*", "initContainers[].resources.*.*", kQ},
    {"@pod", "*", "ephemeralContainers[].resources.*.*", kQ},
    {"@pod", "*", "resources.*.*", kQ},
    {"@pod", "*", "overhead.*", kQ},
    {"@pod", "*", "volumes[].emptyDir.sizeLimit", kQ},
    {"@pod", "*", "volumes[].ephemeral.volumeClaimTemplate.spec.resources.*.*", kQ},
    {"@pod", "*", "**.resourceFieldRef.divisor", kQ},
    {"", "ResourceQuota", "spec.hard.*", kQ},
    {"", "LimitRange", "spec.limits[].*.*", kQ},
    {"", "PersistentVolumeClaim", "spec.resources.*.*", kQ},
    {"", "PersistentVolume", "spec.capacity.*", kQ},
    {"apps", "StatefulSet", "spec.volumeClaimTemplates[].spec.resources.*.*", kQ},
    {"autoscaling", "HorizontalPodAutoscaler", "spec.metrics[].*.target.averageValue", kQ},
    {"autoscaling", "HorizontalPodAutoscaler", "spec.metrics[].*.target.value", kQ},
    {"autoscaling", "HorizontalPodAutoscaler", "spec.behavior.*.tolerance", kQ},
    {"node.k8s.io", "RuntimeClass", "overhead.podFixed.*", kQ},
    {"storage.k8s.io", "CSIStorageCapacity", "capacity", kQ},

    {"networking.istio.io", "VirtualService", "spec.http[].timeout", kD},
    {"networking.istio.io", "VirtualService", "spec.http[].retries.perTryTimeout", kD},
    {"networking.istio.io", "VirtualService", "spec.http[].retries.backoff", kD},
    {"networking.istio.io", "VirtualService", "spec.http[].fault.delay.fixedDelay", kD},
    {"networking.istio.io", "VirtualService", "spec.http[].fault.delay.exponentialDelay", kD},
    {"networking.istio.io", "VirtualService", "spec.http[].corsPolicy.maxAge", kD},
    {"networking.istio.io", "DestinationRule", "**.connectionPool.tcp.connectTimeout", kD},
    {"networking.istio.io", "DestinationRule", "**.connectionPool.tcp.maxConnectionDuration", kD},
    {"networking.istio.io", "DestinationRule", "**.connectionPool.tcp.idleTimeout", kD},
    {"networking.istio.io", "DestinationRule", "**.connectionPool.tcp.tcpKeepalive.time", kD},
    {"networking.istio.io", "DestinationRule", "**.connectionPool.tcp.tcpKeepalive.interval", kD},
    {"networking.istio.io", "DestinationRule", "**.connectionPool.http.idleTimeout", kD},
    {"networking.istio.io", "DestinationRule", "**.outlierDetection.interval", kD},
    {"networking.istio.io", "DestinationRule", "**.outlierDetection.baseEjectionTime", kD},
    {"networking.istio.io", "DestinationRule", "**.loadBalancer.consistentHash.httpCookie.ttl", kD},
    {"networking.istio.io", "DestinationRule", "**.loadBalancer.warmupDurationSecs", kD},
    {"networking.istio.io", "DestinationRule", "**.loadBalancer.warmup.duration", kD},
    {"networking.istio.io", "Sidecar", "**.connectionPool.tcp.connectTimeout", kD},
    {"networking.istio.io", "Sidecar", "**.connectionPool.tcp.maxConnectionDuration", kD},
    {"networking.istio.io", "Sidecar", "**.connectionPool.tcp.idleTimeout", kD},
    {"networking.istio.io", "Sidecar", "**.connectionPool.tcp.tcpKeepalive.time", kD},
    {"networking.istio.io", "Sidecar", "**.connectionPool.tcp.tcpKeepalive.interval", kD},
    {"networking.istio.io", "Sidecar", "**.connectionPool.http.idleTimeout", kD},
    {"security.istio.io", "RequestAuthentication", "spec.jwtRules[].timeout", kD},
    {"gateway.networking.k8s.io", "*", "spec.rules[].timeouts.*", kD},
    {"gateway.networking.k8s.io", "*", "spec.rules[].retry.backoff", kD},
    {"gateway.networking.k8s.io", "*", "spec.rules[].sessionPersistence.absoluteTimeout", kD},
    {"gateway.networking.k8s.io", "*", "spec.rules[].sessionPersistence.idleTimeout", kD},
};

// Only lists that every supported version keeps so; everything else is atomic.
constexpr ShapeRow kShapes[] = {
    {"*", "*", "metadata.finalizers", ""},
    {"*", "*", "metadata.ownerReferences", "uid"},
    {"@pod", "*", "containers", "name"},
    {"@pod", "*", "initContainers", "name"},
    {"@pod", "*", "ephemeralContainers", "name"},
    {"@pod", "*", "containers[].ports", "containerPort,protocol"},
    {"@pod", "*", "initContainers[].ports", "containerPort,protocol"},
    {"@pod", "*", "ephemeralContainers[].ports", "containerPort,protocol"},
    {"@pod", "*", "containers[].env", "name"},
    {"@pod", "*", "initContainers[].env", "name"},
    {"@pod", "*", "ephemeralContainers[].env", "name"},
    {"@pod", "*", "containers[].volumeMounts", "mountPath"},
    {"@pod", "*", "initContainers[].volumeMounts", "mountPath"},
    {"@pod", "*", "ephemeralContainers[].volumeMounts", "mountPath"},
    {"@pod", "*", "containers[].volumeDevices", "devicePath"},
    {"@pod", "*", "initContainers[].volumeDevices", "devicePath"},
    {"@pod", "*", "ephemeralContainers[].volumeDevices", "devicePath"},
    {"@pod", "*", "volumes", "name"},
    {"@pod", "*", "imagePullSecrets", "name"},
    {"@pod", "*", "hostAliases", "ip"},
    {"@pod", "*", "topologySpreadConstraints", "topologyKey,whenUnsatisfiable"},
    {"@pod", "*", "schedulingGates", "name"},
    {"@pod", "*", "resourceClaims", "name"},
    {"", "Service", "spec.ports", "port,protocol"},
    {"", "ServiceAccount", "secrets", "name"},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicy", "spec.matchConditions", "name"},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicy", "spec.variables", "name"},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding", "spec.validationActions",
     ""},
    {"admissionregistration.k8s.io", "ValidatingWebhookConfiguration", "webhooks", "name"},
    {"admissionregistration.k8s.io", "MutatingWebhookConfiguration", "webhooks", "name"},
    {"networking.istio.io", "ServiceEntry", "spec.ports", "name"},
    {"gateway.networking.k8s.io", "Gateway", "spec.listeners", "name"},
    {"gateway.networking.k8s.io", "ListenerSet", "spec.listeners", "name"},
};

// Every list of ports with two keys follows the core API here.
constexpr KeyDefaultRow kKeyDefaults[] = {{"protocol", "TCP"}};

constexpr PodRow kPods[] = {
    {"", "Pod", "spec"},
    {"", "PodTemplate", "template.spec"},
    {"", "ReplicationController", "spec.template.spec"},
    {"apps", "Deployment", "spec.template.spec"},
    {"apps", "StatefulSet", "spec.template.spec"},
    {"apps", "DaemonSet", "spec.template.spec"},
    {"apps", "ReplicaSet", "spec.template.spec"},
    {"batch", "Job", "spec.template.spec"},
    {"batch", "CronJob", "spec.jobTemplate.spec.template.spec"},
};

constexpr ClosedRow kClosed[] = {
    {"networking.k8s.io", "NetworkPolicy"},
    {"", "ResourceQuota"},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicy"},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"},
    {"networking.istio.io", "*"},
    {"security.istio.io", "*"},
    {"telemetry.istio.io", "*"},
    {"extensions.istio.io", "*"},
};

}  // namespace

std::span<const MeaningRow> MeaningRows() { return kMeanings; }
std::span<const ShapeRow> ShapeRows() { return kShapes; }
std::span<const KeyDefaultRow> KeyDefaultRows() { return kKeyDefaults; }
std::span<const PodRow> PodRows() { return kPods; }
std::span<const ClosedRow> KindsWithAllDefaults() { return kClosed; }

}  // namespace mesh::ownership
