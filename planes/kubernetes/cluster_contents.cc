#include "planes/kubernetes/cluster_contents.h"

#include "core/model/ownership.h"
#include "planes/kubernetes/connection.h"
#include "planes/kubernetes/live_objects.h"
#include "planes/kubernetes/marks.h"

namespace mesh {
namespace {

Diagnostic Hidden(const std::string& kind, const std::string& where) {
  return Warning("Objects of kind " + kind + " cannot be seen",
                 "The server does not let this user list them " + where +
                     ", so none was read. Grant `list`, or leave it if there are none.");
}

Value WithoutMarks(Value object) {
  for (const std::vector<std::string>& path : MarkPaths()) RemoveAt(object, path);
  const Value& annotations = object.At({"metadata", "annotations"});
  if (annotations.is_map() && annotations.as_map().empty()) {
    RemoveAt(object, {"metadata", "annotations"});
  }
  return object;
}

/// The version of a kind that is read: the preferred one that serves it; empty when none does.
Result<std::string> VersionFor(const KindName& kind, ApiResources& resources) {
  if (kind.group.empty()) return std::string("v1");
  const auto versions = resources.VersionsOf(kind.group);
  if (!versions) return tl::unexpected(versions.error());
  for (const std::string& version : *versions) {
    const auto served = resources.Find(version, kind.kind);
    if (!served) return tl::unexpected(served.error());
    if (*served) return version;
  }
  return std::string();
}

}  // namespace

Result<ClusterContents> ReadCluster(ClusterAccess access, const std::vector<KindName>& kinds,
                                    const std::vector<std::string>& namespaces) {
  const auto channel = Connect(std::move(access));
  if (!channel) return tl::unexpected(channel.error());
  ApiResources resources(**channel);
  LiveObjects objects(**channel, resources);
  ClusterContents out;
  for (const KindName& kind : kinds) {
    const auto version = VersionFor(kind, resources);
    if (!version) return tl::unexpected(version.error());
    if (version->empty()) continue;
    const auto served = resources.Find(*version, kind.kind);
    if (!served) return tl::unexpected(served.error());
    if (!*served || (!namespaces.empty() && !(*served)->namespaced)) continue;
    for (const std::string& space :
         namespaces.empty() ? std::vector<std::string>{""} : namespaces) {
      const auto listed = objects.ListAll(*version, kind.kind, space);
      if (!listed) return tl::unexpected(listed.error());
      if (!*listed) {
        out.diagnostics.push_back(
            Hidden(kind.kind, space.empty() ? "in all namespaces" : "in " + space));
        continue;
      }
      for (const LiveObjects::Object& object : **listed) {
        out.objects.push_back(WithoutMarks(*object));
      }
    }
  }
  return out;
}

}  // namespace mesh
