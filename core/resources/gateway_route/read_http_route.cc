#include "core/resources/gateway_route/read_back.h"

namespace mesh {
namespace {

/// Reads one HTTPRoute rule; anything that has no place in a RouteRule ends it.
class RuleReader {
 public:
  std::optional<RouteRule> Read(const Value& value) {
    MemberReader rule(value);
    ReadMatches(rule.Take("matches"));
    ReadFilters(rule.Take("filters"));
    ReadBackends(rule.Take("backendRefs"));
    ReadTimeouts(rule.Take("timeouts"));
    if (!fine_ || !rule.Done()) return std::nullopt;
    return std::move(out_);
  }

 private:
  void Expect(bool fine) { fine_ = fine_ && fine; }

  void ReadMatches(const Value& matches) {
    if (!matches.is_list() || matches.as_list().empty()) return Expect(false);
    StringList methods;
    Value common;
    for (const Value& value : matches.as_list()) {
      MemberReader match(value);
      Attr<std::string> method;
      match.Read("method", method);
      if (method.is_known()) methods.push_back(*method);
      Value rest = value;
      if (rest.is_map()) rest.as_map().erase("method");
      // Only methods may differ: they came from one rule.
      Expect(common.is_null() || common == rest);
      common = std::move(rest);
    }
    Expect(methods.empty() || methods.size() == matches.as_list().size());
    Expect(!methods.empty() || matches.as_list().size() == 1);
    if (!methods.empty()) out_.methods = methods;
    MemberReader match(common);
    ReadPath(match.Take("path"));
    ReadNames(match.Take("headers"), out_.headers, out_.headers_regex);
    ReadNames(match.Take("queryParams"), out_.query, out_.query_regex);
    Expect(match.Done());
  }

  void ReadPath(const Value& path) {
    const std::string type = path.Get("type").StringOr("PathPrefix");
    const std::string value = path.Get("value").StringOr("/");
    if (type == "Exact") {
      out_.path_exact = value;
    } else if (type == "RegularExpression") {
      out_.path_regex = value;
    } else if (value != "/") {
      out_.path_prefix = value;
    }
  }

  void ReadNames(const Value& list, Attr<StringMap>& exact, Attr<StringMap>& regex) {
    if (list.is_null()) return;
    if (!list.is_list()) return Expect(false);
    StringMap plain;
    StringMap expressions;
    for (const Value& condition : list.as_list()) {
      const bool is_regex = condition.Get("type").StringOr("Exact") == "RegularExpression";
      (is_regex ? expressions : plain)[condition.Get("name").StringOr("")] =
          condition.Get("value").StringOr("");
    }
    if (!plain.empty()) exact = plain;
    if (!expressions.empty()) regex = expressions;
  }

  template <class Target>
  Target ReadRef(MemberReader& ref) {
    Target out;
    Attr<std::string> group;
    Attr<std::string> kind;
    ref.Read("group", group);
    ref.Read("kind", kind);
    ref.Read("name", out.service);
    ref.Read("namespace", out.name_space);
    ref.Read("port", out.port);
    Expect(group.value_or("").empty() && kind.value_or("Service") == "Service");
    return out;
  }

  void ReadBackends(const Value& backends) {
    if (backends.is_null()) return;
    if (!backends.is_list()) return Expect(false);
    std::vector<RouteBackend> out;
    for (const Value& value : backends.as_list()) {
      MemberReader ref(value);
      out.push_back(ReadRef<RouteBackend>(ref));
      ref.Read("weight", out.back().weight);
      if (out.back().weight.is_known() && *out.back().weight == 1) out.back().weight = {};
      Expect(ref.Done());
    }
    out_.backends = std::move(out);
  }

  void ReadTimeouts(const Value& value) {
    if (value.is_null()) return;
    MemberReader timeouts(value);
    timeouts.Read("request", out_.timeout);
    RouteRetries retries;
    timeouts.Read("backendRequest", retries.per_try_timeout);
    if (retries.per_try_timeout.is_known()) out_.retries = retries;
    Expect(timeouts.Done());
  }

