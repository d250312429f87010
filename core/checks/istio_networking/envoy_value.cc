#include "core/checks/istio_networking/envoy_value.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "core/checks/duration.h"
#include "core/checks/istio_networking/envoy_packages.h"
#include "core/checks/istio_networking/proxy_rules.h"
#include "core/checks/read.h"
#include "core/checks/scalar_check.h"
#include "core/checks/version.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kNoType = RuleOf(kProxyRules, "MSH2366");
constexpr const Rule& kOldType = RuleOf(kProxyRules, "MSH2367");
constexpr const Rule& kValueType = RuleOf(kProxyRules, "MSH2368");
constexpr const Rule& kUnknownType = RuleOf(kProxyRules, "MSH2377");
constexpr const Rule& kNameAlone = RuleOf(kProxyRules, "MSH2369");

/// kTyped is an object that names its type in `@type`, kTypedMap a map of such.
enum class FieldType {
  kText,
  kBool,
  kDuration,
  kObject,
  kList,
  kTexts,
  kChoice,
  kTyped,
  kTypedMap
};

struct TypeRow {
  FieldType type;
  std::string_view description;
};
constexpr TypeRow kTypes[] = {
    {FieldType::kText, "a string"},
    {FieldType::kBool, "true or false"},
    {FieldType::kDuration, "a duration such as 5s"},
    {FieldType::kObject, "an object"},
    {FieldType::kList, "a list"},
    {FieldType::kTexts, "a list of strings"},
    {FieldType::kTyped, "an object"},
    {FieldType::kTypedMap, "an object"},
};

/// A field of the object that a patch is for, or of typed configuration in it: `object` is the
/// patch's `applyTo`, or the type. `choices` has blanks around each.
struct EnvoyField {
  std::string_view object;
  std::string_view name;
  FieldType type;
  std::string_view choices = {};
};
constexpr std::string_view kConnectionManager =
    "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";
constexpr std::string_view kTcpProxy = "envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy";
constexpr std::string_view kLua = "envoy.extensions.filters.http.lua.v3.Lua";
constexpr std::string_view kRateLimit =
    "envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit";
