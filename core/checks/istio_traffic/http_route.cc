#include <algorithm>

#include "core/checks/istio/header_text.h"
#include "core/checks/istio/host_text.h"
#include "core/checks/istio/label_text.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio/shared_rules.h"
#include "core/checks/istio_traffic/virtual_service.h"
#include "core/checks/istio_traffic/virtual_service_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kHeaderName = RuleOf(kSharedRules, "MSH2039");
constexpr const Rule& kTwoWays = RuleOf(kVirtualServiceRules, "MSH2056");
constexpr const Rule& kTwoSteps = RuleOf(kVirtualServiceRules, "MSH2057");
constexpr const Rule& kTwoAnswers = RuleOf(kVirtualServiceRules, "MSH2058");
constexpr const Rule& kNoAnswer = RuleOf(kVirtualServiceRules, "MSH2059");
constexpr const Rule& kFaultAlone = RuleOf(kVirtualServiceRules, "MSH2060");
constexpr const Rule& kRewriteAlone = RuleOf(kVirtualServiceRules, "MSH2061");
constexpr const Rule& kTwoMirrors = RuleOf(kVirtualServiceRules, "MSH2062");
constexpr const Rule& kHeaderValue = RuleOf(kVirtualServiceRules, "MSH2063");
constexpr const Rule& kTwoAuthorities = RuleOf(kVirtualServiceRules, "MSH2064");
constexpr const Rule& kPercentage = RuleOf(kVirtualServiceRules, "MSH2065");
constexpr const Rule& kNegativeWeight = RuleOf(kVirtualServiceRules, "MSH2068");
constexpr const Rule& kNoWeight = RuleOf(kVirtualServiceRules, "MSH2069");
constexpr const Rule& kEmptyPrefix = RuleOf(kVirtualServiceRules, "MSH2071");
constexpr const Rule& kNamespace = RuleOf(kVirtualServiceRules, "MSH2072");
constexpr const Rule& kNoMirror = RuleOf(kVirtualServiceRules, "MSH2107");
constexpr const Rule& kRegexCase = RuleOf(kVirtualServiceRules, "MSH2109");

bool IsGiven(const Value& object, std::string_view member) { return !object.Get(member).is_null(); }

/// What becomes of a request: exactly one of the answers, and what goes with it.
void CheckAnswer(const Value& route, const VirtualServiceScope& scope, const Place& at,
                 Findings& out) {
  const bool routes = !ItemsOf(route.Get("route")).empty();
  const bool redirects = IsGiven(route, "redirect");
  const bool responds = IsGiven(route, "directResponse");
  if (IsGiven(route, "delegate")) {
    if (!scope.is_delegate) {
      if (routes) out.Add(kTwoWays, at / "route", "There is a delegate, too.");
      if (redirects) out.Add(kTwoWays, at / "redirect", "There is a delegate, too.");
      return;
    }
    out.Add(kTwoSteps, at / "delegate", "The VirtualService has no hosts, so it is a delegate.");
  }
  const int answers = (routes ? 1 : 0) + (redirects ? 1 : 0) + (responds ? 1 : 0);
  if (answers > 1) out.Add(kTwoAnswers, at, "There is more than one of them.");
  if (answers == 0) out.Add(kNoAnswer, at, "There is none of route, redirect and directResponse.");
  if (redirects || responds) {
    const std::string answer = redirects ? "a redirect" : "a directResponse";
    if (IsGiven(route, "fault")) out.Add(kFaultAlone, at / "fault", "There is " + answer + ".");
    if (IsGiven(route, "rewrite")) {
      out.Add(kRewriteAlone, at / "rewrite", "There is " + answer + ".");
    }
  }
  if (IsGiven(route, "mirror") && !ItemsOf(route.Get("mirrors")).empty()) {
    out.Add(kTwoMirrors, at / "mirrors", "There is mirror, too.");
  }
}

using NameCheck = std::string (*)(std::string_view);

