#pragma once

#include <string>
#include <vector>

#include "core/model/resource.h"

namespace mesh {

/// One Service port that requests go to.
struct RouteBackend {
  Attr<std::string> service;
  Attr<std::string> name_space;
  Attr<std::int64_t> port;
  Attr<std::int64_t> weight;
  static std::vector<Binding<RouteBackend>> Fields();
};

struct RouteRetries {
  Attr<std::int64_t> attempts;
  Attr<std::string> per_try_timeout;
  Attr<StringList> retry_on;
  static std::vector<Binding<RouteRetries>> Fields();
};

struct RouteHeaderChanges {
  Attr<StringMap> set;
  Attr<StringMap> add;
  Attr<StringList> remove;
  static std::vector<Binding<RouteHeaderChanges>> Fields();
};

struct RouteRedirect {
  Attr<std::string> scheme;
  Attr<std::string> host;
  Attr<std::int64_t> port;
  Attr<std::string> path;
  Attr<std::string> path_prefix;
  Attr<std::int64_t> code;
  static std::vector<Binding<RouteRedirect>> Fields();
};

struct RouteRewrite {
  Attr<std::string> host;
  Attr<std::string> path;
  Attr<std::string> path_prefix;
  static std::vector<Binding<RouteRewrite>> Fields();
};

struct RouteMirror {
  Attr<std::string> service;
  Attr<std::string> name_space;
  Attr<std::int64_t> port;
  Attr<Number> percent;
  static std::vector<Binding<RouteMirror>> Fields();
};

struct RouteCors {
  Attr<StringList> allow_origins;
  Attr<StringList> allow_methods;
  Attr<StringList> allow_headers;
  Attr<StringList> expose_headers;
  Attr<bool> allow_credentials;
  Attr<std::string> max_age;
  static std::vector<Binding<RouteCors>> Fields();
};

/// What is matched and what becomes of it.
struct RouteRule {
  Attr<std::string> path_prefix;
  Attr<std::string> path_exact;
  Attr<std::string> path_regex;
  Attr<StringList> methods;
  Attr<StringMap> headers;
  Attr<StringMap> headers_regex;
  Attr<StringMap> query;
  Attr<StringMap> query_regex;
  Attr<std::vector<RouteBackend>> backends;
  Attr<std::string> timeout;
  Attr<RouteRetries> retries;
  Attr<RouteHeaderChanges> request_headers;
  Attr<RouteHeaderChanges> response_headers;
  Attr<RouteRedirect> redirect;
  Attr<RouteRewrite> rewrite;
  Attr<RouteMirror> mirror;
  Attr<RouteCors> cors;
  static std::vector<Binding<RouteRule>> Fields();
};

struct RouteGateway {
  Attr<std::string> name;
  Attr<std::string> name_space;
  Attr<std::string> listener;
  static std::vector<Binding<RouteGateway>> Fields();
};

/// The whole of mesh_gateway_route.
struct GatewayRoute {
  Attr<std::string> name;
  Attr<std::string> name_space;
  Attr<std::string> engine;
  Attr<RouteGateway> gateway;
  Attr<StringList> hostnames;
  Attr<std::vector<RouteRule>> rules;
  Attr<StringMap> labels;
  Attr<StringMap> annotations;
  static std::vector<Binding<GatewayRoute>> Fields();
};

inline constexpr char kGatewayApiEngine[] = "gateway_api";
inline constexpr char kIstioEngine[] = "istio";

/// Everything that the field tables cannot say: combinations, and what the chosen engine cannot do.
Diagnostics CheckRoute(const GatewayRoute& route, const Settings& settings);

/// HTTPRoute, and a ReferenceGrant in every other namespace that backends live in.
Desired RenderHttpRoute(const GatewayRoute& route);

/// VirtualService bound to an Istio Gateway. Rules are put in the order of precedence that the
/// Gateway API defines, so that both engines pick the same rule.
Desired RenderVirtualService(const GatewayRoute& route, const Settings& settings);

/// The route that an HTTPRoute or VirtualService came from, as far as it can be told.
GatewayRoute ReadRouteBack(const std::vector<Value>& objects);

/// Metadata that both engines share.
Value NewRouteObject(const GatewayRoute& route, const std::string& api_version,
                     const std::string& kind);

/// Adds a member unless the attribute is null; an unknown attribute makes an unknown member.
template <class T>
void Put(Value& object, const std::string& key, const Attr<T>& attribute) {
  if (!attribute.is_null()) object.Set(key, ToValue(attribute));
}

}  // namespace mesh
