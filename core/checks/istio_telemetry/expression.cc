// Expressions that Istio hands to proxies: what those can evaluate.
#include <algorithm>

#include "core/checks/istio_telemetry/cel_text.h"
#include "core/checks/istio_telemetry/telemetry_kinds.h"
#include "core/checks/istio_telemetry/telemetry_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kFunction = RuleOf(kTelemetryRules, "MSH4017");
constexpr const Rule& kAttribute = RuleOf(kTelemetryRules, "MSH4018");

// CEL's standard library and its extension for strings.
constexpr std::string_view kFunctions[] = {
    "bool",         "bytes",       "charAt",        "contains",
    "double",       "duration",    "dyn",           "endsWith",
    "format",       "getDate",     "getDayOfMonth", "getDayOfWeek",
    "getDayOfYear", "getFullYear", "getHours",      "getMilliseconds",
    "getMinutes",   "getMonth",    "getSeconds",    "has",
    "indexOf",      "int",         "join",          "lastIndexOf",
    "lowerAscii",   "matches",     "replace",       "size",
    "split",        "startsWith",  "string",        "substring",
    "timestamp",    "trim",        "type",          "uint",
    "upperAscii"};
// Envoy's attributes, and the names of CEL's types.
constexpr std::string_view kAttributes[] = {"bool",
                                            "bytes",
                                            "cluster_metadata",
                                            "cluster_name",
                                            "connection",
                                            "destination",
                                            "double",
                                            "filter_state",
                                            "int",
                                            "list",
                                            "listener_direction",
                                            "listener_metadata",
                                            "map",
                                            "metadata",
                                            "node",
                                            "null_type",
                                            "plugin_name",
                                            "plugin_root_id",
                                            "plugin_vm_id",
                                            "request",
                                            "response",
                                            "route_metadata",
                                            "route_name",
                                            "source",
                                            "string",
                                            "type",
                                            "uint",
                                            "upstream",
                                            "upstream_filter_state",
                                            "upstream_host_metadata",
                                            "xds"};
/// Values that an attribute generator adds.
constexpr std::string_view kGenerated = "istio_";

}  // namespace

void WarnOfExpression(const Value& expression, const Place& at, Findings& out) {
  const CelExpression cel = ReadCel(TextOf(expression));
  if (!cel.wrong.empty()) return;
  for (const std::string_view name : cel.functions) {
    if (!Holds(kFunctions, name)) out.Add(kFunction, at, "It calls " + std::string(name) + "().");
  }
  for (const std::string_view name : cel.attributes) {
    if (Holds(kAttributes, name) || name.starts_with(kGenerated)) continue;
    out.Add(kAttribute, at, "It has " + InQuotes(name) + ".");
  }
}

}  // namespace mesh::istio
