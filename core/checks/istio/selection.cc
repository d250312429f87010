// What an object is for: labels, selectors, targets and the namespaces that it is exported to.
#include <algorithm>
#include <vector>

#include "core/checks/istio/host_text.h"
#include "core/checks/istio/label_text.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio/shared_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kLabelKey = RuleOf(kSharedRules, "MSH2007");
constexpr const Rule& kLabelValue = RuleOf(kSharedRules, "MSH2008");
constexpr const Rule& kEmptyKey = RuleOf(kSharedRules, "MSH2009");
constexpr const Rule& kWildcard = RuleOf(kSharedRules, "MSH2010");
constexpr const Rule& kSelectsAll = RuleOf(kSharedRules, "MSH2011");
constexpr const Rule& kTwice = RuleOf(kSharedRules, "MSH2012");
constexpr const Rule& kExport = RuleOf(kSharedRules, "MSH2013");
constexpr const Rule& kNobody = RuleOf(kSharedRules, "MSH2014");
constexpr const Rule& kAllAndSome = RuleOf(kSharedRules, "MSH2015");
constexpr const Rule& kNobodyAndSome = RuleOf(kSharedRules, "MSH2016");
constexpr const Rule& kTargetName = RuleOf(kSharedRules, "MSH2035");
constexpr const Rule& kTargetElsewhere = RuleOf(kSharedRules, "MSH2036");
constexpr const Rule& kTargetKind = RuleOf(kSharedRules, "MSH2037");
constexpr const Rule& kTwoSelections = RuleOf(kSharedRules, "MSH2038");

struct TargetKind {
  std::string_view group;
  std::string_view kind;
};
constexpr TargetKind kTargetKinds[] = {
    {"", "Service"},
    {"core", "Service"},
    {"networking.istio.io", "ServiceEntry"},
    {"gateway.networking.k8s.io", "Gateway"},
    {"gateway.networking.k8s.io", "GatewayClass"},
};

void CheckTarget(const Value& target, const Place& at, Findings& out) {
  if (!target.is_map()) return;
  if (target.Get("name").is_string() && TextOf(target.Get("name")).empty()) {
    out.Add(kTargetName, at / "name", "It is empty.");
  }
  const std::string_view elsewhere = TextOf(target.Get("namespace"));
  if (!elsewhere.empty()) {
    out.Add(kTargetElsewhere, at / "namespace", "It is " + InQuotes(elsewhere) + ".");
  }
  const std::string_view group = TextOf(target.Get("group"));
  const std::string_view kind = TextOf(target.Get("kind"));
  const bool known = std::ranges::any_of(
      kTargetKinds, [&](const TargetKind& one) { return one.kind == kind && one.group == group; });
  // Without a kind the shape has said so.
  if (known || target.Get("kind").is_null()) return;
  out.Add(kTargetKind, at,
          "It is kind " + InQuotes(kind) +
              (group.empty() ? " without a group." : " of group " + InQuotes(group) + "."));
}

}  // namespace

void CheckLabels(const Value& labels, const Place& at, Findings& out) {
  for (const auto& [key, value] : MembersOf(labels)) {
    if (std::string wrong = WrongLabelKey(key); !wrong.empty()) {
      out.Add(kLabelKey, at.Key(key), std::move(wrong));
    }
    if (std::string wrong = WrongLabelValue(TextOf(value)); !wrong.empty()) {
      out.Add(kLabelValue, at.Key(key), std::move(wrong));
    }
  }
}

void CheckSelector(const Value& selector, std::string_view labels_member, const Place& at,
                   Findings& out) {
  if (!selector.is_map()) return;
  const Value::Map& labels = MembersOf(selector.Get(labels_member));
  if (labels.empty()) {
    return out.Add(kSelectsAll, at, "There are no labels in " + std::string(labels_member) + ".");
  }
  const Place label_at = at / labels_member;
  for (const auto& [key, value] : labels) {
    if (key.empty()) {
      out.Add(kEmptyKey, label_at.Key(key), "Its value is " + InQuotes(TextOf(value)) + ".");
    }
    if ((key + std::string(TextOf(value))).find('*') != std::string::npos) {
      out.Add(kWildcard, label_at.Key(key),
              "It is " + InQuotes(key + "=" + std::string(TextOf(value))) + ".");
    }
  }
}

void CheckTargets(const Value& spec, std::string_view selector_member, const Place& at,
                  Findings& out) {
  int given = 0;
  for (const std::string_view member :
       {selector_member, std::string_view("targetRef"), std::string_view("targetRefs")}) {
    given += spec.Get(member).is_null() ? 0 : 1;
  }
  if (given > 1) {
    out.Add(kTwoSelections, at,
            "There is more than one of " + std::string(selector_member) +
                ", targetRef and targetRefs.");
  }
  CheckTarget(spec.Get("targetRef"), at / "targetRef", out);
  const Value::List& targets = ItemsOf(spec.Get("targetRefs"));
  for (std::size_t i = 0; i < targets.size(); ++i) {
    CheckTarget(targets[i], (at / "targetRefs")[i], out);
  }
}

std::string_view ExportTarget(std::string_view entry, std::string_view own) {
  return entry == "." && !own.empty() ? own : entry;
}

void CheckExportTo(const Value& namespaces, std::string_view own, MayExportToNobody nobody,
                   const Place& at, Findings& out) {
  const Value::List& entries = ItemsOf(namespaces);
  std::vector<std::string_view> targets;
  const auto has = [&](std::string_view target) {
    return std::ranges::find(targets, target) != targets.end();
  };
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!entries[i].is_string()) continue;
    const std::string_view entry = TextOf(entries[i]);
    const std::string_view target = ExportTarget(entry, own);
    if (has(target)) {
      out.Add(kTwice, at[i], InQuotes(entry) + " is among the entries before it.");
    } else if (entry == "~" && nobody == MayExportToNobody::kNo) {
      out.Add(kNobody, at[i], "It is \"~\".");
    } else if (entry == "~" || target == "*" || target == "." || IsDnsLabel(target)) {
      targets.push_back(target);
    } else {
      out.Add(kExport, at[i], InQuotes(entry) + " is no namespace.");
    }
  }
  if (entries.size() < 2) return;
  if (has("*")) out.Add(kAllAndSome, at, "There are other entries beside \"*\".");
  if (has("~")) out.Add(kNobodyAndSome, at, "There are other entries beside \"~\".");
}

}  // namespace mesh::istio
