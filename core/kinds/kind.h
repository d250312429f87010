#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/model/object.h"

namespace mesh {

/// Which names the API server accepts for objects of a kind.
enum class NameRule {
  kDnsSubdomain,  ///< up to 253 characters of a-z, 0-9, `-` and `.`
  kDnsLabel,      ///< up to 63 characters of a-z, 0-9 and `-`
  kDns1035,       ///< a DNS label that starts with a letter
  kPathSegment,   ///< anything but `.`, `..`, `/` and `%` (RBAC kinds)
};

/// What the product must know of a kind to file, order and address its objects.
struct KindFacts {
  std::string_view group;
  std::string_view kind;
  bool namespaced = true;
  NameRule name_rule = NameRule::kDnsSubdomain;
  /// Lower ranks are applied earlier and deleted later; Namespaces and CRDs come first.
  int rank = 50;
};

/// The kinds that the table lists.
std::span<const KindFacts> ListedKinds();

/// The facts of a kind; kinds that the table does not list are namespaced when the object has a
/// namespace, follow the DNS subdomain rule and come last.
KindFacts FactsOf(const ObjectKey& key);

/// What is wrong with the key's name or namespace under its kind's rule, with the fix; empty when
/// fine.
std::string WrongName(const ObjectKey& key);

}  // namespace mesh