  void ReadFilters(const Value& filters) {
    if (filters.is_null()) return;
    if (!filters.is_list()) return Expect(false);
    for (const Value& value : filters.as_list()) {
      const std::string type = value.Get("type").StringOr("");
      if (type == "RequestHeaderModifier") {
        out_.request_headers = ReadChanges(value.Get("requestHeaderModifier"));
      } else if (type == "ResponseHeaderModifier") {
        out_.response_headers = ReadChanges(value.Get("responseHeaderModifier"));
      } else if (type == "RequestRedirect") {
        ReadRedirect(value.Get("requestRedirect"));
      } else if (type == "URLRewrite") {
        ReadRewrite(value.Get("urlRewrite"));
      } else if (type == "RequestMirror") {
        ReadMirror(value.Get("requestMirror"));
      } else if (type == "CORS") {
        ReadCors(value.Get("cors"));
      } else {
        Expect(false);
      }
    }
  }

  Attr<StringMap> ReadNamedValues(const Value& list) {
    if (!list.is_list()) return {};
    StringMap out;
    for (const Value& entry : list.as_list()) {
      out[entry.Get("name").StringOr("")] = entry.Get("value").StringOr("");
    }
    return out;
  }

  RouteHeaderChanges ReadChanges(const Value& value) {
    RouteHeaderChanges out;
    MemberReader changes(value);
    out.set = ReadNamedValues(changes.Take("set"));
    out.add = ReadNamedValues(changes.Take("add"));
    changes.Read("remove", out.remove);
    Expect(changes.Done());
    return out;
  }

  void ReadPathChange(const Value& path, Attr<std::string>& full, Attr<std::string>& prefix) {
    MemberReader reader(path);
    reader.Take("type");
    reader.Read("replaceFullPath", full);
    reader.Read("replacePrefixMatch", prefix);
    Expect(reader.Done());
  }

  void ReadRedirect(const Value& value) {
    RouteRedirect out;
    MemberReader redirect(value);
    redirect.Read("scheme", out.scheme);
    redirect.Read("hostname", out.host);
    redirect.Read("port", out.port);
    redirect.Read("statusCode", out.code);
    if (out.code.is_known() && *out.code == 302) out.code = {};
    ReadPathChange(redirect.Take("path"), out.path, out.path_prefix);
    Expect(redirect.Done());
    out_.redirect = out;
  }

  void ReadRewrite(const Value& value) {
    RouteRewrite out;
    MemberReader rewrite(value);
    rewrite.Read("hostname", out.host);
    ReadPathChange(rewrite.Take("path"), out.path, out.path_prefix);
    Expect(rewrite.Done());
    out_.rewrite = out;
  }

  void ReadMirror(const Value& value) {
    MemberReader mirror(value);
    MemberReader ref(mirror.Take("backendRef"));
    RouteMirror out = ReadRef<RouteMirror>(ref);
    mirror.Read("percent", out.percent);
    Expect(ref.Done() && mirror.Done());
    out_.mirror = out;
  }

  void ReadCors(const Value& value) {
    RouteCors out;
    MemberReader cors(value);
    cors.Read("allowOrigins", out.allow_origins);
    cors.Read("allowMethods", out.allow_methods);
    cors.Read("allowHeaders", out.allow_headers);
    cors.Read("exposeHeaders", out.expose_headers);
    cors.Read("allowCredentials", out.allow_credentials);
    Attr<std::int64_t> seconds;
    cors.Read("maxAge", seconds);
    if (seconds.is_known() && *seconds != 5) out.max_age = std::to_string(*seconds) + "s";
    Expect(cors.Done());
    out_.cors = out;
  }

  RouteRule out_;
  bool fine_ = true;
};

}  // namespace

Attr<std::vector<RouteRule>> ReadHttpRouteRules(const Value& rules) {
  if (!rules.is_list()) return {};
  std::vector<RouteRule> out;
  for (const Value& value : rules.as_list()) {
    std::optional<RouteRule> rule = RuleReader().Read(value);
    if (!rule) return {};
    out.push_back(*std::move(rule));
  }
  return out;
}

}  // namespace mesh
