#include "provider/rpc/catalogue.h"

#include <algorithm>

namespace mesh::rpc {
namespace {

constexpr char kPrefix[] = "mesh_";

Catalogue::Resources Named(const std::vector<ResourceEntry>& entries) {
  Catalogue::Resources out;
  for (const ResourceEntry& entry : entries) {
    Lazy<engine::ServedResource> served([make = entry.make] { return engine::Serve(make()); });
    out.emplace(kPrefix + entry.name, LazyResource{entry.addressing, std::move(served)});
  }
  return out;
}

}  // namespace

const LazyResource* Catalogue::Find(std::string_view name) const {
  const auto in = [&](const Resources& resources) {
    const auto found = resources.find(name);
    return found == resources.end() ? nullptr : &found->second;
  };
  const LazyResource* found = in(domain);
  return found != nullptr ? found : in(kinds.Get());
}

std::vector<std::pair<std::string_view, const LazyResource*>> Catalogue::All() const {
  std::vector<std::pair<std::string_view, const LazyResource*>> out;
  for (const Resources* resources : {&domain, &kinds.Get()}) {
    for (const auto& [name, resource] : *resources) out.emplace_back(name, &resource);
  }
  std::ranges::sort(out);
  return out;
}

Catalogue Catalogue::Of(const std::vector<ResourceEntry>& domain,
                        std::function<std::vector<ResourceEntry>()> kinds,
                        std::vector<DataSourceDefinition> data_sources,
                        std::vector<FunctionDefinition> functions) {
  Catalogue out{.domain = Named(domain),
                .kinds = Lazy<Resources>([kinds = std::move(kinds)] { return Named(kinds()); }),
                .data_sources = {},
                .functions = {}};
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