constexpr EnvoyField kFields[] = {
    {"CLUSTER", "name", FieldType::kText},
    {"CLUSTER", "alt_stat_name", FieldType::kText},
    {"CLUSTER", "type", FieldType::kChoice, " STATIC STRICT_DNS LOGICAL_DNS EDS ORIGINAL_DST "},
    {"CLUSTER", "lb_policy", FieldType::kChoice,
     " ROUND_ROBIN LEAST_REQUEST RING_HASH RANDOM MAGLEV CLUSTER_PROVIDED "
     "LOAD_BALANCING_POLICY_CONFIG "},
    {"CLUSTER", "dns_lookup_family", FieldType::kChoice, " AUTO V4_ONLY V6_ONLY V4_PREFERRED ALL "},
    {"CLUSTER", "connect_timeout", FieldType::kDuration},
    {"CLUSTER", "dns_refresh_rate", FieldType::kDuration},
    {"CLUSTER", "respect_dns_ttl", FieldType::kBool},
    {"CLUSTER", "load_assignment", FieldType::kObject},
    {"CLUSTER", "circuit_breakers", FieldType::kObject},
    {"CLUSTER", "transport_socket", FieldType::kObject},
    {"CLUSTER", "outlier_detection", FieldType::kObject},
    {"CLUSTER", "upstream_connection_options", FieldType::kObject},
    {"CLUSTER", "health_checks", FieldType::kList},
    {"CLUSTER", "filters", FieldType::kList},
    {"CLUSTER", "transport_socket_matches", FieldType::kList},
    {"CLUSTER", "load_balancing_policy", FieldType::kObject},
    {"CLUSTER", "typed_extension_protocol_options", FieldType::kTypedMap},
    {"LISTENER", "name", FieldType::kText},
    {"LISTENER", "stat_prefix", FieldType::kText},
    {"LISTENER", "address", FieldType::kObject},
    {"LISTENER", "filter_chains", FieldType::kList},
    {"LISTENER", "default_filter_chain", FieldType::kObject},
    {"LISTENER", "listener_filters", FieldType::kList},
    {"LISTENER", "access_log", FieldType::kList},
    {"LISTENER", "listener_filters_timeout", FieldType::kDuration},
    {"LISTENER", "continue_on_listener_filters_timeout", FieldType::kBool},
    {"LISTENER", "bind_to_port", FieldType::kBool},
    {"LISTENER", "transparent", FieldType::kBool},
    {"LISTENER", "traffic_direction", FieldType::kChoice, " UNSPECIFIED INBOUND OUTBOUND "},
    {"FILTER_CHAIN", "name", FieldType::kText},
    {"FILTER_CHAIN", "filters", FieldType::kList},
    {"FILTER_CHAIN", "filter_chain_match", FieldType::kObject},
    {"FILTER_CHAIN", "transport_socket", FieldType::kObject},
    {"FILTER_CHAIN", "transport_socket_connect_timeout", FieldType::kDuration},
    {"LISTENER_FILTER", "name", FieldType::kText},
    {"LISTENER_FILTER", "typed_config", FieldType::kTyped},
    {"NETWORK_FILTER", "name", FieldType::kText},
    {"NETWORK_FILTER", "typed_config", FieldType::kTyped},
    {"HTTP_FILTER", "name", FieldType::kText},
    {"HTTP_FILTER", "typed_config", FieldType::kTyped},
    {"HTTP_FILTER", "is_optional", FieldType::kBool},
    {"HTTP_FILTER", "disabled", FieldType::kBool},
    {"EXTENSION_CONFIG", "name", FieldType::kText},
    {"EXTENSION_CONFIG", "typed_config", FieldType::kTyped},
    {"ROUTE_CONFIGURATION", "name", FieldType::kText},
    {"ROUTE_CONFIGURATION", "typed_per_filter_config", FieldType::kTypedMap},
    {"ROUTE_CONFIGURATION", "virtual_hosts", FieldType::kList},
    {"ROUTE_CONFIGURATION", "validate_clusters", FieldType::kBool},
    {"ROUTE_CONFIGURATION", "internal_only_headers", FieldType::kTexts},
    {"ROUTE_CONFIGURATION", "request_headers_to_add", FieldType::kList},
    {"ROUTE_CONFIGURATION", "request_headers_to_remove", FieldType::kTexts},
    {"ROUTE_CONFIGURATION", "response_headers_to_add", FieldType::kList},
    {"ROUTE_CONFIGURATION", "response_headers_to_remove", FieldType::kTexts},
    {"VIRTUAL_HOST", "name", FieldType::kText},
    {"VIRTUAL_HOST", "typed_per_filter_config", FieldType::kTypedMap},
    {"VIRTUAL_HOST", "domains", FieldType::kTexts},
    {"VIRTUAL_HOST", "routes", FieldType::kList},
    {"VIRTUAL_HOST", "require_tls", FieldType::kChoice, " NONE EXTERNAL_ONLY ALL "},
    {"VIRTUAL_HOST", "rate_limits", FieldType::kList},
    {"VIRTUAL_HOST", "retry_policy", FieldType::kObject},
    {"VIRTUAL_HOST", "include_request_attempt_count", FieldType::kBool},
    {"VIRTUAL_HOST", "request_headers_to_add", FieldType::kList},
    {"VIRTUAL_HOST", "request_headers_to_remove", FieldType::kTexts},
    {"VIRTUAL_HOST", "response_headers_to_add", FieldType::kList},
    {"VIRTUAL_HOST", "response_headers_to_remove", FieldType::kTexts},
    {"HTTP_ROUTE", "name", FieldType::kText},
    {"HTTP_ROUTE", "typed_per_filter_config", FieldType::kTypedMap},
    {"HTTP_ROUTE", "match", FieldType::kObject},
    {"HTTP_ROUTE", "route", FieldType::kObject},
    {"HTTP_ROUTE", "redirect", FieldType::kObject},
    {"HTTP_ROUTE", "direct_response", FieldType::kObject},
    {"HTTP_ROUTE", "decorator", FieldType::kObject},
    {"HTTP_ROUTE", "request_headers_to_add", FieldType::kList},
    {"HTTP_ROUTE", "request_headers_to_remove", FieldType::kTexts},
    {"HTTP_ROUTE", "response_headers_to_add", FieldType::kList},
    {"HTTP_ROUTE", "response_headers_to_remove", FieldType::kTexts},
    {"BOOTSTRAP", "stats_flush_interval", FieldType::kDuration},
    {"BOOTSTRAP", "stats_sinks", FieldType::kList},
    {"BOOTSTRAP", "static_resources", FieldType::kObject},
    {kConnectionManager, "stat_prefix", FieldType::kText},
    {kConnectionManager, "http_filters", FieldType::kList},
    {kConnectionManager, "access_log", FieldType::kList},
    {kConnectionManager, "upgrade_configs", FieldType::kList},
    {kConnectionManager, "stream_idle_timeout", FieldType::kDuration},
    {kConnectionManager, "request_timeout", FieldType::kDuration},
    {kConnectionManager, "use_remote_address", FieldType::kBool},
    {kConnectionManager, "normalize_path", FieldType::kBool},
    {kConnectionManager, "merge_slashes", FieldType::kBool},
    {kConnectionManager, "common_http_protocol_options", FieldType::kObject},
    {kConnectionManager, "http_protocol_options", FieldType::kObject},
    {kTcpProxy, "stat_prefix", FieldType::kText},
    {kTcpProxy, "cluster", FieldType::kText},
    {kTcpProxy, "weighted_clusters", FieldType::kObject},
    {kTcpProxy, "idle_timeout", FieldType::kDuration},
    {kTcpProxy, "access_log", FieldType::kList},
    {kLua, "inline_code", FieldType::kText},
    {kLua, "default_source_code", FieldType::kObject},
    {kLua, "source_codes", FieldType::kObject},
    {kRateLimit, "stat_prefix", FieldType::kText},
    {kRateLimit, "token_bucket", FieldType::kObject},
    {kRateLimit, "filter_enabled", FieldType::kObject},
    {kRateLimit, "filter_enforced", FieldType::kObject},
};

