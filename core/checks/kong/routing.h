#pragma once

#include "core/checks/finding.h"

namespace mesh::kong {

/// What Kong refuses although the API server takes it, from the entity schemas of Kong 3.x.
void CheckService(const Value& object, const CheckContext& context, Findings& out);
void CheckRoute(const Value& object, const CheckContext& context, Findings& out);
void CheckUpstream(const Value& object, const CheckContext& context, Findings& out);

}  // namespace mesh::kong
