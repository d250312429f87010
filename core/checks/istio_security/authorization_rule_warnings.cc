// AuthorizationPolicy: rules that are accepted and let more, or less, pass than they seem to.
#include <algorithm>

#include "core/checks/istio/policy_checks.h"
#include "core/checks/istio_security/authorization_parts.h"
#include "core/checks/istio_security/security_kinds.h"
#include "core/checks/istio_security/security_warnings.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kSplit = RuleOf(kSecurityWarnings, "MSH3101");
constexpr const Rule& kAnyone = RuleOf(kSecurityWarnings, "MSH3102");
constexpr const Rule& kNamedDeny = RuleOf(kSecurityWarnings, "MSH3103");
constexpr const Rule& kAllowsAll = RuleOf(kSecurityWarnings, "MSH3104");
constexpr const Rule& kInert = RuleOf(kSecurityWarnings, "MSH3105");
constexpr const Rule& kNeverFits = RuleOf(kSecurityWarnings, "MSH3106");
constexpr const Rule& kNotEnforced = RuleOf(kSecurityWarnings, "MSH3107");
constexpr const Rule& kDeniesTcp = RuleOf(kSecurityWarnings, "MSH3108");
constexpr const Rule& kTrustDomain = RuleOf(kSecurityWarnings, "MSH3109");
constexpr const Rule& kNegative = RuleOf(kSecurityWarnings, "MSH3110");
constexpr const Rule& kEmptyList = RuleOf(kSecurityWarnings, "MSH3111");

constexpr std::string_view kDenyWords[] = {"deny", "denies", "denied", "block", "reject", "forbid"};
constexpr std::string_view kNegativeIdentities[] = {"notPrincipals", "notNamespaces",
                                                    "notServiceAccounts", "notTrustDomains"};

struct Listed {
  const Value::List& from;
  const Value::List& to;
  const Value::List& when;
};
Listed PartsOf(const Value& rule) {
  return {ItemsOf(rule.Get("from")), ItemsOf(rule.Get("to")), ItemsOf(rule.Get("when"))};
}

bool IsAllow(const Value& spec) {
  return spec.Get("action").is_null() || TextOf(spec.Get("action")) == "ALLOW";
}
bool IsDeny(const Value& spec) { return TextOf(spec.Get("action")) == "DENY"; }

