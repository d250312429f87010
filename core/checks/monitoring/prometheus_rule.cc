#include "core/checks/monitoring/prometheus_rule.h"

#include <algorithm>
#include <charconv>

#include "core/checks/monitoring/expression.h"
#include "core/checks/monitoring/metric_names.h"
#include "core/checks/monitoring/monitoring_rules.h"
#include "core/checks/monitoring/prometheus_duration.h"
#include "core/checks/read.h"

namespace mesh::monitoring {
namespace {

constexpr const Rule& kOneOf = RuleOf(kMonitoringRules, "MSH7301");
constexpr const Rule& kForAlerts = RuleOf(kMonitoringRules, "MSH7302");
constexpr const Rule& kRecordName = RuleOf(kMonitoringRules, "MSH7303");
constexpr const Rule& kExpression = RuleOf(kMonitoringRules, "MSH7304");
constexpr const Rule& kLabel = RuleOf(kMonitoringRules, "MSH7305");
constexpr const Rule& kTwice = RuleOf(kMonitoringRules, "MSH7306");
constexpr const Rule& kNoMetric = RuleOf(kMonitoringRules, "MSH7307");
constexpr const Rule& kNoShare = RuleOf(kMonitoringRules, "MSH7308");
constexpr const Rule& kKong2 = RuleOf(kMonitoringRules, "MSH7309");
constexpr const Rule& kWait = RuleOf(kMonitoringRules, "MSH7310");
constexpr const Rule& kTemplate = RuleOf(kMonitoringRules, "MSH7311");

void CheckLabels(const Value& labels, const Place& at, Findings& out) {
  for (const auto& [name, value] : MembersOf(labels)) {
    if (!name.empty() && name != "__name__") continue;
    out.Add(kLabel, at.Key(name),
            name.empty() ? "Its name is empty." : "It is the name of the series.");
  }
}

std::size_t Count(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

void CheckTemplates(const Value& texts, const Place& at, Findings& out) {
  for (const auto& [name, value] : MembersOf(texts)) {
    if (!value.is_string()) continue;
    const std::string& text = value.as_string();
    // Braces of a string inside of a template may close more than were opened.
    if (Count(text, "{{") <= Count(text, "}}")) continue;
    out.Add(kTemplate, at.Key(name), "A `{{` has no `}}`.");
  }
}

bool IsZero(const Value& duration) {
  return duration.is_null() || Milliseconds(TextOf(duration)).value_or(0) == 0;
}

void CheckRecording(const Value& rule, const Place& at, Findings& out) {
  const std::string_view name = TextOf(rule.Get("record"));
  if (name.empty()) return;
  if (!MembersOf(rule.Get("annotations")).empty()) {
    out.Add(kForAlerts, at / "annotations", "The rule records " + std::string(name) + ".");
  }
  for (const std::string_view field : {"for", "keep_firing_for"}) {
    if (IsZero(rule.Get(field))) continue;
    out.Add(kForAlerts, at / field, "The rule records " + std::string(name) + ".");
  }
  if (name.find_first_of("{}") != std::string_view::npos) {
    out.Add(kRecordName, at / "record", "It is " + InQuotes(name) + ".");
  }
}

/// Whether it counts events: requests, errors, ...
bool CountsEvents(std::string_view metric) {
  if (metric.find("_seconds") != std::string_view::npos ||
      metric.find("_bytes") != std::string_view::npos) {
    return false;
  }
  constexpr std::string_view kEvents[] = {"request", "error", "fail", "http", "status", "response"};
  return std::ranges::any_of(kEvents, [&](std::string_view event) {
    return metric.find(event) != std::string_view::npos;
  });
}

void CheckShare(const Expression& expression, const Place& at, Findings& out) {
  const bool is_rate = std::ranges::any_of(expression.functions, [](std::string_view function) {
    return function == "rate" || function == "irate";
  });
  if (!is_rate || expression.is_scaled || expression.metrics.size() != 1 ||
      !CountsEvents(expression.metrics.front())) {
    return;
  }
  for (const std::string_view threshold : expression.thresholds) {
    double number = 0;
    std::from_chars(threshold.data(), threshold.data() + threshold.size(), number);
    if (number <= 0 || number >= 1) continue;
    out.Add(kNoShare, at, "It is compared with " + std::string(threshold) + ".");
  }
}

void CheckExpression(const Value& value, const Place& at, Findings& out) {
  if (!value.is_string()) return;
  const Expression expression = ReadExpression(value.as_string());
  if (value.as_string().find_first_not_of(" \t\r\n") == std::string::npos) {
    out.Add(kExpression, at, "It is empty.");
    return;
  }
  if (!expression.wrong.empty()) {
    out.Add(kExpression, at, expression.wrong);
    return;
  }
  for (const std::string_view metric : expression.metrics) {
    const std::string_view now = SuccessorInKong3(metric);
    const std::string_view meant = now.empty() ? MeantMetric(metric) : std::string_view();
    if (!now.empty()) {
      out.Add(kKong2, at, std::string(metric) + " is now " + std::string(now) + ".");
    } else if (!meant.empty()) {
      out.Add(kNoMetric, at,
              "There is no " + std::string(metric) + ". Is it " + std::string(meant) + "?");
    }
  }
  CheckShare(expression, at, out);
}

void CheckWait(const Value& rule, const Value& interval, const Place& at, Findings& out) {
  const auto wait = Milliseconds(TextOf(rule.Get("for")));
  const auto pause = Milliseconds(TextOf(interval));
  if (!wait || !pause || *wait == 0 || *wait >= *pause) return;
  out.Add(kWait, at / "for",
          "It is " + std::string(TextOf(rule.Get("for"))) + ", and the interval of the group is " +
              std::string(TextOf(interval)) + ".");
}

void CheckRule(const Value& rule, const Value& group, const Place& at, Findings& out) {
  const bool is_alert = !TextOf(rule.Get("alert")).empty();
  const bool is_recording = !TextOf(rule.Get("record")).empty();
  if (is_alert == is_recording) {
    out.Add(kOneOf, at, is_alert ? "There are alert and record." : "There is neither.");
  }
  CheckExpression(rule.Get("expr"), at / "expr", out);
  CheckLabels(rule.Get("labels"), at / "labels", out);
  CheckRecording(rule, at, out);
  if (!is_alert) return;
  CheckWait(rule, group.Get("interval"), at, out);
  CheckTemplates(rule.Get("labels"), at / "labels", out);
  CheckTemplates(rule.Get("annotations"), at / "annotations", out);
}

}  // namespace

void CheckPrometheusRule(const Value& object, const CheckContext&, Findings& out) {
  const Value::List& groups = ItemsOf(object.At({"spec", "groups"}));
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Place at = (Place() / "spec" / "groups")[i];
    CheckLabels(groups[i].Get("labels"), at / "labels", out);
    const Value::List& rules = ItemsOf(groups[i].Get("rules"));
    for (std::size_t j = 0; j < rules.size(); ++j) {
      const Place here = (at / "rules")[j];
      CheckRule(rules[j], groups[i], here, out);
      const auto same =
          std::find(rules.begin(), rules.begin() + static_cast<std::ptrdiff_t>(j), rules[j]);
      if (same == rules.begin() + static_cast<std::ptrdiff_t>(j)) continue;
      out.Add(kTwice, here,
              "It is as rule " + std::to_string(same - rules.begin() + 1) + " of the group.");
    }
  }
}

}  // namespace mesh::monitoring
