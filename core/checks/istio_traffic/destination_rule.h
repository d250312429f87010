#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

// The parts of the check for DestinationRule.

void CheckDestinationRule(const Value& object, const CheckContext& context, Findings& out);

/// What settings need to know of the rule that they are in.
struct DestinationRuleScope {
  std::string_view own_namespace;
  /// Whether a sidecar may get the rule that has no business with its credentials.
  bool is_for_any_sidecar = false;
};

/// A traffic policy of a rule or a subset.
void CheckTrafficPolicy(const Value& policy, const DestinationRuleScope& scope, const Place& at,
                        Findings& out);
/// `outlier` is the outlier detection beside it.
void CheckLoadBalancer(const Value& balancer, const Value& outlier, const Place& at, Findings& out);
/// `localityLbSetting` and `zoneAwareLbSetting` of a load balancer.
void CheckLocalities(const Value& balancer, const Value& outlier, const Place& at, Findings& out);

}  // namespace mesh::istio
