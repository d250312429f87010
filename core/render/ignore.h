#pragma once

#include <string>
#include <vector>

#include "core/model/common.h"
#include "core/model/platform.h"
#include "core/render/render.h"

namespace mesh {

/// Object fields that are neither written nor compared.
struct Ignored {
  /// Dotted paths from the object's root; a label's own dots are allowed for (longest key wins).
  std::vector<std::string> fields;
  /// Keys; `*` at the end matches any ending.
  std::vector<std::string> labels;
  std::vector<std::string> annotations;
};

/// What the platform and the resource together ignore.
Ignored IgnoredOf(const Platform& platform, const Common& common);

/// Takes ignored fields out of every object; identity fields stay whatever is ignored.
void TakeOutIgnored(const Ignored& ignored, Rendered& rendered);

}  // namespace mesh
