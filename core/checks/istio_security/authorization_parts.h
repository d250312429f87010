#pragma once

#include <span>
#include <string_view>

#include "core/checks/finding.h"

namespace mesh::istio {

// What an item of `from` (a source) and an item of `to` (an operation) consist of: lists of values,
// one of which must fit, and lists of values, none of which may.

/// Judges one value that is not empty.
using ValueCheck = void (*)(std::string_view value, const Place& at, Findings& out);

struct ValueList {
  std::string_view name;
  std::string_view negative;
  /// What Istio refuses; null: nothing.
  ValueCheck check = nullptr;
  /// Whether CUSTOM may have it: that one is judged before identities are known.
  bool before_identity = true;
  /// Whether proxies look at it where no HTTP is spoken.
  bool on_tcp = false;
  /// Whether a ztunnel looks at it.
  bool on_ztunnel = false;
};

/// `from` with `source`, or `to` with `operation`.
struct RulePart {
  std::string_view list;
  std::string_view item;
  std::span<const ValueList> values;
};
const RulePart& SourcePart();
const RulePart& OperationPart();

/// Whether a list of the item has values for which `of` holds.
template <class Predicate>
bool AnyValues(const Value& item, std::span<const ValueList> lists, Predicate of) {
  for (const ValueList& list : lists) {
    for (const std::string_view name : {list.name, list.negative}) {
      const Value& values = item.Get(name);
      if (values.is_list() && !values.as_list().empty() && of(list)) return true;
    }
  }
  return false;
}

/// Keys of `when` that a ztunnel looks at.
bool IsConnectionAttribute(std::string_view key);
/// One item of `when`. `custom`: of a policy with that action.
void CheckCondition(const Value& condition, bool custom, const Place& at, Findings& out);

// Forms of values; each adds what Istio refuses.
void CheckAddress(std::string_view value, const Place& at, Findings& out);
void CheckServiceAccount(std::string_view value, const Place& at, Findings& out);
void CheckWildcardDomain(std::string_view value, const Place& at, Findings& out);
void CheckPortText(std::string_view value, const Place& at, Findings& out);

}  // namespace mesh::istio
