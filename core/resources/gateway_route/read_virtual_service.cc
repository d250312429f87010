#include <algorithm>

#include "core/resources/gateway_route/match.h"
#include "core/resources/gateway_route/read_back.h"

namespace mesh {
namespace {

constexpr char kServiceSuffix[] = ".svc.cluster.local";

/// Reads one entry of a VirtualService's `http`; anything that has no place in a RouteRule ends it.
class EntryReader {
 public:
  explicit EntryReader(const std::string& name_space) : name_space_(name_space) {}

  std::optional<RouteRule> Read(const Value& value) {
    MemberReader entry(value);
    ReadMatches(entry.Take("match"));
    ReadBackends(entry.Take("route"));
    entry.Read("timeout", out_.timeout);
    ReadRetries(entry.Take("retries"));
    ReadHeaders(entry.Take("headers"));
    ReadRedirect(entry.Take("redirect"));
    ReadRewrite(entry.Take("rewrite"));
    ReadMirror(entry.Take("mirror"), entry.Take("mirrorPercentage"));
    ReadCors(entry.Take("corsPolicy"));
    if (!fine_ || !entry.Done()) return std::nullopt;
    return std::move(out_);
  }

 private:
  void Expect(bool fine) { fine_ = fine_ && fine; }

  void ReadMatches(const Value& matches) {
    if (matches.is_null()) return;
    if (!matches.is_list() || matches.as_list().empty()) return Expect(false);
    std::vector<Value> uris;
    StringList methods;
    Value common;
    for (const Value& value : matches.as_list()) {
      Value rest = value;
      MemberReader match(value);
      const Value uri = match.Take("uri");
      const Value method = match.Take("method").Get("exact");
      if (rest.is_map()) {
        rest.as_map().erase("uri");
        rest.as_map().erase("method");
      }
      Expect(common.is_null() || common == rest);
      common = std::move(rest);
      if (std::ranges::find(uris, uri) == uris.end()) uris.push_back(uri);
      const std::string name = method.StringOr("");
      if (!name.empty() && std::ranges::find(methods, name) == methods.end()) {
        methods.push_back(name);
      }
    }
    Expect(matches.as_list().size() == uris.size() * std::max<std::size_t>(methods.size(), 1));
    if (!methods.empty()) out_.methods = methods;
    ReadUris(uris);
    MemberReader match(common);
    ReadNames(match.Take("headers"), out_.headers, out_.headers_regex);
    ReadNames(match.Take("queryParams"), out_.query, out_.query_regex);
    Expect(match.Done());
  }

  void ReadUris(const std::vector<Value>& uris) {
    if (uris.size() == 1 && uris[0].is_null()) return;
    if (uris.size() == 1) {
      MemberReader uri(uris[0]);
      uri.Read("exact", out_.path_exact);
      uri.Read("regex", out_.path_regex);
      uri.Read("prefix", out_.path_prefix);
      return Expect(uri.Done());
    }
    const std::string bare = uris[0].Get("exact").StringOr("");
    Expect(uris.size() == 2 && !bare.empty() && uris[1].Get("prefix").StringOr("") == bare + "/");
    out_.path_prefix = bare;
  }

  void ReadNames(const Value& map, Attr<StringMap>& exact, Attr<StringMap>& regex) {
    if (map.is_null()) return;
    if (!map.is_map()) return Expect(false);
    StringMap plain;
    StringMap expressions;
    for (const auto& [name, condition] : map.as_map()) {
      if (condition.Has("exact")) {
        plain[name] = condition.Get("exact").StringOr("");
      } else {
        Expect(condition.Has("regex"));
        expressions[name] = condition.Get("regex").StringOr("");
      }
    }
    if (!plain.empty()) exact = plain;
    if (!expressions.empty()) regex = expressions;
  }

  template <class Target>
  Target ReadDestination(const Value& value) {
    Target out;
    const std::string host = value.Get("host").StringOr("");
    const std::size_t dot = host.find('.');
    const std::size_t suffix = host.size() - std::min(host.size(), sizeof kServiceSuffix - 1);
    if (dot == std::string::npos || dot >= suffix || host.substr(suffix) != kServiceSuffix) {
      Expect(false);
      return out;
    }
    out.service = host.substr(0, dot);
    const std::string where = host.substr(dot + 1, suffix - dot - 1);
    if (where != name_space_) out.name_space = where;
    MemberReader port(value.Get("port"));
    port.Read("number", out.port);
    Expect(port.Done() && out.port.is_known() && !value.Has("subset"));
    return out;
  }

  void ReadBackends(const Value& routes) {
    if (routes.is_null()) return;
    if (!routes.is_list()) return Expect(false);
    std::vector<RouteBackend> out;
    for (const Value& value : routes.as_list()) {
      MemberReader route(value);
      out.push_back(ReadDestination<RouteBackend>(route.Take("destination")));
      route.Read("weight", out.back().weight);
      if (out.back().weight.is_known() && *out.back().weight == 1) out.back().weight = {};
      Expect(route.Done());
    }
    out_.backends = std::move(out);
  }

