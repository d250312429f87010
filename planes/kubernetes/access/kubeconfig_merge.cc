#include <algorithm>

#include "planes/kubernetes/access/kubeconfig.h"

namespace mesh {
namespace {

std::string Listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

}  // namespace

Kubeconfig MergeKubeconfigs(Kubeconfig first, Kubeconfig second) {
  first.files.insert(first.files.end(), second.files.begin(), second.files.end());
  if (first.current_context.empty()) first.current_context = second.current_context;
  first.contexts.merge(second.contexts);
  first.clusters.merge(second.clusters);
  first.users.merge(second.users);
  return first;
}

Result<Kubeconfig> LoadKubeconfigs(const std::vector<std::string>& paths, const std::string& source,
                                   const Surroundings& surroundings, const Path& at) {
  Kubeconfig merged;
  Diagnostics wrong;
  for (auto path = paths.begin(); path != paths.end(); ++path) {
    if (path->empty() || std::find(paths.begin(), path, *path) != path) continue;
    const std::string place = ExpandHome(*path, surroundings.environment);
    auto text = surroundings.files->Read(place);
    if (!text) {
      Append(wrong, std::move(text.error()));
      continue;
    }
    if (!*text) continue;
    auto parsed = ParseKubeconfig(**text, *path, FolderOfFile(place));
    if (!parsed) {
      Append(wrong, std::move(parsed.error()));
      continue;
    }
    merged = MergeKubeconfigs(std::move(merged), std::move(*parsed));
  }
  if (wrong.empty() && merged.files.empty()) {
    wrong.push_back(Error(
        "There is no kubeconfig",
        source + " names " + (paths.empty() ? "no file" : Listed(paths)) +
            ", and no such file exists. Relative paths start at the working directory. Correct the "
            "path, or write the file first (for instance with kubectl config or the tool of your "
            "cloud)."));
  }
  if (wrong.empty()) return merged;
  for (Diagnostic& d : wrong) d.path = at;
  return tl::unexpected(std::move(wrong));
}

}  // namespace mesh
