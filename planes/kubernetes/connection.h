#pragma once

#include <memory>

#include "planes/http/http_channel.h"
#include "planes/kubernetes/access/cluster_access.h"

namespace mesh {

/// Opens the way to an API server, with its credentials on every request. Nothing is sent yet, but
/// credentials may be asked for.
Result<std::unique_ptr<HttpChannel>> Connect(ClusterAccess access);

}  // namespace mesh
