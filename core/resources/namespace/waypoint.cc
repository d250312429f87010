#include "core/resources/namespace/waypoint.h"

#include <set>

#include "core/resources/namespace/istio_api.h"
#include "core/resources/namespace/mesh_labels.h"

namespace mesh {
namespace {

constexpr const char* kWaypointFor = "istio.io/waypoint-for";

Value AllowedRoutes(const std::string& own, const StringList& served) {
  if (served.empty()) return Value::Map{{"namespaces", Value::Map{{"from", "Same"}}}};
  std::set<std::string> sorted(served.begin(), served.end());
  sorted.insert(own);
  Value::List names(sorted.begin(), sorted.end());
  Value expression = Value::Map{
      {"key", "kubernetes.io/metadata.name"}, {"operator", "In"}, {"values", std::move(names)}};
  Value selector = Value::Map{{"matchExpressions", Value::List{std::move(expression)}}};
  return Value::Map{
      {"namespaces", Value::Map{{"from", "Selector"}, {"selector", std::move(selector)}}}};
}

}  // namespace

Value RenderWaypoint(const NamespaceConfig& config, const StringList& served) {
  const Waypoint& waypoint = *config.waypoint;
  Value gateway = NewManagedObject("gateway.networking.k8s.io/v1", "Gateway", *config.name,
                                   waypoint.name.value_or(""));
  Value& metadata = gateway.as_map().at("metadata");
  if (waypoint.name.is_unknown()) metadata.Set("name", Value::Unknown());
  Value& labels = metadata.as_map().at("labels");
  labels.Set(kWaypointFor, ToValue(waypoint.serves));
  if (!config.revision.is_null()) labels.Set(kRevisionLabel, ToValue(config.revision));
  Value listener = Value::Map{{"name", "mesh"},
                              {"port", kHbonePort},
                              {"protocol", "HBONE"},
                              {"allowedRoutes", AllowedRoutes(*config.name, served)}};
  gateway.Set("spec", Value::Map{{"gatewayClassName", kWaypointClass},
                                 {"listeners", Value::List{std::move(listener)}}});
  return gateway;
}

void ReadWaypoint(const Value& gateway, NamespaceConfig& out) {
  if (!out.waypoint) return;
  const Value& labels = gateway.At({"metadata", "labels"});
  Waypoint waypoint = *out.waypoint;
  const std::string serves = labels.Get(kWaypointFor).StringOr("service");
  if (serves != "service") waypoint.serves = serves;
  const Value& revision = labels.Get(kRevisionLabel);
  if (revision.is_string()) out.revision = revision.as_string();
  out.waypoint = waypoint;
}

}  // namespace mesh
