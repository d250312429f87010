#pragma once

#include <optional>
#include <set>
#include <string>

#include "planes/directory/root.h"

namespace mesh {

/// The kustomization of a folder: the one there is, by any of the names that kustomize knows, else
/// the one to make.
Result<std::string> KustomizationOf(Walk& walk, const std::string& folder);

/// A kustomization.yaml with `present` listed in `resources` and `absent` not, everything else,
/// comments included, as in `text` (nullopt: there is no file). New entries go to their sorted
/// place among the existing ones.
///
/// Returns the new text; the same text when nothing changes; nullopt when the file says nothing any
/// more (no entry is left and nobody added anything else). An unreadable file is an error that
/// names `source`.
Result<std::optional<std::string>> MergeKustomization(const std::optional<std::string>& text,
                                                      const std::set<std::string>& present,
                                                      const std::set<std::string>& absent,
                                                      const std::string& source);

/// Brings the kustomizations above the files at `paths` (`<cluster>/<folder>/<file>`) up to date:
/// each lists the files that exist, and the cluster's one the folders. Folders that hold nothing
/// any more go.
Diagnostics UpdateKustomizations(Walk& walk, const std::set<std::string>& paths);

}  // namespace mesh
