#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

/// Rules for hosts and workloads beside Kubernetes' own: ServiceEntry, WorkloadEntry and
/// WorkloadGroup. Codes MSH2300 to MSH2349.
inline constexpr Rule kEndpointRules[] = {
    // ServiceEntry.
    {"MSH2300", Severity::kError, "Both workloadSelector and endpoints",
     "Endpoints are either listed or selected. Keep one of them."},
    {"MSH2301", Severity::kError, "Host `*`",
     "It would take over all traffic. Name the hosts, or a domain such as `*.example.com`."},
    {"MSH2302", Severity::kWarning, "Wildcard for a part of a label",
     "Proxies match whole labels, so no host is matched. Use `*.example.com`, or resolution "
     "DYNAMIC_DNS."},
    {"MSH2303", Severity::kError, "Subnet where addresses are looked up",
     "A subnet can only be passed through or have fixed endpoints. Use resolution NONE or STATIC, "
     "or single addresses."},
    {"MSH2304", Severity::kError, "Port number twice",
     "Istio cannot tell the ports apart. Remove one, or change it."},
    {"MSH2305", Severity::kWarning, "TCP port without addresses",
     "TCP has no host names, so without addresses the entry takes all traffic to that port number, "
     "of whatever host. Give addresses, leave the allocation of addresses on, or use TLS or HTTP."},
    {"MSH2306", Severity::kError, "Endpoints that nothing would use",
     "With resolution NONE, which is the default, traffic goes where the client sent it. Use "
     "STATIC "
     "or DNS, or remove endpoints."},
    {"MSH2307", Severity::kWarning, "Workloads that nothing would use",
     "With resolution NONE, which is the default, traffic goes where the client sent it. Use "
     "STATIC, or remove workloadSelector."},
    {"MSH2308", Severity::kError, "Wildcard that no DNS server can resolve",
     "Without endpoints the host itself is looked up, so it has to be a full name. Give endpoints, "
     "name the hosts, or use resolution NONE or DYNAMIC_DNS."},
    {"MSH2309", Severity::kError, "Several endpoints with DNS_ROUND_ROBIN",
     "It looks up one name and uses one of its addresses. Use resolution DNS, or one endpoint."},
    {"MSH2310", Severity::kError, "Endpoint without an IP address",
     "With resolution STATIC nothing is looked up. Write the address, or use resolution DNS for "
     "names."},
    {"MSH2311", Severity::kError, "Invalid address of an endpoint",
     "Write an IP address or a full DNS name without wildcards."},
    {"MSH2312", Severity::kError, "Port that the service does not have",
     "The names in `ports` of an endpoint are those of the service's ports. Correct the name, or "
     "add the port to spec.ports."},
    {"MSH2313", Severity::kError, "Unix socket for more or less than one port",
     "A socket has no ports, so the service needs to have exactly one. Split the entry, or use IP "
     "addresses."},
    {"MSH2314", Severity::kWarning, "Several hosts with addresses and a TCP port",
     "All hosts share the addresses, and TCP does not tell which is meant. Write one entry for "
     "each "
     "host."},
    {"MSH2315", Severity::kError, "Plain host with DYNAMIC_DNS",
     "It is for wildcards. Use resolution DNS for a single host."},
    {"MSH2316", Severity::kError, "Addresses with DYNAMIC_DNS",
     "The host that a request names is looked up, whatever address it came to. Remove addresses."},
    {"MSH2317", Severity::kError, "Endpoints with DYNAMIC_DNS",
     "The host that a request names is where it goes. Remove endpoints."},
    {"MSH2318", Severity::kError, "Protocol without a host name for DYNAMIC_DNS",
     "The host has to be read from each request. Use HTTP, HTTP2, GRPC or TLS."},
    {"MSH2319", Severity::kError, "DYNAMIC_DNS within the mesh through a waypoint",
     "Istio does not support it. Use location MESH_EXTERNAL, or remove the label "
     "`istio.io/use-waypoint`."},
    {"MSH2320", Severity::kError, "Several hosts on a port without host names",
     "Proxies could not tell which host is meant. Use HTTP, HTTPS, TLS or GRPC, resolution NONE, "
     "or one entry for each host."},
    {"MSH2321", Severity::kWarning, "No endpoints with resolution STATIC",
     "Every request fails with 503. Give endpoints or workloadSelector, or use resolution DNS."},
    // Endpoints and workloads.
    {"MSH2330", Severity::kError, "Workload without an address",
     "Nothing could reach it. Give address; only with network it may be left out."},
    {"MSH2331", Severity::kWarning, "Workload with a network alone",
     "It is reached through the gateway of that network alone, and not at all when there is none. "
     "Give address, too, unless that is meant."},
    {"MSH2332", Severity::kError, "Unix socket with ports",
     "A socket has none. Remove ports, or use an IP address."},
    {"MSH2334", Severity::kError, "Port name that endpoints cannot have",
     "The API server allows letters, digits and inner hyphens, 62 at most, in `ports` of an "
     "endpoint."},
    {"MSH2335", Severity::kWarning, "Label that no WorkloadEntry can have",
     "Istio refuses the WorkloadEntries that it would make from this, so no workload of the group "
     "can register. Correct the label."},
    {"MSH2336", Severity::kError, "Probe that asks nothing",
     "Istio refuses it. Give one of httpGet, tcpSocket and exec."},
    {"MSH2337", Severity::kError, "Probe with gRPC",
     "The API has it, but Istio's webhook refuses it. Use tcpSocket, or exec with a client for "
     "gRPC's health protocol."},
    {"MSH2338", Severity::kError, "Unknown scheme of a probe", "Use `HTTP` or `HTTPS`."},
    {"MSH2339", Severity::kError, "Invalid header of a probe",
     "Istio refuses it. Use letters, digits and hyphens; an underscore is not allowed."},
    {"MSH2340", Severity::kError, "Probe without a command",
     "Give the program and its arguments in command."},
};

}  // namespace mesh::istio
