#include "core/resources/gateway_route/route.h"

namespace mesh {

GatewayRoute ReadRouteBack(const std::vector<Value>& objects) {
  GatewayRoute out;
  for (const Value& object : objects) {
    const std::string kind = object.Get("kind").StringOr("");
    if (kind != "HTTPRoute" && kind != "VirtualService") continue;
    out.name = object.At({"metadata", "name"}).StringOr("");
    out.name_space = object.At({"metadata", "namespace"}).StringOr("");
    if (kind == "VirtualService") out.engine = std::string(kIstioEngine);
  }
  return out;
}

}  // namespace mesh
