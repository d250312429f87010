#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

/// Codes MSH2130 to MSH2199.
inline constexpr Rule kDestinationRuleRules[] = {
    {"MSH2130", Severity::kError, "Subset twice",
     "Routes name subsets, and two of one name cannot be told apart. Rename or remove one."},
    {"MSH2131", Severity::kError, "Rule for selected workloads, exported to others",
     "A workloadSelector selects in the rule's own namespace, so Istio refuses to export the rule. "
     "Remove exportTo, or use `.` alone."},
    {"MSH2132", Severity::kError, "Empty traffic policy",
     "Istio refuses it. Give one of its fields, or remove it."},
    {"MSH2133", Severity::kError, "Tunnel and PROXY protocol at once",
     "Istio refuses both together. Keep one of tunnel and proxyProtocol."},
    {"MSH2134", Severity::kError, "Unknown protocol of a tunnel", "Use CONNECT or POST."},
    {"MSH2135", Severity::kError, "Invalid target of a tunnel",
     "Istio refuses it. Use a full DNS name without wildcards, or an IP address."},
    {"MSH2136", Severity::kError, "Port settings without a port",
     "Istio cannot tell which port they are for. Give port.number."},
    {"MSH2137", Severity::kError, "Percentage out of range", "Use 0 to 100."},
    {"MSH2138", Severity::kError, "Local failures that are not counted apart",
     "consecutiveLocalOriginFailures needs splitExternalLocalOriginErrors: true, without which "
     "Istio refuses it. Add that, or remove it."},
    {"MSH2139", Severity::kError, "Empty name of a cookie or of its attribute",
     "Istio refuses it. Name it."},
    {"MSH2140", Severity::kError, "Attribute of a cookie twice",
     "Clients would take one of them. Remove one."},
    {"MSH2141", Severity::kError, "Old and new size of a hash ring",
     "minimumRingSize of consistentHash is the old name of ringHash.minimumRingSize. Use that one, "
     "or maglev, alone."},
    {"MSH2142", Severity::kError, "Invalid size of a Maglev table",
     "The algorithm works with prime numbers below 5000011. Use one, such as 65537, or remove "
     "maglev."},
    {"MSH2143", Severity::kError, "Two ways of locality load balancing",
     "Only one of localityLbSetting and zoneAwareLbSetting can decide. Keep one."},
    {"MSH2144", Severity::kError, "Both distribute and failover",
     "Either shares are fixed, or they follow what is healthy. Keep one."},
    {"MSH2145", Severity::kError, "Failover by regions and by a topology label",
     "`failover` orders regions already, and the order within them is given, so Istio refuses the "
     "label in failoverPriority. Remove it there."},
    {"MSH2146", Severity::kError, "Weight of a locality out of range", "Use 1 to 100."},
    {"MSH2147", Severity::kError, "Weights of localities that are not 100 in sum",
     "They are percentages. Make the sum of `to` 100."},
    {"MSH2148", Severity::kError, "Invalid locality",
     "Write `region`, `region/zone` or `region/zone/subzone`, with no part empty; one `*` is "
     "allowed as the last part."},
    {"MSH2149", Severity::kError, "Localities that overlap",
     "A client or an endpoint would be in both. Make one of them narrower, or remove it."},
    {"MSH2150", Severity::kError, "Failover to the same region",
     "It is the one that fails. Name another region in `to`."},
    {"MSH2151", Severity::kError, "Failover between anything but regions",
     "Zones and subzones of a region fail over to one another without being told. Name regions "
     "alone."},
    {"MSH2152", Severity::kError, "Failover with a wildcard", "Name the regions."},
    {"MSH2153", Severity::kWarning, "Failover without outlier detection",
     "Proxies then never notice that endpoints fail, so nothing fails over. Add outlierDetection "
     "beside loadBalancer."},
    {"MSH2155", Severity::kError, "Invalid aggression of a warm-up",
     "Use a number above 0; 1 grows evenly."},
    // What is accepted and does not do what it says.
    {"MSH2170", Severity::kWarning, "Old name of a load balancing algorithm",
     "LEAST_CONN is read as LEAST_REQUEST and will go away. Write LEAST_REQUEST."},
    {"MSH2171", Severity::kWarning, "Count of errors that nothing reads",
     "Proxies use their default of 5 whatever is said here. Use consecutive5xxErrors, which counts "
     "failed connections for TCP, or consecutiveGatewayErrors."},
    {"MSH2172", Severity::kWarning, "Count of gateway errors that is never reached",
     "Gateway errors are among the 5xx errors, whose lower count ejects first. Use a count of "
     "gateway errors below consecutive5xxErrors, or remove it."},
    {"MSH2173", Severity::kWarning, "Credential that sidecars do not use",
     "Only gateways read credentialName, and sidecars send without TLS unless the rule has a "
     "workloadSelector. Select the workloads, or keep the rule to a gateway with exportTo."},
    {"MSH2174", Severity::kWarning, "Settings of a port that replace the others",
     "What is set for the port replaces the settings for all ports of the same policy and inherits "
     "none of them. Repeat what the port needs."},
    {"MSH2175", Severity::kWarning, "Server that nobody verifies",
     "Whoever is in between can read and change the traffic. Remove insecureSkipVerify and give "
     "caCertificates or credentialName."},
    {"MSH2176", Severity::kWarning, "Two warm-ups",
     "Istio reads warmup and ignores warmupDurationSecs. Remove the old field."},
    {"MSH2177", Severity::kWarning, "Warm-up with an algorithm that has none",
     "Only ROUND_ROBIN and LEAST_REQUEST give new endpoints less traffic. Choose one of them, or "
     "remove it."},
};

}  // namespace mesh::istio
