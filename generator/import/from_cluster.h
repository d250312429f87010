#pragma once

#include <string>
#include <vector>

#include "generator/documents.h"

namespace mesh::generator {

/// What a cluster holds of the kinds that have typed resources, as documents of one file that is
/// named after the cluster. Objects that others own (a controller made them) are left out; of all
/// others what the server added by itself, as the provider leaves it out when it imports them.
Result<Input> ReadFromCluster(const std::string& kubeconfig, const std::string& context,
                              const std::vector<std::string>& namespaces);

}  // namespace mesh::generator