void CheckHeaderChanges(const Value& changes, NameCheck change, const Place& at, Findings& out) {
  for (const std::string_view member : {"add", "set"}) {
    for (const auto& [name, value] : MembersOf(changes.Get(member))) {
      const Place header_at = (at / member).Key(name);
      if (std::string wrong = change(name); !wrong.empty()) {
        out.Add(kHeaderName, header_at, std::move(wrong));
      }
      if (std::string wrong = WrongHeaderValue(TextOf(value)); !wrong.empty()) {
        out.Add(kHeaderValue, header_at, std::move(wrong));
      }
    }
  }
  const Value::List& removed = ItemsOf(changes.Get("remove"));
  for (std::size_t i = 0; i < removed.size(); ++i) {
    if (!removed[i].is_string()) continue;
    if (std::string wrong = WrongChangedHeader(removed[i].as_string()); !wrong.empty()) {
      out.Add(kHeaderName, (at / "remove")[i], std::move(wrong));
    }
  }
}

void CheckHeaders(const Value& headers, const Place& at, Findings& out) {
  CheckHeaderChanges(headers.Get("request"), WrongRequestHeader, at / "request", out);
  CheckHeaderChanges(headers.Get("response"), WrongChangedHeader, at / "response", out);
}

void CheckAuthority(const Value& route, const Place& at, Findings& out) {
  bool is_set = !TextOf(route.At({"rewrite", "authority"})).empty();
  for (const std::string_view member : {"set", "add"}) {
    for (const auto& [name, value] : MembersOf(route.At({"headers", "request", member}))) {
      if (!IsAuthorityHeader(name)) continue;
      if (is_set) {
        out.Add(kTwoAuthorities, (at / "headers" / "request" / member).Key(name),
                InQuotes(name) + " is the second one.");
      }
      is_set = is_set || !TextOf(value).empty();
    }
  }
}

void CheckShare(const Value& share, const Place& at, Findings& out) {
  if (!share.is_number()) return;
  const double percentage = DecimalOf(share);
  if (percentage >= 0 && percentage <= 100) return;
  out.Add(kPercentage, at, "It is " + share.as_number().text() + ".");
}

void CheckMirrors(const Value& route, const Place& at, Findings& out) {
  CheckDestination(route.Get("mirror"), at / "mirror", out);
  CheckShare(route.Get("mirrorPercent"), at / "mirrorPercent", out);
  CheckShare(route.Get("mirror_percent"), at / "mirror_percent", out);
  CheckShare(route.At({"mirrorPercentage", "value"}), at / "mirrorPercentage" / "value", out);
  const Value::List& mirrors = ItemsOf(route.Get("mirrors"));
  for (std::size_t i = 0; i < mirrors.size(); ++i) {
    const Place mirror_at = (at / "mirrors")[i];
    CheckDestination(mirrors[i].Get("destination"), mirror_at / "destination", out);
    CheckShare(mirrors[i].At({"percentage", "value"}), mirror_at / "percentage" / "value", out);
  }
}

/// A delegate and what delegates to it share their mirrors.
void CheckMirrorShare(const Value& route, const VirtualServiceScope& scope, const Place& at,
                      Findings& out) {
  if (scope.is_delegate || IsGiven(route, "delegate") || IsGiven(route, "mirror")) return;
  for (const std::string_view share : {"mirrorPercentage", "mirrorPercent", "mirror_percent"}) {
    if (IsGiven(route, share)) out.Add(kNoMirror, at / share, "There is no mirror beside it.");
  }
}

void CheckTextMatch(const Value& match, const Place& at, Findings& out) {
  const Value& prefix = match.Get("prefix");
  if (prefix.is_string() && prefix.as_string().empty()) {
    out.Add(kEmptyPrefix, at / "prefix", "It is empty.");
  }
  CheckRegex(match.Get("regex"), at / "regex", out);
}

