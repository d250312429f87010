// What API servers put into objects by themselves. Sources: pkg/apis/*/defaults.go of Kubernetes
// 1.36 and the schemas of the Gateway API's standard channel (1.7). Istio's CRDs have no defaults.
#include "core/ownership/kind_rows.h"

namespace mesh::ownership {
namespace {

constexpr std::string_view kAdmission = "admissionregistration.k8s.io";
constexpr std::string_view kGateway = "gateway.networking.k8s.io";
constexpr std::string_view kPolicy = "ValidatingAdmissionPolicy";
constexpr std::string_view kBinding = "ValidatingAdmissionPolicyBinding";
constexpr std::string_view kGatewayGroup = R"("gateway.networking.k8s.io")";

constexpr DefaultRow kDefaults[] = {
    {"networking.k8s.io", "NetworkPolicy", "spec.policyTypes", R"(["Ingress"])", "-spec.egress"},
    {"networking.k8s.io", "NetworkPolicy", "spec.policyTypes", R"(["Ingress","Egress"])",
     "+spec.egress"},
    {"networking.k8s.io", "NetworkPolicy", "spec.*[].ports[].protocol", R"("TCP")"},

    {kAdmission, kPolicy, "spec.failurePolicy", R"("Fail")"},
    {kAdmission, kPolicy, "spec.matchConstraints.matchPolicy", R"("Equivalent")"},
    {kAdmission, kPolicy, "spec.matchConstraints.*Selector", "{}"},
    {kAdmission, kPolicy, "spec.matchConstraints.*[].scope", R"("*")"},
    {kAdmission, kBinding, "spec.matchResources.matchPolicy", R"("Equivalent")"},
    {kAdmission, kBinding, "spec.matchResources.*Selector", "{}"},
    {kAdmission, kBinding, "spec.matchResources.*[].scope", R"("*")"},
    {kAdmission, "*", "webhooks[].failurePolicy", R"("Fail")"},
    {kAdmission, "*", "webhooks[].matchPolicy", R"("Equivalent")"},
    {kAdmission, "*", "webhooks[].*Selector", "{}"},
    {kAdmission, "*", "webhooks[].timeoutSeconds", "10"},
    {kAdmission, "*", "webhooks[].reinvocationPolicy", R"("Never")"},
    {kAdmission, "*", "webhooks[].rules[].scope", R"("*")"},
    {kAdmission, "*", "webhooks[].clientConfig.service.port", "443"},

    {kGateway, "*", "spec.parentRefs[].group", kGatewayGroup},
    {kGateway, "*", "spec.parentRefs[].kind", R"("Gateway")"},
    {kGateway, "ListenerSet", "spec.parentRef.group", kGatewayGroup},
    {kGateway, "ListenerSet", "spec.parentRef.kind", R"("Gateway")"},
    {kGateway, "*", "**.backendRefs[].group", R"("")"},
    {kGateway, "*", "**.backendRefs[].kind", R"("Service")"},
    {kGateway, "*", "**.backendRefs[].weight", "1"},
    {kGateway, "*", "**.requestMirror.backendRef.group", R"("")"},
    {kGateway, "*", "**.requestMirror.backendRef.kind", R"("Service")"},
    {kGateway, "*", "**.requestMirror.fraction.denominator", "100"},
    {kGateway, "HTTPRoute", "spec.rules",
     R"([{"matches":[{"path":{"type":"PathPrefix","value":"/"}}]}])"},
    {kGateway, "HTTPRoute", "spec.rules[].matches",
     R"([{"path":{"type":"PathPrefix","value":"/"}}])"},
    {kGateway, "HTTPRoute", "spec.rules[].matches[].path", R"({"type":"PathPrefix","value":"/"})"},
    {kGateway, "HTTPRoute", "spec.rules[].matches[].path.type", R"("PathPrefix")"},
    {kGateway, "HTTPRoute", "spec.rules[].matches[].path.value", R"("/")"},
    {kGateway, "*", "spec.rules[].matches[].*[].type", R"("Exact")"},
    {kGateway, "GRPCRoute", "spec.rules[].matches[].method.type", R"("Exact")"},
    {kGateway, "HTTPRoute", "**.requestRedirect.statusCode", "302"},
    {kGateway, "HTTPRoute", "**.cors.maxAge", "5"},
    {kGateway, "HTTPRoute", "spec.rules[].retry.attempts", "1"},
    {kGateway, "Gateway", "spec.addresses[].type", R"("IPAddress")"},
    {kGateway, "Gateway", "spec.allowedListeners.namespaces", R"({"from":"None"})"},
    {kGateway, "Gateway", "spec.allowedListeners.namespaces.from", R"("None")"},
    {kGateway, "*", "spec.listeners[].allowedRoutes", R"({"namespaces":{"from":"Same"}})"},
    {kGateway, "*", "spec.listeners[].allowedRoutes.namespaces", R"({"from":"Same"})"},
    {kGateway, "*", "spec.listeners[].allowedRoutes.namespaces.from", R"("Same")"},
    {kGateway, "*", "spec.listeners[].allowedRoutes.kinds[].group", kGatewayGroup},
    {kGateway, "*", "spec.listeners[].tls.certificateRefs[].group", R"("")"},
    {kGateway, "*", "spec.listeners[].tls.certificateRefs[].kind", R"("Secret")"},
    {kGateway, "*", "spec.listeners[].tls.mode", R"("Terminate")"},
    {kGateway, "Gateway", "spec.tls.backend.clientCertificateRef.group", R"("")"},
    {kGateway, "Gateway", "spec.tls.backend.clientCertificateRef.kind", R"("Secret")"},
    {kGateway, "Gateway", "spec.tls.frontend.**.validation.mode", R"("AllowValidOnly")"},

    {"", "Namespace", "spec.finalizers", R"(["kubernetes"])"},
    {"", "Namespace", "spec", R"({"finalizers":["kubernetes"]})"},
    {"", "Namespace", "metadata.labels.kubernetes.io/metadata.name", "*"},
    {"", "Secret", "type", R"("Opaque")"},
    {"", "Service", "spec.clusterIP", "*", R"(!"None")"},
    {"", "Service", "spec.clusterIPs", "*", R"(!["None"])"},
    {"", "Service", "spec.clusterIPs", R"(["None"])"},
    {"", "Service", "spec.ipFamilies", "*"},
    {"", "Service", "spec.ipFamilyPolicy", R"("SingleStack")"},
    {"", "Service", "spec.internalTrafficPolicy", R"("Cluster")"},
    {"", "Service", "spec.sessionAffinity", R"("None")"},
    {"", "Service", "spec.type", R"("ClusterIP")"},
    {"", "Service", "spec.ports[].protocol", R"("TCP")"},
    {"rbac.authorization.k8s.io", "*", "roleRef.apiGroup", R"("rbac.authorization.k8s.io")"},
    {"apps", "*", "spec.revisionHistoryLimit", "10"},
    {"apps", "Deployment", "spec.progressDeadlineSeconds", "600"},
    {"apps", "Deployment", "spec.replicas", "1"},
    {"apps", "StatefulSet", "spec.replicas", "1"},
    {"apps", "Deployment", "spec.strategy",
     R"({"rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"},"type":"RollingUpdate"})"},
    {"apps", "Deployment", "spec.strategy.rollingUpdate.*", R"("25%")"},
    {"apps", "Deployment", "metadata.annotations.deployment.kubernetes.io/revision", "*"},
    {"apps", "StatefulSet", "spec.podManagementPolicy", R"("OrderedReady")"},
    {"*", "*", "**.template.metadata.creationTimestamp", "null"},

    {"@pod", "*", "dnsPolicy", R"("ClusterFirst")"},
    {"@pod", "*", "restartPolicy", R"("Always")"},
    {"@pod", "*", "schedulerName", R"("default-scheduler")"},
    {"@pod", "*", "securityContext", "{}"},
    {"@pod", "*", "terminationGracePeriodSeconds", "30"},
    {"@pod", "*", "*[].resources", "{}"},
    {"@pod", "*", "*[].terminationMessagePath", R"("/dev/termination-log")"},
    {"@pod", "*", "*[].terminationMessagePolicy", R"("File")"},
    {"@pod", "*", "*[].ports[].protocol", R"("TCP")"},
    {"@pod", "*", "*[].*Probe.timeoutSeconds", "1"},
    {"@pod", "*", "*[].*Probe.periodSeconds", "10"},
    {"@pod", "*", "*[].*Probe.successThreshold", "1"},
    {"@pod", "*", "*[].*Probe.failureThreshold", "3"},
    {"@pod", "*", "**.httpGet.scheme", R"("HTTP")"},
    {"@pod", "*", "**.httpGet.path", R"("/")"},
    {"@pod", "*", "**.fieldRef.apiVersion", R"("v1")"},
    {"@pod", "*", "volumes[].*.defaultMode", "420"},
    {"@pod", "*", "volumes[].hostPath.type", R"("")"},
    {"@pod", "*", "**.serviceAccountToken.expirationSeconds", "3600"},
};

}  // namespace

std::span<const DefaultRow> DefaultRows() { return kDefaults; }

}  // namespace mesh::ownership
