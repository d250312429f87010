#pragma once

#include "core/resources/namespace/namespace.h"

namespace mesh {

/// The port on which waypoints and ztunnel receive HBONE, Istio's tunnel over mutual TLS.
inline constexpr int kHbonePort = 15008;
inline constexpr const char* kWaypointClass = "istio-waypoint";

/// The Gateway of the waypoint that `config` holds, open to itself and to the namespaces `served`.
/// Requires: config.has_own_waypoint().
Value RenderWaypoint(const NamespaceConfig& config, const StringList& served);

/// Adds to `out` what the Gateway of its waypoint tells: what it serves and its revision.
void ReadWaypoint(const Value& gateway, NamespaceConfig& out);

}  // namespace mesh
