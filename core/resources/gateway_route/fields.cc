#include <algorithm>
#include <array>

#include "core/resources/gateway_route/route.h"

namespace mesh {
namespace {

using Wrong = std::optional<std::string>;

Check Between(std::int64_t low, std::int64_t high) {
  return [low, high](const Value& v) -> Wrong {
    const auto i = v.as_number().AsInt64();
    if (i && *i >= low && *i <= high) return std::nullopt;
    return "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high) +
           ".";
  };
}

Wrong CheckPath(const Value& v) {
  const std::string& path = v.as_string();
  if (!path.starts_with('/')) return "must start with \"/\".";
  if (path.size() > 1024) return "must have at most 1024 characters.";
  for (const char* bad : {"//", "/./", "/../", "%2f", "%2F", "#", "?"}) {
    if (path.find(bad) != std::string::npos) {
      return "must not contain \"" + std::string(bad) +
             "\": requests are matched on the normalized path without query.";
    }
  }
  if (path.ends_with("/..") || path.ends_with("/.")) return "must not end in a dot segment.";
  return std::nullopt;
}

Wrong CheckRegex(const Value& v) {
  const std::string& regex = v.as_string();
  if (!regex.empty() && regex.size() <= 1024) return std::nullopt;
  return "must be a regular expression (RE2) of 1 to 1024 characters.";
}

Wrong CheckNotEmpty(const Value& v) {
  if (!v.as_string().empty()) return std::nullopt;
  return "must not be empty.";
}

/// RFC 9110 token: what a header may be called.
Wrong CheckHeaderName(const Value& v) {
  constexpr std::string_view kOthers = "!#$%&'*+-.^_`|~";
  const std::string& name = v.as_string();
  const auto fine = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kOthers.find(c) != std::string_view::npos;
  };
  if (!name.empty() && name.size() <= 256 && std::ranges::all_of(name, fine)) return std::nullopt;
  return "is no header name: use letters, digits and \"-\", without spaces, \":\" or \"/\".";
}

Wrong CheckPercent(const Value& v) {
  const std::string text = v.as_number().Canonical();
  const bool negative = text.starts_with('-');
  const std::size_t whole = text.find('.');
  const auto hundred = Number::Parse("100");
  const bool below = !negative && std::min(whole, text.size()) < 3;
  if (below || v.as_number() == *hundred) return std::nullopt;
  return "must be a percentage from 0 to 100.";
}

const std::vector<std::string> kMethods = {"GET",     "HEAD",    "POST",  "PUT",  "DELETE",
                                           "CONNECT", "OPTIONS", "TRACE", "PATCH"};

constexpr char kDuration[] = " Units are h, m, s and ms, as in \"30s\" or \"1m30s\".";

}  // namespace

std::vector<Binding<RouteBackend>> RouteBackend::Fields() {
  return {
      Bind<&RouteBackend::service>(
          "service", {.doc = "Name of the Kubernetes Service.", .presence = Presence::kRequired}),
      Bind<&RouteBackend::name_space>(
          "namespace",
          {.doc = "Namespace of the Service; the route's own namespace when left out. For another "
                  "namespace the engine `gateway_api` also renders the ReferenceGrant there."}),
      Bind<&RouteBackend::port>("port", {.doc = "Port of the Service, 1 to 65535.",
                                         .presence = Presence::kRequired,
                                         .check = Between(1, 65535)}),
      Bind<&RouteBackend::weight>(
          "weight",
          {.doc = "Share of the requests in proportion to the other backends' weights, 0 to "
                  "1000000. They need not add up to 100; 0 sends nothing.",
           .fallback = 1,
           .check = Between(0, 1000000)}),
  };
}

std::vector<Binding<RouteRetries>> RouteRetries::Fields() {
  return {
      Bind<&RouteRetries::attempts>(
          "attempts",
          {.doc = "How often a failed request is sent again; 0 switches retries off. Engine "
                  "`istio` only: in the Gateway API retries are experimental.",
           .check = Between(0, 1000)}),
      Bind<&RouteRetries::per_try_timeout>(
          "per_try_timeout",
          {.doc = std::string("Longest time that one try may take.") + kDuration}),
      Bind<&RouteRetries::retry_on>(
          "retry_on",
          {.doc = "Conditions that cause a retry, such as `5xx`, `gateway-error`, `reset`, "
                  "`connect-failure` or a status code. Engine `istio` only.",
           .check = CheckNotEmpty}),
  };
}

std::vector<Binding<RouteHeaderChanges>> RouteHeaderChanges::Fields() {
  return {
      Bind<&RouteHeaderChanges::set>(
          "set", {.doc = "Headers to overwrite, by name.", .key_check = CheckHeaderName}),
      Bind<&RouteHeaderChanges::add>("add", {.doc = "Headers to append to what is there, by name.",
                                             .key_check = CheckHeaderName}),
      Bind<&RouteHeaderChanges::remove>(
          "remove", {.doc = "Names of headers to take away.", .check = CheckHeaderName}),
  };
}

