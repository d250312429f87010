#pragma once

#include <span>
#include <string_view>

#include "core/checks/finding.h"

namespace mesh::gateway_api {

// Checks of parts that several kinds have. They read objects in which defaults are filled in.

/// One of several fields that go with a type.
struct TypedMember {
  std::string_view type;
  std::string_view member;
  /// Whether a list may have one item of the type at most.
  bool once = false;
};
/// `selector` says which of the members is given; the others are not.
struct TypedMembers {
  std::string_view selector;
  std::span<const TypedMember> members;
};
void CheckTypedMembers(const Value& object, const TypedMembers& typed, const Place& at,
                       Findings& out);

/// Which clusters serve the version of an object: those with the experimental channel alone, or
/// all.
enum class Channel { kStandard, kExperimental };
Channel ChannelOf(const Value& object);
/// A warning for versions that only the experimental channel serves.
void CheckChannel(const Value& object, Findings& out);

/// References of which none means the same part as another: `parentRefs`, `targetRefs`.
void CheckReferences(const Value& references, Channel channel, const Place& at, Findings& out);
/// `parentRefs` of a route's spec.
void CheckParents(const Value& spec, Channel channel, const Place& at, Findings& out);
/// A reference to a backend, by port or without.
void CheckBackend(const Value& backend, const Place& at, Findings& out);
/// `backendRefs` of a rule, save their filters.
void CheckBackends(const Value& rule, const Place& at, Findings& out);
/// Names and matches over all rules of a route.
void CheckRules(const Value& rules, const Place& at, Findings& out);
/// Filters of a rule or of a backend, of HTTP or gRPC.
void CheckFilters(const Value& filters, const Place& at, Findings& out);
/// A header's value in a match or a filter.
void CheckHeaderValues(const Value& headers, const Place& at, Findings& out);

}  // namespace mesh::gateway_api
