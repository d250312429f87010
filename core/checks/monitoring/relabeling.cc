#include "core/checks/monitoring/relabeling.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "core/checks/monitoring/monitoring_rules.h"
#include "core/checks/read.h"

namespace mesh::monitoring {
namespace {

constexpr const Rule& kNoTarget = RuleOf(kMonitoringRules, "MSH7328");
constexpr const Rule& kRegex = RuleOf(kMonitoringRules, "MSH7329");
constexpr const Rule& kModulus = RuleOf(kMonitoringRules, "MSH7330");
constexpr const Rule& kField = RuleOf(kMonitoringRules, "MSH7331");

/// What an action of relabelling takes.
struct Action {
  std::string_view name;
  bool needs_target = false;
  /// Fields that it does not take, unless they say what Prometheus takes for granted.
  std::array<std::string_view, 5> refused = {};
};
constexpr Action kActions[] = {
    {"replace", true},
    {"hashmod", true},
    {"lowercase", true, {"replacement"}},
    {"uppercase", true, {"replacement"}},
    {"keepequal", true, {"regex", "modulus", "separator", "replacement"}},
    {"dropequal", true, {"regex", "modulus", "separator", "replacement"}},
    {"labeldrop", false, {"sourceLabels", "targetLabel", "modulus", "separator", "replacement"}},
    {"labelkeep", false, {"sourceLabels", "targetLabel", "modulus", "separator", "replacement"}},
};

struct Granted {
  std::string_view field;
  std::string_view text;
};
constexpr Granted kGranted[] = {{"regex", "(.*)"}, {"separator", ";"}, {"replacement", "$1"}};

/// Whether the field says something else than what is taken for granted.
bool SaysMore(const Value& value, std::string_view field) {
  if (value.is_null() || (value.is_list() && value.as_list().empty())) return false;
  if (field == "modulus") return WholeOf(value) != 0;
  if (!value.is_string()) return true;
  if (value.as_string().empty() && (field == "regex" || field == "targetLabel")) return false;
  return std::ranges::none_of(kGranted, [&](const Granted& one) {
    return one.field == field && one.text == value.as_string();
  });
}

void CheckRelabeling(const Value& relabeling, const Place& at, Findings& out) {
  const Value& regex = relabeling.Get("regex");
  if (regex.is_string()) {
    const re2::RE2 compiled("^(?:" + regex.as_string() + ")$", re2::RE2::Quiet);
    if (!compiled.ok())
      out.Add(kRegex, at / "regex", "It does not compile: " + compiled.error() + ".");
  }
  std::string name = relabeling.Get("action").StringOr("replace");
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
  if (name == "hashmod" && WholeOf(relabeling.Get("modulus")) == 0) {
    out.Add(kModulus, at, "modulus is 0 or not there.");
  }
  const auto* const action = std::ranges::find(kActions, name, &Action::name);
  if (action == std::end(kActions)) return;
  if (action->needs_target && TextOf(relabeling.Get("targetLabel")).empty()) {
    out.Add(kNoTarget, at, "The action " + name + " has no targetLabel.");
  }
  for (const std::string_view field : action->refused) {
    if (field.empty() || !SaysMore(relabeling.Get(field), field)) continue;
    out.Add(kField, at / field, "The action is " + name + ".");
  }
}

}  // namespace

void CheckRelabelings(const Value& relabelings, const Place& at, Findings& out) {
  const Value::List& all = ItemsOf(relabelings);
  for (std::size_t i = 0; i < all.size(); ++i) CheckRelabeling(all[i], at[i], out);
}

}  // namespace mesh::monitoring
