#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

/// Codes MSH2050 to MSH2129.
inline constexpr Rule kVirtualServiceRules[] = {
    // The object as a whole.
    {"MSH2050", Severity::kError, "VirtualService without routes",
     "Istio refuses it. Give at least one of http, tls and tcp."},
    {"MSH2051", Severity::kError, "Delegate with gateways",
     "Without hosts this is a delegate, which holds where the VirtualService does that delegates "
     "to it. Remove gateways, or give hosts."},
    {"MSH2052", Severity::kError, "Delegate with routes that are not HTTP",
     "Without hosts this is a delegate, and only HTTP routes can be delegated. Move them to a "
     "VirtualService with hosts."},
    {"MSH2053", Severity::kError, "Match on a token's claim outside a gateway",
     "Only gateways route by claims. Name the gateways in spec.gateways, without `mesh`."},
    {"MSH2054", Severity::kError, "Host `*` for the whole mesh",
     "It would take over the traffic of every service. Name the hosts, or name the gateways, "
     "without `mesh`, that this is for."},
    {"MSH2055", Severity::kError, "Hosts that overlap",
     "Two names of the same VirtualService mean the same host, and Istio cannot tell which is "
     "meant. Remove one."},
    // What a route does.
    {"MSH2056", Severity::kError, "Delegating route that also answers",
     "The delegate decides where requests go, so Istio refuses a route or a redirect beside it. "
     "Keep one."},
    {"MSH2057", Severity::kError, "Delegate that delegates",
     "Istio follows one step only. Write the routes here, or delegate to their VirtualService "
     "directly."},
    {"MSH2058", Severity::kError, "More than one of route, redirect and directResponse",
     "A request has one answer. Keep one of them; make a second HTTP route for the other."},
    {"MSH2059", Severity::kError, "HTTP route that leads nowhere",
     "Istio refuses a route without an answer. Give one of route, redirect and directResponse."},
    {"MSH2060", Severity::kError, "Fault on a route that the proxy answers",
     "Faults come before a request is sent on, and a redirect or directResponse sends none. Remove "
     "the fault."},
    {"MSH2061", Severity::kError, "Rewrite on a route that the proxy answers",
     "A redirect or directResponse sends no request on that could be rewritten. Remove the "
     "rewrite; a redirect has uri, authority and prefixRewrite of its own."},
    {"MSH2062", Severity::kError, "Both mirror and mirrors",
     "Istio refuses the old field beside the new one. Move it into mirrors."},
    {"MSH2063", Severity::kError, "Invalid value of a header",
     "Envoy replaces commands between `%` in it and would refuse this one. Write `%%` for a "
     "percent sign."},
    {"MSH2064", Severity::kError, "Authority that is set twice",
     "Only one of rewrite.authority and the header `Host` or `:authority` can win. Keep one."},
    {"MSH2065", Severity::kError, "Percentage out of range",
     "Use 0 to 100; shares of faults are 0, or at least 0.0001."},
    {"MSH2068", Severity::kError, "Negative weight", "Istio refuses it. Use 0 or more."},
    {"MSH2069", Severity::kError, "Several destinations, and none has a weight",
     "No request could be sent. Give at least one of them a weight above 0."},
    {"MSH2070", Severity::kError, "Route without destinations",
     "TCP and TLS routes can do nothing else than send on. Give at least one destination in "
     "route."},
    // Matches.
    {"MSH2071", Severity::kError, "Empty prefix",
     "It matches everything, and Envoy refuses it here. Write a prefix, or remove the match; "
     "`{}` matches a header with any value."},
    {"MSH2072", Severity::kError, "Invalid namespace in a match",
     "No namespace can have such a name, so no client ever matches. Correct it."},
    {"MSH2073", Severity::kError, "TLS route without a match",
     "The host name of a TLS connection is all that a proxy sees of it. Give at least one match "
     "with sniHosts."},
    {"MSH2074", Severity::kError, "TLS match without host names",
     "Istio refuses it. Give at least one of the hosts in sniHosts."},
    {"MSH2075", Severity::kError, "TLS match for a host that is none of the hosts",
     "Connections for it never come to this VirtualService. Add the host to spec.hosts, or "
     "correct sniHosts."},
    {"MSH2076", Severity::kWarning, "TLS match for an IP address",
     "Clients send host names and no addresses when a TLS connection begins, so this matches "
     "hardly any. Use host names, or a TCP route with destinationSubnets."},
    // Policies of a route.
    {"MSH2077", Severity::kError, "Allowed origin without a text",
     "Istio refuses it. Give one of exact, prefix and regex, and not the empty text."},
    {"MSH2078", Severity::kError, "Unknown HTTP method",
     "Methods are written in capitals. Use GET, HEAD, POST, PUT, PATCH, DELETE, CONNECT, OPTIONS, "
     "TRACE or `*`."},
    {"MSH2079", Severity::kError, "Age with parts of a second",
     "Browsers read whole seconds. Round it."},
    {"MSH2080", Severity::kError, "Fault that does nothing",
     "Istio refuses it. Give abort or delay, or remove fault."},
    {"MSH2081", Severity::kWarning, "Abort without a status",
     "Without one no request is aborted. Give httpStatus or grpcStatus."},
    {"MSH2082", Severity::kError, "Fault that Istio does not support",
     "Use httpStatus or grpcStatus in place of http2Error, and fixedDelay in place of "
     "exponentialDelay."},
    {"MSH2083", Severity::kError, "Invalid HTTP status", "Use 200 to 599."},
    {"MSH2084", Severity::kError, "Unknown gRPC status",
     "Write the name of a status as gRPC does, such as `UNAVAILABLE` or `NOT_FOUND`."},
    {"MSH2085", Severity::kError, "Negative number of retries", "Use 0 to turn retries off."},
    {"MSH2086", Severity::kError, "Settings of retries that are turned off",
     "With 0 attempts, which is the default where retries is given, Istio refuses them. Give "
     "attempts, or remove the others."},
    {"MSH2087", Severity::kError, "Unknown condition of retries",
     "Envoy would ignore it. Use its conditions, such as `connect-failure`, `5xx` or "
     "`unavailable`, or HTTP statuses, with commas and without blanks between them."},
    {"MSH2088", Severity::kError, "Redirect to a uri and a prefix",
     "Only one of uri and prefixRewrite can replace the path. Keep one."},
    {"MSH2089", Severity::kError, "Prefix to replace where none is matched",
     "prefixRewrite replaces what uri.prefix matched, so every match on uri has to be one. Use "
     "`prefix` in the matches, or uri in the redirect."},
    {"MSH2090", Severity::kError, "Redirect that changes nothing",
     "Clients would ask for the same again. Give uri, prefixRewrite, authority, scheme, port or "
     "derivePort."},
    {"MSH2091", Severity::kError, "Redirect without a redirect's status",
     "Only 300 to 399 tell clients to go elsewhere. Use 301, 302, 303, 307 or 308."},
    {"MSH2092", Severity::kError, "Redirect to an unknown scheme", "Use `http` or `https`."},
    {"MSH2093", Severity::kError, "Body of more than a megabyte",
     "Every proxy gets it with its configuration, so Istio refuses it. Serve it from a "
     "workload."},
    {"MSH2094", Severity::kWarning, "Body of more than 100 kilobytes",
     "Every proxy gets it with its configuration, which makes that slow. Serve it from a "
     "workload."},
    {"MSH2095", Severity::kError, "Rewrite by a text and by an expression",
     "Only one of uri and uriRegexRewrite can replace the path. Keep one."},
    {"MSH2096", Severity::kError, "Rewrite that changes nothing",
     "Istio refuses it. Give uri, uriRegexRewrite or authority, or remove rewrite."},
    {"MSH2097", Severity::kError, "Rewrite by half an expression",
     "Istio refuses one without the other. Give match and rewrite, neither of them empty."},
    // What is accepted and does not do what it says.
    {"MSH2100", Severity::kWarning, "Route that nothing reaches",
     "Routes are tried in order, and those before it take all that it matches. Move it up, or "
     "remove it."},
    {"MSH2101", Severity::kWarning, "Match that is there already",
     "The first route with it takes the traffic. Remove one of them."},
    {"MSH2102", Severity::kWarning, "Match that an earlier one covers",
     "Routes are tried in order, and the earlier, wider match takes the traffic. Move the "
     "narrower match up, or remove it."},
    {"MSH2103", Severity::kWarning, "Retries that the timeout cuts off",
     "The timeout is for all tries together, so the last ones never end. Raise timeout, or lower "
     "attempts or perTryTimeout."},
    {"MSH2104", Severity::kWarning, "Requests that no route takes",
     "Clients in the mesh get 404 for every request that no route matches, even where the service "
     "would answer. Add a last route without match."},
    {"MSH2105", Severity::kWarning, "Retries of what must not happen twice",
     "A server may have carried the first try out before it failed, so a POST or PATCH can happen "
     "twice. Retry on `connect-failure,refused-stream` only, which servers never saw."},
    {"MSH2106", Severity::kWarning, "Match on a gateway that the routes are not for",
     "Only gateways in spec.gateways, or `mesh` where there are none, get the routes, so this "
     "never matches. Add it to spec.gateways, or correct the match."},
    {"MSH2107", Severity::kWarning, "Share of a mirror without a mirror",
     "Nothing is mirrored. Give mirror, or put the share into an item of mirrors."},
    {"MSH2108", Severity::kWarning, "Redirect with a status that proxies cannot send",
     "Istio accepts it and leaves the redirect out, so requests fail. Use 301, 302, 303, 307 or "
     "308."},
    {"MSH2109", Severity::kWarning, "Case ignored in a regular expression",
     "ignoreUriCase is for exact and prefix. Begin the expression with `(?i)`."},
    {"MSH2110", Severity::kWarning, "HTTP status 600",
     "Istio accepts it, and proxies refuse the configuration with it. Use 200 to 599."},
};

}  // namespace mesh::istio
