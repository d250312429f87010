#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

/// What Istio refuses in AuthorizationPolicy, PeerAuthentication and RequestAuthentication.
inline constexpr Rule kSecurityRules[] = {
    {"MSH3001", Severity::kError, "Policy that never applies",
     "Only a request that fits a rule is denied or handed to the provider, so Istio refuses such a "
     "policy without rules. Add rules, or one empty rule `{}` to mean every request."},
    {"MSH3002", Severity::kError, "CUSTOM without a provider",
     "Nobody would decide. Set `provider.name` to one of the `extensionProviders` in the mesh's "
     "configuration."},
    {"MSH3003", Severity::kError, "Provider without CUSTOM",
     "Only action CUSTOM asks a provider, so Istio refuses one beside other actions. Set `action: "
     "CUSTOM`, or remove the provider."},
    {"MSH3004", Severity::kError, "Condition that CUSTOM cannot judge",
     "Before a provider is asked, no caller and no token is known, so Istio refuses to match on "
     "them. Match on paths, hosts, methods, ports, headers or addresses, and let the provider look "
     "at the caller."},
    {"MSH3005", Severity::kError, "Item of from that says nothing",
     "It would fit every caller by accident, so Istio refuses it. Give it a `source` with at least "
     "one field; leave `from` out to mean anyone."},
    {"MSH3006", Severity::kError, "Item of to that says nothing",
     "It would fit every request by accident, so Istio refuses it. Give it an `operation` with at "
     "least one field; leave `to` out to mean anything."},
    {"MSH3007", Severity::kError, "Service accounts together with principals or namespaces",
     "A service account says both already, so the API server refuses them in one source. Write "
     "`namespace/name` in `serviceAccounts`, or make two items of `from`."},
    {"MSH3008", Severity::kError, "Empty value in a list of values",
     "Nothing can be equal to it, so Istio refuses it. Remove it, or fill in what is missing."},
    {"MSH3009", Severity::kError, "Invalid service account",
     "Istio refuses it. Write `namespace/name`, or `name` for an account of the policy's "
     "namespace, without `*` and with at most 320 bytes."},
    {"MSH3010", Severity::kError, "Invalid trust domain",
     "Istio refuses it. Write a trust domain such as `cluster.local` with at most one `*`, at the "
     "start or at the end, and without what follows it in an identity."},
    {"MSH3011", Severity::kError, "Invalid port",
     "Istio refuses it. Ports of policies are numbers written as text, such as \"8080\"."},
    {"MSH3012", Severity::kError, "Invalid path template",
     "Istio refuses it. `{*}` stands for one whole segment and `{**}` for all that follow, as the "
     "last of them; other braces are not allowed, nor what a path cannot hold."},
    {"MSH3013", Severity::kError, "Condition without a key",
     "Istio refuses it. Name the attribute, such as `request.headers[x-tenant]`."},
    {"MSH3014", Severity::kError, "Condition without values",
     "Istio refuses it. Give `values`, one of which the attribute must have, or `notValues`; "
     "`[\"*\"]` means that it must be there."},
    {"MSH3015", Severity::kError, "Unknown attribute",
     "Proxies cannot tell it, so Istio refuses it. Use request.headers[], request.auth.principal, "
     "request.auth.audiences, request.auth.presenter, request.auth.claims[], source.ip, "
     "source.namespace, source.principal, source.serviceAccount, source.trustDomain, remote.ip, "
     "destination.ip, destination.port, connection.sni or experimental.envoy.filters.*[]."},
    {"MSH3016", Severity::kError, "Attribute without a name in brackets",
     "Istio refuses it. Write which one is meant behind it, such as `request.headers[x-tenant]`."},
    {"MSH3017", Severity::kError, "Attribute that is no longer there",
     "What is protected is chosen outside of the rules now, so Istio refuses it. Use the policy's "
     "namespace and `selector` instead."},
    {"MSH3018", Severity::kError, "Dry run that Istio refuses",
     "`istio.io/dry-run` tries a policy out without enforcing it. It must be \"true\" or "
     "\"false\", and the action ALLOW or DENY. Correct it, or remove the annotation."},
    {"MSH3019", Severity::kError, "Invalid address in a policy",
     "Istio refuses it. Write an address or a network, such as `10.0.0.1`, `10.0.0.0/8` or "
     "`2001:db8::/32`."},

    {"MSH3041", Severity::kError, "portLevelMtls without a selector",
     "Ports are those of a workload, and without labels no workload is meant. Add "
     "`selector.matchLabels`, or set the mode of all ports in `mtls`."},
    {"MSH3042", Severity::kError, "Invalid port in portLevelMtls",
     "The API server or Istio refuses it. Use a number from 1 to 65535 without leading zeros."},

    {"MSH3051", Severity::kError, "Tokens of nobody in particular",
     "Istio must know whose tokens these are. Give `issuer`, or `jwksUri` with the issuer's keys."},
    {"MSH3052", Severity::kError, "Invalid URL of keys",
     "The API server refuses it. Write an absolute URL with https:// or http://, such as "
     "`https://login.example.com/keys`."},
    {"MSH3053", Severity::kError, "Invalid key set",
     "Istio refuses the object. `jwks` is the text of a JSON Web Key Set: `{\"keys\": [...]}` with "
     "keys of kty RSA, EC, OKP or oct. Copy it from the issuer as it is, or give `jwksUri`."},
};

}  // namespace mesh::istio
