// AuthorizationPolicy: what the API server and Istio refuse.
#include <algorithm>

#include "core/checks/istio/policy_checks.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio_security/authorization_parts.h"
#include "core/checks/istio_security/security_kinds.h"
#include "core/checks/istio_security/security_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kNever = RuleOf(kSecurityRules, "MSH3001");
constexpr const Rule& kNoProvider = RuleOf(kSecurityRules, "MSH3002");
constexpr const Rule& kLostProvider = RuleOf(kSecurityRules, "MSH3003");
constexpr const Rule& kCustom = RuleOf(kSecurityRules, "MSH3004");
constexpr const Rule& kNoSource = RuleOf(kSecurityRules, "MSH3005");
constexpr const Rule& kNoOperation = RuleOf(kSecurityRules, "MSH3006");
constexpr const Rule& kTwoIdentities = RuleOf(kSecurityRules, "MSH3007");
constexpr const Rule& kEmptyValue = RuleOf(kSecurityRules, "MSH3008");
constexpr const Rule& kDryRun = RuleOf(kSecurityRules, "MSH3018");

constexpr std::string_view kDryRunAnnotation = "istio.io/dry-run";
// As Go reads booleans.
constexpr std::string_view kBooleans[] = {"1", "t", "T", "true",  "TRUE",  "True",
                                          "0", "f", "F", "false", "FALSE", "False"};

std::string_view ActionOf(const Value& spec) {
  const std::string_view action = TextOf(spec.Get("action"));
  return action.empty() ? "ALLOW" : action;
}

void CheckDryRun(const Value& object, std::string_view action, Findings& out) {
  const Value& dry_run = object.At({"metadata", "annotations"}).Get(kDryRunAnnotation);
  if (!dry_run.is_string()) return;
  const Place at = (Place() / "metadata" / "annotations").Key(kDryRunAnnotation);
  if (action != "ALLOW" && action != "DENY") {
    out.Add(kDryRun, at, "The action is " + std::string(action) + ".");
  } else if (std::ranges::find(kBooleans, dry_run.as_string()) == std::end(kBooleans)) {
    out.Add(kDryRun, at, "It is " + InQuotes(dry_run.as_string()) + ".");
  }
}

void CheckAction(const Value& spec, std::string_view action, const Place& at, Findings& out) {
  const bool rules = !ItemsOf(spec.Get("rules")).empty();
  const Value& provider = spec.Get("provider");
  if (!rules && (action == "CUSTOM" || action == "DENY")) {
    out.Add(kNever, at, "The action is " + std::string(action) + ", and there are no rules.");
  }
  if (action != "CUSTOM") {
    if (provider.is_map()) {
      out.Add(kLostProvider, at / "provider", "The action is " + std::string(action) + ".");
    }
  } else if (rules && TextOf(provider.Get("name")).empty()) {
    out.Add(kNoProvider, at / "provider", "There is no name.");
  }
}

void CheckValueList(const Value& values, const ValueList& list, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(values);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].is_string()) continue;
    if (items[i].as_string().empty()) {
      out.Add(kEmptyValue, at[i], "It is empty.");
    } else if (list.check != nullptr) {
      list.check(items[i].as_string(), at[i], out);
    }
  }
}

/// By fields, not by values: the API server refuses empty lists beside each other, too.
void CheckIdentities(const Value& source, const Place& at, Findings& out) {
  const auto given = [&](std::initializer_list<std::string_view> fields) {
    return std::ranges::any_of(fields, [&](auto field) { return !source.Get(field).is_null(); });
  };
  if (given({"serviceAccounts", "notServiceAccounts"}) &&
      given({"principals", "notPrincipals", "namespaces", "notNamespaces"})) {
    out.Add(kTwoIdentities, at, "There are both.");
  }
}

/// One item of `from` or `to`: `item` is the member that says something.
void CheckItem(const Value& item, const RulePart& part, bool custom, const Place& at,
               const Rule& says_nothing, Findings& out) {
  if (!item.is_map()) return;
  const Value& body = item.Get(part.item);
  if (body.is_null()) {
    return out.Add(says_nothing, at, "There is no " + std::string(part.item) + ".");
  }
  if (!body.is_map()) return;
  if (!AnyValues(body, part.values, [](const ValueList&) { return true; })) {
    out.Add(says_nothing, at / part.item, "It has no values.");
  }
  for (const ValueList& list : part.values) {
    for (const std::string_view name : {list.name, list.negative}) {
      CheckValueList(body.Get(name), list, at / part.item / name, out);
      if (custom && !list.before_identity && !ItemsOf(body.Get(name)).empty()) {
        out.Add(kCustom, at / part.item / name, "There is " + std::string(name) + ".");
      }
    }
  }
  CheckIdentities(body, at / part.item, out);
}

void CheckRule(const Value& rule, bool custom, const Place& at, Findings& out) {
  const auto part = [&](const RulePart& which, const Rule& says_nothing) {
    const Value::List& items = ItemsOf(rule.Get(which.list));
    for (std::size_t i = 0; i < items.size(); ++i) {
      CheckItem(items[i], which, custom, (at / which.list)[i], says_nothing, out);
    }
  };
  part(SourcePart(), kNoSource);
  part(OperationPart(), kNoOperation);
  const Value::List& conditions = ItemsOf(rule.Get("when"));
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    CheckCondition(conditions[i], custom, (at / "when")[i], out);
  }
}

}  // namespace

void CheckAuthorizationPolicy(const Value& object, const CheckContext& context, Findings& out) {
  CheckPolicy(object, context, out);
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  const std::string_view action = ActionOf(spec);
  CheckDryRun(object, action, out);
  CheckAction(spec, action, at, out);
  const Value::List& rules = ItemsOf(spec.Get("rules"));
  for (std::size_t i = 0; i < rules.size(); ++i) {
    CheckRule(rules[i], action == "CUSTOM", (at / "rules")[i], out);
  }
  WarnOfRules(object, out);
  WarnOfZtunnel(object, out);
  WarnOfValues(object, out);
}

}  // namespace mesh::istio
