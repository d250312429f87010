#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

// The checks by kind, and the parts that several of these kinds have. A part that is absent
// passes; so does one of the wrong type, which the shape reports.

void CheckGateway(const Value& object, const CheckContext& context, Findings& out);
void CheckSidecar(const Value& object, const CheckContext& context, Findings& out);
void CheckServiceEntry(const Value& object, const CheckContext& context, Findings& out);
void CheckWorkloadEntry(const Value& object, const CheckContext& context, Findings& out);
void CheckWorkloadGroup(const Value& object, const CheckContext& context, Findings& out);
void CheckEnvoyFilter(const Value& object, const CheckContext& context, Findings& out);
void CheckProxyConfig(const Value& object, const CheckContext& context, Findings& out);

}  // namespace mesh::istio
