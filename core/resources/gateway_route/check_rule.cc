#include <algorithm>
#include <set>

#include "core/formats/duration.h"
#include "core/resources/gateway_route/check.h"
#include "core/resources/gateway_route/match.h"

namespace mesh {
namespace {

/// Collects what is wrong with one rule.
class RuleChecker : public RouteChecker {
 public:
  using RouteChecker::RouteChecker;

  void CheckRule(const RouteRule& rule, const Path& at) {
    CheckOnePath(rule, at);
    CheckSameName(rule.headers, rule.headers_regex, at, "headers", true);
    CheckSameName(rule.query, rule.query_regex, at, "query", false);
    if (rule.backends.is_known()) CheckBackends(*rule.backends, at.Attribute("backends"));
    CheckTarget(rule, at);
    CheckTimes(rule, at);
    CheckHeaderChanges(rule.request_headers, at.Attribute("request_headers"));
    CheckHeaderChanges(rule.response_headers, at.Attribute("response_headers"));
    if (rule.redirect.is_known()) CheckRedirect(rule, at.Attribute("redirect"));
    if (rule.rewrite.is_known()) CheckRewrite(rule, at.Attribute("rewrite"));
    if (rule.mirror.is_known()) CheckMirror(*rule.mirror, at.Attribute("mirror"));
    if (rule.cors.is_known()) CheckCors(*rule.cors, at.Attribute("cors"));
  }

  void CheckOnePath(const RouteRule& rule, const Path& at) {
    const int paths =
        !rule.path_prefix.is_null() + !rule.path_exact.is_null() + !rule.path_regex.is_null();
    if (paths <= 1) return;
    Add("Several paths in one rule", at,
        "has more than one of path_prefix, path_exact and path_regex. Write one rule for each.");
  }

  void CheckSameName(const Attr<StringMap>& exact, const Attr<StringMap>& regex, const Path& at,
                     const std::string& what, bool fold) {
    std::set<std::string> seen;
    const auto add = [&](const Attr<StringMap>& names, const Path& here) {
      for (const auto& [name, value] : names.value_or({})) {
        if (!seen.insert(fold ? LowerCase(name) : name).second) {
          Add("Two conditions for one name", here.Key(name),
              "is the second condition for this name. Keep one of them; upper and lower case of "
              "header names mean the same.");
        }
      }
    };
    add(exact, at.Attribute(what));
    add(regex, at.Attribute(what + "_regex"));
  }

  void CheckService(const Attr<std::string>& service, const Attr<std::string>& name_space,
                    const Path& at) {
    if (service.is_known()) CheckName({"v1", "Service", "x", *service}, at.Attribute("service"));
    if (name_space.is_known()) {
      CheckName({"v1", "Namespace", "", *name_space}, at.Attribute("namespace"));
    }
  }

  void CheckBackends(const std::vector<RouteBackend>& backends, const Path& at) {
    bool all_zero = !backends.empty();
    for (std::size_t i = 0; i < backends.size(); ++i) {
      CheckService(backends[i].service, backends[i].name_space, at.Index(i));
      all_zero = all_zero && backends[i].weight.is_known() && *backends[i].weight == 0;
    }
    if (all_zero) {
      Add("All weights are 0", at,
          "sends no request anywhere. Give at least one backend a weight above 0.");
    }
    if (gateway_api() && backends.size() > 16) {
      Add("Too many backends", at, "has more than the 16 backends that an HTTPRoute rule holds.");
    }
  }

  void CheckTarget(const RouteRule& rule, const Path& at) {
    const bool no_backends =
        rule.backends.is_null() || (rule.backends.is_known() && rule.backends->empty());
    if (no_backends && rule.redirect.is_null()) {
      Add("No target", at, "sends requests nowhere. Give it backends or a redirect.");
    }
    if (rule.redirect.is_null()) return;
    if (!no_backends) {
      Add("Backends beside a redirect", at.Attribute("backends"),
          "is never used, because the rule answers with a redirect. Remove one of the two.");
    }
    for (const auto& [name, set] : {std::pair{"rewrite", !rule.rewrite.is_null()},
                                    {"mirror", !rule.mirror.is_null()},
                                    {"retries", !rule.retries.is_null()}}) {
      if (!set) continue;
      Add("Useless beside a redirect", at.Attribute(name),
          "has no effect, because the rule answers with a redirect. Remove it.");
    }
  }

  std::optional<std::int64_t> Duration(const Attr<std::string>& text, const Path& at) {
    if (!text.is_known()) return std::nullopt;
    const auto parsed = ParseDuration(*text);
    if (!parsed) {
      Add("Invalid duration", at,
          "is \"" + *text +
              "\". Write whole numbers with units h, m, s or ms, such as \"30s\", \"1m30s\" or "
              "\"1500ms\".");
    } else if (*parsed == 0 && istio()) {
      NotPossible(at, "is 0, which Istio does not accept.",
                  "Leave it out to have no limit, or give at least \"1ms\".");
      return std::nullopt;
    }
    return parsed;
  }

