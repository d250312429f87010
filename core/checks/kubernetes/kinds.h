#pragma once

#include "core/checks/finding.h"

namespace mesh::kubernetes {

void CheckNetworkPolicy(const Value& object, const CheckContext& context, Findings& out);
void CheckResourceQuota(const Value& object, const CheckContext& context, Findings& out);
void CheckLimitRange(const Value& object, const CheckContext& context, Findings& out);

/// Of a kind without status: that there is none, not even null.
void CheckNoStatus(const Value& object, Findings& out);

/// A policy's effects, beyond what the server refuses.
void WarnOfPolicy(const Value& object, const CheckContext& context, Findings& out);

}  // namespace mesh::kubernetes
