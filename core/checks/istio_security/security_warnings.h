#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

/// What Istio accepts in its security kinds and what rarely does what its author wants.
inline constexpr Rule kSecurityWarnings[] = {
    {"MSH3101", Severity::kWarning, "Callers and operations in different rules",
     "Rules are alternatives: this lets the callers of one rule do anything, and anyone do the "
     "operations of the other. Put `from` and `to` into one item of `rules`."},
    {"MSH3102", Severity::kWarning, "One rule lets anyone in",
     "Other rules of the policy ask who the caller is; this one has no `from`, so anyone may do "
     "what it lists, from outside of the mesh too. Add `from`, or make it a policy of its own if "
     "it is meant so."},
    {"MSH3103", Severity::kWarning, "Named as if it denied, and allows",
     "Without `action` a policy allows what its rules list. Set `action: DENY`, or rename it."},
    {"MSH3104", Severity::kWarning, "Allows everything",
     "An empty rule fits every request, so every other ALLOW policy of the same workloads has no "
     "effect. Remove it, or say who may do what; to open a workload on purpose, use `from` with "
     "the namespaces or principals that may call."},
    {"MSH3105", Severity::kWarning, "DENY that lets pass in ambient mode",
     "A ztunnel knows connections only. It leaves out what needs HTTP or tokens, and a part of a "
     "rule of which nothing is left can never fit, so it denies nothing. Use `targetRefs` of a "
     "waypoint for such a rule, or deny by ports, principals, namespaces or addresses. Sidecars "
     "and gateways enforce it as it is."},
    {"MSH3106", Severity::kWarning, "ALLOW that never fits in ambient mode",
     "A ztunnel knows connections only and drops rules that need HTTP or tokens, so what they "
     "allow is refused; a sidecar allows it. Use `targetRefs` of a waypoint for such rules, and a "
     "policy with callers and ports alone for the workload. Sidecars and gateways enforce it as "
     "it is."},
    {"MSH3107", Severity::kWarning, "Action that ztunnels do not enforce",
     "In ambient mode a policy without `targetRefs` goes to ztunnels, which know ALLOW and DENY "
     "alone. Use `targetRefs` of a waypoint."},
    {"MSH3108", Severity::kWarning, "Denies every TCP connection, too",
     "Where no HTTP is spoken, a DENY rule loses what needs HTTP, and what is left fits every "
     "connection. Add `ports` to name those that speak HTTP."},
    {"MSH3109", Severity::kWarning, "Trust domain that ztunnels do not look at",
     "In ambient mode ztunnels leave it out, so the rest of the source decides alone and fits more "
     "callers. Use `principals`, or `targetRefs` of a waypoint."},
    {"MSH3110", Severity::kWarning, "Callers known only by what they are not",
     "Clients without mutual TLS have no identity, so they fit: anything outside of the mesh gets "
     "in. Name who may call, or demand STRICT in a PeerAuthentication."},
    {"MSH3111", Severity::kWarning, "Empty list that means anyone or anything",
     "Istio reads it as if it were not there, so the rule fits all. Fill it in, or remove it to "
     "say so."},
    {"MSH3112", Severity::kWarning, "Principal with spiffe:// in front",
     "Istio puts it there itself, so this one never fits. Write `cluster.local/ns/shop/sa/web`, or "
     "`serviceAccounts: [shop/web]`."},
    {"MSH3113", Severity::kWarning, "Principal that no workload has",
     "Workloads of the mesh have TRUSTDOMAIN/ns/NAMESPACE/sa/ACCOUNT, so this one never fits. "
     "Write it so, or `NAMESPACE/ACCOUNT` in `serviceAccounts`."},
    {"MSH3114", Severity::kWarning, "Method that is not in capitals",
     "Methods are compared as they are, so this one never fits. Write it in capitals."},
    {"MSH3115", Severity::kWarning, "Path that no request has",
     "Paths begin with `/` and are compared without the query, so this one never fits. Correct "
     "it; `*` at the front stands for any start."},
    {"MSH3116", Severity::kWarning, "Path that leaves out its own start",
     "`/x/*` fits `/x/` and what is below, not `/x` itself: an ALLOW refuses that, and a DENY lets "
     "it pass. Add the path without `/*`."},
    {"MSH3117", Severity::kWarning, "Host that no request has",
     "It is compared with the Host header, which has neither a scheme nor a path, so this one "
     "never fits. Write the host alone."},
    {"MSH3118", Severity::kWarning, "`*` that stands for itself",
     "One `*` at the start or at the end stands for anything; elsewhere it is a character like "
     "others, so this hardly ever fits. For paths use `{*}` for one segment."},
    {"MSH3119", Severity::kWarning, "Token identity that no token has",
     "It is ISSUER/SUBJECT, and without a slash no subject is left, so this one never fits. Write "
     "`ISSUER/SUBJECT`, or `ISSUER/*` for every subject."},

    {"MSH3141", Severity::kWarning, "Selector in the root namespace",
     "A PeerAuthentication of the root namespace holds for the mesh or, with a selector, for "
     "nothing. Remove the selector, or move the object to the namespace of the workloads."},
    {"MSH3142", Severity::kWarning, "Mutual TLS switched off",
     "Connections are neither encrypted nor authenticated, and no policy that names principals, "
     "namespaces or service accounts fits; in ambient mode DISABLE does the same as PERMISSIVE. "
     "Use PERMISSIVE to take plain connections as well."},
    {"MSH3143", Severity::kWarning, "PeerAuthentication that changes nothing",
     "Without a mode all is as the namespace or the mesh has it. Set `mtls.mode`, or remove the "
     "object: the oldest of several wins, so it may keep another from being used."},

    {"MSH3161", Severity::kWarning, "Private key in a key set",
     "Tokens are checked with public keys; whoever reads this object can forge them. Remove what "
     "is private, and make the issuer change its keys."},
    {"MSH3162", Severity::kWarning, "Key set without keys",
     "No token can be checked with it, so each one is refused. Add the issuer's keys."},
    {"MSH3163", Severity::kWarning, "Keys fetched without TLS",
     "Whoever is between istiod and the issuer can put in keys of their own and forge tokens. Use "
     "https://."},
    {"MSH3164", Severity::kWarning, "Authorization header without a prefix",
     "Clients send `Bearer TOKEN`, and without a prefix all of it is read as the token and "
     "refused. Set `prefix: \"Bearer \"`, or remove `fromHeaders` to have the usual places."},
    {"MSH3165", Severity::kWarning, "RequestAuthentication without rules",
     "No token is looked at. Add `jwtRules`, or remove the object; to demand a token, add an "
     "AuthorizationPolicy with `requestPrincipals`."},
    {"MSH3166", Severity::kWarning, "Text behind the key set",
     "Istio stops reading after the first value, so what follows has no effect. Remove it."},
};

}  // namespace mesh::istio
