#pragma once

#include <optional>
#include <string>

#include "core/model/secret.h"
#include "planes/kubernetes/access/surroundings.h"

namespace mesh {

/// What requests to AWS are signed with.
struct AwsKeys {
  std::string access_key_id = {};
  Secret secret_access_key = {};
  /// Empty for keys that last.
  Secret session_token = {};
  std::optional<TimePoint> expires = {};
};

}  // namespace mesh
