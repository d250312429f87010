// AuthorizationPolicy: values that are accepted and that no request can have.
#include <algorithm>

#include "core/checks/istio_security/authorization_parts.h"
#include "core/checks/istio_security/security_kinds.h"
#include "core/checks/istio_security/security_warnings.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kSpiffe = RuleOf(kSecurityWarnings, "MSH3112");
constexpr const Rule& kNoPrincipal = RuleOf(kSecurityWarnings, "MSH3113");
constexpr const Rule& kMethod = RuleOf(kSecurityWarnings, "MSH3114");
constexpr const Rule& kNoPath = RuleOf(kSecurityWarnings, "MSH3115");
constexpr const Rule& kOwnStart = RuleOf(kSecurityWarnings, "MSH3116");
constexpr const Rule& kNoHost = RuleOf(kSecurityWarnings, "MSH3117");
constexpr const Rule& kPlainStar = RuleOf(kSecurityWarnings, "MSH3118");
constexpr const Rule& kNoSubject = RuleOf(kSecurityWarnings, "MSH3119");

constexpr std::string_view kScheme = "spiffe://";

bool Has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// One `*` at either end means anything; what is left is compared as it is.
std::string_view WithoutWildcard(std::string_view value) {
  if (value.starts_with('*')) return value.substr(1);
  if (value.ends_with('*')) return value.substr(0, value.size() - 1);
  return value;
}

bool WarnOfStar(std::string_view value, const Place& at, Findings& out) {
  if (!Has(WithoutWildcard(value), "*")) return false;
  out.Add(kPlainStar, at, "It is " + InQuotes(value) + ".");
  return true;
}

/// DOMAIN/ns/NAMESPACE/sa/ACCOUNT.
bool IsWorkload(std::string_view principal) {
  const std::size_t ns = principal.find("/ns/");
  const std::size_t sa = principal.find("/sa/", ns == std::string_view::npos ? ns : ns + 4);
  return ns != std::string_view::npos && ns > 0 && sa != std::string_view::npos && sa > ns + 4 &&
         sa + 4 < principal.size() && std::ranges::count(principal, '/') == 4;
}

void WarnOfPrincipal(std::string_view value, const Place& at, Findings& out) {
  if (value.starts_with(kScheme)) {
    out.Add(kSpiffe, at, "It is " + InQuotes(value) + ".");
  } else if (!WarnOfStar(value, at, out) && !Has(value, "*") && !value.empty() &&
             !IsWorkload(value)) {
    out.Add(kNoPrincipal, at, "It is " + InQuotes(value) + ".");
  }
}

void WarnOfRequestPrincipal(std::string_view value, const Place& at, Findings& out) {
  if (!value.empty() && !Has(value, "/") && !Has(value, "*")) {
    out.Add(kNoSubject, at, "It is " + InQuotes(value) + ".");
  }
}

void WarnOfHost(std::string_view value, const Place& at, Findings& out) {
  if (Has(value, "/")) {
    out.Add(kNoHost, at, "It is " + InQuotes(value) + ".");
  } else {
    WarnOfStar(value, at, out);
  }
}

void WarnOfMethod(std::string_view value, const Place& at, Findings& out) {
  if (std::ranges::any_of(value, [](char c) { return c >= 'a' && c <= 'z'; })) {
    out.Add(kMethod, at, "It is " + InQuotes(value) + ".");
  } else {
    WarnOfStar(value, at, out);
  }
}

void WarnOfPath(std::string_view value, const Place& at, Findings& out) {
  const bool starts = value.empty() || value.starts_with('/') || value.starts_with('*');
  if (!starts || value.find_first_of("?#") != std::string_view::npos) {
    out.Add(kNoPath, at,
            InQuotes(value) + (starts ? " has a query." : " does not begin with a slash."));
  } else if (!Has(value, "{*}") && !Has(value, "{**}")) {
    WarnOfStar(value, at, out);
  }
}

using Warning = void (*)(std::string_view value, const Place& at, Findings& out);
struct Watched {
  std::string_view part;
  std::string_view item;
  std::string_view name;
  std::string_view negative;
  Warning warn;
};
constexpr Watched kWatched[] = {
    {"from", "source", "principals", "notPrincipals", WarnOfPrincipal},
    {"from", "source", "requestPrincipals", "notRequestPrincipals", WarnOfRequestPrincipal},
    {"to", "operation", "hosts", "notHosts", WarnOfHost},
    {"to", "operation", "methods", "notMethods", WarnOfMethod},
    {"to", "operation", "paths", "notPaths", WarnOfPath},
};
struct WatchedKey {
  std::string_view key;
  Warning warn;
};
constexpr WatchedKey kWatchedKeys[] = {
    {"source.principal", WarnOfPrincipal},
    {"request.auth.principal", WarnOfRequestPrincipal},
};

void WarnOfEach(const Value& values, Warning warn, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(values);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].is_string()) warn(items[i].as_string(), at[i], out);
  }
}

/// `/x/*` without `/x` or a start of it beside it.
void WarnOfOwnStart(const Value& paths, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(paths);
  const auto fits = [&](std::string_view path) {
    return std::ranges::any_of(items, [&](const Value& item) {
      const std::string_view other = TextOf(item);
      return other == path || other == "*" ||
             (other.ends_with('*') && !other.starts_with('*') &&
              path.starts_with(other.substr(0, other.size() - 1)));
    });
  };
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string_view path = TextOf(items[i]);
    if (path.size() <= 2 || !path.starts_with('/') || !path.ends_with("/*")) continue;
    const std::string_view start = path.substr(0, path.size() - 2);
    if (Has(start, "*") || fits(start)) continue;
    out.Add(kOwnStart, at[i], InQuotes(path) + " is there, " + InQuotes(start) + " is not.");
  }
}

void WarnInRule(const Value& rule, const Place& at, Findings& out) {
  for (const Watched& one : kWatched) {
    const Value::List& items = ItemsOf(rule.Get(one.part));
    for (std::size_t i = 0; i < items.size(); ++i) {
      const Value& body = items[i].Get(one.item);
      const Place body_at = (at / one.part)[i] / one.item;
      for (const std::string_view name : {one.name, one.negative}) {
        WarnOfEach(body.Get(name), one.warn, body_at / name, out);
        if (one.name == "paths") WarnOfOwnStart(body.Get(name), body_at / name, out);
      }
    }
  }
  const Value::List& conditions = ItemsOf(rule.Get("when"));
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    const auto watched =
        std::ranges::find(kWatchedKeys, TextOf(conditions[i].Get("key")), &WatchedKey::key);
    if (watched == std::end(kWatchedKeys)) continue;
    for (const std::string_view name : {"values", "notValues"}) {
      WarnOfEach(conditions[i].Get(name), watched->warn, (at / "when")[i] / name, out);
    }
  }
}

}  // namespace

void WarnOfValues(const Value& object, Findings& out) {
  const Value::List& rules = ItemsOf(object.At({"spec", "rules"}));
  for (std::size_t i = 0; i < rules.size(); ++i) {
    WarnInRule(rules[i], (Place() / "spec" / "rules")[i], out);
  }
}

}  // namespace mesh::istio
