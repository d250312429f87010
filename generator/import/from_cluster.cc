#include "generator/import/from_cluster.h"

#include "core/kinds/catalogue.h"
#include "core/ownership/import.h"
#include "core/resources/kind/kind_resource.h"
#include "planes/kubernetes/cluster_contents.h"
#include "planes/kubernetes/single_calls.h"

namespace mesh::generator {

Result<Input> ReadFromCluster(const std::string& kubeconfig, const std::string& context,
                              const std::vector<std::string>& namespaces) {
  KubernetesSettings settings;
  settings.config_path = kubeconfig;
  if (!context.empty()) settings.config_context = context;
  Surroundings surroundings = OfThisProcess();
  surroundings.http = SingleCalls(surroundings.environment);
  auto access = Resolve(settings, surroundings);
  if (!access) return tl::unexpected(access.error());
  std::vector<KindName> kinds;
  for (const KindShape& kind : Kinds().kinds()) {
    if (CanBeTyped(kind)) kinds.push_back({std::string(kind.group), std::string(kind.kind)});
  }
  Input out;
  out.files.push_back(access->description);
  auto contents = ReadCluster(std::move(*access), kinds, namespaces);
  if (!contents) return tl::unexpected(contents.error());
  for (Diagnostic& hidden : contents->diagnostics) out.problems.push_back({0, 1, 0, hidden});
  for (const Value& object : contents->objects) {
    const Value& owners = object.At({"metadata", "ownerReferences"});
    if (owners.is_list() && !owners.as_list().empty()) continue;
    out.documents.push_back({0, 1, out.documents.size(), ownership::ImportManifest(object)});
  }
  return out;
}

}  // namespace mesh::generator