/// The parts that are a filter: a name and typed configuration.
constexpr std::string_view kFilters[] = {"HTTP_FILTER", "NETWORK_FILTER", "LISTENER_FILTER",
                                         "EXTENSION_CONFIG"};
constexpr std::string_view kAdding[] = {"ADD", "INSERT_FIRST", "INSERT_BEFORE", "INSERT_AFTER",
                                        "REPLACE"};
/// Fields inside others that are typed configuration, and maps of it.
constexpr std::string_view kTyped[] = {"typed_config", "typedConfig"};
constexpr std::string_view kTypedMaps[] = {"typed_per_filter_config", "typedPerFilterConfig",
                                           "typed_extension_protocol_options",
                                           "typedExtensionProtocolOptions"};
/// Fields with free JSON, in which nothing is looked for.
constexpr std::string_view kFree[] = {"metadata", "filter_metadata", "filterMetadata"};

std::string CamelCase(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == '_' && i + 1 < name.size()) {
      out += static_cast<char>(name[++i] - 'a' + 'A');
    } else {
      out += name[i];
    }
  }
  return out;
}

bool HasFieldType(const Value& value, const EnvoyField& field) {
  switch (field.type) {
    case FieldType::kText:
      return value.is_string();
    case FieldType::kBool:
      return value.is_bool();
    case FieldType::kDuration:
      return Nanoseconds(TextOf(value)).has_value();
    case FieldType::kObject:
    case FieldType::kTyped:
    case FieldType::kTypedMap:
      return value.is_map();
    case FieldType::kList:
      return value.is_list();
    case FieldType::kTexts:
      return value.is_list() && std::ranges::all_of(value.as_list(), &Value::is_string);
    case FieldType::kChoice:
      return value.is_number() ||
             (value.is_string() &&
              field.choices.find(" " + value.as_string() + " ") != std::string_view::npos);
  }
  return true;
}

std::string Expected(const EnvoyField& field) {
  if (field.type == FieldType::kChoice) {
    return "one of" + std::string(field.choices.substr(0, field.choices.size() - 1));
  }
  return std::string(std::ranges::find(kTypes, field.type, &TypeRow::type)->description);
}

/// Calls `visit(field, name, member)` for each member that is a known field of the object.
void EachField(const Value& value, std::string_view object, const auto& visit) {
  for (const EnvoyField& field : kFields) {
    if (field.object != object) continue;
    for (const auto& [name, member] : MembersOf(value)) {
      if (member.is_null() || (name != field.name && name != CamelCase(field.name))) continue;
      visit(field, name, member);
    }
  }
}

void CheckFields(const Value& value, std::string_view object, const Place& at, Findings& out) {
  EachField(value, object, [&](const EnvoyField& field, const auto& name, const Value& member) {
    if (HasFieldType(member, field)) return;
    out.Add(kValueType, at.Key(name),
            "It is " + Describe(member) + " and should be " + Expected(field) + ".");
  });
}