std::vector<Binding<RouteRedirect>> RouteRedirect::Fields() {
  return {
      Bind<&RouteRedirect::scheme>(
          "scheme", {.doc = "Scheme to send the client to; the request's own when left out.",
                     .one_of = {"http", "https"}}),
      Bind<&RouteRedirect::host>(
          "host", {.doc = "Host to send the client to; the request's own when left out."}),
      Bind<&RouteRedirect::port>(
          "port",
          {.doc = "Port to send the client to. Left out, it is the well-known port of `scheme`, or "
                  "the request's own port when `scheme` is left out too.",
           .check = Between(1, 65535)}),
      Bind<&RouteRedirect::path>(
          "path", {.doc = "Path that replaces the whole path of the request.", .check = CheckPath}),
      Bind<&RouteRedirect::path_prefix>(
          "path_prefix", {.doc = "Path that replaces the matched prefix; the rule needs "
                                 "`path_prefix`. Engine `gateway_api` only.",
                          .check = CheckPath}),
      Bind<&RouteRedirect::code>("code", {.doc = "Status code of the redirect: 301, 302, 303, 307 "
                                                 "or 308.",
                                          .fallback = 302,
                                          .check = [](const Value& v) -> Wrong {
                                            const auto i = v.as_number().AsInt64();
                                            for (std::int64_t code : {301, 302, 303, 307, 308}) {
                                              if (i == code) return std::nullopt;
                                            }
                                            return "must be 301, 302, 303, 307 or 308.";
                                          }}),
  };
}

std::vector<Binding<RouteRewrite>> RouteRewrite::Fields() {
  return {
      Bind<&RouteRewrite::host>("host", {.doc = "Host header that the backend sees."}),
      Bind<&RouteRewrite::path>(
          "path", {.doc = "Path that replaces the whole path of the request.", .check = CheckPath}),
      Bind<&RouteRewrite::path_prefix>(
          "path_prefix",
          {.doc = "Path that replaces the matched prefix; the rule needs `path_prefix`.",
           .check = CheckPath}),
  };
}

std::vector<Binding<RouteMirror>> RouteMirror::Fields() {
  return {
      Bind<&RouteMirror::service>("service", {.doc = "Name of the Service that gets the copies; "
                                                     "its answers are thrown away.",
                                              .presence = Presence::kRequired}),
      Bind<&RouteMirror::name_space>(
          "namespace",
          {.doc = "Namespace of the Service; the route's own namespace when left out."}),
      Bind<&RouteMirror::port>("port", {.doc = "Port of the Service, 1 to 65535.",
                                        .presence = Presence::kRequired,
                                        .check = Between(1, 65535)}),
      Bind<&RouteMirror::percent>(
          "percent", {.doc = "Percentage of the requests to copy, 0 to 100. Fractions such as 0.5 "
                             "need the engine `istio`.",
                      .fallback = 100,
                      .check = CheckPercent}),
  };
}

std::vector<Binding<RouteCors>> RouteCors::Fields() {
  return {
      Bind<&RouteCors::allow_origins>(
          "allow_origins",
          {.doc = "Origins that may read the response, as `scheme://host[:port]`; `*` stands for "
                  "all, and `https://*.example.com` for all subdomains.",
           .presence = Presence::kRequired,
           .check = CheckNotEmpty}),
      Bind<&RouteCors::allow_methods>(
          "allow_methods",
          {.doc = "Methods that may be used, or `*` alone.", .check = CheckNotEmpty}),
      Bind<&RouteCors::allow_headers>(
          "allow_headers",
          {.doc = "Request headers that may be sent, or `*` alone.", .check = CheckHeaderName}),
      Bind<&RouteCors::expose_headers>(
          "expose_headers",
          {.doc = "Response headers that scripts may read.", .check = CheckHeaderName}),
      Bind<&RouteCors::allow_credentials>(
          "allow_credentials", {.doc = "Whether cookies and credentials may be sent along."}),
      Bind<&RouteCors::max_age>(
          "max_age", {.doc = "How long a browser may keep the answer to a preflight request, in "
                             "whole seconds such as \"600s\" or \"10m\"."}),
  };
}

