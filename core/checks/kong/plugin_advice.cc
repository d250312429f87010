#include "core/checks/kong/plugin_advice.h"

#include <re2/re2.h>

#include <algorithm>

#include "core/checks/kong/conditions.h"
#include "core/checks/kong/kong_rules.h"
#include "core/checks/read.h"
#include "core/checks/scalar_check.h"

namespace mesh::kong {
namespace {

constexpr const Rule& kLimits = RuleOf(kKongRules, "MSH7110");
constexpr const Rule& kOriginRegex = RuleOf(kKongRules, "MSH7111");
constexpr const Rule& kEveryOrigin = RuleOf(kKongRules, "MSH7112");
constexpr const Rule& kTemplate = RuleOf(kKongRules, "MSH7113");
constexpr const Rule& kNoMetrics = RuleOf(kKongRules, "MSH7114");

/// `is_whole` as in CheckPluginAdvice.
using Advice = void (*)(const Value& config, bool is_whole, const Place& at, Findings& out);

void CheckLimits(const Value& config, bool, const Place& at, Findings& out) {
  std::string_view shorter;
  for (const std::string_view period : {"second", "minute", "hour", "day", "month", "year"}) {
    const Value& limit = config.Get(period);
    if (!limit.is_number()) continue;
    if (!shorter.empty() && DecimalOf(limit) < DecimalOf(config.Get(shorter))) {
      out.Add(kLimits, at / period,
              "It is " + limit.as_number().text() + ", and " + std::string(shorter) + " is " +
                  config.Get(shorter).as_number().text() + ".");
    }
    shorter = period;
  }
}

void CheckOrigins(const Value& config, bool, const Place& at, Findings& out) {
  const Value::List& origins = ItemsOf(config.Get("origins"));
  bool every = origins.empty();
  for (std::size_t i = 0; i < origins.size(); ++i) {
    const std::string_view origin = TextOf(origins[i]);
    every = every || origin == "*";
    // A star behind a slash or at the beginning of a name is meant as any name.
    if (!Matches(R"(^[a-z]+://\*|^\*\.)", origin)) continue;
    out.Add(kOriginRegex, (at / "origins")[i], "It is " + InQuotes(origin) + ".");
  }
  if (every && IsTrue(config.Get("credentials"))) {
    out.Add(kEveryOrigin, at / "credentials",
            origins.empty() ? "origins is not there, which means every one." : "origins has `*`.");
  }
}

/// Looks at every string in `value`.
void CheckTemplates(const Value& value, bool is_whole, const Place& at, Findings& out) {
  for (const auto& [name, member] : MembersOf(value)) {
    CheckTemplates(member, is_whole, at / name, out);
  }
  const Value::List& items = ItemsOf(value);
  for (std::size_t i = 0; i < items.size(); ++i) CheckTemplates(items[i], is_whole, at[i], out);
  static const re2::RE2 kName(R"(\$\(\s*([A-Za-z_][A-Za-z0-9_]*)\s*\))");
  re2::StringPiece rest(TextOf(value));
  std::string name;
  while (re2::RE2::FindAndConsume(&rest, kName, &name)) {
    if (HasPart("headers query_params uri_captures shared nil true false", ' ', name)) continue;
    out.Add(kTemplate, at, "There is `$(" + name + ")`.");
  }
}

void CheckMetrics(const Value& config, bool is_whole, const Place& at, Findings& out) {
  if (!is_whole) return;
  for (const std::string_view group :
       {"status_code_metrics", "latency_metrics", "bandwidth_metrics", "upstream_health_metrics"}) {
    if (IsTrue(config.Get(group))) return;
  }
  out.Add(kNoMetrics, at, "None of them is true.");
}

struct AdviceRow {
  std::string_view plugin;
  Advice check;
};
constexpr AdviceRow kAdvice[] = {
    {"rate-limiting", CheckLimits},
    {"cors", CheckOrigins},
    {"request-transformer", CheckTemplates},
    {"request-transformer-advanced", CheckTemplates},
    {"prometheus", CheckMetrics},
};

}  // namespace

void CheckPluginAdvice(std::string_view plugin, const Value& config, bool is_whole, const Place& at,
                       Findings& out) {
  for (const AdviceRow& row : kAdvice) {
    if (row.plugin == plugin) row.check(config, is_whole, at, out);
  }
}

}  // namespace mesh::kong
