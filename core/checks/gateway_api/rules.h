#pragma once

#include "core/checks/finding.h"

namespace mesh::gateway_api {

inline constexpr Rule kRules[] = {
    // References
    {"MSH5001", Severity::kError, "Reference to all of a target and to a part of it",
     "The API server refuses several references to one target unless each names its own part. Give "
     "every one of them its `sectionName`, or keep the one without."},
    {"MSH5002", Severity::kError, "Same reference twice",
     "The API server refuses it. Remove one, or name different parts with `sectionName`."},
    {"MSH5003", Severity::kError, "References told apart by port alone",
     "The API server of the standard channel compares `sectionName` alone and takes these for the "
     "same. Name the listeners with `sectionName`."},
    {"MSH5004", Severity::kError, "Service without a port",
     "A Service may have several ports, so one must be chosen. Add `port`: the port of the "
     "Service, and not that of its pods."},

    // Fields that go with a type
    {"MSH5011", Severity::kError, "Settings of the type are missing",
     "The type says which field holds the settings, and the API server refuses the object without "
     "it. Add the field, or change the type."},
    {"MSH5012", Severity::kError, "Settings of another type",
     "They would not be read, so the API server refuses them. Remove the field, or change the "
     "type."},

    // Filters
    {"MSH5021", Severity::kError, "Filter that may not be repeated",
     "The API server refuses two filters of this type in one list. Put everything into one of "
     "them."},
    {"MSH5022", Severity::kError, "Redirect and rewrite at once",
     "A redirected request is answered and goes nowhere, so there is nothing to rewrite. Keep one "
     "of the filters; a redirect can change host and path, too."},
    {"MSH5023", Severity::kError, "Redirect in a rule with backends",
     "A redirected request is answered and reaches no backend. Move one of them into a rule of its "
     "own."},
    {"MSH5024", Severity::kError, "Prefix replaced where none was matched",
     "`ReplacePrefixMatch` needs to know the prefix, so the rule must have exactly one match, with "
     "a path of type `PathPrefix`. Split the rule by its matches, or use `ReplaceFullPath`."},
    {"MSH5025", Severity::kError, "Share of a mirror given twice",
     "The API server refuses `percent` beside `fraction`. Keep one; without both, all requests are "
     "copied."},
    {"MSH5026", Severity::kError, "Fraction greater than one",
     "Not more requests can be copied than there are. Lower `numerator`, or raise `denominator` "
     "(100 unless given)."},
    {"MSH5027", Severity::kError, "`*` beside other values",
     "It stands for all values, so the API server refuses others beside it. Keep `*` alone, or "
     "list the values."},

    // Matches and rules
    {"MSH5041", Severity::kError, "Path that does not begin with a slash",
     "Paths of requests do, so it could not match, and the API server refuses it. Add the slash."},
    {"MSH5042", Severity::kError, "Path that no request has",
     "Proxies bring paths into their shortest form before they match, so the API server refuses "
     "one that is not. Write the path as it is after that."},
    {"MSH5043", Severity::kError, "Invalid characters in a path",
     "The API server takes letters, digits, `-._~!$&'()*+,;=:@/` and percent-encoded bytes. Encode "
     "others (a blank is `%20`); match a query with `queryParams`; use type `RegularExpression` "
     "for patterns."},
    {"MSH5044", Severity::kError, "More than 128 matches in a route",
     "The API server refuses it, however they are spread over rules. Split the route in two; the "
     "most specific match wins over all routes of a listener."},
    {"MSH5045", Severity::kError, "Same name for two rules",
     "The API server refuses it from Gateway API 1.7 on. Rename one."},
    {"MSH5046", Severity::kError, "Method match without service and method",
     "It says nothing, so the API server refuses it. Give `service`, `method` or both; leave "
     "`method` of the match out to match all calls."},
    {"MSH5047", Severity::kError, "Invalid name of a gRPC service or method",
     "No call could have it, so the API server refuses it. Use letters, digits and `_` (not a "
     "digit in front), in a service with single dots between the parts, such as `shop.v1.Orders`."},
    {"MSH5048", Severity::kError, "Single try longer than the whole request",
     "`backendRequest` is a part of `request`, so the API server refuses a longer one. Lower it, "
     "or raise `request`; `0s` turns `request` off."},
    {"MSH5049", Severity::kError, "Address in place of a host name",
     "Clients send no SNI for addresses, so the API server refuses them. Use a host name."},

    // Gateways and listeners
    {"MSH5061", Severity::kError, "Same address twice", "The API server refuses it. Remove one."},
    {"MSH5062", Severity::kError, "Invalid IP address",
     "The API server refuses it. Write an address such as `192.0.2.1` or `2001:db8::1`; use type "
     "`Hostname` for names."},
    {"MSH5063", Severity::kError, "Invalid host name as an address",
     "The API server takes lower-case letters, digits, hyphens and dots, with `*.` in front or "
     "without. Correct it, or leave `value` out."},
    {"MSH5064", Severity::kError, "Invalid key of a label or an annotation",
     "The gateway's Deployment and Service get it, and no object can have it. Correct the key."},
    {"MSH5065", Severity::kError, "TLS settings on a listener without TLS",
     "Listeners of HTTP, TCP and UDP do not speak TLS, and the API server refuses settings for it. "
     "Use HTTPS or TLS, or remove `tls`."},
    {"MSH5066", Severity::kError, "HTTPS listener that does not end TLS",
     "To route by HTTP the gateway must read it, so the mode is `Terminate`. Use protocol TLS with "
     "a TLSRoute to pass encrypted bytes through."},
    {"MSH5067", Severity::kError, "TLS listener without TLS settings",
     "The API server refuses it. Add `tls` with mode `Terminate` and certificates, or with mode "
     "`Passthrough`."},
    {"MSH5068", Severity::kError, "Host name on a listener of TCP or UDP",
     "Neither has host names, so the API server refuses one. Remove it, or use HTTP, HTTPS or "
     "TLS."},
    {"MSH5069", Severity::kError, "Listeners that clash",
     "Port, protocol and host name together tell listeners apart, and the API server refuses two "
     "that have the same. Change one of the three, or merge the listeners."},
    {"MSH5070", Severity::kError, "TLS ended without a certificate",
     "The API server wants `certificateRefs` or `options` in mode `Terminate`. Name a Secret with "
     "the certificate and its key."},

    // BackendTLSPolicy
    {"MSH5081", Severity::kError, "No CA for the backend's certificate",
     "Without one nothing can be checked, so the API server refuses the policy. Give "
     "`caCertificateRefs`, or `wellKnownCACertificates: System` for public CAs."},
    {"MSH5082", Severity::kError, "Own and well-known CAs at once",
     "The API server refuses `caCertificateRefs` beside `wellKnownCACertificates`. Keep one."},

    // What is accepted and has no effect, or an unwanted one
    {"MSH5201", Severity::kWarning, "Route without parents",
     "No gateway uses it. Name one in `parentRefs`."},
    {"MSH5202", Severity::kWarning, "Rule that leads nowhere",
     "Its requests are answered with status 500. Add `backendRefs` or a redirect."},
    {"MSH5203", Severity::kWarning, "All weights are 0",
     "No backend gets anything, and requests are answered with status 500. Give one of them a "
     "weight."},
    {"MSH5204", Severity::kWarning, "Core kind in Gateway API's group",
     "`group` of a parent is gateway.networking.k8s.io unless given, which has no such kind: the "
     "reference leads nowhere. Add `group: \"\"`."},
    {"MSH5205", Severity::kWarning, "HTTPS listener without TLS settings",
     "It has no certificate to show, so it does not come up. Add `tls` with `certificateRefs`."},
    {"MSH5206", Severity::kWarning, "Certificates that nobody reads",
     "Mode `Passthrough` leaves TLS to the backend. Remove `certificateRefs`, or use mode "
     "`Terminate`."},
    {"MSH5207", Severity::kWarning, "Selector that nobody reads",
     "Namespaces are selected by labels only with `from: Selector`. Change `from`, or remove "
     "`selector`."},
    {"MSH5208", Severity::kWarning, "Selection by labels without a selector",
     "`from: Selector` selects by `selector`, which is not there. Add it, or use another `from`."},
    {"MSH5209", Severity::kWarning, "Selector that cannot be read",
     "The API server stores it as it is, and the gateway's controller cannot use it: nothing is "
     "selected. Correct it."},
    {"MSH5210", Severity::kWarning, "Selector that matches nothing",
     "No namespace fulfils all of it. Correct it."},
    {"MSH5211", Severity::kWarning, "Version of the experimental channel",
     "Clusters with the standard channel do not serve it, and the experimental channel calls it "
     "deprecated. Write v1; its bounds differ: one rule for each route, and host names in every "
     "TLSRoute."},
    {"MSH5212", Severity::kWarning, "Clients let in without a valid certificate",
     "`AllowInsecureFallback` leaves the check to the backends: whoever reaches the gateway "
     "reaches "
     "them. Use `AllowValidOnly` outside of tests."},
    {"MSH5213", Severity::kWarning, "Every site may call with the user's credentials",
     "`*` with `allowCredentials: true` lets scripts of any page act as the user who looks at it. "
     "List the sites in `allowOrigins`."},
    {"MSH5214", Severity::kWarning, "Retries that do not fit into the timeout",
     "`request` ends it all before the last try may take its `backendRequest`. Raise `request`, or "
     "lower `attempts` or `backendRequest`."},
    {"MSH5215", Severity::kWarning, "XBackend with a port",
     "The experimental channel, which alone has XBackend, refuses it: the backend names its port "
     "itself. Remove `port`."},
    {"MSH5216", Severity::kWarning, "ClusterTrustBundle with a namespace",
     "It belongs to no namespace, and the experimental channel refuses one. Remove `namespace`."},
    {"MSH5217", Severity::kWarning, "Value that no header has",
     "HTTP has printable ASCII with single blanks between; the experimental channel refuses "
     "others, and proxies drop or refuse them. Correct the value."},
};

}  // namespace mesh::gateway_api
