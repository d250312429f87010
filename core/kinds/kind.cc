#include "core/kinds/kind.h"

#include <algorithm>
#include <array>

namespace mesh {
namespace {

using enum NameRule;

constexpr std::string_view kIstioNetworking = "networking.istio.io";
constexpr std::string_view kIstioSecurity = "security.istio.io";
constexpr std::string_view kGatewayApi = "gateway.networking.k8s.io";
constexpr std::string_view kRbac = "rbac.authorization.k8s.io";
constexpr std::string_view kAdmission = "admissionregistration.k8s.io";

constexpr auto kKinds = std::to_array<KindFacts>({
    {"", "Namespace", false, kDnsLabel, 0},
    {"apiextensions.k8s.io", "CustomResourceDefinition", false, kDnsSubdomain, 1},
    {"", "ResourceQuota", true, kDnsSubdomain, 5},
    {"", "LimitRange", true, kDnsSubdomain, 5},
    {kIstioSecurity, "PeerAuthentication", true, kDnsSubdomain, 10},
    {kIstioSecurity, "AuthorizationPolicy", true, kDnsSubdomain, 10},
    {"networking.k8s.io", "NetworkPolicy", true, kDnsSubdomain, 10},
    {kAdmission, "ValidatingAdmissionPolicy", false, kDnsSubdomain, 11},
    {kAdmission, "ValidatingAdmissionPolicyBinding", false, kDnsSubdomain, 12},
    {kIstioNetworking, "Sidecar", true, kDnsSubdomain, 15},
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
    {"", "Service", true, kDns1035, 25},
    {kGatewayApi, "GatewayClass", false, kDnsSubdomain, 29},
    {kGatewayApi, "Gateway", true, kDnsSubdomain, 30},
    {kIstioNetworking, "Gateway", true, kDnsSubdomain, 30},
    {kIstioNetworking, "DestinationRule", true, kDnsSubdomain, 31},
    {kGatewayApi, "HTTPRoute", true, kDnsSubdomain, 35},
    {kGatewayApi, "ReferenceGrant", true, kDnsSubdomain, 50},
    {kIstioNetworking, "VirtualService", true, kDnsSubdomain, 35},
    {kIstioNetworking, "EnvoyFilter", true, kDnsSubdomain, 36},
    {"telemetry.istio.io", "Telemetry", true, kDnsSubdomain, 36},
    {"kafka.strimzi.io", "KafkaTopic", true, kDnsSubdomain, 50},
    {kAdmission, "ValidatingWebhookConfiguration", false, kDnsSubdomain, 60},
    {kAdmission, "MutatingWebhookConfiguration", false, kDnsSubdomain, 60},
});

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAlnum(char c) { return IsLower(c) || IsDigit(c); }

bool IsLabel(std::string_view s, std::size_t longest) {
  return !s.empty() && s.size() <= longest && IsAlnum(s.front()) && IsAlnum(s.back()) &&
         std::ranges::all_of(s, [](char c) { return IsAlnum(c) || c == '-'; });
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
