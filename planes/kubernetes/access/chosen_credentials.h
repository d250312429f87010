#pragma once

#include <memory>

#include "planes/kubernetes/access/credentials.h"
#include "planes/kubernetes/access/server_place.h"

namespace mesh {

/// The credentials that the settings give; else those of the kubeconfig's user; else those of the
/// pod; else none.
Result<std::shared_ptr<Credentials>> FindCredentials(const Origins& origins,
                                                     const ServerPlace& server,
                                                     const Surroundings& surroundings);

}  // namespace mesh