/// Whether there may be such a type, by its package.
bool IsKnownType(std::string_view type) {
  const auto begins = [&](std::string_view package) { return type.starts_with(package); };
  if (std::ranges::any_of(kOtherPackages, begins)) return true;
  for (const std::string_view version : {".v3.", ".v3alpha."}) {
    const std::size_t end = type.find(version);
    if (end == std::string_view::npos) continue;
    const std::string_view package = type.substr(0, end);
    const std::size_t dot = package.rfind('.');
    const std::string_view within = package.substr(0, dot);
    const std::string name = " " + std::string(package.substr(dot + 1)) + " ";
    return std::ranges::any_of(kEnvoyPackages, [&](const EnvoyPackages& row) {
      return row.within == within && row.names.find(name) != std::string_view::npos;
    });
  }
  return Holds(kPlainEnvoyPackages, type.substr(0, type.rfind('.')));
}

/// Judges typed configuration in a field of a patch, and inside of it.
class TypeWalk {
 public:
  TypeWalk(bool knows_types, Findings& out) : knows_types_(knows_types), out_(out) {}

  /// Of a field that has its type.
  void Field(const Value& value, FieldType type, const Place& at) {
    if (type == FieldType::kTyped) Typed(value, at);
    if (type == FieldType::kTypedMap) Map(value, at);
    Walk(value, at);
  }

 private:
  void Walk(const Value& value, const Place& at) {
    for (std::size_t i = 0; i < ItemsOf(value).size(); ++i) Walk(ItemsOf(value)[i], at[i]);
    const std::string_view type = TextOf(value.Get("@type"));
    if (type.ends_with(".TypedStruct") || type.ends_with("google.protobuf.Struct")) return;
    for (const auto& [name, member] : MembersOf(value)) {
      if (Holds(kFree, name)) continue;
      const Place member_at = at.Key(name);
      if (Holds(kTyped, name)) Typed(member, member_at);
      if (Holds(kTypedMaps, name)) Map(member, member_at);
      Walk(member, member_at);
    }
  }

  void Map(const Value& map, const Place& at) {
    for (const auto& [key, typed] : MembersOf(map)) Typed(typed, at.Key(key));
  }

  /// `google.protobuf.Any`: an object that names its type.
  void Typed(const Value& typed, const Place& at) {
    if (typed.is_null()) return;
    if (!typed.is_map()) {
      return out_.Add(kValueType, at, "It is " + Describe(typed) + " and should be an object.");
    }
    const std::string_view url = TextOf(typed.Get("@type"));
    if (url.empty()) return out_.Add(kNoType, at, "There is no `@type`.");
    const std::string_view type = url.substr(url.rfind('/') + 1);
    if (type.starts_with("envoy.") && type.find(".v2") != std::string_view::npos) {
      out_.Add(kOldType, at.Key("@type"), "It is " + InQuotes(url) + ".");
    } else if (knows_types_ && !IsKnownType(type)) {
      out_.Add(kUnknownType, at.Key("@type"), "It is " + InQuotes(url) + ".");
    }
    CheckFields(typed, type, at, out_);
  }

  bool knows_types_;
  Findings& out_;
};

}  // namespace

void CheckEnvoyValue(const Value& value, std::string_view apply_to, std::string_view istio_version,
                     const Place& at, Findings& out) {
  CheckFields(value, apply_to, at, out);
  // Other versions have types that this one has not.
  const bool knows_types = istio_version.empty() || (!IsOlder(istio_version, kEnvoyPackagesOf) &&
                                                     !IsOlder(kEnvoyPackagesOf, istio_version));
  TypeWalk walk(knows_types, out);
  EachField(value, apply_to, [&](const EnvoyField& field, const auto& name, const Value& member) {
    if (HasFieldType(member, field)) walk.Field(member, field.type, at.Key(name));
  });
}

void CheckNamedAlone(const Value& value, std::string_view apply_to, std::string_view operation,
                     const Place& at, Findings& out) {
  if (!value.is_map() || !Holds(kFilters, apply_to) || !Holds(kAdding, operation)) return;
  for (const std::string_view field :
       {"typed_config", "typedConfig", "config_discovery", "configDiscovery"}) {
    if (!value.Get(field).is_null()) return;
  }
  out.Add(kNameAlone, at, "There is no typed_config.");
}

}  // namespace mesh::istio
