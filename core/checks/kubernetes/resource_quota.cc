#include <algorithm>
#include <set>

#include "core/checks/kubernetes/kinds.h"
#include "core/checks/kubernetes/resources.h"
#include "core/checks/kubernetes/rules.h"
#include "core/checks/read.h"

namespace mesh::kubernetes {
namespace {

constexpr const Rule& kNull = RuleOf(kRules, "MSH6008");
constexpr const Rule& kNeedsValues = RuleOf(kRules, "MSH6013");
constexpr const Rule& kTakesNoValues = RuleOf(kRules, "MSH6014");
constexpr const Rule& kName = RuleOf(kRules, "MSH6041");
constexpr const Rule& kNotHere = RuleOf(kRules, "MSH6042");
constexpr const Rule& kNegative = RuleOf(kRules, "MSH6043");
constexpr const Rule& kPart = RuleOf(kRules, "MSH6044");
constexpr const Rule& kScopeUse = RuleOf(kRules, "MSH6045");
constexpr const Rule& kExclusive = RuleOf(kRules, "MSH6046");
constexpr const Rule& kNoScopeValues = RuleOf(kRules, "MSH6047");
constexpr const Rule& kRequestsAboveLimits = RuleOf(kRules, "MSH6110");

struct Scope {
  std::string_view name;
  Use number;
  /// The other use that it selects by; kOther when there is none.
  Use amount;
  bool has_values = false;
};
constexpr Scope kScopes[] = {
    {"Terminating", Use::kPodNumber, Use::kPodCompute},
    {"NotTerminating", Use::kPodNumber, Use::kPodCompute},
    {"BestEffort", Use::kPodNumber, Use::kOther},
    {"NotBestEffort", Use::kPodNumber, Use::kPodCompute},
    {"PriorityClass", Use::kPodNumber, Use::kPodCompute, true},
    {"CrossNamespacePodAffinity", Use::kPodNumber, Use::kPodCompute},
    {"VolumeAttributesClass", Use::kClaimNumber, Use::kClaimStorage, true},
};
struct Pair {
  std::string_view one;
  std::string_view other;
};
constexpr Pair kExclusiveScopes[] = {{"BestEffort", "NotBestEffort"},
                                     {"Terminating", "NotTerminating"}};
constexpr std::string_view kWithLimits[] = {"cpu", "memory", "ephemeral-storage"};

void CheckAmount(std::string_view name, const std::string& amount, const Place& at, Findings& out) {
  const auto order = CompareQuantities(amount, "0");
  if (!order) return;
  if (*order < 0) out.Add(kNegative, at, "It is " + amount + ".");
  const bool plain = amount.find_first_not_of("0123456789") == amount.npos;
  if (plain || *order < 0 || !IsCounted(name)) return;
  if (RoundedUp(amount, "m").value_or(0) % 1000 != 0) out.Add(kPart, at, "It is " + amount + ".");
}

void CheckHard(const Value& hard, const Place& at, Findings& out) {
  for (const auto& [name, amount] : MembersOf(hard)) {
    const Place here = at.Key(name);
    if (std::string wrong = WrongResourceName(name); !wrong.empty()) {
      out.Add(kName, here, std::move(wrong));
    } else if (!IsQuotaResource(name)) {
      out.Add(kNotHere, here, InQuotes(name) + " is nothing that quotas count.");
    }
    CheckAmount(name, QuantityText(amount), here, out);
  }
}

void CheckScope(std::string_view name, const Value& hard, const Place& at, Findings& out) {
  const auto* scope = std::ranges::find(kScopes, name, &Scope::name);
  if (scope == std::end(kScopes)) return;
  for (const auto& [resource, amount] : MembersOf(hard)) {
    const auto use = UseOf(resource);
    const bool fits =
        !use || (*use != Use::kOther && (*use == scope->number || *use == scope->amount));
    if (!fits) {
      out.Add(kScopeUse, at,
              "The scope is " + std::string(name) + ", and `hard` has " + InQuotes(resource) + ".");
    }
  }
}

void CheckPairs(const std::set<std::string_view>& scopes, const Place& at, Findings& out) {
  for (const Pair& pair : kExclusiveScopes) {
    if (!scopes.contains(pair.one) || !scopes.contains(pair.other)) continue;
    out.Add(kExclusive, at,
            "There are " + std::string(pair.one) + " and " + std::string(pair.other) + ".");
  }
}

void CheckRequirement(const Value& requirement, const Place& at, Findings& out) {
  const std::string_view name = TextOf(requirement.Get("scopeName"));
  const std::string_view how = TextOf(requirement.Get("operator"));
  const bool empty = ItemsOf(requirement.Get("values")).empty();
  const auto* scope = std::ranges::find(kScopes, name, &Scope::name);
  if (scope != std::end(kScopes) && !scope->has_values && how != "Exists") {
    out.Add(kNoScopeValues, at / "operator",
            "The scope is " + std::string(name) + ", the operator " + InQuotes(how) + ".");
  } else if ((how == "In" || how == "NotIn") && empty) {
    out.Add(kNeedsValues, at / "values", "`" + std::string(how) + "` has none.");
  }
  if ((how == "Exists" || how == "DoesNotExist") && !empty) {
    out.Add(kTakesNoValues, at / "values", "`" + std::string(how) + "` has some.");
  }
}

void CheckScopes(const Value& spec, const Place& at, Findings& out) {
  const Value& hard = spec.Get("hard");
  std::set<std::string_view> names;
  const Value::List& scopes = ItemsOf(spec.Get("scopes"));
  for (std::size_t i = 0; i < scopes.size(); ++i) {
    names.insert(TextOf(scopes[i]));
    if (scopes[i].is_null()) out.Add(kNull, (at / "scopes")[i], "It is null.");
    CheckScope(TextOf(scopes[i]), hard, (at / "scopes")[i], out);
  }
  CheckPairs(names, at / "scopes", out);
  names.clear();
  const Value::List& requirements = ItemsOf(spec.At({"scopeSelector", "matchExpressions"}));
  const Place here = at / "scopeSelector" / "matchExpressions";
  for (std::size_t i = 0; i < requirements.size(); ++i) {
    const std::string_view name = TextOf(requirements[i].Get("scopeName"));
    names.insert(name);
    if (requirements[i].is_null()) out.Add(kNull, here[i], "It is null.");
    CheckScope(name, hard, here[i], out);
    CheckRequirement(requirements[i], here[i], out);
  }
  CheckPairs(names, here, out);
}

void WarnOfOrder(const Value& hard, const Place& at, Findings& out) {
  for (const std::string_view resource : kWithLimits) {
    const std::string suffix(resource);
    std::string name = "requests." + suffix;
    if (!hard.Has(name) && resource != "ephemeral-storage") name = suffix;
    const std::string limit = "limits." + suffix;
    if (!hard.Has(name) || !hard.Has(limit)) continue;
    const std::string most = QuantityText(hard.Get(limit));
    const std::string asked = QuantityText(hard.Get(name));
    if (CompareQuantities(asked, most).value_or(0) <= 0) continue;
    out.Add(kRequestsAboveLimits, at.Key(name),
            name + " is " + asked + ", " + limit + " is " + most + ".");
  }
}

}  // namespace

void CheckResourceQuota(const Value& object, const CheckContext&, Findings& out) {
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  CheckHard(spec.Get("hard"), at / "hard", out);
  CheckScopes(spec, at, out);
  WarnOfOrder(spec.Get("hard"), at / "hard", out);
}

}  // namespace mesh::kubernetes
