#include <algorithm>

#include "core/checks/duration.h"
#include "core/checks/istio/policy_checks.h"
#include "core/checks/istio/shared_rules.h"
#include "core/checks/istio_telemetry/cel_text.h"
#include "core/checks/istio_telemetry/telemetry_kinds.h"
#include "core/checks/istio_telemetry/telemetry_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kShort = RuleOf(kSharedRules, "MSH2004");
constexpr const Rule& kFilter = RuleOf(kTelemetryRules, "MSH4001");
constexpr const Rule& kNoValue = RuleOf(kTelemetryRules, "MSH4002");
constexpr const Rule& kLostValue = RuleOf(kTelemetryRules, "MSH4003");
constexpr const Rule& kNoName = RuleOf(kTelemetryRules, "MSH4004");
constexpr const Rule& kItems = RuleOf(kTelemetryRules, "MSH4011");
constexpr const Rule& kProviders = RuleOf(kTelemetryRules, "MSH4012");
constexpr const Rule& kNoTag = RuleOf(kTelemetryRules, "MSH4013");
constexpr const Rule& kShare = RuleOf(kTelemetryRules, "MSH4014");
constexpr const Rule& kTooSmall = RuleOf(kTelemetryRules, "MSH4015");
constexpr const Rule& kLostFilter = RuleOf(kTelemetryRules, "MSH4016");
constexpr const Rule& kNoExpression = RuleOf(kTelemetryRules, "MSH4019");
constexpr const Rule& kHeader = RuleOf(kTelemetryRules, "MSH4020");
constexpr const Rule& kNoSource = RuleOf(kTelemetryRules, "MSH4021");
constexpr const Rule& kNothing = RuleOf(kTelemetryRules, "MSH4022");

constexpr double kStep = 0.01;  // percent
constexpr std::string_view kPseudoHeaders[] = {":authority", ":method", ":path", ":scheme"};

bool IsGiven(const Value& object, std::string_view member) { return !object.Get(member).is_null(); }

void CheckAccessLogging(const Value& item, const Place& at, Findings& out) {
  const Value& filter = item.Get("filter");
  if (!filter.is_map()) return;
  const Value& expression = filter.Get("expression");
  const Place expression_at = at / "filter" / "expression";
  if (expression.is_string() || expression.is_null()) {
    // What is not there is read as empty, and the empty text is no expression.
    const std::string wrong = ReadCel(TextOf(expression)).wrong;
    if (!wrong.empty()) out.Add(kFilter, expression_at, wrong);
  }
  WarnOfExpression(expression, expression_at, out);
  if (ItemsOf(item.Get("providers")).empty()) {
    out.Add(kLostFilter, at / "filter", "The item has no providers.");
  }
}

void CheckTag(std::string_view name, const Value& tag, const Place& at, Findings& out) {
  // What is null, the API server takes away.
  if (!tag.is_map()) return;
  if (name.empty()) out.Add(kNoName, at, "Its name is empty.");
  const bool any = std::ranges::any_of(
      std::initializer_list<std::string_view>{"literal", "environment", "header", "formatter"},
      [&](std::string_view source) { return IsGiven(tag, source); });
  if (!any) out.Add(kNoSource, at, "It is empty.");
  const std::string_view header = TextOf(tag.Get("header").Get("name"));
  if (header.starts_with(':') &&
      std::ranges::find(kPseudoHeaders, header) == std::end(kPseudoHeaders)) {
    out.Add(kHeader, at / "header" / "name", "It is " + InQuotes(header) + ".");
  }
}

void CheckTracing(const Value& item, const Place& at, Findings& out) {
  const std::size_t providers = ItemsOf(item.Get("providers")).size();
  if (providers > 1) {
    out.Add(kProviders, at / "providers", "There are " + std::to_string(providers) + ".");
  }
  const Value& percentage = item.Get("randomSamplingPercentage");
  const double percent = DecimalOf(percentage);
  if (percent > 0 && percent < 1) {
    out.Add(percent < kStep ? kTooSmall : kShare, at / "randomSamplingPercentage",
            "It is " + percentage.as_number().text() + " percent.");
  }
  for (const auto& [name, tag] : MembersOf(item.Get("customTags"))) {
    CheckTag(name, tag, (at / "customTags").Key(name), out);
  }
}

void CheckTagOverride(std::string_view name, const Value& tag, const Place& at, Findings& out) {
  if (!tag.is_map()) return;
  if (name.empty()) out.Add(kNoTag, at, "Its name is empty.");
  const Value& value = tag.Get("value");
  if (TextOf(tag.Get("operation")) == "REMOVE") {
    if (!value.is_null()) out.Add(kLostValue, at / "value", "It is there.");
    return;
  }
  if (TextOf(value).empty()) return out.Add(kNoValue, at, "There is no value.");
  const std::string wrong = ReadCel(value.as_string()).wrong;
  if (!wrong.empty()) out.Add(kNoExpression, at / "value", wrong);
  WarnOfExpression(value, at / "value", out);
}

void CheckMetrics(const Value& item, const Place& at, Findings& out) {
  const Value& interval = item.Get("reportingInterval");
  const auto length = Nanoseconds(TextOf(interval));
  // Parts of a millisecond are let through here.
  if (length && *length < kNanosecondsPerMillisecond) {
    out.Add(kShort, at / "reportingInterval", InQuotes(TextOf(interval)) + " is less than `1ms`.");
  }
  const Value::List& overrides = ItemsOf(item.Get("overrides"));
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    const Place tags_at = (at / "overrides")[i] / "tagOverrides";
    for (const auto& [name, tag] : MembersOf(overrides[i].Get("tagOverrides"))) {
      CheckTagOverride(name, tag, tags_at.Key(name), out);
    }
  }
}

using ItemCheck = void (*)(const Value& item, const Place& at, Findings& out);
struct Part {
  std::string_view name;
  ItemCheck check;
};
constexpr Part kParts[] = {
    {"accessLogging", CheckAccessLogging},
    {"metrics", CheckMetrics},
    {"tracing", CheckTracing},
};

}  // namespace

void CheckTelemetry(const Value& object, const CheckContext& context, Findings& out) {
  CheckPolicy(object, context, out);
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  bool any = false;
  for (const Part& part : kParts) {
    const Value::List& items = ItemsOf(spec.Get(part.name));
    any = any || !items.empty();
    for (std::size_t i = 0; i < items.size(); ++i) part.check(items[i], (at / part.name)[i], out);
  }
  if (!any) out.Add(kNothing, at, "It is empty.");
  const std::size_t tracing = ItemsOf(spec.Get("tracing")).size();
  if (tracing > 1) {
    out.Add(kItems, at / "tracing", "There are " + std::to_string(tracing) + ".");
  }
}

}  // namespace mesh::istio
