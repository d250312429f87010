#pragma once

#include <string>
#include <string_view>

#include "core/ownership/conflicts.h"

namespace mesh::ownership {

/// An answer of an API server that is no success.
struct FailedAnswer {
  int code = 0;
  /// The Status object; null when the body was none.
  const Value& status;
  /// The body's text, for answers without a Status.
  std::string_view body = {};
};

/// What was asked for.
struct AskedFor {
  /// In words, for messages: `apply`, `delete`, `list`.
  std::string verb;
  ObjectKey key;
  /// What was applied; null otherwise.
  const Value& object;
  /// Where errors belong that are about no single field.
  Path attribute = {};
  AttributeOf attribute_of = {};
};

/// Says what a failure means and what to do about it: conflicts and invalid fields one by one, and
/// missing rights, namespaces and kinds, quotas, webhooks and policies by name. Whatever is not
/// known is reported with all that the server said. There is always at least one error.
Diagnostics StatusToDiagnostics(const FailedAnswer& answer, const AskedFor& asked);

}  // namespace mesh::ownership
