#include "core/checks/monitoring/client.h"

#include <algorithm>

#include "core/checks/monitoring/monitoring_rules.h"
#include "core/checks/read.h"

namespace mesh::monitoring {
namespace {

constexpr const Rule& kTwoWays = RuleOf(kMonitoringRules, "MSH7321");
constexpr const Rule& kAuthorization = RuleOf(kMonitoringRules, "MSH7322");
constexpr const Rule& kHalf = RuleOf(kMonitoringRules, "MSH7323");
constexpr const Rule& kTwoSources = RuleOf(kMonitoringRules, "MSH7324");
constexpr const Rule& kNoTls = RuleOf(kMonitoringRules, "MSH7325");
constexpr const Rule& kProxy = RuleOf(kMonitoringRules, "MSH7326");
constexpr const Rule& kNoClient = RuleOf(kMonitoringRules, "MSH7327");

/// Whether anything is there: empty objects and texts are as if they were not.
bool IsGiven(const Value& value) {
  if (value.is_map()) return !value.as_map().empty();
  return value.is_string() ? !value.as_string().empty() : !value.is_null();
}

void CheckOneSource(const Value& source, const Place& at, Findings& out) {
  if (source.Get("secret").is_null() || source.Get("configMap").is_null()) return;
  out.Add(kTwoSources, at, "There are secret and configMap.");
}

void CheckTls(const Value& tls, const Place& at, Findings& out) {
  CheckOneSource(tls.Get("ca"), at / "ca", out);
  CheckOneSource(tls.Get("cert"), at / "cert", out);
  struct Pair {
    std::string_view inline_field;
    std::string_view file_field;
  };
  for (const auto& [one, file] :
       {Pair{"ca", "caFile"}, Pair{"cert", "certFile"}, Pair{"keySecret", "keyFile"}}) {
    if (!IsGiven(tls.Get(one)) || !IsGiven(tls.Get(file))) continue;
    out.Add(kTwoSources, at / file, "There is " + std::string(one) + ", too.");
  }
  const bool has_cert = IsGiven(tls.Get("cert")) || IsGiven(tls.Get("certFile"));
  const bool has_key = !tls.Get("keySecret").is_null() || IsGiven(tls.Get("keyFile"));
  if (has_cert != has_key) {
    out.Add(kHalf, at, has_cert ? "There is no key." : "There is no certificate.");
  }
  const std::string_view least = TextOf(tls.Get("minVersion"));
  const std::string_view most = TextOf(tls.Get("maxVersion"));
  if (!least.empty() && !most.empty() && most < least) {
    out.Add(kNoTls, at / "minVersion",
            "It is " + std::string(least) + ", and maxVersion is " + std::string(most) + ".");
  }
}

void CheckProxy(const Value& owner, const Place& at, Findings& out) {
  const bool from_environment = IsTrue(owner.Get("proxyFromEnvironment"));
  const bool has_url = IsGiven(owner.Get("proxyUrl"));
  const bool has_exceptions = IsGiven(owner.Get("noProxy"));
  if (!MembersOf(owner.Get("proxyConnectHeader")).empty() && !from_environment && !has_url) {
    out.Add(kProxy, at / "proxyConnectHeader", "There is no proxy.");
  }
  if (from_environment && has_url) {
    out.Add(kProxy, at / "proxyUrl", "proxyFromEnvironment is true.");
  }
  if (has_exceptions && (from_environment || !has_url)) {
    out.Add(kProxy, at / "noProxy",
            from_environment ? "proxyFromEnvironment is true." : "There is no proxyUrl.");
  }
}

void CheckOAuth2(const Value& oauth2, const Place& at, Findings& out) {
  if (!IsGiven(oauth2.Get("clientId"))) out.Add(kNoClient, at, "clientId is empty.");
  CheckOneSource(oauth2.Get("clientId"), at / "clientId", out);
  CheckTls(oauth2.Get("tlsConfig"), at / "tlsConfig", out);
  CheckProxy(oauth2, at, out);
}

void CheckAuthorization(const Value& authorization, const Place& at, Findings& out) {
  std::string type(TextOf(authorization.Get("type")));
  std::erase(type, ' ');
  std::ranges::transform(type, type.begin(), [](unsigned char c) { return std::tolower(c); });
  if (type == "basic") {
    out.Add(kAuthorization, at / "type", "It is Basic.");
  } else if (authorization.Get("credentials").is_null()) {
    out.Add(kAuthorization, at, "There are no credentials.");
  }
}

}  // namespace

void CheckClient(const Value& endpoint, const Place& at, Findings& out) {
  std::string_view first;
  for (const std::string_view way : {"authorization", "basicAuth", "bearerTokenSecret", "oauth2"}) {
    // An empty reference to a Secret is what old tools write for none.
    const Value& given = endpoint.Get(way);
    if (given.is_null() || (way == "bearerTokenSecret" && TextOf(given.Get("name")).empty())) {
      continue;
    }
    if (!first.empty()) out.Add(kTwoWays, at / way, "There is " + std::string(first) + ", too.");
    first = way;
  }
  if (endpoint.Get("authorization").is_map()) {
    CheckAuthorization(endpoint.Get("authorization"), at / "authorization", out);
  }
  if (endpoint.Get("oauth2").is_map()) CheckOAuth2(endpoint.Get("oauth2"), at / "oauth2", out);
  CheckTls(endpoint.Get("tlsConfig"), at / "tlsConfig", out);
  CheckProxy(endpoint, at, out);
}

}  // namespace mesh::monitoring
