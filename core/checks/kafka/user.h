#pragma once

#include "core/checks/finding.h"

namespace mesh::kafka {

void CheckUser(const Value& object, const CheckContext& context, Findings& out);

}  // namespace mesh::kafka
