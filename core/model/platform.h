#pragma once

#include "core/model/attr.h"
#include "core/model/kubernetes_settings.h"
#include "core/model/settings.h"

namespace mesh {

/// The cluster of resources that name none, set up by the provider's own attributes unless
/// `clusters` has one of that name.
inline constexpr char kDefaultCluster[] = "default";

/// A tree of files that stands for a cluster.
struct DirectorySettings {
  Attr<std::string> path;
  static std::vector<Binding<DirectorySettings>> Fields();
};

/// A cluster that resources can name: a tree of files or a real one.
struct ClusterSettings {
  Attr<DirectorySettings> directory;
  Attr<KubernetesSettings> kubernetes;
  /// True while something is unknown that is needed to get there.
  bool HasUnknown() const;
  static std::vector<Binding<ClusterSettings>> Fields();
};

/// Who we are and where objects go: the provider block, and the head of meshgen's platform file.
struct Platform {
  Attr<std::string> owner;
  Attr<DirectorySettings> directory;
  Attr<KubernetesSettings> kubernetes;
  Attr<std::map<std::string, ClusterSettings>> clusters;
  Attr<Settings> mesh;
  Attr<StringList> ignore_labels;
  Attr<StringList> ignore_annotations;
  Attr<std::string> report;
  static std::vector<Binding<Platform>> Fields();

  /// The settings that rendering uses, fallbacks in place.
  Settings settings() const { return mesh.is_known() ? *mesh : Settings::Default(); }
  /// True while anything that rendering uses is unknown.
  bool RenderingUnknown() const;
};

/// Where the objects of a cluster go: exactly one of the ways is set. An error names the clusters
/// there are, or the two ways that are set at once.
Result<ClusterSettings> FindCluster(const Platform& platform, const std::string& cluster);

}  // namespace mesh
