#pragma once

#include <vector>

#include "core/model/data_source.h"
#include "core/model/resource.h"

namespace mesh {

/// A resource by name, and how it is made: there are many, and most runs need few.
struct ResourceEntry {
  /// Without the provider's prefix.
  std::string name;
  Addressing addressing = Addressing::kName;
  std::function<ResourceDefinition()> make;
};

/// The resources that stand for more than one object, or for any.
std::vector<ResourceEntry> DomainEntries();
/// Those that are one object of a kind of the catalogue, which is read for it.
std::vector<ResourceEntry> KindEntries();
/// Every resource of the product, made, sorted by name.
std::vector<ResourceDefinition> AllResources();

/// Every data source, sorted by name.
std::vector<DataSourceDefinition> AllDataSources();

/// Every provider function, sorted by name.
std::vector<FunctionDefinition> AllFunctions();

}  // namespace mesh
