#pragma once

#include "core/resources/tenant/access.h"

namespace mesh {

/// Names of the objects of plaintext doors start so; what follows tells the selector.
inline constexpr const char* kPlaintextPrefix = "mesh-tenant-plaintext-";
/// Annotation that says why a door is open.
inline constexpr const char* kReason = "mesh.meshgen.io/reason";

/// What opens the plaintext doors into one namespace: for each selector a NetworkPolicy for the
/// callers, and in the mesh a PeerAuthentication that makes the ports PERMISSIVE on these pods.
/// All closed. The doors in the fence itself are FenceRules'.
/// Requires: callers known.
std::vector<DesiredObject> RenderPlaintext(const TenantConfig& tenant,
                                           const NamespaceConfig& name_space,
                                           const Settings& settings);

/// True when some pod could carry both sets of labels: no key has two different values.
bool MayOverlap(const StringMap& a, const StringMap& b);

}  // namespace mesh
