#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

void CheckTelemetry(const Value& object, const CheckContext& context, Findings& out);
void CheckWasmPlugin(const Value& object, const CheckContext& context, Findings& out);
void CheckTrafficExtension(const Value& object, const CheckContext& context, Findings& out);

/// What is warned of in an expression that can be read.
void WarnOfExpression(const Value& expression, const Place& at, Findings& out);

}  // namespace mesh::istio
