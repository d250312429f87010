#include <map>
#include <set>

#include "core/formats/duration.h"
#include "core/resources/gateway_route/route.h"

namespace mesh {
namespace {

constexpr char kGroup[] = "gateway.networking.k8s.io";

// Defaults that the API server would fill in are written out where the list around them is atomic:
// the object that is read back then equals the one that was sent.

Value BackendRef(const Attr<std::string>& service, const Attr<std::string>& name_space,
                 const Attr<std::int64_t>& port) {
  Value ref(Value::Map{{"group", ""}, {"kind", "Service"}});
  Put(ref, "name", service);
  Put(ref, "namespace", name_space);
  Put(ref, "port", port);
  return ref;
}

Value Backends(const std::vector<RouteBackend>& backends) {
  Value::List out;
  for (const RouteBackend& backend : backends) {
    Value ref = BackendRef(backend.service, backend.name_space, backend.port);
    Put(ref, "weight", backend.weight);
    out.push_back(std::move(ref));
  }
  return out;
}

Value TypedPath(const char* type, const Attr<std::string>& path) {
  return Value::Map{{"type", type}, {"value", ToValue(path)}};
}

Value PathMatch(const RouteRule& rule) {
  if (!rule.path_exact.is_null()) return TypedPath("Exact", rule.path_exact);
  if (!rule.path_regex.is_null()) return TypedPath("RegularExpression", rule.path_regex);
  if (!rule.path_prefix.is_null()) return TypedPath("PathPrefix", rule.path_prefix);
  return TypedPath("PathPrefix", Attr<std::string>("/"));
}

/// Matches on names and values; null when there are none, unknown when either map is.
Value NameMatches(const Attr<StringMap>& exact, const Attr<StringMap>& regex) {
  if (exact.is_unknown() || regex.is_unknown()) return Value::Unknown();
  Value::List out;
  const auto add = [&](const Attr<StringMap>& from, const char* type) {
    if (!from.is_known()) return;
    for (const auto& [name, value] : *from) {
      out.push_back(Value::Map{{"name", name}, {"type", type}, {"value", value}});
    }
  };
  add(exact, "Exact");
  add(regex, "RegularExpression");
  return out.empty() ? Value() : Value(std::move(out));
}

Value Matches(const RouteRule& rule) {
  if (rule.methods.is_unknown()) return Value::Unknown();
  Value match(Value::Map{{"path", PathMatch(rule)}});
  if (Value headers = NameMatches(rule.headers, rule.headers_regex); !headers.is_null()) {
    match.Set("headers", std::move(headers));
  }
  if (Value query = NameMatches(rule.query, rule.query_regex); !query.is_null()) {
    match.Set("queryParams", std::move(query));
  }
  if (rule.methods.value_or({}).empty()) return Value::List{std::move(match)};
  Value::List out;
  for (const std::string& method : *rule.methods) {
    out.push_back(match);
    out.back().Set("method", method);
  }
  return out;
}

Value NamedValues(const Attr<StringMap>& headers) {
  if (headers.is_unknown()) return Value::Unknown();
  Value::List out;
  for (const auto& [name, value] : *headers) {
    out.push_back(Value::Map{{"name", name}, {"value", value}});
  }
  return out;
}

Value HeaderFilter(const char* type, const char* member, const Attr<RouteHeaderChanges>& changes) {
  Value filter(Value::Map{{"type", type}});
  if (changes.is_unknown()) return filter.Set(member, Value::Unknown()), filter;
  Value body(Value::Map{});
  if (!changes->set.is_null()) body.Set("set", NamedValues(changes->set));
  if (!changes->add.is_null()) body.Set("add", NamedValues(changes->add));
  Put(body, "remove", changes->remove);
  filter.Set(member, std::move(body));
  return filter;
}

/// The member `path` of redirect and rewrite filters; null when neither is asked for.
Value PathModifier(const Attr<std::string>& full, const Attr<std::string>& prefix) {
  if (!full.is_null()) {
    return Value::Map{{"type", "ReplaceFullPath"}, {"replaceFullPath", ToValue(full)}};
  }
  if (prefix.is_null()) return {};
  return Value::Map{{"type", "ReplacePrefixMatch"}, {"replacePrefixMatch", ToValue(prefix)}};
}

Value RedirectFilter(const Attr<RouteRedirect>& redirect) {
  if (redirect.is_unknown()) {
    return Value::Map{{"type", "RequestRedirect"}, {"requestRedirect", Value::Unknown()}};
  }
  Value body(Value::Map{});
  Put(body, "scheme", redirect->scheme);
  Put(body, "hostname", redirect->host);
  Put(body, "port", redirect->port);
  Value path = PathModifier(redirect->path, redirect->path_prefix);
  if (!path.is_null()) body.Set("path", std::move(path));
  Put(body, "statusCode", redirect->code);
  return Value::Map{{"type", "RequestRedirect"}, {"requestRedirect", std::move(body)}};
}

Value RewriteFilter(const Attr<RouteRewrite>& rewrite) {
  if (rewrite.is_unknown()) {
    return Value::Map{{"type", "URLRewrite"}, {"urlRewrite", Value::Unknown()}};
  }
  Value body(Value::Map{});
  Put(body, "hostname", rewrite->host);
  Value path = PathModifier(rewrite->path, rewrite->path_prefix);
  if (!path.is_null()) body.Set("path", std::move(path));
  return Value::Map{{"type", "URLRewrite"}, {"urlRewrite", std::move(body)}};
}

Value MirrorFilter(const Attr<RouteMirror>& mirror) {
  if (mirror.is_unknown()) {
    return Value::Map{{"type", "RequestMirror"}, {"requestMirror", Value::Unknown()}};
  }
  Value body(
      Value::Map{{"backendRef", BackendRef(mirror->service, mirror->name_space, mirror->port)}});
  if (mirror->percent.is_unknown()) {
    body.Set("percent", Value::Unknown());
  } else if (mirror->percent->AsInt64() != 100) {
    body.Set("percent", *mirror->percent);
  }
  return Value::Map{{"type", "RequestMirror"}, {"requestMirror", std::move(body)}};
}

Value CorsFilter(const Attr<RouteCors>& cors) {
  if (cors.is_unknown()) return Value::Map{{"type", "CORS"}, {"cors", Value::Unknown()}};
  Value body(Value::Map{});
  Put(body, "allowOrigins", cors->allow_origins);
  Put(body, "allowMethods", cors->allow_methods);
  Put(body, "allowHeaders", cors->allow_headers);
  Put(body, "exposeHeaders", cors->expose_headers);
  Put(body, "allowCredentials", cors->allow_credentials);
  if (cors->max_age.is_unknown()) {
    body.Set("maxAge", Value::Unknown());
  } else {
    // The API server's default is 5 seconds.
    const std::string text = cors->max_age.value_or("5s");
    body.Set("maxAge", ParseDuration(text).value_or(0) / 1000);
  }
  return Value::Map{{"type", "CORS"}, {"cors", std::move(body)}};
}

Value::List Filters(const RouteRule& rule) {
  Value::List out;
  if (!rule.cors.is_null()) out.push_back(CorsFilter(rule.cors));
  if (!rule.request_headers.is_null()) {
    out.push_back(
        HeaderFilter("RequestHeaderModifier", "requestHeaderModifier", rule.request_headers));
  }
  if (!rule.response_headers.is_null()) {
    out.push_back(
        HeaderFilter("ResponseHeaderModifier", "responseHeaderModifier", rule.response_headers));
  }
  if (!rule.redirect.is_null()) out.push_back(RedirectFilter(rule.redirect));
  if (!rule.rewrite.is_null()) out.push_back(RewriteFilter(rule.rewrite));
  if (!rule.mirror.is_null()) out.push_back(MirrorFilter(rule.mirror));
  return out;
}

Value Timeouts(const RouteRule& rule) {
  Value out;
  Put(out, "request", rule.timeout);
  if (rule.retries.is_unknown()) return Value::Unknown();
  if (rule.retries.is_known()) Put(out, "backendRequest", rule.retries->per_try_timeout);
  return out;
}

Value Rule(const RouteRule& rule) {
  Value out(Value::Map{{"matches", Matches(rule)}});
  if (Value::List filters = Filters(rule); !filters.empty()) out.Set("filters", std::move(filters));
  if (rule.backends.is_unknown()) out.Set("backendRefs", Value::Unknown());
  if (rule.backends.is_known()) out.Set("backendRefs", Backends(*rule.backends));
  if (Value timeouts = Timeouts(rule); !timeouts.is_null()) {
    out.Set("timeouts", std::move(timeouts));
  }
  return out;
}

/// Services that the route names in other namespaces, by namespace; nullopt while one of them is
/// unknown.
std::optional<std::map<std::string, std::set<std::string>>> ForeignServices(
    const GatewayRoute& route) {
  std::map<std::string, std::set<std::string>> out;
  if (route.rules.is_unknown()) return std::nullopt;
  bool known = true;
  const auto add = [&](const Attr<std::string>& service, const Attr<std::string>& name_space) {
    if (name_space.is_null()) return;
    if (name_space.is_unknown()) {
      known = false;
    } else if (*name_space == *route.name_space) {
      return;
    } else if (service.is_unknown()) {
      known = false;
    } else {
      out[*name_space].insert(*service);
    }
  };
  for (const RouteRule& rule : *route.rules) {
    if (rule.backends.is_unknown() || rule.mirror.is_unknown()) return std::nullopt;
    if (rule.backends.is_known()) {
      for (const RouteBackend& backend : *rule.backends) add(backend.service, backend.name_space);
    }
    if (rule.mirror.is_known()) add(rule.mirror->service, rule.mirror->name_space);
  }
  if (!known) return std::nullopt;
  return out;
}

/// A namespace holds no dot, so that two routes never make grants of one name.
Value ReferenceGrant(const GatewayRoute& route, const std::string& target,
                     const std::set<std::string>& services) {
  // v1beta1 is served by every version of the CRDs and stored by all of them.
  Value grant = NewObject(std::string(kGroup) + "/v1beta1", "ReferenceGrant", target,
                          "mesh-route." + *route.name_space + "." + *route.name);
  Value::List to;
  for (const std::string& service : services) {
    to.push_back(Value::Map{{"group", ""}, {"kind", "Service"}, {"name", service}});
  }
  const Value from =
      Value::Map{{"group", kGroup}, {"kind", "HTTPRoute"}, {"namespace", *route.name_space}};
  grant.Set("spec", Value::Map{{"from", Value::List{from}}, {"to", std::move(to)}});
  return grant;
}

}  // namespace

Desired RenderHttpRoute(const GatewayRoute& route) {
  Desired out;
  Value object = NewRouteObject(route, std::string(kGroup) + "/v1", "HTTPRoute");
  Value parent(Value::Map{{"group", kGroup}, {"kind", "Gateway"}});
  if (route.gateway.is_known()) {
    Put(parent, "name", route.gateway->name);
    Put(parent, "namespace", route.gateway->name_space);
    Put(parent, "sectionName", route.gateway->listener);
  } else {
    parent = Value::Unknown();
  }
  Value spec(Value::Map{{"parentRefs", Value::List{std::move(parent)}}});
  Put(spec, "hostnames", route.hostnames);
  Value rules = Value::Unknown();
  if (route.rules.is_known()) {
    rules = Value::List{};
    for (const RouteRule& rule : *route.rules) rules.as_list().push_back(Rule(rule));
  }
  spec.Set("rules", std::move(rules));
  object.Set("spec", std::move(spec));
  out.objects.push_back({.content = std::move(object)});

  const auto foreign = ForeignServices(route);
  out.complete = foreign.has_value();
  if (!foreign) return out;
  for (const auto& [target, services] : *foreign) {
    out.objects.push_back({.content = ReferenceGrant(route, target, services)});
  }
  return out;
}

}  // namespace mesh
