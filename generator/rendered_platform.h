#pragma once

#include <string>
#include <vector>

#include "core/render/render.h"
#include "generator/platform_file.h"

namespace mesh::generator {

/// One resource of a platform file and what it means.
struct RenderedResource {
  const Stated* stated = nullptr;
  Common common;
  std::string name;
  /// `mesh_<type>/<cluster>/<name>`.
  std::string mark;
  Rendered rendered;
  std::vector<Claim> claims;
};

struct RenderedPlatform {
  /// In the order of the file's resources; empty when `diagnostics` has errors.
  std::vector<RenderedResource> resources;
  /// Paths start at the file's root.
  Diagnostics diagnostics;

  std::size_t CountObjects() const;
};

/// Validates and renders everything in a file on `threads` threads; the result does not depend on
/// their number. Two resources that claim one thing are an error that names both. `file` must
/// outlive the result.
RenderedPlatform RenderPlatform(const PlatformFile& file, unsigned threads);

}  // namespace mesh::generator
