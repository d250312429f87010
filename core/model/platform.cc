#include "core/model/platform.h"

namespace mesh {

std::vector<Binding<DirectorySettings>> DirectorySettings::Fields() {
  return {Bind<&DirectorySettings::path>(
      "path", {.doc = "Folder that the tree of object files is written to; it is made when it does "
                      "not exist. A relative path starts at the working directory.",
               .fallback = "out"})};
}

std::vector<Binding<ClusterSettings>> ClusterSettings::Fields() {
  return {Bind<&ClusterSettings::directory>(
              "directory", {.doc = "The cluster is a tree of files for GitOps, unless `kubernetes` "
                                   "says otherwise."}),
          Bind<&ClusterSettings::kubernetes>(
              "kubernetes", {.doc = "The cluster is a real one, reached through its API server."})};
}

bool ClusterSettings::HasUnknown() const {
  return directory.is_unknown() || (directory && directory->path.is_unknown()) ||
         kubernetes.is_unknown() || (kubernetes && kubernetes->HasUnknown());
}

std::vector<Binding<Platform>> Platform::Fields() {
  return {
      Bind<&Platform::owner>(
          "owner",
          {.doc = "Name under which objects are managed. Two states or platform files that "
                  "write to one place need different owners; each leaves the other's "
                  "objects alone.",
           .fallback = "mesh"}),
      Bind<&Platform::directory>(
          "directory", {.doc = "Tree of files for the cluster named `default`. With nothing "
                               "configured it is the folder `out`."}),
      Bind<&Platform::kubernetes>(
          "kubernetes",
          {.doc = "The cluster named `default` is a real one, reached through its API "
                  "server."}),
      Bind<&Platform::clusters>(
          "clusters", {.doc = "Clusters by name; a resource picks one by its `cluster`."}),
      Bind<&Platform::mesh>("mesh", {.doc = "Facts about the mesh that objects are rendered for."}),
      Bind<&Platform::ignore_labels>(
          "ignore_labels",
          {.doc = "Keys of labels that are neither written nor compared; `*` at the end matches "
                  "any ending."}),
      Bind<&Platform::ignore_annotations>(
          "ignore_annotations",
          {.doc = "Keys of annotations that are neither written nor compared; `*` at the end "
                  "matches any ending."}),
      Bind<&Platform::report>(
          "report",
          {.doc = "File that each run which talks to API servers appends a line of JSON to: calls, "
                  "failures, retries, bytes and waits by cluster and kind. A host starts the "
                  "provider several times for one command, and each is a run. The same goes to the "
                  "log at the level `info`."}),
  };
}

bool Platform::RenderingUnknown() const {
  return mesh.is_unknown() || ignore_labels.is_unknown() || ignore_annotations.is_unknown() ||
         (mesh.is_known() && mesh->HasUnknown());
}

namespace {

/// One way to the cluster: a tree of files where nothing is said.
Result<ClusterSettings> OneWay(ClusterSettings stated, const Path& at) {
  if (!stated.directory.is_null() && !stated.kubernetes.is_null()) {
    return Fail(
        "A cluster is in two places",
        "Both `directory` and `kubernetes` are set. A cluster is either a tree of files or a "
        "real one: remove one of the two, or make two clusters of it.",
        at);
  }
  if (stated.kubernetes.is_null() && stated.directory.is_null()) {
    stated.directory = Decode(TableOf<DirectorySettings>(), Value());
  }
  return stated;
}

}  // namespace

Result<ClusterSettings> FindCluster(const Platform& platform, const std::string& cluster) {
  std::string known;
  if (platform.clusters.is_known()) {
    const auto found = platform.clusters->find(cluster);
    if (found != platform.clusters->end()) {
      return OneWay(found->second, Path("clusters").Key(cluster));
    }
    for (const auto& [name, settings] : *platform.clusters)
      known += (known.empty() ? "" : ", ") + name;
  }
  const bool stated = !platform.directory.is_null() || !platform.kubernetes.is_null();
  if (cluster == kDefaultCluster && (stated || known.empty())) {
    return OneWay({platform.directory, platform.kubernetes}, Path("kubernetes"));
  }
  return Fail(
      "Unknown cluster \"" + cluster + "\"",
      "The provider configures " +
          (known.empty() ? std::string("only the cluster \"default\"") : "the clusters " + known) +
          ". Add \"" + cluster + "\" to the provider's `clusters`, or name one of these.",
      "cluster");
}

}  // namespace mesh
