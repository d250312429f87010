#pragma once

#include "core/resources/tenant/access.h"

namespace mesh {

inline constexpr const char* kStrictName = "mesh-tenant-strict";
inline constexpr const char* kFenceName = "mesh-tenant-fence";
inline constexpr const char* kWaypointFenceName = "mesh-tenant-waypoint-fence";

/// The rules of a DENY policy that lets in exactly what `access` grants.
///
/// Each rule judges ports that no other rule judges, so a caller is denied on a port exactly when
/// nothing grants it that port. Every clause holds an L4 predicate: ztunnel ignores a clause
/// without one, and with it the whole rule. With several trust domains, namespaces are written as
/// principals of each domain, because notNamespaces does not look at the domain.
/// Requires: someone who may call everywhere, and a trust domain.
Value::List FenceRules(const Access& access, const StringList& trust_domains);

/// PeerAuthentication and AuthorizationPolicy objects of one meshed namespace, all closed.
std::vector<DesiredObject> RenderFence(const TenantConfig& tenant,
                                       const NamespaceConfig& name_space, const Settings& settings);

}  // namespace mesh