  void CheckTimes(const RouteRule& rule, const Path& at) {
    const auto timeout = Duration(rule.timeout, at.Attribute("timeout"));
    if (!rule.retries.is_known()) return;
    const RouteRetries& retries = *rule.retries;
    const Path here = at.Attribute("retries");
    CheckRetries(retries, here);
    const Path at_try = here.Attribute("per_try_timeout");
    const auto per_try = Duration(retries.per_try_timeout, at_try);
    if (!timeout || !per_try || *timeout == 0) return;
    if (*per_try > *timeout) {
      Add("A try takes longer than the request", at_try,
          "is longer than the rule's timeout of " + *rule.timeout + ". Make it shorter.");
    } else if (retries.attempts.is_known() && (*retries.attempts + 1) * *per_try > *timeout &&
               *retries.attempts > 0) {
      out_.push_back(
          Warning("Retries do not fit into the timeout",
                  here.ToString() + ": " + std::to_string(*retries.attempts + 1) + " tries of " +
                      *retries.per_try_timeout + " take longer than the rule's timeout of " +
                      *rule.timeout +
                      ", so that the last ones are cut off. Raise timeout, or lower attempts or "
                      "per_try_timeout.",
                  here));
    }
  }

  void CheckRetries(const RouteRetries& retries, const Path& at) {
    if (gateway_api()) {
      for (const auto& [name, set] : {std::pair{"attempts", !retries.attempts.is_null()},
                                      {"retry_on", !retries.retry_on.is_null()}}) {
        if (!set) continue;
        NotPossible(at.Attribute(name),
                    "asks for retries, which the Gateway API has only as an experiment.",
                    "Use engine = \"istio\", or remove it; per_try_timeout works with both.");
      }
    }
    if (!istio()) return;
    if (retries.attempts.is_null()) {
      Add("Missing attempts", at.Attribute("attempts"),
          "is needed with the engine istio. Say how often to retry; 0 switches retries off.");
    } else if (retries.attempts.is_known() && *retries.attempts == 0 &&
               !(retries.per_try_timeout.is_null() && retries.retry_on.is_null())) {
      Add("Retries are off", at.Attribute("attempts"),
          "is 0, and Istio refuses other retry settings beside it. Remove them, or raise "
          "attempts.");
    }
    CheckRetryOn(retries.retry_on, at.Attribute("retry_on"));
  }

  void CheckRetryOn(const Attr<StringList>& conditions, const Path& at) {
    static const std::set<std::string> kConditions = {"5xx",
                                                      "gateway-error",
                                                      "reset",
                                                      "reset-before-request",
                                                      "connect-failure",
                                                      "envoy-ratelimited",
                                                      "retriable-4xx",
                                                      "refused-stream",
                                                      "retriable-status-codes",
                                                      "retriable-headers",
                                                      "http3-post-connect-failure",
                                                      "cancelled",
                                                      "deadline-exceeded",
                                                      "internal",
                                                      "resource-exhausted",
                                                      "unavailable"};
    const StringList list = conditions.value_or({});
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string& word = list[i];
      const bool status = word.size() == 3 && word[0] >= '1' && word[0] <= '5' &&
                          word.find_first_not_of("0123456789") == std::string::npos;
      if (status || kConditions.contains(word)) continue;
      Add("Unknown retry condition", at.Index(i),
          "is \"" + word +
              "\". Use a status code or one of Envoy's conditions, such as \"5xx\", "
              "\"gateway-error\", \"reset\" or \"connect-failure\".");
    }
  }

  void CheckHeaderChanges(const Attr<RouteHeaderChanges>& changes, const Path& at) {
    if (!changes.is_known()) return;
    const auto refuse_host = [&](const std::string& name, const Path& here) {
      if (LowerCase(name) != "host") return;
      Add("The Host header is no ordinary header", here,
          "changes Host, which proxies refuse. Use rewrite.host.");
    };
    for (const auto& [name, value] : changes->set.value_or({})) {
      refuse_host(name, at.Attribute("set").Key(name));
    }
    for (const auto& [name, value] : changes->add.value_or({})) {
      refuse_host(name, at.Attribute("add").Key(name));
    }
    const StringList removed = changes->remove.value_or({});
    for (std::size_t i = 0; i < removed.size(); ++i) {
      refuse_host(removed[i], at.Attribute("remove").Index(i));
    }
  }

