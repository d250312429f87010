#pragma once

#include "core/checks/finding.h"

namespace mesh::kong {

/// What Kong's controllers leave alone or find no use for.
void CheckConsumer(const Value& object, const CheckContext& context, Findings& out);
/// For kinds that only the ingress controller reads, by class.
void CheckIngressClass(const Value& object, const CheckContext& context, Findings& out);
void CheckGlobalMetrics(const Value& object, const CheckContext& context, Findings& out);

}  // namespace mesh::kong
