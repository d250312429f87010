#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "core/resources/resources.h"
#include "provider/engine/engine.h"

namespace mesh::rpc {

/// A resource that is made when somebody asks for it. Thread-safe.
class LazyResource {
 public:
  LazyResource(Addressing addressing, std::function<ResourceDefinition()> make)
      : addressing_(addressing), make_(std::move(make)) {}
  /// Made at the first call, and kept.
  const engine::ServedResource& Get() const {
    std::call_once(once_, [this] { made_ = engine::Serve(make_()); });
    return made_;
  }
  /// Made for the caller alone: a description of everything keeps nothing.
  engine::ServedResource Make() const { return engine::Serve(make_()); }
  Addressing addressing() const { return addressing_; }

 private:
  const Addressing addressing_;
  const std::function<ResourceDefinition()> make_;
  mutable std::once_flag once_;
  mutable engine::ServedResource made_;
};

/// What the provider serves, by full type name.
struct Catalogue {
  struct Data {
    DataSourceDefinition definition;
    Type type;
  };
  std::map<std::string, LazyResource, std::less<>> resources;
  std::map<std::string, Data, std::less<>> data_sources;
  std::map<std::string, FunctionDefinition, std::less<>> functions;
  /// The schema of exactly these, encoded (`Encoded`); empty: it is made when a host asks. Hosts
  /// ask at each start, and making it takes longer than everything else of a small plan.
  std::string_view encoded_schema = {};

  static Catalogue Of(std::vector<ResourceEntry> resources,
                      std::vector<DataSourceDefinition> data_sources,
                      std::vector<FunctionDefinition> functions);
};

}  // namespace mesh::rpc
