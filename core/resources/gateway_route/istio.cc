#include <algorithm>

#include "core/resources/gateway_route/match.h"
#include "core/resources/gateway_route/route.h"
#include "core/resources/namespace/istio_api.h"

namespace mesh {
namespace {

std::string WithoutSlash(const std::string& path) {
  return path.size() > 1 && path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

bool MatchUnknown(const RouteRule& rule) {
  return rule.path_prefix.is_unknown() || rule.path_exact.is_unknown() ||
         rule.path_regex.is_unknown() || rule.methods.is_unknown() || rule.headers.is_unknown() ||
         rule.headers_regex.is_unknown() || rule.query.is_unknown() ||
         rule.query_regex.is_unknown();
}

/// The prefix without a closing slash; `/` for rules that match every path.
std::string PrefixOf(const RouteRule& rule) { return WithoutSlash(rule.path_prefix.value_or("/")); }

/// What decides between rules that match one request: a greater tuple is tried first.
auto Precedence(const RouteRule& rule) {
  int kind = 0;
  std::size_t length = 0;
  if (rule.path_exact.is_known()) {
    kind = 3;
    length = rule.path_exact->size();
  } else if (rule.path_regex.is_known()) {
    kind = 1;
    length = rule.path_regex->size();
  } else if (PrefixOf(rule) != "/") {
    kind = 2;
    length = PrefixOf(rule).size();
  }
  const auto count = [](const auto& a, const auto& b) {
    return a.value_or({}).size() + b.value_or({}).size();
  };
  return std::tuple(kind, length, !rule.methods.value_or({}).empty(),
                    count(rule.headers, rule.headers_regex), count(rule.query, rule.query_regex));
}

Value NameMatches(const Attr<StringMap>& exact, const Attr<StringMap>& regex, bool lower) {
  Value::Map out;
  const auto add = [&](const Attr<StringMap>& from, const char* how) {
    for (const auto& [name, value] : from.value_or({})) {
      out[lower ? LowerCase(name) : name] = Value::Map{{how, value}};
    }
  };
  add(exact, "exact");
  add(regex, "regex");
  return out;
}

/// Ways to say the rule's path; one of them must match. Istio compares prefixes as text, so that
/// whole segments take two.
Value::List Uris(const RouteRule& rule) {
  if (rule.path_exact.is_known()) return {Value::Map{{"exact", *rule.path_exact}}};
  if (rule.path_regex.is_known()) return {Value::Map{{"regex", *rule.path_regex}}};
  const std::string prefix = PrefixOf(rule);
  if (prefix == "/") return {Value()};
  return {Value::Map{{"exact", prefix}}, Value::Map{{"prefix", prefix + "/"}}};
}

/// The member `match` for some ways to say the path; null when everything matches.
Value Matches(const RouteRule& rule, const Value::List& uris) {
  Value base(Value::Map{});
  if (Value headers = NameMatches(rule.headers, rule.headers_regex, true);
      !headers.as_map().empty()) {
    base.Set("headers", std::move(headers));
  }
  if (Value query = NameMatches(rule.query, rule.query_regex, false); !query.as_map().empty()) {
    base.Set("queryParams", std::move(query));
  }
  Value::List out;
  const StringList methods = rule.methods.value_or({});
  for (const Value& uri : uris) {
    Value match = base;
    if (!uri.is_null()) match.Set("uri", uri);
    for (const std::string& method : methods) {
      out.push_back(match);
      out.back().Set("method", Value::Map{{"exact", method}});
    }
    if (methods.empty()) out.push_back(std::move(match));
  }
  if (out.size() == 1 && out.front().as_map().empty()) return {};
  return out;
}

Value Destination(const GatewayRoute& route, const Attr<std::string>& service,
                  const Attr<std::string>& name_space, const Attr<std::int64_t>& port) {
  const Attr<std::string>& where = name_space.is_null() ? route.name_space : name_space;
  Value host = Value::Unknown();
  if (service.is_known() && where.is_known()) {
    host = *service + "." + *where + ".svc.cluster.local";
  }
  return Value::Map{{"host", std::move(host)}, {"port", Value::Map{{"number", ToValue(port)}}}};
}

Value Routes(const GatewayRoute& route, const std::vector<RouteBackend>& backends) {
  Value::List out;
  for (const RouteBackend& backend : backends) {
    Value to(Value::Map{
        {"destination", Destination(route, backend.service, backend.name_space, backend.port)}});
    // Alone, a backend gets everything; in company Istio reads an absent weight as 0.
    if (backends.size() > 1) Put(to, "weight", backend.weight);
    out.push_back(std::move(to));
  }
  return out;
}

Value HeaderChanges(const Attr<RouteHeaderChanges>& changes) {
  if (changes.is_unknown()) return Value::Unknown();
  Value out(Value::Map{});
  Put(out, "set", changes->set);
  Put(out, "add", changes->add);
  Put(out, "remove", changes->remove);
  return out;
}

Value Retries(const Attr<RouteRetries>& retries) {
  if (retries.is_unknown()) return Value::Unknown();
  Value out(Value::Map{});
  Put(out, "attempts", retries->attempts);
  Put(out, "perTryTimeout", retries->per_try_timeout);
  if (retries->retry_on.is_unknown()) out.Set("retryOn", Value::Unknown());
  if (retries->retry_on.is_known()) {
    std::string joined;
    for (const std::string& condition : *retries->retry_on) {
      joined += (joined.empty() ? "" : ",") + condition;
    }
    out.Set("retryOn", joined);
  }
  return out;
}

Value Redirect(const Attr<RouteRedirect>& redirect) {
  if (redirect.is_unknown()) return Value::Unknown();
  Value out(Value::Map{});
  Put(out, "scheme", redirect->scheme);
  Put(out, "authority", redirect->host);
  Put(out, "uri", redirect->path);
  Put(out, "redirectCode", redirect->code);
  if (!redirect->port.is_null()) {
    Put(out, "port", redirect->port);
  } else {
    // Said outright: what Istio does without a port depends on the scheme it came in with.
    out.Set("derivePort",
            redirect->scheme.is_null() ? "FROM_REQUEST_PORT" : "FROM_PROTOCOL_DEFAULT");
  }
  return out;
}

std::string EscapedRegex(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (std::string_view("\\.+*?()|[]{}^$").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

Value Origin(const std::string& origin) {
  const std::size_t star = origin.find('*');
  if (star == std::string::npos) return Value::Map{{"exact", origin}};
  if (origin == "*") return Value::Map{{"regex", ".*"}};
  return Value::Map{{"regex", EscapedRegex(origin.substr(0, star)) + "[^/:]+" +
                                  EscapedRegex(origin.substr(star + 1))}};
}

Value Cors(const Attr<RouteCors>& cors) {
  if (cors.is_unknown()) return Value::Unknown();
  Value out(Value::Map{});
  if (cors->allow_origins.is_unknown()) {
    out.Set("allowOrigins", Value::Unknown());
  } else {
    Value::List origins;
    for (const std::string& origin : *cors->allow_origins) origins.push_back(Origin(origin));
    out.Set("allowOrigins", std::move(origins));
  }
  Put(out, "allowMethods", cors->allow_methods);
  Put(out, "allowHeaders", cors->allow_headers);
  Put(out, "exposeHeaders", cors->expose_headers);
  Put(out, "allowCredentials", cors->allow_credentials);
  Put(out, "maxAge", cors->max_age);
  return out;
}

/// Everything of a rule but what it matches and how the path is rewritten.
Value Actions(const GatewayRoute& route, const RouteRule& rule) {
  Value out(Value::Map{});
  if (!rule.redirect.is_null()) out.Set("redirect", Redirect(rule.redirect));
  if (rule.backends.is_unknown()) out.Set("route", Value::Unknown());
  if (rule.backends.is_known()) out.Set("route", Routes(route, *rule.backends));
  Put(out, "timeout", rule.timeout);
  if (!rule.retries.is_null()) out.Set("retries", Retries(rule.retries));
  Value headers;
  if (!rule.request_headers.is_null()) headers.Set("request", HeaderChanges(rule.request_headers));
  if (!rule.response_headers.is_null()) {
    headers.Set("response", HeaderChanges(rule.response_headers));
  }
  if (!headers.is_null()) out.Set("headers", std::move(headers));
  if (rule.mirror.is_unknown()) {
    out.Set("mirror", Value::Unknown()).Set("mirrorPercentage", Value::Unknown());
  } else if (rule.mirror.is_known()) {
    const RouteMirror& mirror = *rule.mirror;
    out.Set("mirror", Destination(route, mirror.service, mirror.name_space, mirror.port));
    out.Set("mirrorPercentage", Value::Map{{"value", ToValue(mirror.percent)}});
  }
  if (!rule.cors.is_null()) out.Set("corsPolicy", Cors(rule.cors));
  return out;
}

Value HttpRoute(const RouteRule& rule, const Value::List& uris, Value actions, Value rewrite) {
  if (Value match = Matches(rule, uris); !match.is_null()) actions.Set("match", std::move(match));
  if (!rewrite.is_null()) actions.Set("rewrite", std::move(rewrite));
  return actions;
}

/// Replacing a prefix by whole segments takes one entry for the bare prefix and one for what is
/// below it.
void AppendPrefixRewrite(const RouteRule& rule, const Value& actions, const Value& rewrite,
                         Value::List& out) {
  const std::string prefix = PrefixOf(rule);
  const std::string& replacement = *rule.rewrite->path_prefix;
  if (prefix != "/") {
    Value bare = rewrite;
    bare.Set("uri", WithoutSlash(replacement));
    out.push_back(HttpRoute(rule, {Value::Map{{"exact", prefix}}}, actions, std::move(bare)));
  }
  Value below = rewrite;
  below.Set("uri", WithClosingSlash(replacement));
  out.push_back(HttpRoute(rule, {Value::Map{{"prefix", WithClosingSlash(prefix)}}}, actions,
                          std::move(below)));
}

void AppendRule(const GatewayRoute& route, const RouteRule& rule, Value::List& out) {
  const Value actions = Actions(route, rule);
  if (rule.rewrite.is_null()) return out.push_back(HttpRoute(rule, Uris(rule), actions, {}));
  if (rule.rewrite.is_unknown() || rule.rewrite->path_prefix.is_unknown()) {
    return out.push_back(HttpRoute(rule, Uris(rule), actions, Value::Unknown()));
  }
  Value rewrite(Value::Map{});
  Put(rewrite, "authority", rule.rewrite->host);
  if (rule.rewrite->path_prefix.is_known()) {
    return AppendPrefixRewrite(rule, actions, rewrite, out);
  }
  if (!rule.rewrite->path.is_null()) {
    if (rule.path_exact.is_known()) {
      Put(rewrite, "uri", rule.rewrite->path);
    } else {
      rewrite.Set("uriRegexRewrite",
                  Value::Map{{"match", "^/.*$"}, {"rewrite", ToValue(rule.rewrite->path)}});
    }
  }
  out.push_back(HttpRoute(rule, Uris(rule), actions, std::move(rewrite)));
}

Value Http(const GatewayRoute& route) {
  if (route.rules.is_unknown()) return Value::Unknown();
  std::vector<RouteRule> rules = *route.rules;
  if (std::ranges::any_of(rules, MatchUnknown)) return Value::Unknown();
  std::ranges::stable_sort(rules, std::greater<>(), Precedence);
  Value::List out;
  for (const RouteRule& rule : rules) AppendRule(route, rule, out);
  return out;
}

Value GatewayName(const GatewayRoute& route) {
  if (route.gateway.is_unknown()) return Value::Unknown();
  const Attr<std::string>& where =
      route.gateway->name_space.is_null() ? route.name_space : route.gateway->name_space;
  if (route.gateway->name.is_unknown() || where.is_unknown()) return Value::Unknown();
  return *where + "/" + *route.gateway->name;
}

}  // namespace

Desired RenderVirtualService(const GatewayRoute& route, const Settings& settings) {
  Value object =
      NewRouteObject(route, IstioApiVersion("networking.istio.io", settings), "VirtualService");
  Value spec(Value::Map{{"gateways", Value::List{GatewayName(route)}}, {"http", Http(route)}});
  if (route.hostnames.is_null() || (route.hostnames.is_known() && route.hostnames->empty())) {
    spec.Set("hosts", Value::List{"*"});
  } else {
    Put(spec, "hosts", route.hostnames);
  }
  object.Set("spec", std::move(spec));
  Desired out;
  out.objects.push_back({.content = std::move(object)});
  return out;
}

}  // namespace mesh
