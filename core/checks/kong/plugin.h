#pragma once

#include "core/checks/finding.h"

namespace mesh::kong {

/// The name and the settings of a KongPlugin or KongClusterPlugin, as Kong 3.x judges them.
void CheckPlugin(const Value& object, const CheckContext& context, Findings& out);

}  // namespace mesh::kong
