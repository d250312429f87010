#include <algorithm>

#include "core/checks/filled.h"
#include "core/checks/gateway_api/kinds.h"
#include "core/checks/gateway_api/parts.h"
#include "core/checks/gateway_api/rules.h"
#include "core/checks/read.h"
#include "core/checks/scalar_check.h"
#include "core/formats/duration.h"

namespace mesh::gateway_api {
namespace {

constexpr const Rule& kRedirectAndBackends = RuleOf(kRules, "MSH5023");
constexpr const Rule& kNoPrefix = RuleOf(kRules, "MSH5024");
constexpr const Rule& kNoSlash = RuleOf(kRules, "MSH5041");
constexpr const Rule& kNotShortest = RuleOf(kRules, "MSH5042");
constexpr const Rule& kPathCharacters = RuleOf(kRules, "MSH5043");
constexpr const Rule& kTryTooLong = RuleOf(kRules, "MSH5048");
constexpr const Rule& kHttpNowhere = RuleOf(kRules, "MSH5202");
constexpr const Rule& kRetriesTooLong = RuleOf(kRules, "MSH5214");

constexpr std::string_view kNotInPaths[] = {"//", "/./", "/../", "%2f", "%2F", "#"};
constexpr std::string_view kNotAtTheEnd[] = {"/..", "/."};
constexpr std::string_view kPathForm = "^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$";

void CheckPath(const Value& path, const Place& at, Findings& out) {
  const std::string_view type = TextOf(path.Get("type"));
  if (!path.is_map() || (type != "Exact" && type != "PathPrefix")) return;
  const std::string_view value = TextOf(path.Get("value"));
  const Place here = at / "value";
  if (!value.starts_with('/')) out.Add(kNoSlash, here, "It is " + InQuotes(value) + ".");
  const auto* inside =
      std::ranges::find_if(kNotInPaths, [&](auto text) { return value.find(text) != value.npos; });
  const auto* last =
      std::ranges::find_if(kNotAtTheEnd, [&](auto text) { return value.ends_with(text); });
  if (inside != std::end(kNotInPaths)) {
    out.Add(kNotShortest, here, InQuotes(value) + " has `" + std::string(*inside) + "`.");
  } else if (last != std::end(kNotAtTheEnd)) {
    out.Add(kNotShortest, here, InQuotes(value) + " ends with `" + std::string(*last) + "`.");
  } else if (!value.empty() && !Matches(kPathForm, value)) {
    out.Add(kPathCharacters, here, "It is " + InQuotes(value) + ".");
  }
}

void CheckMatches(const Value& rule, const Place& at, Findings& out) {
  const Value::List& matches = ItemsOf(rule.Get("matches"));
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const Place here = (at / "matches")[i];
    CheckPath(matches[i].Get("path"), here / "path", out);
    CheckHeaderValues(matches[i].Get("headers"), here / "headers", out);
  }
}

bool MatchesOnePrefix(const Value& rule) {
  const Value::List& matches = ItemsOf(rule.Get("matches"));
  return matches.size() == 1 && TextOf(matches[0].At({"path", "type"})) == "PathPrefix";
}

bool ReplacesPrefix(const Value& filter, std::string_view kind) {
  const Value& path = filter.Get(kind).Get("path");
  return TextOf(path.Get("type")) == "ReplacePrefixMatch" &&
         !path.Get("replacePrefixMatch").is_null();
}

/// Whether exactly one filter of the list does: the server's rule for more is not to look.
bool OneReplacesPrefix(const Value& owner, std::string_view kind) {
  return std::ranges::count_if(ItemsOf(owner.Get("filters")), [&](const Value& filter) {
           return ReplacesPrefix(filter, kind);
         }) == 1;
}

void CheckPrefixes(const Value& rule, const Place& at, Findings& out) {
  if (MatchesOnePrefix(rule)) return;
  for (const std::string_view kind : {"requestRedirect", "urlRewrite"}) {
    const std::string what = "`" + std::string(kind) + "` replaces a prefix.";
    if (OneReplacesPrefix(rule, kind)) out.Add(kNoPrefix, at / "filters", what);
    const auto backends = std::ranges::count_if(
        ItemsOf(rule.Get("backendRefs")),
        [&](const Value& backend) { return OneReplacesPrefix(backend, kind); });
    if (backends == 1) out.Add(kNoPrefix, at / "backendRefs", what);
  }
}

void CheckDestination(const Value& rule, const Place& at, Findings& out) {
  const Value::List& filters = ItemsOf(rule.Get("filters"));
  const auto has = [&](std::string_view member) {
    return std::ranges::any_of(filters,
                               [&](const Value& filter) { return !filter.Get(member).is_null(); });
  };
  const bool has_backends = !ItemsOf(rule.Get("backendRefs")).empty();
  if (has("requestRedirect") && has_backends) {
    out.Add(kRedirectAndBackends, at, "There are `backendRefs`.");
  }
  // A controller's own filter may answer, too.
  if (!has_backends && !has("requestRedirect") && !has("extensionRef")) {
    out.Add(kHttpNowhere, at, "There are no `backendRefs`.");
  }
}

void CheckTimes(const Value& rule, const Place& at, Findings& out) {
  const std::string_view whole = TextOf(rule.At({"timeouts", "request"}));
  const std::string_view single = TextOf(rule.At({"timeouts", "backendRequest"}));
  const auto request = ParseDuration(whole);
  const auto one = ParseDuration(single);
  if (!request || !one || *request == 0) return;
  const std::int64_t tries = WholeOf(rule.At({"retry", "attempts"})) + 1;
  if (*one > *request) {
    out.Add(kTryTooLong, at / "timeouts",
            "`backendRequest` is " + std::string(single) + ", `request` is " + std::string(whole) +
                ".");
  } else if (rule.Get("retry").is_map() && *one > *request / std::max<std::int64_t>(tries, 1)) {
    out.Add(kRetriesTooLong, at / "timeouts",
            std::to_string(tries) + " tries of " + std::string(single) + " may take longer than " +
                std::string(whole) + ".");
  }
}

}  // namespace

void CheckHttpRoute(const Value& object, const CheckContext& context, Findings& out) {
  const Value filled = Filled(object, context.kind.body);
  const Value& spec = filled.Get("spec");
  const Place at = Place() / "spec";
  CheckParents(spec, ChannelOf(object), at, out);
  const Value::List& rules = ItemsOf(spec.Get("rules"));
  CheckRules(spec.Get("rules"), at / "rules", out);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const Place here = (at / "rules")[i];
    CheckMatches(rules[i], here, out);
    CheckFilters(rules[i].Get("filters"), here / "filters", out);
    CheckBackends(rules[i], here, out);
    const Value::List& backends = ItemsOf(rules[i].Get("backendRefs"));
    for (std::size_t j = 0; j < backends.size(); ++j) {
      CheckFilters(backends[j].Get("filters"), (here / "backendRefs")[j] / "filters", out);
    }
    CheckPrefixes(rules[i], here, out);
    CheckDestination(rules[i], here, out);
    CheckTimes(rules[i], here, out);
  }
}

}  // namespace mesh::gateway_api
