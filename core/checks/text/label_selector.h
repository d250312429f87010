#pragma once

#include <string>

#include "core/checks/finding.h"

namespace mesh::kubernetes {

/// What a label selector can get wrong, by the rules of the family that has it.
struct LabelSelectorRules {
  /// An invalid key, an invalid value.
  const Rule& key;
  const Rule& value;
  /// `In` and `NotIn` without values; `Exists` and `DoesNotExist` with some.
  const Rule& needs_values;
  const Rule& takes_no_values;
  /// Null where the shape knows the operators.
  const Rule* unknown_operator = nullptr;
};

/// Judges `matchLabels` and `matchExpressions` as API servers do for their own kinds.
void CheckLabelSelector(const Value& selector, const LabelSelectorRules& rules, const Place& at,
                        Findings& out);

/// Why no object can match, as a sentence: what is asked of one label contradicts itself. Empty
/// when some may.
std::string WhyNothingMatches(const Value& selector);

/// Whether it asks for nothing, and so matches everything.
bool MatchesEverything(const Value& selector);

}  // namespace mesh::kubernetes
