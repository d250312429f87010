#pragma once

#include "core/checks/finding.h"

namespace mesh::kafka {

void CheckTopic(const Value& object, const CheckContext& context, Findings& out);

/// For every kind that Strimzi's operators find by cluster.
void CheckClusterLabel(const Value& object, const CheckContext& context, Findings& out);

}  // namespace mesh::kafka
