#pragma once

#include "core/checks/finding.h"

namespace mesh::monitoring {

void CheckServiceMonitor(const Value& object, const CheckContext& context, Findings& out);
void CheckPodMonitor(const Value& object, const CheckContext& context, Findings& out);

}  // namespace mesh::monitoring
