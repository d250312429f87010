#include <algorithm>
#include <vector>

#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio/shared_rules.h"
#include "core/checks/istio_networking/envoy_value.h"
#include "core/checks/istio_networking/networking_kinds.h"
#include "core/checks/istio_networking/proxy_rules.h"
#include "core/checks/read.h"
#include "core/checks/scalar_check.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kTargetElsewhere = RuleOf(kSharedRules, "MSH2036");
constexpr const Rule& kTwoSelections = RuleOf(kSharedRules, "MSH2038");
constexpr const Rule& kInside = RuleOf(kProxyRules, "MSH2350");
constexpr const Rule& kNoApplyTo = RuleOf(kProxyRules, "MSH2351");
constexpr const Rule& kNoPatch = RuleOf(kProxyRules, "MSH2352");
constexpr const Rule& kNoOperation = RuleOf(kProxyRules, "MSH2353");
constexpr const Rule& kNoValue = RuleOf(kProxyRules, "MSH2354");
constexpr const Rule& kLongVersion = RuleOf(kProxyRules, "MSH2355");
constexpr const Rule& kNoListener = RuleOf(kProxyRules, "MSH2356");
constexpr const Rule& kNoRoutes = RuleOf(kProxyRules, "MSH2357");
constexpr const Rule& kNoCluster = RuleOf(kProxyRules, "MSH2358");
constexpr const Rule& kFilterUnread = RuleOf(kProxyRules, "MSH2359");
constexpr const Rule& kFilterName = RuleOf(kProxyRules, "MSH2360");
constexpr const Rule& kInnerFilter = RuleOf(kProxyRules, "MSH2361");
constexpr const Rule& kOuterFilter = RuleOf(kProxyRules, "MSH2362");
constexpr const Rule& kInnerName = RuleOf(kProxyRules, "MSH2363");
constexpr const Rule& kOldName = RuleOf(kProxyRules, "MSH2364");
constexpr const Rule& kWaypoint = RuleOf(kProxyRules, "MSH2365");
constexpr const Rule& kWrongType = RuleOf(kProxyRules, "MSH2368");
constexpr const Rule& kOrder = RuleOf(kProxyRules, "MSH2370");
constexpr const Rule& kNothing = RuleOf(kProxyRules, "MSH2371");
constexpr const Rule& kBootstrap = RuleOf(kProxyRules, "MSH2374");
constexpr const Rule& kEverybody = RuleOf(kProxyRules, "MSH2375");
constexpr const Rule& kTargetKind = RuleOf(kProxyRules, "MSH2376");

constexpr std::size_t kLongestVersion = 1024;
constexpr std::string_view kManager = "envoy.filters.network.http_connection_manager";
constexpr std::string_view kOldManager = "envoy.http_connection_manager";
constexpr std::string_view kTargetKinds[] = {"Gateway", "GatewayClass", "Service", "ServiceEntry"};
constexpr std::string_view kObjectMatches[] = {"listener", "routeConfiguration", "cluster"};
/// What is sensitive to the order in which EnvoyFilters are applied.
constexpr std::string_view kRelative[] = {"INSERT_BEFORE", "INSERT_AFTER", "REPLACE", "REMOVE"};

struct OldName {
  std::string_view old_name;
  std::string_view name;
};
constexpr OldName kOldNames[] = {
    {"envoy.buffer", "envoy.filters.http.buffer"},
    {"envoy.cors", "envoy.filters.http.cors"},
    {"envoy.csrf", "envoy.filters.http.csrf"},
    {"envoy.http_dynamo_filter", "envoy.filters.http.dynamo"},
    {"envoy.ext_authz", "envoy.filters.http.ext_authz"},
    {"envoy.fault", "envoy.filters.http.fault"},
    {"envoy.grpc_http1_bridge", "envoy.filters.http.grpc_http1_bridge"},
    {"envoy.grpc_json_transcoder", "envoy.filters.http.grpc_json_transcoder"},
    {"envoy.grpc_web", "envoy.filters.http.grpc_web"},
    {"envoy.gzip", "envoy.filters.http.gzip"},
    {"envoy.health_check", "envoy.filters.http.health_check"},
    {"envoy.ip_tagging", "envoy.filters.http.ip_tagging"},
    {"envoy.lua", "envoy.filters.http.lua"},
    {"envoy.rate_limit", "envoy.filters.http.ratelimit"},
    {"envoy.router", "envoy.filters.http.router"},
    {"envoy.squash", "envoy.filters.http.squash"},
    {"envoy.client_ssl_auth", "envoy.filters.network.client_ssl_auth"},
    {kOldManager, kManager},
    {"envoy.mongo_proxy", "envoy.filters.network.mongo_proxy"},
    {"envoy.ratelimit", "envoy.filters.network.ratelimit"},
    {"envoy.redis_proxy", "envoy.filters.network.redis_proxy"},
    {"envoy.tcp_proxy", "envoy.filters.network.tcp_proxy"},
};

