#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/resources/resources.h"
#include "provider/engine/engine.h"

namespace mesh::rpc {

/// Something that is made when somebody asks for it. Thread-safe.
template <class T>
class Lazy {
 public:
  explicit Lazy(std::function<T()> make)
      : make_(std::move(make)), made_(std::make_unique<Made>()) {}
  /// Made at the first call, and kept.
  const T& Get() const {
    std::call_once(made_->once, [this] { made_->value = make_(); });
    return made_->value;
  }
  /// Made for the caller alone: a description of everything keeps nothing.
  T Make() const { return make_(); }

 private:
  struct Made {
    std::once_flag once;
    T value;
  };
  std::function<T()> make_;
  std::unique_ptr<Made> made_;
};

struct LazyResource {
  Addressing addressing;
  Lazy<engine::ServedResource> served;
};

/// What the provider serves, by full type name.
struct Catalogue {
  using Resources = std::map<std::string, LazyResource, std::less<>>;
  struct Data {
    DataSourceDefinition definition;
    Type type;
  };
  Resources domain;
  /// Apart, because a process that asks for none of them need not read what they are.
  Lazy<Resources> kinds;
  std::map<std::string, Data, std::less<>> data_sources;
  std::map<std::string, FunctionDefinition, std::less<>> functions;
  /// The schema of exactly these, encoded (`Encoded`); empty: it is made when a host asks. Hosts
  /// ask at each start, and making it takes longer than everything else of a small plan.
  std::string_view encoded_schema = {};

  /// The resource of that name; null when there is none.
  const LazyResource* Find(std::string_view name) const;
  /// All resources, sorted by name.
  std::vector<std::pair<std::string_view, const LazyResource*>> All() const;

  static Catalogue Of(const std::vector<ResourceEntry>& domain,
                      std::function<std::vector<ResourceEntry>()> kinds,
                      std::vector<DataSourceDefinition> data_sources,
                      std::vector<FunctionDefinition> functions);
};

}  // namespace mesh::rpc