void CheckTextMatches(const Value& match, const Place& at, Findings& out) {
  for (const auto& [name, text] : MembersOf(match.Get("headers"))) {
    CheckTextMatch(text, (at / "headers").Key(name), out);
  }
  for (const auto& [name, text] : MembersOf(match.Get("withoutHeaders"))) {
    // Read as "any value", and not as an expression.
    if (TextOf(text.Get("regex")) != "*") {
      CheckTextMatch(text, (at / "withoutHeaders").Key(name), out);
    }
  }
  for (const auto& [name, text] : MembersOf(match.Get("queryParams"))) {
    CheckTextMatch(text, (at / "queryParams").Key(name), out);
  }
  for (const std::string_view part : {"scheme", "method", "authority"}) {
    CheckTextMatch(match.Get(part), at / part, out);
  }
  // An empty prefix of a path is as good as none.
  CheckRegex(match.At({"uri", "regex"}), at / "uri" / "regex", out);
}

void CheckHttpMatch(const Value& match, const VirtualServiceScope& scope, const Place& at,
                    Findings& out) {
  for (const std::string_view member : {"headers", "withoutHeaders"}) {
    for (const auto& [name, ignored] : MembersOf(match.Get(member))) {
      if (std::string wrong = WrongMatchedHeader(name); !wrong.empty()) {
        out.Add(kHeaderName, (at / member).Key(name), std::move(wrong));
      }
    }
  }
  CheckTextMatches(match, at, out);
  CheckOptionalPort(match.Get("port"), at / "port", out);
  CheckLabels(match.Get("sourceLabels"), at / "sourceLabels", out);
  CheckMatchGateways(match.Get("gateways"), scope, at / "gateways", out);
  const std::string_view source = TextOf(match.Get("sourceNamespace"));
  if (!source.empty() && !IsDnsLabel(source)) {
    out.Add(kNamespace, at / "sourceNamespace", WrongDnsLabel(source));
  }
  if (IsTrue(match.Get("ignoreUriCase")) && match.At({"uri", "regex"}).is_string()) {
    out.Add(kRegexCase, at / "ignoreUriCase", "uri has a regex.");
  }
}

}  // namespace

void CheckDestinations(const Value& destinations, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(destinations);
  bool has_weight = false;
  for (std::size_t i = 0; i < items.size(); ++i) {
    CheckDestination(items[i].Get("destination"), at[i] / "destination", out);
    CheckHeaders(items[i].Get("headers"), at[i] / "headers", out);
    const std::int64_t weight = WholeOf(items[i].Get("weight"));
    if (weight < 0) {
      out.Add(kNegativeWeight, at[i] / "weight", "It is " + std::to_string(weight) + ".");
    }
    has_weight = has_weight || weight != 0;
  }
  if (items.size() > 1 && !has_weight) {
    out.Add(kNoWeight, at, "The weights of all " + std::to_string(items.size()) + " are 0.");
  }
}

void CheckHttpMatches(const Value& matches, const VirtualServiceScope& scope, const Place& at,
                      Findings& out) {
  const Value::List& items = ItemsOf(matches);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].is_map()) CheckHttpMatch(items[i], scope, at[i], out);
  }
}

void CheckHttpRoute(const Value& route, const VirtualServiceScope& scope, const Place& at,
                    Findings& out) {
  CheckAnswer(route, scope, at, out);
  CheckHttpMatches(route.Get("match"), scope, at / "match", out);
  CheckHeaders(route.Get("headers"), at / "headers", out);
  CheckCors(route.Get("corsPolicy"), at / "corsPolicy", out);
  CheckFault(route.Get("fault"), at / "fault", out);
  CheckMirrors(route, at, out);
  CheckMirrorShare(route, scope, at, out);
  CheckRedirect(route, at, out);
  CheckDirectResponse(route.Get("directResponse"), at / "directResponse", out);
  CheckRetries(route, at, out);
  CheckRewrite(route.Get("rewrite"), at / "rewrite", out);
  CheckAuthority(route, at, out);
  CheckDestinations(route.Get("route"), at / "route", out);
  CheckDuration(route.Get("timeout"), at / "timeout", out);
}

}  // namespace mesh::istio
