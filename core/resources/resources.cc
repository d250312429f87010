#include "core/resources/resources.h"

#include <algorithm>

#include "core/kinds/catalogue.h"
#include "core/resources/kind/kind_resource.h"

// To add a resource: one folder beside this file that defines `<Name>Resource()`, and one line
// here.
#define MESH_RESOURCES(X) \
  X(GatewayRoute)         \
  X(Namespace)            \
  X(Object)               \
  X(Tenant)               \
  X(Topic)

#define MESH_DATA_SOURCES(X) X(Manifests)

#define MESH_FUNCTIONS(X) \
  X(DurationCompare)      \
  X(EffectiveLabels)      \
  X(ManifestDecode)       \
  X(ManifestEncode)       \
  X(QuantityCompare)

namespace mesh {

#define MESH_DECLARE(name) ResourceDefinition name##Resource();
MESH_RESOURCES(MESH_DECLARE)
#undef MESH_DECLARE
#define MESH_DECLARE(name) DataSourceDefinition name##DataSource();
MESH_DATA_SOURCES(MESH_DECLARE)
#undef MESH_DECLARE
#define MESH_DECLARE(name) FunctionDefinition name##Function();
MESH_FUNCTIONS(MESH_DECLARE)
#undef MESH_DECLARE

namespace {

template <class T>
std::vector<T> ByName(std::vector<T> all) {
  std::ranges::sort(all, {}, &T::name);
  return all;
}

}  // namespace

std::vector<ResourceEntry> DomainEntries() {
  std::vector<ResourceEntry> out;
#define MESH_LIST(of)                                          \
  {                                                            \
    const ResourceDefinition made = of##Resource();            \
    out.push_back({made.name, made.addressing, of##Resource}); \
  }
  MESH_RESOURCES(MESH_LIST)
#undef MESH_LIST
  return out;
}

std::vector<ResourceEntry> KindEntries() {
  std::vector<ResourceEntry> out;
  for (const KindShape& kind : Kinds().kinds()) {
    if (!CanBeTyped(kind)) continue;
    out.push_back(
        {std::string(kind.resource), Addressing::kObject, [&kind] { return KindResource(kind); }});
  }
  return out;
}

std::vector<ResourceDefinition> AllResources() {
  std::vector<ResourceDefinition> out;
  for (const ResourceEntry& entry : DomainEntries()) out.push_back(entry.make());
  for (const ResourceEntry& entry : KindEntries()) out.push_back(entry.make());
  return ByName<ResourceDefinition>(std::move(out));
}
#define MESH_LIST(name) name##DataSource(),
std::vector<DataSourceDefinition> AllDataSources() {
  return ByName<DataSourceDefinition>({MESH_DATA_SOURCES(MESH_LIST)});
}
#undef MESH_LIST
#define MESH_LIST(name) name##Function(),
std::vector<FunctionDefinition> AllFunctions() {
  return ByName<FunctionDefinition>({MESH_FUNCTIONS(MESH_LIST)});
}
#undef MESH_LIST

}  // namespace mesh
