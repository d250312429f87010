#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

/// Rules about what a policy is attached to, for all kinds that attach by selector or targetRefs.
inline constexpr Rule kPolicyRules[] = {
    {"MSH3181", Severity::kWarning, "GatewayClass as a target outside the root namespace",
     "Istio looks for policies of a whole class in its root namespace only, so this one has no "
     "effect. Move it there, or name Gateways of this namespace."},
    {"MSH3182", Severity::kWarning, "GatewayClass that policies cannot attach to",
     "A policy can hold for all waypoints, whose class is istio-waypoint, and for no other class. "
     "Name the Gateways themselves."},
};

}  // namespace mesh::istio
