#pragma once

#include <vector>

#include "core/model/data_source.h"
#include "core/model/resource.h"

namespace mesh {

/// A resource by name, and how it is made: there are many, and most runs need few.
struct ResourceEntry {
  /// Without the provider's prefix.
  std::string name;
  /// True for the kinds of the catalogue, false for what stands for more than one object.
  bool is_kind = false;
  Addressing addressing = Addressing::kName;
  std::function<ResourceDefinition()> make;
};

/// Every resource of the product, sorted by name.
std::vector<ResourceEntry> ResourceEntries();
/// The same, made.
std::vector<ResourceDefinition> AllResources();

/// Every data source, sorted by name.
std::vector<DataSourceDefinition> AllDataSources();

/// Every provider function, sorted by name.
std::vector<FunctionDefinition> AllFunctions();

}  // namespace mesh
