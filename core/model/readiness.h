#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/model/value.h"

namespace mesh {

/// What a live object must show before anything may rely on it.
struct Readiness {
  /// Status by type of the conditions that must be there. Kinds that report by parent or ancestor
  /// (routes, policies) must show them for each.
  std::map<std::string, std::string> conditions = {};
  /// Text by dotted path: `status.phase`. A path goes through every item of a list, or through one
  /// where it has its number; `*` takes any text that is not empty.
  std::map<std::string, std::string> fields = {};
  /// True: `status.observedGeneration` must be there and not be behind. Conditions that say which
  /// generation they are about must never be behind.
  bool observed_generation = false;
  /// The longest wait.
  std::int64_t longest_ms = 0;
};

/// What `live` lacks of it, as a sentence for a person; empty when it is ready.
std::string Lacks(const Readiness& wanted, const Value& live);

}  // namespace mesh
