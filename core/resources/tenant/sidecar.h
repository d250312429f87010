#pragma once

#include "core/resources/tenant/tenant.h"

namespace mesh {

inline constexpr const char* kSidecarName = "mesh-tenant-sidecar";

/// The Sidecar of a sidecar namespace: its proxies see the tenant's own hosts, those of
/// `allow_to` and telemetry_backends, and the control plane's. It decides what is visible, not what
/// is permitted, and keeps foreign routes from capturing calls. Closed.
DesiredObject RenderSidecar(const TenantConfig& tenant, const NamespaceConfig& name_space,
                            const Settings& settings);

}  // namespace mesh
