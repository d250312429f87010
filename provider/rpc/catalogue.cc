#include "provider/rpc/catalogue.h"

namespace mesh::rpc {
namespace {

constexpr char kPrefix[] = "mesh_";

}  // namespace

Catalogue Catalogue::Of(std::vector<ResourceEntry> resources,
                        std::vector<DataSourceDefinition> data_sources,
                        std::vector<FunctionDefinition> functions) {
  Catalogue out;
  for (ResourceEntry& r : resources) {
    out.resources.try_emplace(kPrefix + r.name, r.addressing, std::move(r.make));
  }
  for (DataSourceDefinition& d : data_sources) {
    std::string name = kPrefix + d.name;
    Type type = ObjectType(d.fields);
    out.data_sources.emplace(std::move(name), Data{std::move(d), std::move(type)});
  }
  for (FunctionDefinition& f : functions) {
    std::string name = f.name;
    out.functions.emplace(std::move(name), std::move(f));
  }
  return out;
}

}  // namespace mesh::rpc
