// Items of `when`: an attribute and the values that it must or must not have.
#include <algorithm>

#include "core/checks/istio_security/authorization_parts.h"
#include "core/checks/istio_security/security_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kCustomCondition = RuleOf(kSecurityRules, "MSH3004");
constexpr const Rule& kEmptyConditionValue = RuleOf(kSecurityRules, "MSH3008");
constexpr const Rule& kConditionAccount = RuleOf(kSecurityRules, "MSH3009");
constexpr const Rule& kNoKey = RuleOf(kSecurityRules, "MSH3013");
constexpr const Rule& kNoValues = RuleOf(kSecurityRules, "MSH3014");
constexpr const Rule& kUnknown = RuleOf(kSecurityRules, "MSH3015");
constexpr const Rule& kNoBrackets = RuleOf(kSecurityRules, "MSH3016");
constexpr const Rule& kGone = RuleOf(kSecurityRules, "MSH3017");

constexpr std::size_t kMostAccounts = 16;

struct Attribute {
  std::string_view name;
  /// Something in brackets follows, so the name is the start of the key only.
  bool bracketed = false;
  ValueCheck check = nullptr;
  bool before_identity = true;
  bool on_ztunnel = false;
  bool gone = false;
};
constexpr Attribute kAttributes[] = {
    {.name = "request.headers", .bracketed = true},
    {.name = "source.ip", .check = CheckAddress, .on_ztunnel = true},
    {.name = "remote.ip", .check = CheckAddress},
    {.name = "source.namespace", .before_identity = false, .on_ztunnel = true},
    {.name = "source.serviceAccount", .check = CheckServiceAccount, .before_identity = false},
    {.name = "source.principal", .before_identity = false, .on_ztunnel = true},
    {.name = "source.trustDomain", .check = CheckWildcardDomain, .before_identity = false},
    {.name = "request.auth.principal", .before_identity = false},
    {.name = "request.auth.audiences", .before_identity = false},
    {.name = "request.auth.presenter", .before_identity = false},
    {.name = "request.auth.claims", .bracketed = true, .before_identity = false},
    {.name = "destination.ip", .check = CheckAddress, .on_ztunnel = true},
    {.name = "destination.port", .check = CheckPortText, .on_ztunnel = true},
    {.name = "connection.sni"},
    {.name = "experimental.envoy.filters.", .bracketed = true},
    {.name = "destination.namespace", .gone = true},
    {.name = "destination.labels", .bracketed = true, .gone = true},
    {.name = "destination.name", .gone = true},
    {.name = "destination.user", .gone = true},
};

const Attribute* Find(std::string_view key) {
  const auto found = std::ranges::find_if(kAttributes, [&](const Attribute& one) {
    return one.bracketed ? key.starts_with(one.name) : key == one.name;
  });
  return found == std::end(kAttributes) ? nullptr : found;
}

/// `a[b]`, with something before and in the brackets.
bool HasBrackets(std::string_view key) {
  const std::size_t open = key.find('[');
  return key.ends_with(']') && open != std::string_view::npos && open > 0 && open + 2 < key.size();
}

void CheckKey(const Attribute* attribute, std::string_view key, const Place& at, Findings& out) {
  if (attribute == nullptr) {
    out.Add(kUnknown, at, "It is " + InQuotes(key) + ".");
  } else if (attribute->gone) {
    out.Add(kGone, at, "It is " + InQuotes(key) + ".");
  } else if (attribute->bracketed && !HasBrackets(key)) {
    out.Add(kNoBrackets, at, "It is " + InQuotes(key) + ".");
  }
}

void CheckValues(const Attribute* attribute, const Value& values, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(values);
  const ValueCheck check = attribute == nullptr ? nullptr : attribute->check;
  if (check == CheckServiceAccount && items.size() > kMostAccounts) {
    out.Add(kConditionAccount, at,
            "There are " + std::to_string(items.size()) + ", 16 are allowed.");
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].is_string()) continue;
    if (items[i].as_string().empty()) {
      out.Add(kEmptyConditionValue, at[i], "It is empty.");
    } else if (check != nullptr) {
      check(items[i].as_string(), at[i], out);
    }
  }
}

}  // namespace

bool IsConnectionAttribute(std::string_view key) {
  const Attribute* attribute = Find(key);
  return attribute != nullptr && attribute->on_ztunnel;
}

void CheckCondition(const Value& condition, bool custom, const Place& at, Findings& out) {
  if (!condition.is_map() || !condition.Get("key").is_string()) return;
  const std::string& key = condition.Get("key").as_string();
  if (key.empty()) return out.Add(kNoKey, at / "key", "It is empty.");
  const Attribute* attribute = Find(key);
  const bool identity =
      (attribute != nullptr && !attribute->before_identity) || key.starts_with("request.auth.");
  if (custom && identity) out.Add(kCustomCondition, at / "key", "It is " + InQuotes(key) + ".");
  const Value& values = condition.Get("values");
  const Value& not_values = condition.Get("notValues");
  if (ItemsOf(values).empty() && ItemsOf(not_values).empty()) {
    return out.Add(kNoValues, at, "The key is " + InQuotes(key) + ".");
  }
  CheckKey(attribute, key, at / "key", out);
  CheckValues(attribute, values, at / "values", out);
  CheckValues(attribute, not_values, at / "notValues", out);
}

}  // namespace mesh::istio
