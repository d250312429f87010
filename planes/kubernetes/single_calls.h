#pragma once

#include "planes/kubernetes/access/surroundings.h"

namespace mesh {

/// Carries the few requests that getting credentials takes, each on a connection of its own,
/// through the proxy that the environment names unless the request is to go direct.
HttpFunction SingleCalls(const Environment& environment);

}  // namespace mesh
