#pragma once

#include "core/checks/finding.h"

namespace mesh::kong {

inline constexpr Rule kKongRules[] = {
    // What the definitions of the kinds refuse: MSH7001 to MSH7039.
    {"MSH7001", Severity::kError, "Adoption without Konnect",
     "Only what is in Konnect can be taken over. Name the control plane in controlPlaneRef, with "
     "type konnectNamespacedRef, or remove adopt."},
    {"MSH7002", Severity::kError, "Control plane in Konnect without its name",
     "Name the KonnectGatewayControlPlane in konnectNamespacedRef."},
    {"MSH7003", Severity::kError, "Control plane in Konnect beside the ingress controller",
     "Type kic is the ingress controller, and it is what a missing type means. Set type to "
     "konnectNamespacedRef, or remove konnectNamespacedRef."},
    {"MSH7004", Severity::kError, "Certificate without its text",
     "Type inline, which is what a missing type means, takes it from the object itself. Give it, "
     "or name a Secret and set type to secretRef."},
    {"MSH7005", Severity::kError, "Certificate without its Secret",
     "Type secretRef takes it from a Secret. Name the Secret, or set type to inline."},
    {"MSH7006", Severity::kError, "Invalid reference to a vault",
     "Write `{vault://<prefix of the vault>/<name of the secret>}`."},
    {"MSH7007", Severity::kError, "Key without its text", "Give one of jwk and pem."},
    {"MSH7008", Severity::kError, "Key set without its name",
     "The type says where the name is: in namespacedRef or in konnectID. Give it."},
    {"MSH7009", Severity::kError, "Public key is missing",
     "Tokens with this algorithm are verified with a public key. Give it in rsa_public_key, or use "
     "an algorithm that starts with HS."},
    {"MSH7010", Severity::kError, "Entity that has a kind of its own",
     "KongCustomEntity is for what has none. Use the kind, such as KongConsumer or KongPlugin."},
    {"MSH7011", Severity::kError, "Plugin bound to nothing",
     "Scope OnlyTargets, which is what a missing scope means, needs a target. Name one in targets, "
     "or set scope to GlobalInControlPlane."},
    {"MSH7012", Severity::kError, "Targets of a plugin that is for everything",
     "With scope GlobalInControlPlane it runs on every request. Remove targets, or set scope to "
     "OnlyTargets."},
    {"MSH7013", Severity::kError, "Namespace of a plugin that has none",
     "A KongClusterPlugin belongs to no namespace. Remove it."},
    {"MSH7014", Severity::kError, "Group and kind that do not belong together",
     "Give the group that the kind is of."},
    {"MSH7015", Severity::kError, "Kong's kind beside one that is not Kong's",
     "A KongRoute goes with a KongService, and other routes with a Service. Use kinds of one "
     "sort."},
    {"MSH7016", Severity::kError, "Grant for a kind that cannot have one",
     "Name a kind that Kong's controllers look for grants of."},
    {"MSH7017", Severity::kError, "Wrong namespace in a grant",
     "A KongVault has no namespace and everything else has one. Make it empty for KongVault, and "
     "name it otherwise."},
    {"MSH7018", Severity::kError, "Route for HTTP that matches nothing",
     "Give one of hosts, methods, paths and headers."},
    {"MSH7019", Severity::kError, "Hash over something that is not named",
     "Kong must know which header, argument, capture or cookie is hashed. Name it."},
    {"MSH7020", Severity::kError, "Sticky sessions without a cookie",
     "The cookie keeps a client on its target. Name it."},
    {"MSH7021", Severity::kError, "Hash with an algorithm that does not hash",
     "hashOn needs the algorithm consistent-hashing or sticky-sessions, hashOnFallback the former. "
     "Set it, or remove the hash."},
    {"MSH7022", Severity::kError, "Cookie without a path, or path without a cookie",
     "Give cookie and cookiePath together."},
    {"MSH7023", Severity::kError, "Fallback for a hash over a cookie",
     "Kong sets the cookie when it is missing, so there is always something to hash. Remove "
     "hashOnFallback."},
    {"MSH7024", Severity::kError, "Interval of passive checks",
     "Passive checks look at requests as they come and have no interval. Remove it; it belongs "
     "into healthchecks.active."},
    {"MSH7025", Severity::kError, "Sticky sessions beside a hash",
     "The cookie decides alone. Set hashOn to `input: none` and nothing else."},
    {"MSH7026", Severity::kError, "Sticky sessions with another algorithm",
     "Set algorithm to sticky-sessions, or remove stickySessions."},
    {"MSH7027", Severity::kError, "Config store of a vault that is not Konnect's",
     "Only the backend konnect has a config store. Set backend to konnect, or remove "
     "configStoreRef."},
    {"MSH7028", Severity::kError, "Consumer without a name", "Give username or custom_id."},
    {"MSH7029", Severity::kError, "Part of KongIngress that is gone",
     "Use annotations of the Service for proxy, and of the Ingress for route."},
    {"MSH7030", Severity::kError, "Configuration that is no object",
     "The settings of a plugin are names with values. Write it as an object."},

    // What is accepted, and then not read, or refused by Kong: MSH7040 to MSH7099.
    {"MSH7040", Severity::kWarning, "No ingress class",
     "Kong's controllers leave it alone unless their class is the default one of the cluster. Add "
     "the annotation kubernetes.io/ingress.class with the class."},
    {"MSH7041", Severity::kWarning, "Consumer without credentials",
     "Nobody can be told to be it. Name its Secrets in credentials, or ignore this when another "
     "system authenticates by custom_id."},
    {"MSH7042", Severity::kWarning, "Metrics of a part of the traffic",
     "Without the label `global: \"true\"` the plugin runs only where an annotation names it, and "
     "metrics of everything else are missing. Add the label."},
    {"MSH7050", Severity::kWarning, "Protocol that Kong does not have",
     "Kong refuses the entity. Use one of http, https, grpc, grpcs, tcp, tls, udp, "
     "tls_passthrough, ws and wss."},
    {"MSH7051", Severity::kWarning, "Number that Kong does not take",
     "Kong refuses the entity. Use one within the bounds named."},
    {"MSH7052", Severity::kWarning, "TLS settings without TLS",
     "Kong takes them for the protocols https and tls only, and refuses the service. Change the "
     "protocol, or remove them."},
    {"MSH7053", Severity::kWarning, "Path of a service that has none",
     "Only HTTP has paths, so Kong refuses the service. Remove it, or use http or https."},
    {"MSH7054", Severity::kWarning, "Protocols that exclude each other",
     "A route is for HTTP, for gRPC, for TLS passthrough, or for TCP, TLS and UDP; Kong refuses a "
     "mixture. Make a route for each."},
    {"MSH7055", Severity::kWarning, "Route that matches nothing",
     "Kong refuses it. Give one of the fields named."},
    {"MSH7056", Severity::kWarning, "Invalid path of a route",
     "Kong refuses it. A path starts with `/`, or with `~/` when it is a regular expression."},
    {"MSH7057", Severity::kWarning, "Invalid host of a route",
     "Kong refuses it. Write a host name without a path; `*` may stand for the first or the last "
     "label."},
    {"MSH7058", Severity::kWarning, "Host among the headers",
     "Kong refuses it. Use the field hosts."},
    {"MSH7059", Severity::kWarning, "Method that is not in capitals",
     "Kong refuses it. Write it in capitals."},
    {"MSH7060", Severity::kWarning, "Server names without TLS",
     "Only TLS connections name the server, so Kong refuses the route. Use https, grpcs, tls or "
     "tls_passthrough, or remove snis."},
    {"MSH7061", Severity::kWarning, "Value that Kong does not have",
     "Kong refuses the entity. Use one of those named."},
    {"MSH7062", Severity::kWarning, "Name of an upstream that is no host name",
     "Services find an upstream by its name as their host, so Kong refuses an address and a port "
     "there. Use a host name."},
    {"MSH7063", Severity::kWarning, "Fallback that Kong does not take",
     "Something else than hash_on says must be hashed, and nothing follows a cookie or no hash at "
     "all. Set hash_fallback to none, or to another value."},

    // Settings of plugins, which the API server does not look into: MSH7100 to MSH7129.
    {"MSH7100", Severity::kWarning, "Plugin that nobody knows",
     "Kong refuses plugins that it does not have. Correct the name, or ignore this when it is one "
     "of your own."},
    {"MSH7101", Severity::kWarning, "Plugin of Kong Enterprise",
     "Open-source Kong does not have it and refuses it. Use another plugin there, or ignore this "
     "with Enterprise or Konnect."},
    {"MSH7102", Severity::kWarning, "Unknown setting of a plugin",
     "Kong refuses the plugin, and routes that should have it run without. Correct the name, or "
     "remove it."},
    {"MSH7103", Severity::kWarning, "Setting of the wrong type",
     "Kong refuses the plugin. Write a value of the type named."},
    {"MSH7104", Severity::kWarning, "Value that the setting does not take",
     "Kong refuses the plugin. Use an allowed value."},
    {"MSH7105", Severity::kWarning, "Old name of a setting",
     "Kong still takes it and will not for long. Use the new name."},
    {"MSH7106", Severity::kWarning, "Setting is missing", "Kong refuses the plugin. Add it."},
    {"MSH7107", Severity::kWarning, "Settings that exclude each other",
     "Kong refuses the plugin. Keep one of them."},
    {"MSH7108", Severity::kWarning, "Secret in the settings of a plugin",
     "Whoever reads the object has it. Take it from a Secret with configFrom or configPatches, or "
     "write a reference such as `{vault://...}`."},
    {"MSH7110", Severity::kWarning, "Limits that contradict each other",
     "The limit of a longer time cannot be lower than that of a shorter one; Kong refuses the "
     "plugin. Raise the one or lower the other."},
    {"MSH7111", Severity::kWarning, "Origin that is read as a regular expression",
     "An origin with anything but letters, digits, `.`, `-`, `:` and `/` is one, and `*` then "
     "repeats what is before it. Write `https://.+[.]example[.]com$` for all subdomains."},
    {"MSH7112", Severity::kWarning, "Credentials for every origin",
     "Any site may then call with the cookies of a user. Name the origins, or remove credentials."},
    {"MSH7113", Severity::kWarning, "Name that templates do not have",
     "Templates know headers, query_params, uri_captures and shared; anything else is empty or an "
     "error. For an identifier of each request use the plugin correlation-id."},
    {"MSH7114", Severity::kWarning, "Metrics of requests are off",
     "Since Kong 3.0 the plugin counts no requests, latency, bandwidth or health unless told to. "
     "Set status_code_metrics, latency_metrics, bandwidth_metrics or upstream_health_metrics."},
};

}  // namespace mesh::kong
