#include "core/resources/object/object_claims.h"

namespace mesh {

/// There is one PeerAuthentication for a whole namespace, and no gateway inside a fence.
std::vector<Claim> ClaimsOfObject(const ObjectKey& key, const Value& object, const Path& path) {
  const Value& spec = object.Get("spec");
  if (key.kind == "PeerAuthentication" && key.group() == "security.istio.io" &&
      spec.Get("selector").is_null()) {
    return {{"namespace-wide PeerAuthentication of namespace", key.name_space, path}};
  }
  const bool gateway = key.kind == "Gateway" && (key.group() == "gateway.networking.k8s.io" ||
                                                 key.group() == "networking.istio.io");
  if (!gateway || spec.Get("gatewayClassName") == Value("istio-waypoint")) return {};
  return {{.what = "gateways of namespace",
           .key = key.name_space,
           .path = path,
           .shared = true,
           .fix = "A gateway inside a fence lets everybody in or nobody. Give the Gateway a "
                  "namespace of its own and name it in the tenant's `gateways`."}};
}

}  // namespace mesh
