#include "core/checks/istio/policy_checks.h"

#include "core/checks/istio/policy_rules.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kClassElsewhere = RuleOf(kPolicyRules, "MSH3181");
constexpr const Rule& kWrongClass = RuleOf(kPolicyRules, "MSH3182");

constexpr std::string_view kWaypoints = "istio-waypoint";

void CheckClass(const Value& target, std::string_view own, const CheckContext& context,
                const Place& at, Findings& out) {
  if (TextOf(target.Get("kind")) != "GatewayClass") return;
  const std::string_view name = TextOf(target.Get("name"));
  if (!name.empty() && name != kWaypoints) {
    out.Add(kWrongClass, at / "name", "It is " + InQuotes(name) + ".");
  } else if (!own.empty() && own != context.root_namespace) {
    out.Add(kClassElsewhere, at,
            "The object is in " + InQuotes(own) + ", the root namespace is " +
                InQuotes(context.root_namespace) + ".");
  }
}

}  // namespace

std::span<const Rule> PolicyRules() { return kPolicyRules; }

bool HasTargets(const Value& spec) {
  return spec.Get("targetRef").is_map() || !ItemsOf(spec.Get("targetRefs")).empty();
}

void CheckPolicy(const Value& object, const CheckContext& context, Findings& out) {
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  CheckAnnotations(object, out);
  CheckTargets(spec, "selector", at, out);
  CheckSelector(spec.Get("selector"), "matchLabels", at / "selector", out);
  const std::string_view own = NamespaceOf(object);
  CheckClass(spec.Get("targetRef"), own, context, at / "targetRef", out);
  const Value::List& targets = ItemsOf(spec.Get("targetRefs"));
  for (std::size_t i = 0; i < targets.size(); ++i) {
    CheckClass(targets[i], own, context, (at / "targetRefs")[i], out);
  }
}

}  // namespace mesh::istio
