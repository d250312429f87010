#include "core/kinds/kind.h"

#include <algorithm>
#include <array>

#include "core/model/ascii.h"

namespace mesh {
namespace {

using enum NameRule;

constexpr std::string_view kIstioNetworking = "networking.istio.io";
constexpr std::string_view kIstioSecurity = "security.istio.io";
constexpr std::string_view kGatewayApi = "gateway.networking.k8s.io";
constexpr std::string_view kIstioExtensions = "extensions.istio.io";
constexpr std::string_view kKong = "configuration.konghq.com";
constexpr std::string_view kKafka = "kafka.strimzi.io";
constexpr std::string_view kMonitoring = "monitoring.coreos.com";
constexpr std::string_view kRbac = "rbac.authorization.k8s.io";
constexpr std::string_view kAdmission = "admissionregistration.k8s.io";

constexpr auto kKinds = std::to_array<KindFacts>({
    {"", "Namespace", false, kDnsLabel, 0},
    {"apiextensions.k8s.io", "CustomResourceDefinition", false, kDnsSubdomain, 1},
    {"", "ResourceQuota", true, kDnsSubdomain, 5},
    {"", "LimitRange", true, kDnsSubdomain, 5},
    {kIstioSecurity, "PeerAuthentication", true, kDnsSubdomain, 10},
    {kIstioSecurity, "AuthorizationPolicy", true, kDnsSubdomain, 10},
    {kIstioSecurity, "RequestAuthentication", true, kDnsSubdomain, 10},
    {"networking.k8s.io", "NetworkPolicy", true, kDnsSubdomain, 10},
    {kAdmission, "ValidatingAdmissionPolicy", false, kDnsSubdomain, 11},
    {kAdmission, "ValidatingAdmissionPolicyBinding", false, kDnsSubdomain, 12},
    {kIstioNetworking, "Sidecar", true, kDnsSubdomain, 15},
    {kIstioNetworking, "ProxyConfig", true, kDnsSubdomain, 15},
    {"", "ServiceAccount", true, kDnsSubdomain, 20},
    {"", "ConfigMap", true, kDnsSubdomain, 20},
    {"", "Secret", true, kDnsSubdomain, 20},
    {kRbac, "ClusterRole", false, kPathSegment, 20},
    {kRbac, "ClusterRoleBinding", false, kPathSegment, 21},
    {kRbac, "Role", true, kPathSegment, 20},
    {kRbac, "RoleBinding", true, kPathSegment, 21},
    {"", "PersistentVolume", false, kDnsSubdomain, 20},
    {"storage.k8s.io", "StorageClass", false, kDnsSubdomain, 20},
    {"scheduling.k8s.io", "PriorityClass", false, kDnsSubdomain, 20},
    {kKong, "KongLicense", false, kDnsSubdomain, 20},
    {kKong, "KongVault", false, kDnsSubdomain, 21},
    // What Services and routes name: a route without its plugins would let anybody in meanwhile.
    {kKong, "KongReferenceGrant", true, kDnsSubdomain, 22},
    {kKong, "KongPlugin", true, kDnsSubdomain, 23},
    {kKong, "KongClusterPlugin", false, kDnsSubdomain, 23},
    {kKong, "KongUpstreamPolicy", true, kDnsSubdomain, 23},
    {kKong, "KongIngress", true, kDnsSubdomain, 23},
    {kKong, "IngressClassParameters", true, kDnsSubdomain, 23},
    {"", "Service", true, kDns1035, 25},
    {kIstioNetworking, "ServiceEntry", true, kDnsSubdomain, 25},
    {kIstioNetworking, "WorkloadGroup", true, kDnsSubdomain, 25},
    {kIstioNetworking, "WorkloadEntry", true, kDnsSubdomain, 26},
    {kGatewayApi, "GatewayClass", false, kDnsSubdomain, 29},
    {kGatewayApi, "Gateway", true, kDnsSubdomain, 30},
    {kIstioNetworking, "Gateway", true, kDnsSubdomain, 30},
    {kIstioNetworking, "DestinationRule", true, kDnsSubdomain, 31},
    {kGatewayApi, "ListenerSet", true, kDnsSubdomain, 31},
    {kGatewayApi, "BackendTLSPolicy", true, kDnsSubdomain, 31},
    {kKong, "KongCertificate", true, kDnsSubdomain, 29},
    {kKong, "KongCACertificate", true, kDnsSubdomain, 29},
    {kKong, "KongDataPlaneClientCertificate", true, kDnsSubdomain, 29},
    {kKong, "KongKeySet", true, kDnsSubdomain, 29},
    {kKong, "KongUpstream", true, kDnsSubdomain, 30},
    {kKong, "KongSNI", true, kDnsSubdomain, 30},
    {kKong, "KongKey", true, kDnsSubdomain, 30},
    {kKong, "KongTarget", true, kDnsSubdomain, 31},
    {kKong, "KongService", true, kDnsSubdomain, 32},
    {kKong, "KongConsumerGroup", true, kDnsSubdomain, 32},
    {kKong, "KongConsumer", true, kDnsSubdomain, 33},
    {kKong, "KongCredentialACL", true, kDnsSubdomain, 34},
    {kKong, "KongCredentialAPIKey", true, kDnsSubdomain, 34},
    {kKong, "KongCredentialBasicAuth", true, kDnsSubdomain, 34},
    {kKong, "KongCredentialHMAC", true, kDnsSubdomain, 34},
    {kKong, "KongCredentialJWT", true, kDnsSubdomain, 34},
    {kGatewayApi, "HTTPRoute", true, kDnsSubdomain, 35},
    {kGatewayApi, "GRPCRoute", true, kDnsSubdomain, 35},
    {kGatewayApi, "TLSRoute", true, kDnsSubdomain, 35},
    {kGatewayApi, "TCPRoute", true, kDnsSubdomain, 35},
    {kGatewayApi, "UDPRoute", true, kDnsSubdomain, 35},
    {kKong, "KongRoute", true, kDnsSubdomain, 35},
    {kKong, "TCPIngress", true, kDnsSubdomain, 35},
    {kKong, "UDPIngress", true, kDnsSubdomain, 35},
    {kKong, "KongPluginBinding", true, kDnsSubdomain, 36},
    {kKong, "KongCustomEntity", true, kDnsSubdomain, 36},
    {kGatewayApi, "ReferenceGrant", true, kDnsSubdomain, 50},
    {kIstioNetworking, "VirtualService", true, kDnsSubdomain, 35},
    {kIstioNetworking, "EnvoyFilter", true, kDnsSubdomain, 36},
    {kIstioExtensions, "WasmPlugin", true, kDnsSubdomain, 36},
    {kIstioExtensions, "TrafficExtension", true, kDnsSubdomain, 36},
    {"telemetry.istio.io", "Telemetry", true, kDnsSubdomain, 36},
    {kMonitoring, "ServiceMonitor", true, kDnsSubdomain, 50},
    {kMonitoring, "PodMonitor", true, kDnsSubdomain, 50},
    {kMonitoring, "PrometheusRule", true, kDnsSubdomain, 50},
    {kKafka, "KafkaTopic", true, kDnsSubdomain, 50},
    // Rights of a user are on topics.
    {kKafka, "KafkaUser", true, kDnsSubdomain, 51},
    {kAdmission, "ValidatingWebhookConfiguration", false, kDnsSubdomain, 60},
    {kAdmission, "MutatingWebhookConfiguration", false, kDnsSubdomain, 60},
});

bool IsLabel(std::string_view s, std::size_t longest) {
  return !s.empty() && s.size() <= longest && IsLowerOrDigit(s.front()) &&
         IsLowerOrDigit(s.back()) &&
         std::ranges::all_of(s, [](char c) { return IsLowerOrDigit(c) || c == '-'; });
}

bool IsSubdomain(std::string_view s) {
  if (s.size() > 253) return false;
  while (true) {
    const std::size_t dot = s.find('.');
    if (!IsLabel(s.substr(0, dot), 253)) return false;
    if (dot == std::string_view::npos) return true;
    s.remove_prefix(dot + 1);
  }
}

bool Follows(NameRule rule, std::string_view s) {
  switch (rule) {
    case kDnsLabel:
      return IsLabel(s, 63);
    case kDns1035:
      return IsLabel(s, 63) && IsLower(s.front());
    case kPathSegment:
      return !s.empty() && s.size() <= 253 && s != "." && s != ".." &&
             s.find_first_of("/%") == std::string_view::npos;
    case kDnsSubdomain:
      break;
  }
  return IsSubdomain(s);
}

const char* Describe(NameRule rule) {
  switch (rule) {
    case kDnsLabel:
      return "at most 63 lower-case letters, digits and \"-\", starting and ending with a letter "
             "or "
             "digit (DNS-1123 label)";
    case kDns1035:
      return "at most 63 lower-case letters, digits and \"-\", starting with a letter and ending "
             "with a letter or digit (DNS-1035 label)";
    case kPathSegment:
      return "at most 253 characters without \"/\" and \"%\", and neither \".\" nor \"..\"";
    case kDnsSubdomain:
      break;
  }
  return "at most 253 lower-case letters, digits, \"-\" and \".\", each part starting and ending "
         "with a letter or digit (DNS-1123 subdomain)";
}

}  // namespace

std::span<const KindFacts> ListedKinds() { return kKinds; }

KindFacts FactsOf(const ObjectKey& key) {
  const std::string group = key.group();
  const auto* found = std::ranges::find_if(
      kKinds, [&](const KindFacts& f) { return f.kind == key.kind && f.group == group; });
  if (found != kKinds.end()) return *found;
  return {"", "", !key.name_space.empty(), kDnsSubdomain, 50};
}

std::string WrongName(const ObjectKey& key) {
  const KindFacts facts = FactsOf(key);
  if (!Follows(facts.name_rule, key.name)) {
    return "The name \"" + key.name + "\" is not valid for a " + key.kind + ": use " +
           Describe(facts.name_rule) + ".";
  }
  if (!facts.namespaced && !key.name_space.empty()) {
    return "A " + key.kind + " belongs to no namespace: remove the namespace \"" + key.name_space +
           "\".";
  }
  if (facts.namespaced && !key.name_space.empty() && !Follows(kDnsLabel, key.name_space)) {
    return "The namespace \"" + key.name_space + "\" is not valid: use " + Describe(kDnsLabel) +
           ".";
  }
  return "";
}

}  // namespace mesh
