#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

void CheckAuthorizationPolicy(const Value& object, const CheckContext& context, Findings& out);
void CheckPeerAuthentication(const Value& object, const CheckContext& context, Findings& out);
void CheckRequestAuthentication(const Value& object, const CheckContext& context, Findings& out);

// Warnings about an AuthorizationPolicy, by what they need to look at.

/// Single rules and the rules of a policy together.
void WarnOfRules(const Value& object, Findings& out);
/// Where a ztunnel enforces the policy otherwise than a sidecar does.
void WarnOfZtunnel(const Value& object, Findings& out);
/// Single values, which no request can ever have.
void WarnOfValues(const Value& object, Findings& out);

}  // namespace mesh::istio
