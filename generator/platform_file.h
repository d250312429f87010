#pragma once

#include <string>
#include <vector>

#include "core/model/common.h"
#include "core/model/platform.h"
#include "core/model/resource.h"

namespace mesh::generator {

/// One resource of a platform file.
struct Stated {
  const ResourceDefinition* definition = nullptr;
  /// What the file calls it; for messages only.
  std::string label;
  Value config;
  /// Where it stands in the file: `resources.tenant["mtn"]`.
  Path path;

  /// `tenant "mtn"`.
  std::string Title() const { return definition->name + " \"" + label + "\""; }
};

/// A platform file: who we are, where objects go, and the resources.
struct PlatformFile {
  Platform platform;
  /// Sorted by type and label.
  std::vector<Stated> resources;
};

/// Name of the one attribute that a platform file has beside those of the provider.
inline constexpr char kResources[] = "resources";

/// Reads a platform file against the same field tables that the provider serves. `definitions` must
/// outlive the result. Every diagnostic but those about YAML itself has a path from the file's
/// root.
Result<PlatformFile> ReadPlatformFile(std::string_view text, const std::string& source,
                                      const std::vector<ResourceDefinition>& definitions);

/// `tail` as seen from `head`.
Path Join(const Path& head, const Path& tail);

}  // namespace mesh::generator
