#include <grpcpp/impl/codegen/service_type.h>

#include <cstdlib>

#include "core/resources/resources.h"
#include "planes/directory/directory_plane.h"
#include "planes/files/local_files.h"
#include "planes/kubernetes/kubernetes_plane.h"
#include "planes/kubernetes/single_calls.h"
#include "provider/encoded_schema.h"
#include "provider/plugin/serve.h"
#include "provider/report.h"
#include "provider/rpc/service.h"

namespace {

mesh::Result<std::unique_ptr<mesh::Plane>> OpenPlane(const mesh::ClusterSettings& settings,
                                                     const std::string& cluster,
                                                     const std::string& owner,
                                                     mesh::plugin::Log* log) {
  if (settings.directory) return mesh::OpenDirectory({*settings.directory->path, cluster});
  mesh::Surroundings surroundings = mesh::OfThisProcess();
  surroundings.http = mesh::SingleCalls(surroundings.environment);
  // Variables are about the one cluster that nobody named: they must not redirect the others.
  if (cluster != mesh::kDefaultCluster) {
    std::erase_if(surroundings.environment, [](const auto& variable) {
      return variable.first.starts_with("KUBE_") || variable.first == "KUBECONFIG";
    });
  }
  const mesh::KubernetesSettings& kubernetes = *settings.kubernetes;
  auto access = mesh::Resolve(kubernetes, surroundings);
  if (!access) return tl::unexpected(access.error());
  const auto tell = [log, cluster](const std::string& text) {
    if (log != nullptr) log->Info(text, {{"cluster", cluster}});
  };
  return mesh::OpenKubernetes({.access = std::move(*access),
                               .owner = owner,
                               .may_be_away = kubernetes.on_unreachable.value_or("") == "state",
                               .dry_run = kubernetes.dry_run.value_or(false),
                               .tell = tell});
}

/// What is served: everything, or what stands for more than one object alone. Hosts read all
/// schemas at each start, which a run without kinds need not pay for.
mesh::rpc::Catalogue Served() {
  const char* const wanted = std::getenv("MESH_RESOURCES");
  const bool all = wanted == nullptr || std::string_view(wanted) != "domain";
  std::function<std::vector<mesh::ResourceEntry>()> kinds = mesh::KindEntries;
  if (!all) kinds = [] { return std::vector<mesh::ResourceEntry>(); };
  auto out = mesh::rpc::Catalogue::Of(mesh::DomainEntries(), std::move(kinds),
                                      mesh::AllDataSources(), mesh::AllFunctions());
  if (all) out.encoded_schema = mesh::EncodedSchema();
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  mesh::plugin::Log* log = nullptr;
  const auto handlers = std::make_shared<mesh::rpc::Handlers>(
      Served(),
      [&log](const mesh::ClusterSettings& settings, const std::string& cluster,
             const std::string& owner) { return OpenPlane(settings, cluster, owner, log); },
      mesh::LocalFiles());
  mesh::plugin::ServeOptions options;
  options.version = MESH_VERSION;
  options.make_provider = [&](mesh::plugin::Log& of_host) {
    log = &of_host;
    return mesh::rpc::MakeService(handlers);
  };
  options.on_shutdown = [&](mesh::plugin::EndReason why) {
    // When the host died, what it recorded is not known: the journal stays, and says so to the next
    // run, which may then take up what this one began.
    if (why != mesh::plugin::EndReason::kAsked) return;
    handlers->Finish();
    const auto [path, clusters] = handlers->Reported();
    if (log != nullptr) mesh::WriteReport(clusters, path, *log);
  };
  return mesh::plugin::Serve(argc, argv, options);
}
