#include "core/resources/gateway_route/read_back.h"

#include <algorithm>

namespace mesh {
namespace {

bool FitsType(const Value& value, const Type& type) {
  switch (type.kind()) {
    case Type::Kind::kString:
      return value.is_string();
    case Type::Kind::kNumber:
      return value.is_number();
    case Type::Kind::kBool:
      return value.is_bool();
    case Type::Kind::kList:
      return value.is_list() && std::ranges::all_of(value.as_list(), [&](const Value& v) {
               return FitsType(v, type.element());
             });
    case Type::Kind::kMap:
      return value.is_map() && std::ranges::all_of(value.as_map(), [&](const auto& member) {
               return FitsType(member.second, type.element());
             });
    default:
      return false;
  }
}

/// A map of strings without what is no string.
Attr<StringMap> Strings(const Value& map) {
  if (!map.is_map()) return {};
  StringMap out;
  for (const auto& [key, value] : map.as_map()) {
    if (value.is_string()) out[key] = value.as_string();
  }
  return out.empty() ? Attr<StringMap>() : Attr<StringMap>(std::move(out));
}

Attr<StringList> StringsOf(const Value& list) {
  if (!FitsType(list, Type::List(Type::String()))) return {};
  return Codec<StringList>::From(list);
}

void ReadHttpRoute(const Value& object, GatewayRoute& out) {
  const Value& spec = object.Get("spec");
  out.hostnames = StringsOf(spec.Get("hostnames"));
  out.rules = ReadHttpRouteRules(spec.Get("rules"));
  const Value& parents = spec.Get("parentRefs");
  if (!parents.is_list() || parents.as_list().size() != 1) return;
  RouteGateway gateway;
  MemberReader parent(parents.as_list().front());
  parent.Read("name", gateway.name);
  parent.Read("namespace", gateway.name_space);
  parent.Read("sectionName", gateway.listener);
  out.gateway = gateway;
}

void ReadVirtualService(const Value& object, GatewayRoute& out) {
  const Value& spec = object.Get("spec");
  out.engine = std::string(kIstioEngine);
  out.hostnames = StringsOf(spec.Get("hosts"));
  if (out.hostnames.is_known() && *out.hostnames == StringList{"*"}) out.hostnames = {};
  out.rules = ReadVirtualServiceRules(spec.Get("http"), out.name_space.value_or(""));
  const Attr<StringList> gateways = StringsOf(spec.Get("gateways"));
  if (!gateways.is_known() || gateways->size() != 1) return;
  const std::string& name = gateways->front();
  const std::size_t slash = name.find('/');
  if (slash == std::string::npos) return;
  RouteGateway gateway;
  gateway.name = name.substr(slash + 1);
  if (name.substr(0, slash) != out.name_space.value_or("")) {
    gateway.name_space = name.substr(0, slash);
  }
  out.gateway = gateway;
}

}  // namespace

Value MemberReader::Take(const std::string& key) {
  if (!rest_.is_map()) return {};
  const auto found = rest_.as_map().find(key);
  if (found == rest_.as_map().end()) return {};
  Value out = std::move(found->second);
  rest_.as_map().erase(found);
  return out;
}

bool Fits(const Value& value, const Field& shape) {
  return shape.nesting == Nesting::kNone && FitsType(value, shape.type);
}

GatewayRoute ReadRouteBack(const std::vector<Value>& objects) {
  GatewayRoute out;
  for (const Value& object : objects) {
    const std::string kind = object.Get("kind").StringOr("");
    if (kind != "HTTPRoute" && kind != "VirtualService") continue;
    const Value& metadata = object.Get("metadata");
    out.name = metadata.Get("name").StringOr("");
    out.name_space = metadata.Get("namespace").StringOr("");
    out.labels = Strings(metadata.Get("labels"));
    out.annotations = Strings(metadata.Get("annotations"));
    if (kind == "HTTPRoute") {
      ReadHttpRoute(object, out);
    } else {
      ReadVirtualService(object, out);
    }
  }
  return out;
}

}  // namespace mesh
