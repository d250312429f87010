#include "core/checks/kong/definitions.h"

#include "core/checks/kong/conditions.h"
#include "core/checks/kong/kong_rules.h"
#include "core/checks/read.h"
#include "core/checks/scalar_check.h"

namespace mesh::kong {
namespace {

using enum Then;

constexpr const Rule& kNoKonnect = RuleOf(kKongRules, "MSH7001");
constexpr const Rule& kUnnamedPlane = RuleOf(kKongRules, "MSH7002");
constexpr const Rule& kNamedController = RuleOf(kKongRules, "MSH7003");
constexpr const Rule& kNoText = RuleOf(kKongRules, "MSH7004");
constexpr const Rule& kNoSecret = RuleOf(kKongRules, "MSH7005");
constexpr const Rule& kVaultReference = RuleOf(kKongRules, "MSH7006");
constexpr const Rule& kNoKeyText = RuleOf(kKongRules, "MSH7007");
constexpr const Rule& kNoKeySet = RuleOf(kKongRules, "MSH7008");
constexpr const Rule& kNoPublicKey = RuleOf(kKongRules, "MSH7009");
constexpr const Rule& kOwnKind = RuleOf(kKongRules, "MSH7010");
constexpr const Rule& kNoTarget = RuleOf(kKongRules, "MSH7011");
constexpr const Rule& kNeedlessTargets = RuleOf(kKongRules, "MSH7012");
constexpr const Rule& kNoNamespace = RuleOf(kKongRules, "MSH7013");
constexpr const Rule& kGroup = RuleOf(kKongRules, "MSH7014");
constexpr const Rule& kMixed = RuleOf(kKongRules, "MSH7015");
constexpr const Rule& kGrant = RuleOf(kKongRules, "MSH7016");
constexpr const Rule& kGrantNamespace = RuleOf(kKongRules, "MSH7017");
constexpr const Rule& kNoDefinitionMatch = RuleOf(kKongRules, "MSH7018");
constexpr const Rule& kUnnamedHash = RuleOf(kKongRules, "MSH7019");
constexpr const Rule& kNoCookie = RuleOf(kKongRules, "MSH7020");
constexpr const Rule& kNoHashing = RuleOf(kKongRules, "MSH7021");
constexpr const Rule& kHalfCookie = RuleOf(kKongRules, "MSH7022");
constexpr const Rule& kCookieFallback = RuleOf(kKongRules, "MSH7023");
constexpr const Rule& kInterval = RuleOf(kKongRules, "MSH7024");
constexpr const Rule& kStickyHash = RuleOf(kKongRules, "MSH7025");
constexpr const Rule& kStickyAlgorithm = RuleOf(kKongRules, "MSH7026");
constexpr const Rule& kConfigStore = RuleOf(kKongRules, "MSH7027");
constexpr const Rule& kNoName = RuleOf(kKongRules, "MSH7028");
constexpr const Rule& kGone = RuleOf(kKongRules, "MSH7029");
constexpr const Rule& kNoObject = RuleOf(kKongRules, "MSH7030");

// Kinds that the ingress controller can program, too.
constexpr std::string_view kEitherPlane =
    "KongConsumer KongConsumerGroup KongPluginBinding KongVault";
constexpr std::string_view kBinding = "KongPluginBinding";
constexpr std::string_view kReferenceGrant = "KongReferenceGrant";
constexpr std::string_view kUpstream = "KongUpstream";
constexpr std::string_view kPolicy = "KongUpstreamPolicy";

constexpr Condition kDefinitionConditions[] = {
    {kNoKonnect, kEitherPlane, "spec", "adopt", kNeeds,
     "controlPlaneRef.type=konnectNamespacedRef"},
    {kNoKonnect, "KongKey", "spec", "adopt", kNeeds, "controlPlaneRef"},
    {kNoKonnect, "KongRoute", "spec", "adopt", kNeeds, "serviceRef|controlPlaneRef"},
    {kUnnamedPlane, kEitherPlane, "spec.controlPlaneRef", "type=konnectNamespacedRef", kNeeds,
     "konnectNamespacedRef"},
    {kNamedController, kEitherPlane, "spec.controlPlaneRef", "type=kic", kForbids,
     "konnectNamespacedRef"},
    {kNoText, "KongCertificate KongCACertificate", "spec", "type=inline", kNeeds, "cert"},
    {kNoText, "KongCertificate", "spec", "type=inline", kNeeds, "key"},
    {kNoSecret, "KongCertificate KongCACertificate", "spec", "type=secretRef", kNeeds, "secretRef"},
    {kNoKeySet, "KongKey", "spec.keySetRef", "type=namespacedRef", kNeeds, "namespacedRef"},
    {kNoKeySet, "KongKey", "spec.keySetRef", "type=konnectID", kNeeds, "konnectID"},
    {kNoPublicKey, "KongCredentialJWT", "spec",
     "algorithm=RS256|RS384|RS512|ES256|ES384|ES512|PS256|PS384|PS512|EdDSA", kNeeds,
     "rsa_public_key"},
    {kOwnKind, "KongCustomEntity", "spec",
     "type=services|routes|upstreams|targets|plugins|consumers|consumer_groups", kForbids, "type"},
    {kNoTarget, kBinding, "spec", "scope=OnlyTargets", kNeeds,
     "targets.routeRef|targets.serviceRef|targets.consumerRef|targets.consumerGroupRef"},
    {kNeedlessTargets, kBinding, "spec", "scope=GlobalInControlPlane", kForbids, "targets"},
    {kNoNamespace, kBinding, "spec.pluginRef", "kind=KongClusterPlugin", kForbids, "namespace"},
    {kGroup, kBinding, "spec.targets.routeRef", "kind=KongRoute", kNeeds,
     "group=configuration.konghq.com"},
    {kGroup, kBinding, "spec.targets.routeRef", "kind=Ingress", kNeeds, "group=networking.k8s.io"},
    {kGroup, kBinding, "spec.targets.routeRef", "kind=HTTPRoute|GRPCRoute", kNeeds,
     "group=gateway.networking.k8s.io"},
    {kGroup, kBinding, "spec.targets.serviceRef", "kind=KongService", kNeeds,
     "group=configuration.konghq.com"},
    {kGroup, kBinding, "spec.targets.serviceRef", "kind=Service", kNeeds, "group=|core"},
    {kMixed, kBinding, "spec.targets", "routeRef.kind=KongRoute", kForbids,
     "serviceRef.kind=Service"},
    {kMixed, kBinding, "spec.targets", "serviceRef.kind=KongService", kForbids,
     "routeRef.kind=Ingress|HTTPRoute|GRPCRoute"},
    {kGrant, kReferenceGrant, "spec.from[]", "group=configuration.konghq.com", kNeeds,
     "kind=KongConsumer|KongConsumerGroup|KongRoute|KongService|KongCertificate|KongCACertificate|"
     "KongDataPlaneClientCertificate|KongUpstream|KongTarget|KongKey|KongKeySet|KongVault|"
     "KongPluginBinding|KongSNI"},
    {kGrant, kReferenceGrant, "spec.from[]", "group=gateway-operator.konghq.com", kNeeds,
     "kind=GatewayConfiguration"},
    {kGrant, kReferenceGrant, "spec.to[]", "group=core", kNeeds, "kind=Secret"},
    {kGrant, kReferenceGrant, "spec.to[]", "group=configuration.konghq.com", kNeeds,
     "kind=KongPlugin|KongService|KongCertificate|KongCACertificate|KongUpstream"},
    {kGrant, kReferenceGrant, "spec.to[]", "group=konnect.konghq.com", kNeeds,
     "kind=KonnectGatewayControlPlane|KonnectAPIAuthConfiguration|Portal|KonnectEventGateway|"
     "EventGatewayBackendCluster|EventGatewayListener|EventGatewayVirtualCluster|"
     "KonnectConfigStore|KonnectAIGateway|AIGatewayConsumerGroup"},
    {kNoDefinitionMatch, "KongRoute", "spec", "protocols=http", kNeeds,
     "hosts|methods|paths|headers"},
    {kUnnamedHash, kUpstream, "spec", "hash_on=header", kNeeds, "hash_on_header"},
    {kUnnamedHash, kUpstream, "spec", "hash_on=query_arg", kNeeds, "hash_on_query_arg"},
    {kUnnamedHash, kUpstream, "spec", "hash_on=uri_capture", kNeeds, "hash_on_uri_capture"},
    {kUnnamedHash, kUpstream, "spec", "hash_on=cookie", kNeeds, "hash_on_cookie"},
    {kUnnamedHash, kUpstream, "spec", "hash_on=cookie", kNeeds, "hash_on_cookie_path"},
    {kUnnamedHash, kUpstream, "spec", "hash_fallback=header", kNeeds, "hash_fallback_header"},
    {kUnnamedHash, kUpstream, "spec", "hash_fallback=query_arg", kNeeds, "hash_fallback_query_arg"},
    {kUnnamedHash, kUpstream, "spec", "hash_fallback=uri_capture", kNeeds,
     "hash_fallback_uri_capture"},
    {kUnnamedHash, kUpstream, "spec", "hash_fallback=cookie", kNeeds, "hash_on_cookie"},
    {kUnnamedHash, kUpstream, "spec", "hash_fallback=cookie", kNeeds, "hash_on_cookie_path"},
    {kNoCookie, kUpstream, "spec", "algorithm=sticky-sessions", kNeeds, "sticky_sessions_cookie"},
    {kNoHashing, kPolicy, "spec", "hashOn", kNeeds, "algorithm=consistent-hashing|sticky-sessions"},
    {kNoHashing, kPolicy, "spec", "hashOnFallback", kNeeds, "algorithm=consistent-hashing"},
    {kHalfCookie, kPolicy, "spec.hashOn", "cookie", kNeeds, "cookiePath"},
    {kHalfCookie, kPolicy, "spec.hashOn", "cookiePath", kNeeds, "cookie"},
    {kCookieFallback, kPolicy, "spec", "hashOn.cookie", kForbids, "hashOnFallback"},
    {kInterval, kPolicy, "spec.healthchecks.passive.healthy", "interval", kForbids, "interval"},
    {kInterval, kPolicy, "spec.healthchecks.passive.unhealthy", "interval", kForbids, "interval"},
    {kStickyHash, kPolicy, "spec", "stickySessions", kNeeds, "hashOn.input=none"},
    {kStickyHash, kPolicy, "spec", "stickySessions", kForbids, "hashOn.cookie"},
    {kStickyHash, kPolicy, "spec", "stickySessions", kForbids, "hashOn.cookiePath"},
    {kStickyHash, kPolicy, "spec", "stickySessions", kForbids, "hashOn.header"},
    {kStickyHash, kPolicy, "spec", "stickySessions", kForbids, "hashOn.uriCapture"},
    {kStickyHash, kPolicy, "spec", "stickySessions", kForbids, "hashOn.queryArg"},
    {kStickyAlgorithm, kPolicy, "spec", "stickySessions", kNeeds, "algorithm=sticky-sessions"},
    {kConfigStore, "KongVault", "spec", "configStoreRef", kNeeds, "backend=konnect"},
    {kGone, "KongIngress", "", "proxy", kForbids, "proxy"},
    {kGone, "KongIngress", "", "route", kForbids, "route"},
    // An object of which one of two members must be given: it is there, so the path is empty.
    {kNoKeyText, "KongKey", "spec", "", kNeeds, "jwk|pem"},
    {kNoName, "KongConsumer", "", "", kNeeds, "username|custom_id"},
};

}  // namespace

void CheckDefinition(const Value& object, const CheckContext& context, Findings& out) {
  CheckConditions(kDefinitionConditions, context.kind.kind, object, &context.kind.body, Place(),
                  out);
}

void CheckVaultReferences(const Value& object, const CheckContext&, Findings& out) {
  constexpr std::string_view kForm = R"(^[{]vault://[a-zA-Z0-9._-]+/[^{}]+[}][[:space:]]*$)";
  for (const std::string_view field : {"cert", "cert_alt", "key", "key_alt"}) {
    const std::string_view text = TextOf(object.Get("spec").Get(field));
    if (!text.starts_with("{vault:") || Matches(kForm, text)) continue;
    out.Add(kVaultReference, Place() / "spec" / field, "It starts as one and does not go on so.");
  }
}

void CheckGrantNamespaces(const Value& object, const CheckContext&, Findings& out) {
  const Value::List& from = ItemsOf(object.Get("spec").Get("from"));
  for (std::size_t i = 0; i < from.size(); ++i) {
    const Value& name_space = from[i].Get("namespace");
    if (!name_space.is_string()) continue;
    const std::string_view kind = TextOf(from[i].Get("kind"));
    if ((kind == "KongVault") == name_space.as_string().empty()) continue;
    out.Add(kGrantNamespace, (Place() / "spec" / "from")[i] / "namespace",
            "It is " + InQuotes(name_space.as_string()) + " for " + std::string(kind) + ".");
  }
}

void CheckConfigIsObject(const Value& object, const CheckContext&, Findings& out) {
  const Value& config = object.Get("config");
  if (config.is_null() || config.is_map()) return;
  out.Add(kNoObject, Place() / "config", "It is " + Describe(config) + ".");
}

}  // namespace mesh::kong
