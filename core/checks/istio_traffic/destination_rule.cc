#include "core/checks/istio_traffic/destination_rule.h"

#include <algorithm>
#include <set>

#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio/shared_rules.h"
#include "core/checks/istio_traffic/destination_rule_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kRuleHost = RuleOf(kSharedRules, "MSH2001");
constexpr const Rule& kSubsetTwice = RuleOf(kDestinationRuleRules, "MSH2130");
constexpr const Rule& kExported = RuleOf(kDestinationRuleRules, "MSH2131");

void CheckSubsets(const Value& subsets, const DestinationRuleScope& scope, const Place& at,
                  Findings& out) {
  const Value::List& items = ItemsOf(subsets);
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Value& name = items[i].Get("name");
    if (name.is_string() && !seen.insert(name.as_string()).second) {
      out.Add(kSubsetTwice, at[i] / "name",
              "There is another subset " + InQuotes(TextOf(name)) + ".");
    }
    CheckSubsetName(name, at[i] / "name", out);
    CheckLabels(items[i].Get("labels"), at[i] / "labels", out);
    CheckTrafficPolicy(items[i].Get("trafficPolicy"), scope, at[i] / "trafficPolicy", out);
  }
}

/// A rule for selected workloads is for those of its own namespace.
void CheckExportOfSelected(const Value& spec, std::string_view own, const Place& at,
                           Findings& out) {
  const Value::List& entries = ItemsOf(spec.Get("exportTo"));
  if (!spec.Get("workloadSelector").is_map()) return;
  const bool is_local = std::ranges::all_of(entries, [&](const Value& entry) {
    return TextOf(entry) == "." || (TextOf(entry) == own && !own.empty());
  });
  if (!is_local) out.Add(kExported, at / "exportTo", "There are other namespaces in it.");
}

}  // namespace

void CheckDestinationRule(const Value& object, const CheckContext&, Findings& out) {
  CheckAnnotations(object, out);
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  if (spec.is_null()) return out.Add(kRuleHost, at / "host", "There is no spec, hence no host.");
  const std::string_view own = NamespaceOf(object);
  DestinationRuleScope scope{own};
  scope.is_for_any_sidecar =
      spec.Get("workloadSelector").is_null() && ItemsOf(spec.Get("exportTo")).empty();

  CheckWildcardHost(spec.Get("host"), at / "host", out);
  CheckTrafficPolicy(spec.Get("trafficPolicy"), scope, at / "trafficPolicy", out);
  CheckSubsets(spec.Get("subsets"), scope, at / "subsets", out);
  CheckExportTo(spec.Get("exportTo"), own, MayExportToNobody::kNo, at / "exportTo", out);
  CheckExportOfSelected(spec, own, at, out);
  CheckSelector(spec.Get("workloadSelector"), "matchLabels", at / "workloadSelector", out);
}

}  // namespace mesh::istio
