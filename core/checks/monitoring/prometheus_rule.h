#pragma once

#include "core/checks/finding.h"

namespace mesh::monitoring {

void CheckPrometheusRule(const Value& object, const CheckContext& context, Findings& out);

}  // namespace mesh::monitoring
