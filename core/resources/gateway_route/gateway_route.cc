#include "core/resources/gateway_route/match.h"
#include "core/resources/gateway_route/route.h"

namespace mesh {
namespace {

Desired Render(const GatewayRoute& route, const Settings& settings) {
  Desired out;
  if (route.name.is_unknown() || route.name_space.is_unknown() || route.engine.is_unknown()) {
    out.complete = false;
    return out;
  }
  return *route.engine == kIstioEngine ? RenderVirtualService(route, settings)
                                       : RenderHttpRoute(route);
}

std::vector<Claim> Claims(const GatewayRoute& route) {
  std::vector<Claim> out;
  if (!route.gateway.is_known() || !route.rules.is_known() || !route.engine.is_known()) return out;
  const RouteGateway& gateway = *route.gateway;
  const Attr<std::string>& where =
      gateway.name_space.is_null() ? route.name_space : gateway.name_space;
  if (!gateway.name.is_known() || !where.is_known() || gateway.listener.is_unknown() ||
      route.hostnames.is_unknown()) {
    return out;
  }
  std::string prefix = (*route.engine == kIstioEngine ? "Istio Gateway " : "Gateway ") + *where +
                       "/" + *gateway.name;
  if (gateway.listener.is_known()) prefix += " listener " + *gateway.listener;
  StringList hosts = route.hostnames.value_or({});
  if (hosts.empty()) hosts.push_back("*");
  for (std::size_t i = 0; i < route.rules->size(); ++i) {
    for (const std::string& match : MatchKeys((*route.rules)[i])) {
      for (const std::string& host : hosts) {
        out.push_back(
            {"host and path on a gateway", prefix + ": " + host + match, Path("rules").Index(i)});
      }
    }
  }
  return out;
}

std::optional<std::string> DisplayName(const GatewayRoute& route) {
  if (!route.name.is_known() || !route.name_space.is_known()) return std::nullopt;
  return *route.name_space + "/" + *route.name;
}

}  // namespace

Value NewRouteObject(const GatewayRoute& route, const std::string& api_version,
                     const std::string& kind) {
  Value object = NewObject(api_version, kind, *route.name_space, *route.name);
  Value& metadata = object.as_map()["metadata"];
  Put(metadata, "labels", route.labels);
  Put(metadata, "annotations", route.annotations);
  return object;
}

ResourceDefinition GatewayRouteResource() {
  ResourceDefinition out = Erase(Resource<GatewayRoute>{
      .name = "gateway_route",
      .summary = "A route from a gateway to Services, portable between engines.",
      .description =
          "One description of hosts, matches and backends, rendered for the engine that the "
          "platform runs: an HTTPRoute of the Gateway API, or a VirtualService bound to an Istio "
          "Gateway. Both behave alike: path prefixes match whole segments, and the most specific "
          "rule wins whatever the order. What an engine cannot do is an error that names the "
          "attribute and the engine that can.\n\nRequests that no rule matches are answered with "
          "404; end with a rule without a path when there should be a default.\n\nNo two routes "
          "may hold the same host and match on one gateway. With the engine `istio`, several "
          "routes for one host on one gateway are tried in the order in which their "
          "VirtualServices were created: give one route all the rules of a host where their paths "
          "overlap.",
      .fields = GatewayRoute::Fields(),
      .validate = CheckRoute,
      .render = Render,
      .read_back = ReadRouteBack,
      .claims = Claims,
      .display_name = DisplayName});
  return out;
}

}  // namespace mesh