std::vector<Binding<RouteRule>> RouteRule::Fields() {
  return {
      Bind<&RouteRule::path_prefix>(
          "path_prefix",
          {.doc = "Path whose whole segments must come first: `/api` matches `/api` and `/api/v1`, "
                  "not `/apis`. A rule without any path matches every path.",
           .check = CheckPath}),
      Bind<&RouteRule::path_exact>("path_exact",
                                   {.doc = "The path must be exactly this.", .check = CheckPath}),
      Bind<&RouteRule::path_regex>(
          "path_regex",
          {.doc = "Regular expression (RE2) that the whole path must match.", .check = CheckRegex}),
      Bind<&RouteRule::methods>(
          "methods",
          {.doc = "HTTP methods; any of them matches. All when left out.", .one_of = kMethods}),
      Bind<&RouteRule::headers>("headers",
                                {.doc = "Headers that must all have exactly these values, by name.",
                                 .check = CheckNotEmpty,
                                 .key_check = CheckHeaderName}),
      Bind<&RouteRule::headers_regex>(
          "headers_regex",
          {.doc = "Headers whose whole values must all match these regular expressions (RE2).",
           .check = CheckRegex,
           .key_check = CheckHeaderName}),
      Bind<&RouteRule::query>(
          "query", {.doc = "Query parameters that must all have exactly these values, by name.",
                    .check = CheckNotEmpty,
                    .key_check = CheckNotEmpty}),
      Bind<&RouteRule::query_regex>(
          "query_regex", {.doc = "Query parameters whose whole values must all match these regular "
                                 "expressions (RE2).",
                          .check = CheckRegex,
                          .key_check = CheckNotEmpty}),
      Bind<&RouteRule::backends>(
          "backends", {.doc = "Services that share the requests. A rule needs backends or a "
                              "redirect."}),
      Bind<&RouteRule::timeout>(
          "timeout",
          {.doc = std::string("Longest time from the request to the end of the response.") +
                  kDuration}),
      Bind<&RouteRule::retries>("retries",
                                {.doc = "What happens when a backend fails or is slow."}),
      Bind<&RouteRule::request_headers>(
          "request_headers", {.doc = "Changes to the request's headers before the backend."}),
      Bind<&RouteRule::response_headers>(
          "response_headers", {.doc = "Changes to the response's headers before the client."}),
      Bind<&RouteRule::redirect>("redirect",
                                 {.doc = "Answers with a redirect instead of asking a backend."}),
      Bind<&RouteRule::rewrite>("rewrite",
                                {.doc = "Changes host or path before the backend sees them."}),
      Bind<&RouteRule::mirror>("mirror", {.doc = "Sends a copy of the requests elsewhere."}),
      Bind<&RouteRule::cors>(
          "cors", {.doc = "Lets scripts of other origins call the route. With the engine "
                          "`gateway_api` it needs the CRDs of Gateway API 1.5 or newer."}),
  };
}

std::vector<Binding<RouteGateway>> RouteGateway::Fields() {
  return {
      Bind<&RouteGateway::name>(
          "name",
          {.doc = "Name of the Gateway: one of the Gateway API for the engine `gateway_api`, one "
                  "of networking.istio.io for `istio`.",
           .presence = Presence::kRequired}),
      Bind<&RouteGateway::name_space>(
          "namespace",
          {.doc = "Namespace of the Gateway; the route's own namespace when left out."}),
      Bind<&RouteGateway::listener>(
          "listener", {.doc = "Name of the one listener to attach to; all that admit the route "
                              "when left out. Engine `gateway_api` only."}),
  };
}

std::vector<Binding<GatewayRoute>> GatewayRoute::Fields() {
  return {
      Bind<&GatewayRoute::name>("name", {.doc = "Name of the route and of the object it renders.",
                                         .presence = Presence::kRequired,
                                         .on_change = OnChange::kReplace}),
      Bind<&GatewayRoute::name_space>("namespace", {.doc = "Namespace that the route lives in.",
                                                    .presence = Presence::kRequired,
                                                    .on_change = OnChange::kReplace}),
      Bind<&GatewayRoute::engine>(
          "engine", {.doc = "What the route becomes: `gateway_api` renders an HTTPRoute, `istio` a "
                            "VirtualService. An engine refuses what it cannot do.",
                     .fallback = kGatewayApiEngine,
                     .one_of = {kGatewayApiEngine, kIstioEngine}}),
      Bind<&GatewayRoute::gateway>("gateway", {.doc = "The Gateway that the route is attached to.",
                                               .presence = Presence::kRequired}),
      Bind<&GatewayRoute::hostnames>(
          "hostnames",
          {.doc = "Hosts that the route answers for; a first label `*` matches any. Left out, the "
                  "route answers for every host of the Gateway."}),
      Bind<&GatewayRoute::rules>(
          "rules", {.doc = "What is matched and where it goes. The most specific match wins, "
                           "whatever the order: exact path, then the longer prefix, then methods, "
                           "headers and query; of equals the first.",
                    .presence = Presence::kRequired}),
      Bind<&GatewayRoute::labels>("labels", {.doc = "Labels of the rendered route object."}),
      Bind<&GatewayRoute::annotations>("annotations",
                                       {.doc = "Annotations of the rendered route object."}),
  };
}

}  // namespace mesh
