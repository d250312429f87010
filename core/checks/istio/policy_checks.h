#pragma once

#include <span>

#include "core/checks/finding.h"

namespace mesh::istio {

std::span<const Rule> PolicyRules();

/// What all policies have in common: annotations, selector, and targets that policies can reach.
void CheckPolicy(const Value& object, const CheckContext& context, Findings& out);

/// Whether the policy names targets, so that no ztunnel and no sidecar looks at it.
bool HasTargets(const Value& spec);

}  // namespace mesh::istio
