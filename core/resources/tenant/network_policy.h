#pragma once

#include "core/resources/tenant/access.h"

namespace mesh {

inline constexpr const char* kIngressName = "mesh-tenant-ingress";
inline constexpr const char* kEgressName = "mesh-tenant-egress";
inline constexpr const char* kWaypointNetworkName = "mesh-tenant-waypoint";
/// A sidecar's merged metrics, and Envoy's own; neither port is captured, so neither needs mTLS.
inline constexpr std::int64_t kAgentMetricsPort = 15020;
inline constexpr std::int64_t kProxyMetricsPort = 15090;
inline constexpr std::int64_t kDnsPort = 53;

/// NetworkPolicy objects of one namespace of a fenced tenant, all closed: who may connect to its
/// pods, and with restricted egress, where these may connect to.
///
/// NetworkPolicy knows namespaces and addresses, not identities; in the mesh the fence narrows it
/// further. Traffic of the mesh arrives on port 15008 whatever port it is for, so that is open to
/// every caller who may reach some port.
std::vector<DesiredObject> RenderNetworkPolicies(const TenantConfig& tenant,
                                                 const NamespaceConfig& name_space,
                                                 const Settings& settings);

/// A peer: every pod of a namespace, or those with `labels`.
Value NamespacePeer(const std::string& name_space, const StringMap& labels = {});
/// A peer: addresses, without the cloud's metadata address unless they are just that.
Value AddressPeer(const std::string& cidr);
/// TCP ports of a rule.
Value::List TcpPorts(const std::set<std::int64_t>& ports);

}  // namespace mesh
