#pragma once

#include "core/checks/finding.h"

namespace mesh::kong {

/// What single plugins do not do as their settings seem to say. `is_whole`: nothing is added to
/// `config` from elsewhere.
void CheckPluginAdvice(std::string_view plugin, const Value& config, bool is_whole, const Place& at,
                       Findings& out);

}  // namespace mesh::kong