/// Words of a name stand between dots and hyphens.
bool SaysDeny(std::string_view name) {
  while (!name.empty()) {
    const std::size_t end = std::min(name.find_first_of("-."), name.size());
    if (std::ranges::find(kDenyWords, name.substr(0, end)) != std::end(kDenyWords)) return true;
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return false;
}

/// Whether a condition asks who the caller is or what token there is.
bool AsksForIdentity(const Value& condition) {
  const std::string_view key = TextOf(condition.Get("key"));
  return !ItemsOf(condition.Get("values")).empty() &&
         (key.starts_with("source.") || key.starts_with("remote.") ||
          key.starts_with("request.auth."));
}

void WarnOfOpenRules(const Value::List& rules, const Place& at, Findings& out) {
  bool any_from = false;
  bool from_alone = false;
  for (const Value& rule : rules) {
    const Listed parts = PartsOf(rule);
    any_from = any_from || !parts.from.empty();
    from_alone = from_alone || (!parts.from.empty() && parts.to.empty() && parts.when.empty());
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const Listed parts = PartsOf(rules[i]);
    if (parts.from.empty() && parts.to.empty() && parts.when.empty()) {
      out.Add(kAllowsAll, at[i], "The rule is empty.");
    } else if (any_from && parts.from.empty() &&
               std::ranges::none_of(parts.when, AsksForIdentity)) {
      out.Add(from_alone ? kSplit : kAnyone, at[i],
              from_alone ? "It has no `from`, and another rule has nothing but `from`."
                         : "It has no `from`.");
    }
  }
}

/// Sources that say only who a caller is not.
void WarnOfNegatives(const Value& rule, const Place& at, Findings& out) {
  const Listed parts = PartsOf(rule);
  if (std::ranges::any_of(parts.when, AsksForIdentity)) return;
  for (std::size_t i = 0; i < parts.from.size(); ++i) {
    const Value& source = parts.from[i].Get("source");
    const auto has = [&](std::string_view name) { return !ItemsOf(source.Get(name)).empty(); };
    const bool positive = std::ranges::any_of(
        SourcePart().values, [&](const ValueList& list) { return has(list.name); });
    const auto negative = std::ranges::find_if(kNegativeIdentities, has);
    if (positive || negative == std::end(kNegativeIdentities)) continue;
    out.Add(kNegative, (at / "from")[i] / "source" / *negative,
            "Nothing says who the caller must be.");
  }
}

void WarnOfEmptyLists(const Value& rule, const Place& at, Findings& out) {
  for (const std::string_view name : {"from", "to"}) {
    const Value& list = rule.Get(name);
    if (list.is_list() && list.as_list().empty()) out.Add(kEmptyList, at / name, "It is empty.");
  }
}

/// As Istio warns: what the rule asks of a connection decides where no HTTP is spoken.
void WarnOfTcp(const Value& rule, const Place& at, Findings& out) {
  const auto on_tcp = [](const Value::List& items, const RulePart& part) {
    return std::ranges::any_of(items, [&](const Value& item) {
      return AnyValues(item.Get(part.item), part.values,
                       [](const ValueList& list) { return list.on_tcp; });
    });
  };
  const Listed parts = PartsOf(rule);
  const bool by_from = !parts.from.empty() && parts.to.empty() && !on_tcp(parts.from, SourcePart());
  const bool by_to = !parts.to.empty() && !on_tcp(parts.to, OperationPart());
  if (by_from || by_to) {
    out.Add(kDeniesTcp, at, by_to ? "Its `to` names no ports." : "Its `from` needs HTTP.");
  }
}

/// Whether something that a ztunnel looks at is left in one item of the part.
bool IsLeft(const Value::List& items, const RulePart& part) {
  return std::ranges::any_of(items, [&](const Value& item) {
    return AnyValues(item.Get(part.item), part.values,
                     [](const ValueList& list) { return list.on_ztunnel; });
  });
}

/// Which part of a rule a ztunnel would be left with nothing of; empty: none.
std::string_view LostPart(const Value& rule) {
  const Listed parts = PartsOf(rule);
  if (!parts.from.empty() && !IsLeft(parts.from, SourcePart())) return "from";
  if (!parts.to.empty() && !IsLeft(parts.to, OperationPart())) return "to";
  const bool lost = std::ranges::any_of(parts.when, [](const Value& condition) {
    return !IsConnectionAttribute(TextOf(condition.Get("key")));
  });
  return lost ? "when" : "";
}

/// Whether the rule asks for something that a ztunnel cannot see, trust domains apart.
bool NeedsHttp(const Value& rule) {
  const auto needs = [](const Value::List& items, const RulePart& part) {
    return std::ranges::any_of(items, [&](const Value& item) {
      return AnyValues(item.Get(part.item), part.values, [](const ValueList& list) {
        return !list.on_ztunnel && list.name != "trustDomains";
      });
    });
  };
  const Listed parts = PartsOf(rule);
  return needs(parts.from, SourcePart()) || needs(parts.to, OperationPart()) ||
         std::ranges::any_of(parts.when, [](const Value& condition) {
           return !IsConnectionAttribute(TextOf(condition.Get("key")));
         });
}

void WarnOfTrustDomains(const Value& rule, const Place& at, Findings& out) {
  const Listed parts = PartsOf(rule);
  for (std::size_t i = 0; i < parts.from.size(); ++i) {
    const Value& source = parts.from[i].Get("source");
    for (const std::string_view name : {"trustDomains", "notTrustDomains"}) {
      if (ItemsOf(source.Get(name)).empty()) continue;
      out.Add(kTrustDomain, (at / "from")[i] / "source" / name, "It has values.");
    }
  }
}

}  // namespace

void WarnOfRules(const Value& object, Findings& out) {
  const Value& spec = object.Get("spec");
  const Value::List& rules = ItemsOf(spec.Get("rules"));
  const Place at = Place() / "spec" / "rules";
  const std::string_view name = TextOf(object.At({"metadata", "name"}));
  if (spec.Get("action").is_null() && !rules.empty() && SaysDeny(name)) {
    out.Add(kNamedDeny, Place() / "metadata" / "name",
            InQuotes(name) + " has rules and no action.");
  }
  if (IsAllow(spec)) WarnOfOpenRules(rules, at, out);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    WarnOfEmptyLists(rules[i], at[i], out);
    if (IsAllow(spec)) WarnOfNegatives(rules[i], at[i], out);
    if (IsDeny(spec)) WarnOfTcp(rules[i], at[i], out);
  }
}

void WarnOfZtunnel(const Value& object, Findings& out) {
  const Value& spec = object.Get("spec");
  if (HasTargets(spec)) return;
  const Place at = Place() / "spec";
  if (!IsAllow(spec) && !IsDeny(spec)) {
    return out.Add(kNotEnforced, at / "action",
                   "It is " + InQuotes(TextOf(spec.Get("action"))) + ".");
  }
  const Value::List& rules = ItemsOf(spec.Get("rules"));
  std::string dropped;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const Place rule_at = (at / "rules")[i];
    const std::string_view lost = LostPart(rules[i]);
    if (IsDeny(spec) && !lost.empty()) {
      out.Add(kInert, rule_at, "Nothing is left of its `" + std::string(lost) + "`.");
      continue;
    }
    if (IsAllow(spec) && NeedsHttp(rules[i])) {
      dropped += (dropped.empty() ? "" : ", ") + ("rules[" + std::to_string(i) + "]");
      continue;
    }
    WarnOfTrustDomains(rules[i], rule_at, out);
  }
  if (!dropped.empty()) out.Add(kNeverFits, at / "rules", "These are dropped: " + dropped + ".");
}

}  // namespace mesh::istio
