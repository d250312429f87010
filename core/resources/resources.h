#pragma once

#include <vector>

#include "core/model/data_source.h"
#include "core/model/resource.h"

namespace mesh {

/// Every resource of the product, sorted by name.
std::vector<ResourceDefinition> AllResources();

/// Every data source, sorted by name.
std::vector<DataSourceDefinition> AllDataSources();

/// Every provider function, sorted by name.
std::vector<FunctionDefinition> AllFunctions();

}  // namespace mesh
