#pragma once

#include <optional>
#include <set>
#include <string>

#include "core/model/diagnostic.h"

namespace mesh {

/// A kustomization.yaml with `present` listed in `resources` and `absent` not, everything else as
/// in `text` (nullopt: there is no file). New entries go to their sorted place among the existing
/// ones.
///
/// Returns the new text; the same text when nothing changes; nullopt when the file says nothing any
/// more (no entry is left and nobody added anything else). An unreadable file is an error that
/// names `source`.
Result<std::optional<std::string>> MergeKustomization(const std::optional<std::string>& text,
                                                      const std::set<std::string>& present,
                                                      const std::set<std::string>& absent,
                                                      const std::string& source);

}  // namespace mesh