  void ReadRetries(const Value& value) {
    if (value.is_null()) return;
    RouteRetries out;
    MemberReader retries(value);
    retries.Read("attempts", out.attempts);
    retries.Read("perTryTimeout", out.per_try_timeout);
    Attr<std::string> joined;
    retries.Read("retryOn", joined);
    if (joined.is_known()) {
      StringList words;
      for (std::size_t at = 0; at <= joined->size();) {
        const std::size_t comma = std::min(joined->find(',', at), joined->size());
        words.push_back(joined->substr(at, comma - at));
        at = comma + 1;
      }
      out.retry_on = words;
    }
    Expect(retries.Done());
    out_.retries = out;
  }

  void ReadHeaders(const Value& value) {
    MemberReader headers(value);
    const auto read = [&](const Value& from, Attr<RouteHeaderChanges>& to) {
      if (from.is_null()) return;
      RouteHeaderChanges out;
      MemberReader changes(from);
      changes.Read("set", out.set);
      changes.Read("add", out.add);
      changes.Read("remove", out.remove);
      Expect(changes.Done());
      to = out;
    };
    read(headers.Take("request"), out_.request_headers);
    read(headers.Take("response"), out_.response_headers);
    Expect(headers.Done());
  }

  void ReadRedirect(const Value& value) {
    if (value.is_null()) return;
    RouteRedirect out;
    MemberReader redirect(value);
    redirect.Read("scheme", out.scheme);
    redirect.Read("authority", out.host);
    redirect.Read("uri", out.path);
    redirect.Read("port", out.port);
    redirect.Read("redirectCode", out.code);
    if (out.code.is_known() && *out.code == 302) out.code = {};
    redirect.Take("derivePort");
    Expect(redirect.Done());
    out_.redirect = out;
  }

  void ReadRewrite(const Value& value) {
    if (value.is_null()) return;
    RouteRewrite out;
    MemberReader rewrite(value);
    rewrite.Read("authority", out.host);
    Attr<std::string> uri;
    rewrite.Read("uri", uri);
    if (uri.is_known()) (out_.path_prefix.is_known() ? out.path_prefix : out.path) = *uri;
    const Value regex = rewrite.Take("uriRegexRewrite");
    if (!regex.is_null()) {
      Expect(regex.Get("match") == Value("^/.*$"));
      out.path = regex.Get("rewrite").StringOr("");
    }
    Expect(rewrite.Done());
    out_.rewrite = out;
  }

  void ReadMirror(const Value& mirror, const Value& percentage) {
    if (mirror.is_null()) return;
    RouteMirror out = ReadDestination<RouteMirror>(mirror);
    MemberReader percent(percentage);
    percent.Read("value", out.percent);
    if (out.percent.is_known() && out.percent->AsInt64() == 100) out.percent = {};
    Expect(percent.Done());
    out_.mirror = out;
  }

  void ReadCors(const Value& value) {
    if (value.is_null()) return;
    RouteCors out;
    MemberReader cors(value);
    const Value origins = cors.Take("allowOrigins");
    StringList list;
    if (origins.is_list()) {
      for (const Value& origin : origins.as_list()) list.push_back(Origin(origin));
    }
    out.allow_origins = list;
    cors.Read("allowMethods", out.allow_methods);
    cors.Read("allowHeaders", out.allow_headers);
    cors.Read("exposeHeaders", out.expose_headers);
    cors.Read("allowCredentials", out.allow_credentials);
    cors.Read("maxAge", out.max_age);
    Expect(cors.Done());
    out_.cors = out;
  }

  std::string Origin(const Value& origin) {
    if (origin.Has("exact")) return origin.Get("exact").StringOr("");
    const std::string regex = origin.Get("regex").StringOr("");
    if (regex == ".*") return "*";
    constexpr std::string_view kLabels = "[^/:]+";
    std::string out;
    for (std::size_t i = 0; i < regex.size(); ++i) {
      if (regex.compare(i, kLabels.size(), kLabels) == 0) {
        out += '*';
        i += kLabels.size() - 1;
      } else if (regex[i] != '\\') {
        out += regex[i];
      }
    }
    Expect(out.find('*') != std::string::npos);
    return out;
  }

  const std::string& name_space_;
  RouteRule out_;
  bool fine_ = true;
};

/// True when `below` is the second of the two entries that rewriting a prefix takes.
bool IsBelow(const RouteRule& bare, const RouteRule& below) {
  if (!bare.path_exact.is_known() || !below.path_prefix.is_known() || !bare.rewrite.is_known() ||
      !below.rewrite.is_known() || !below.rewrite->path_prefix.is_known()) {
    return false;
  }
  return *below.path_prefix == *bare.path_exact + "/" && bare.rewrite->path.is_known() &&
         WithClosingSlash(*bare.rewrite->path) == *below.rewrite->path_prefix;
}

}  // namespace

Attr<std::vector<RouteRule>> ReadVirtualServiceRules(const Value& http,
                                                     const std::string& name_space) {
  if (!http.is_list()) return {};
  std::vector<RouteRule> out;
  for (const Value& value : http.as_list()) {
    std::optional<RouteRule> rule = EntryReader(name_space).Read(value);
    if (!rule) return {};
    if (!out.empty() && IsBelow(out.back(), *rule)) {
      RouteRewrite rewrite = *rule->rewrite;
      rewrite.path_prefix = out.back().rewrite->path;
      rule->path_prefix = out.back().path_exact;
      rule->rewrite = rewrite;
      out.back() = *std::move(rule);
    } else {
      out.push_back(*std::move(rule));
    }
  }
  return out;
}

}  // namespace mesh