/// What Istio does to a part of the configuration, as far as it does not do everything.
struct PartRow {
  std::string_view apply_to;
  std::vector<std::string_view> operations;
};
const std::vector<PartRow>& Parts() {
  static const std::vector<PartRow> kParts = {
      {"LISTENER", {"MERGE", "MERGE_AND_REPLACE_LIST", "ADD", "REMOVE"}},
      {"FILTER_CHAIN", {"MERGE", "MERGE_AND_REPLACE_LIST", "ADD", "REMOVE"}},
      {"LISTENER_FILTER",
       {"MERGE", "ADD", "REMOVE", "INSERT_BEFORE", "INSERT_AFTER", "INSERT_FIRST", "REPLACE"}},
      {"CLUSTER", {"MERGE", "MERGE_AND_REPLACE_LIST", "ADD", "REMOVE"}},
      {"ROUTE_CONFIGURATION", {"MERGE", "MERGE_AND_REPLACE_LIST"}},
      {"VIRTUAL_HOST", {"MERGE", "MERGE_AND_REPLACE_LIST", "ADD", "REMOVE", "REPLACE"}},
      {"HTTP_ROUTE",
       {"MERGE", "MERGE_AND_REPLACE_LIST", "ADD", "REMOVE", "INSERT_BEFORE", "INSERT_AFTER",
        "INSERT_FIRST"}},
      {"EXTENSION_CONFIG", {"ADD"}},
  };
  return kParts;
}

/// Which match belongs to a part of the configuration.
struct MatchRow {
  std::string_view apply_to;
  std::string_view match;
  const Rule& rule;
};
constexpr MatchRow kMatches[] = {
    {"LISTENER", "listener", kNoListener},
    {"FILTER_CHAIN", "listener", kNoListener},
    {"NETWORK_FILTER", "listener", kNoListener},
    {"HTTP_FILTER", "listener", kNoListener},
    {"ROUTE_CONFIGURATION", "routeConfiguration", kNoRoutes},
    {"VIRTUAL_HOST", "routeConfiguration", kNoRoutes},
    {"HTTP_ROUTE", "routeConfiguration", kNoRoutes},
    {"CLUSTER", "cluster", kNoCluster},
};

void CheckFilterName(std::string_view name, const Place& at, Findings& out) {
  const auto old = std::ranges::find(kOldNames, name, &OldName::old_name);
  if (old == std::end(kOldNames)) return;
  out.Add(kOldName, at, InQuotes(name) + " is now " + InQuotes(old->name) + ".");
}

void CheckFilterMatch(const Value& filter, std::string_view apply_to, const Place& at,
                      Findings& out) {
  if (!filter.is_map()) return;
  if (apply_to == "LISTENER" || apply_to == "FILTER_CHAIN") {
    out.Add(kFilterUnread, at, "applyTo is " + std::string(apply_to) + ".");
  }
  const std::string_view name = TextOf(filter.Get("name"));
  if (name.empty()) return out.Add(kFilterName, at, "There is no name.");
  const Value& inner = filter.Get("subFilter");
  const std::string_view inner_name = TextOf(inner.Get("name"));
  if (inner.is_map()) {
    if (apply_to != "HTTP_FILTER") {
      return out.Add(kInnerFilter, at / "subFilter", "applyTo is " + std::string(apply_to) + ".");
    }
    if (name != kManager && name != kOldManager) {
      return out.Add(kOuterFilter, at / "name", "It is " + InQuotes(name) + ".");
    }
    if (inner_name.empty()) return out.Add(kInnerName, at / "subFilter", "There is no name.");
  }
  CheckFilterName(name, at / "name", out);
  CheckFilterName(inner_name, at / "subFilter" / "name", out);
}

void CheckMatch(const Value& match, std::string_view apply_to, const Place& at, Findings& out) {
  const auto row = std::ranges::find(kMatches, apply_to, &MatchRow::apply_to);
  if (row == std::end(kMatches)) return;
  for (const std::string_view other : kObjectMatches) {
    if (match.Get(other).is_null() || other == row->match) continue;
    return out.Add(row->rule, at / other, "applyTo is " + std::string(apply_to) + ".");
  }
  CheckFilterMatch(match.At({"listener", "filterChain", "filter"}), apply_to,
                   at / "listener" / "filterChain" / "filter", out);
}

void CheckOperation(const Value& entry, std::string_view apply_to, std::string_view operation,
                    bool has_priority, const Place& at, Findings& out) {
  if (apply_to == "BOOTSTRAP") return out.Add(kBootstrap, at / "applyTo", "It is BOOTSTRAP.");
  const Place operation_at = at / "patch" / "operation";
  const auto part = std::ranges::find(Parts(), apply_to, &PartRow::apply_to);
  if (part != Parts().end() && !Holds(part->operations, operation)) {
    std::string known;
    for (const std::string_view one : part->operations) {
      known += (known.empty() ? "" : ", ") + std::string(one);
    }
    return out.Add(kNothing, operation_at,
                   "To a " + std::string(apply_to) + " Istio does " + known + ", and not " +
                       std::string(operation) + ".");
  }
  if (!has_priority && Holds(kRelative, operation)) {
    out.Add(kOrder, operation_at, "It is " + std::string(operation) + ".");
  }
  CheckNamedAlone(entry.At({"patch", "value"}), apply_to, operation, at / "patch" / "value", out);
}