  void CheckPathChange(const RouteRule& rule, const Attr<std::string>& path,
                       const Attr<std::string>& prefix, const Path& at) {
    if (prefix.is_null()) return;
    const Path here = at.Attribute("path_prefix");
    if (!path.is_null()) {
      Add("Two new paths", here, "cannot stand beside path. Remove one of the two.");
    }
    if (!rule.path_exact.is_null() || !rule.path_regex.is_null()) {
      Add("No prefix to replace", here,
          "replaces a matched prefix, but the rule does not match by path_prefix. Use path to "
          "replace the whole path.");
    }
    if (gateway_api() && rule.methods.is_known() && rule.methods->size() > 1) {
      NotPossible(here, "replaces a prefix in a rule with several methods.",
                  "Write one rule for each method, or use engine = \"istio\".");
    }
  }

  void CheckRedirect(const RouteRule& rule, const Path& at) {
    const RouteRedirect& redirect = *rule.redirect;
    CheckPathChange(rule, redirect.path, redirect.path_prefix, at);
    if (redirect.host.is_known() && !IsHost(*redirect.host, false)) {
      Add("Invalid host", at.Attribute("host"), "is no DNS name in lower case.");
    }
    if (istio() && !redirect.path_prefix.is_null()) {
      NotPossible(at.Attribute("path_prefix"), "redirects to another prefix.",
                  "Use engine = \"gateway_api\", or path to give the whole path.");
    }
  }

  void CheckRewrite(const RouteRule& rule, const Path& at) {
    const RouteRewrite& rewrite = *rule.rewrite;
    CheckPathChange(rule, rewrite.path, rewrite.path_prefix, at);
    if (rewrite.host.is_known() && !IsHost(*rewrite.host, false)) {
      Add("Invalid host", at.Attribute("host"), "is no DNS name in lower case.");
    }
    if (rewrite.host.is_null() && rewrite.path.is_null() && rewrite.path_prefix.is_null()) {
      Add("Nothing to rewrite", at, "is empty. Set host, path or path_prefix, or remove it.");
    }
    if (istio() && rewrite.path.is_known() && rewrite.path->find('\\') != std::string::npos) {
      NotPossible(at.Attribute("path"), "holds a backslash.", "Remove it.");
    }
  }

  void CheckMirror(const RouteMirror& mirror, const Path& at) {
    CheckService(mirror.service, mirror.name_space, at);
    if (gateway_api() && mirror.percent.is_known() && !mirror.percent->AsInt64()) {
      NotPossible(at.Attribute("percent"),
                  "is " + mirror.percent->text() + ", no whole percentage.",
                  "Round it, or use engine = \"istio\".");
    }
  }

  void CheckCors(const RouteCors& cors, const Path& at) {
    const auto star_alone = [&](const Attr<StringList>& list, const char* name) {
      const StringList values = list.value_or({});
      const bool star = std::ranges::find(values, "*") != values.end();
      if (star && values.size() > 1) {
        Add("\"*\" beside others", at.Attribute(name),
            "has \"*\", which allows all, beside other entries. Keep one or the other.");
      }
      return star;
    };
    const bool all = star_alone(cors.allow_origins, "allow_origins");
    star_alone(cors.allow_methods, "allow_methods");
    star_alone(cors.allow_headers, "allow_headers");
    if (all && cors.allow_credentials.value_or(false)) {
      out_.push_back(Warning("Every site may act for a signed-in user",
                             at.ToString() +
                                 " allows credentials from every origin. Name the origins that "
                                 "may, or set allow_credentials to false.",
                             at.Attribute("allow_credentials")));
    }
    CheckOrigins(cors.allow_origins.value_or({}), at.Attribute("allow_origins"));
    const auto age = Duration(cors.max_age, at.Attribute("max_age"));
    if (age && (*age % 1000 != 0 || *age == 0)) {
      Add("Invalid max_age", at.Attribute("max_age"), "must be whole seconds, at least \"1s\".");
    }
  }

  void CheckOrigins(const StringList& origins, const Path& at) {
    for (std::size_t i = 0; i < origins.size(); ++i) {
      const std::string& origin = origins[i];
      if (origin == "*") continue;
      std::string_view rest = origin;
      const bool scheme = rest.starts_with("http://") || rest.starts_with("https://");
      if (scheme) rest.remove_prefix(rest.find("//") + 2);
      std::string host(rest.substr(0, rest.rfind(':')));
      if (scheme && (host == "*" || IsHost(host, true) || !host.empty()) &&
          rest.find_first_of("/?# ") == std::string_view::npos &&
          rest.find('*', 1) == std::string_view::npos) {
        continue;
      }
      Add("Invalid origin", at.Index(i),
          "is \"" + origin +
              "\". Write scheme and host, such as \"https://shop.example.com\", with \"*\" at "
              "most as the first label, or \"*\" alone.");
    }
  }
};

}  // namespace

Diagnostics CheckRouteRule(const RouteRule& rule, RouteEngine engine, const Path& at) {
  RuleChecker checker(engine);
  checker.CheckRule(rule, at);
  return checker.Take();
}

}  // namespace mesh
