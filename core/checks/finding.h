#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/checks/place.h"
#include "core/kinds/shape.h"
#include "core/model/diagnostic.h"
#include "core/model/value.h"

namespace mesh {

/// Something that an object can get wrong. Codes are stable: they are what users silence, search
/// and explain.
struct Rule {
  /// `MSH` and four digits; the first tells the family.
  std::string_view code;
  /// Errors are what an API server or a controller refuses, or what lets nobody or everybody in by
  /// mistake; warnings are what it accepts and what has no effect, or will not for long.
  Severity severity = Severity::kError;
  /// What is wrong, in a line without a full stop.
  std::string_view title;
  /// Sentences: why it matters, and the fix.
  std::string_view advice;
};

/// One breach of a rule.
struct Finding {
  const Rule* rule = nullptr;
  Path path;
  /// What is there that should not be, as a sentence or two.
  std::string what;

  /// The same for people: summary, then what is there, why it matters and the fix.
  Diagnostic ToDiagnostic() const;
};

/// Collects findings about one object.
class Findings {
 public:
  /// `rule` outlives the findings: it stands in a table.
  void Add(const Rule& rule, const Place& at, std::string what) {
    list_.push_back({&rule, at.ToPath(), std::move(what)});
  }
  const std::vector<Finding>& list() const { return list_; }
  std::vector<Finding> Take() { return std::move(list_); }

 private:
  std::vector<Finding> list_;
};

/// The rule of that code in a table; does not compile when there is none:
/// `constexpr const Rule& kBad = RuleOf(kRules, "MSH2001");`
template <std::size_t N>
consteval const Rule& RuleOf(const Rule (&rules)[N], std::string_view code) {
  for (const Rule& rule : rules) {
    if (rule.code == code) return rule;
  }
  throw "no such rule";
}

/// What a check may know beside the object.
struct CheckContext {
  const KindShape& kind;
  /// The minor version of the kind's product that the object is for, such as `1.31`; empty: any.
  std::string_view version = {};
  /// Where Istio's root configuration lives.
  std::string_view root_namespace = "istio-system";
};

/// What is to be judged of objects of one kind beyond the shape. Gets the whole object, which has
/// the right shape in the parts that a check reads: members that have the wrong type read as
/// absent. Nothing in it is unknown.
using KindCheck = void (*)(const Value& object, const CheckContext& context, Findings& out);

struct KindCheckRow {
  std::string_view group;
  std::string_view kind;
  KindCheck check;
};

/// One family of rules: the table of them, and which kinds they are for.
struct RuleFamily {
  std::span<const Rule> rules;
  std::span<const KindCheckRow> checks;
};

/// Every family, in the order of codes.
std::span<const RuleFamily> RuleFamilies();

}  // namespace mesh