/// Whether the entry says what to do; reports the first thing that it does not.
bool IsComplete(const Value& entry, const Place& at, Findings& out) {
  const auto is_given = [&](const Value& choice) {
    return !TextOf(choice).empty() && TextOf(choice) != "INVALID";
  };
  const Value& patch = entry.Get("patch");
  if (!is_given(entry.Get("applyTo"))) {
    out.Add(kNoApplyTo, at, "There is no applyTo, or it is INVALID.");
  } else if (!patch.is_map()) {
    out.Add(kNoPatch, at, "There is no patch.");
  } else if (!is_given(patch.Get("operation"))) {
    out.Add(kNoOperation, at / "patch", "There is no operation, or it is INVALID.");
  } else if (TextOf(patch.Get("operation")) != "REMOVE" && patch.Get("value").is_null()) {
    out.Add(kNoValue, at / "patch",
            "The operation is " + std::string(TextOf(patch.Get("operation"))) + ".");
  } else {
    return true;
  }
  return false;
}

void CheckPatch(const Value& entry, bool has_priority, std::string_view istio_version,
                const Place& at, Findings& out) {
  if (!entry.is_map()) return;
  const Value& match = entry.Get("match");
  const bool is_waypoint = TextOf(match.Get("context")) == "WAYPOINT";
  if (match.is_map() && is_waypoint == match.Get("waypoint").is_null()) {
    out.Add(kWaypoint, at / "match",
            is_waypoint ? "The context is WAYPOINT, and there is no waypoint."
                        : "There is waypoint, and the context is not WAYPOINT.");
  }
  CheckPort(match.At({"waypoint", "portNumber"}), at / "match" / "waypoint" / "portNumber", out);
  const Value& value = entry.At({"patch", "value"});
  const Place value_at = at / "patch" / "value";
  if (!value.is_null() && !value.is_map()) {
    out.Add(kWrongType, value_at, "It is " + Describe(value) + " and should be an object.");
  }
  // The webhook does not look at these, and nothing applies them.
  if (is_waypoint || !IsComplete(entry, at, out)) return;

  const Value& version = match.At({"proxy", "proxyVersion"});
  const Place version_at = at / "match" / "proxy" / "proxyVersion";
  if (TextOf(version).size() > kLongestVersion) {
    out.Add(kLongVersion, version_at,
            "It has " + std::to_string(TextOf(version).size()) + " bytes.");
  } else if (!TextOf(version).empty()) {
    CheckRegex(version, version_at, out);
  }
  const std::string_view apply_to = TextOf(entry.Get("applyTo"));
  CheckMatch(match, apply_to, at / "match", out);
  CheckEnvoyValue(value, apply_to, istio_version, value_at, out);
  CheckOperation(entry, apply_to, TextOf(entry.At({"patch", "operation"})), has_priority, at, out);
}

void CheckWhom(const Value& spec, const CheckContext& context, std::string_view own,
               const Place& at, Findings& out) {
  const Value& selector = spec.Get("workloadSelector");
  const Value& targets = spec.Get("targetRefs");
  CheckSelector(selector, "labels", at / "workloadSelector", out);
  if (!selector.is_null() && !targets.is_null()) {
    out.Add(kTwoSelections, at, "There are workloadSelector and targetRefs.");
  }
  if (selector.is_null() && ItemsOf(targets).empty() &&
      !ItemsOf(spec.Get("configPatches")).empty()) {
    out.Add(kEverybody, at,
            own == context.root_namespace ? InQuotes(own) + " is the root namespace."
                                          : "There is neither workloadSelector nor targetRefs.");
  }
  for (std::size_t i = 0; i < ItemsOf(targets).size(); ++i) {
    const Value& target = ItemsOf(targets)[i];
    const Place target_at = (at / "targetRefs")[i];
    if (!TextOf(target.Get("namespace")).empty()) {
      out.Add(kTargetElsewhere, target_at / "namespace",
              "It is " + InQuotes(TextOf(target.Get("namespace"))) + ".");
    }
    const std::string_view kind = TextOf(target.Get("kind"));
    if (!kind.empty() && !Holds(kTargetKinds, kind)) {
      out.Add(kTargetKind, target_at / "kind", "It is " + InQuotes(kind) + ".");
    }
  }
}

}  // namespace

void CheckEnvoyFilter(const Value& object, const CheckContext& context, Findings& out) {
  CheckAnnotations(object, out);
  out.Add(kInside, Place() / "kind", "It is an EnvoyFilter.");
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  const Value::List& patches = ItemsOf(spec.Get("configPatches"));
  CheckWhom(spec, context, NamespaceOf(object), at, out);
  const bool has_priority = WholeOf(spec.Get("priority")) != 0;
  for (std::size_t i = 0; i < patches.size(); ++i) {
    CheckPatch(patches[i], has_priority, context.version, (at / "configPatches")[i], out);
  }
}

}  // namespace mesh::istio
