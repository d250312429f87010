#include "core/resources/tenant/rate_limit.h"

#include <algorithm>

#include "core/resources/namespace/istio_api.h"
#include "core/resources/tenant/checks.h"

namespace mesh {
namespace {

/// Later than Istio's own patches and those of others that name no priority (0).
constexpr int kPriority = 10;
constexpr const char* kFilter = "envoy.filters.http.local_ratelimit";
constexpr const char* kFilterType =
    "type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit";
/// The listener of a waypoint that sees requests; the others only end and open tunnels.
constexpr const char* kWaypointListener = "main_internal";

/// Envoy's switches of the filter, each for all requests.
Value Always(const char* runtime_key) {
  return Value::Map{{"runtime_key", runtime_key},
                    {"default_value", Value::Map{{"numerator", 100}, {"denominator", "HUNDRED"}}}};
}

/// Envoy reads durations as seconds with up to nine decimals and an `s`.
std::string EnvoySeconds(std::int64_t ms) {
  std::string out = std::to_string(ms / 1000);
  if (ms % 1000 != 0) out += "." + std::to_string(1000 + ms % 1000).substr(1);
  return out + "s";
}

/// The duration that EnvoySeconds wrote, as a user would.
std::string ReadSeconds(const std::string& text) {
  const std::size_t dot = text.find('.');
  if (dot == std::string::npos) return text;
  const std::string ms = text.substr(0, dot) + text.substr(dot + 1, 3);
  const std::size_t digit = ms.find_first_not_of('0');
  return digit == std::string::npos ? "0ms" : ms.substr(digit) + "ms";
}

Value FilterConfig(const RateLimit& limit) {
  const Value requests = ToValue(limit.requests);
  Value bucket =
      Value::Map{{"max_tokens", limit.burst.is_null() ? requests : ToValue(limit.burst)},
                 {"tokens_per_fill", requests},
                 {"fill_interval", limit.interval.is_unknown()
                                       ? Value::Unknown()
                                       : EnvoySeconds(IntervalMs(limit.interval.value_or("1s")))}};
  return Value::Map{{"@type", kFilterType},
                    {"stat_prefix", "mesh_tenant"},
                    {"token_bucket", std::move(bucket)},
                    {"filter_enabled", Always("mesh_tenant_rate_limit_enabled")},
                    {"filter_enforced", Always("mesh_tenant_rate_limit_enforced")}};
}

/// Where Envoy's own router stands in the chain of HTTP filters.
Value BeforeRouter(bool waypoint) {
  Value chain = Value::Map{
      {"filter", Value::Map{{"name", "envoy.filters.network.http_connection_manager"},
                            {"subFilter", Value::Map{{"name", "envoy.filters.http.router"}}}}}};
  Value::Map listener{{"filterChain", std::move(chain)}};
  if (waypoint) listener["name"] = kWaypointListener;
  return Value::Map{{"context", "SIDECAR_INBOUND"}, {"listener", std::move(listener)}};
}

}  // namespace

bool Limits(const RateLimit& limit, const NamespaceConfig& name_space) {
  return !limit.namespaces ||
         std::ranges::find(*limit.namespaces, *name_space.name) != limit.namespaces->end();
}

std::string RateLimitRefusal(const RateLimit& limit, const NamespaceConfig& name_space) {
  if (name_space.mode() == "none") {
    return "its pods have no proxy that could count requests. Limit them at the gateway, put the "
           "namespace into sidecar mode, or leave it out with rate_limit.namespaces.";
  }
  if (name_space.mode() != "ambient") return "";
  if (!name_space.has_own_waypoint()) {
    return "ztunnel sees connections, not requests. Give the namespace a waypoint of its own and "
           "set rate_limit.alpha = true, limit at the gateway, or leave the namespace out with "
           "rate_limit.namespaces.";
  }
  if (!limit.alpha.value_or(false) && !limit.alpha.is_unknown()) {
    return "it would be an EnvoyFilter on a waypoint, which Istio calls alpha. Limit at the "
           "gateway, or accept that with rate_limit.alpha = true.";
  }
  return "";
}

DesiredObject RenderRateLimit(const RateLimit& limit, const NamespaceConfig& name_space) {
  const bool waypoint = name_space.has_own_waypoint();
  Value patch = Value::Map{
      {"applyTo", "HTTP_FILTER"},
      {"match", BeforeRouter(waypoint)},
      {"patch", Value::Map{{"operation", "INSERT_BEFORE"},
                           {"value", Value::Map{{"name", kFilter},
                                                {"typed_config", FilterConfig(limit)}}}}}};
  Value::Map spec{{"priority", kPriority}, {"configPatches", Value::List{std::move(patch)}}};
  if (waypoint) {
    spec["targetRefs"] = Value::List{Value::Map{{"group", "gateway.networking.k8s.io"},
                                                {"kind", "Gateway"},
                                                {"name", ToValue(name_space.waypoint->name)}}};
  }
  Value object = NewManagedObject("networking.istio.io/v1alpha3", "EnvoyFilter", *name_space.name,
                                  kRateLimitName);
  object.Set("spec", std::move(spec));
  return {std::move(object)};
}

void ReadRateLimit(const Value& object, TenantConfig& out) {
  if (object.At({"metadata", "name"}).StringOr("") != kRateLimitName) return;
  const Value& patches = object.At({"spec", "configPatches"});
  if (!patches.is_list() || patches.as_list().empty()) return;
  const Value& bucket =
      patches.as_list().front().At({"patch", "value", "typed_config", "token_bucket"});
  const auto number = [&](const char* key) -> Attr<std::int64_t> {
    const Value& v = bucket.Get(key);
    const auto n = v.is_number() ? v.as_number().AsInt64() : std::nullopt;
    return n ? Attr<std::int64_t>(*n) : Attr<std::int64_t>();
  };
  RateLimit limit = out.rate_limit.value_or({});
  limit.requests = number("tokens_per_fill");
  if (ToValue(number("max_tokens")) != ToValue(limit.requests)) limit.burst = number("max_tokens");
  const std::string interval = ReadSeconds(bucket.Get("fill_interval").StringOr("1s"));
  if (interval != "1s") limit.interval = interval;
  if (object.Get("spec").Has("targetRefs")) limit.alpha = true;
  StringList namespaces = limit.namespaces.value_or({});
  namespaces.push_back(object.At({"metadata", "namespace"}).StringOr(""));
  limit.namespaces = namespaces;
  out.rate_limit = limit;
}

}  // namespace mesh
