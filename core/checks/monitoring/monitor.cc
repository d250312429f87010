#include "core/checks/monitoring/monitor.h"

#include <array>

#include "core/checks/monitoring/client.h"
#include "core/checks/monitoring/monitoring_rules.h"
#include "core/checks/monitoring/prometheus_duration.h"
#include "core/checks/monitoring/relabeling.h"
#include "core/checks/read.h"

namespace mesh::monitoring {
namespace {

constexpr const Rule& kTimeout = RuleOf(kMonitoringRules, "MSH7320");
constexpr const Rule& kSelector = RuleOf(kMonitoringRules, "MSH7332");
constexpr const Rule& kNothing = RuleOf(kMonitoringRules, "MSH7340");
constexpr const Rule& kNoPort = RuleOf(kMonitoringRules, "MSH7341");
constexpr const Rule& kSecondPort = RuleOf(kMonitoringRules, "MSH7342");
constexpr const Rule& kNamespaces = RuleOf(kMonitoringRules, "MSH7343");

/// Where the two kinds of monitors differ.
struct MonitorKind {
  std::string_view endpoints;
  /// Fields for a port beside `port`.
  std::array<std::string_view, 2> other_ports;
};
constexpr MonitorKind kServiceMonitor = {"endpoints", {"targetPort", ""}};
constexpr MonitorKind kPodMonitor = {"podMetricsEndpoints", {"portNumber", "targetPort"}};

void CheckSelector(const Value& selector, const Place& at, Findings& out) {
  const Value::List& all = ItemsOf(selector.Get("matchExpressions"));
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Place here = (at / "matchExpressions")[i];
    const std::string_view name = TextOf(all[i].Get("operator"));
    const bool has_values = !ItemsOf(all[i].Get("values")).empty();
    const bool takes_values = name == "In" || name == "NotIn";
    if (!takes_values && name != "Exists" && name != "DoesNotExist") {
      out.Add(kSelector, here / "operator", "There is no " + InQuotes(name) + ".");
    } else if (takes_values != has_values) {
      out.Add(kSelector, here,
              std::string(name) + " is " + (has_values ? "with" : "without") + " values.");
    }
  }
}

void CheckTimes(const Value& endpoint, const Place& at, Findings& out) {
  const auto timeout = Milliseconds(TextOf(endpoint.Get("scrapeTimeout")));
  const auto interval = Milliseconds(TextOf(endpoint.Get("interval")));
  if (!timeout || !interval || *timeout <= *interval) return;
  out.Add(kTimeout, at / "scrapeTimeout",
          "It is " + std::string(TextOf(endpoint.Get("scrapeTimeout"))) + ", and interval is " +
              std::string(TextOf(endpoint.Get("interval"))) + ".");
}

void CheckPorts(const Value& endpoint, const MonitorKind& kind, const Place& at, Findings& out) {
  const bool has_port = !TextOf(endpoint.Get("port")).empty();
  bool has_any = has_port;
  for (const std::string_view other : kind.other_ports) {
    if (other.empty() || endpoint.Get(other).is_null()) continue;
    if (has_port) out.Add(kSecondPort, at / other, "There is port, too.");
    has_any = true;
  }
  if (!has_any) out.Add(kNoPort, at, "There is no port.");
}

void CheckMonitor(const Value& object, const MonitorKind& kind, Findings& out) {
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  CheckSelector(spec.Get("selector"), at / "selector", out);
  const Value& namespaces = spec.Get("namespaceSelector");
  if (IsTrue(namespaces.Get("any")) && !ItemsOf(namespaces.Get("matchNames")).empty()) {
    out.Add(kNamespaces, at / "namespaceSelector" / "matchNames", "`any` is true.");
  }
  const Value::List& endpoints = ItemsOf(spec.Get(kind.endpoints));
  if (endpoints.empty()) out.Add(kNothing, at / kind.endpoints, "There are no endpoints.");
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    const Place here = (at / kind.endpoints)[i];
    CheckPorts(endpoints[i], kind, here, out);
    CheckTimes(endpoints[i], here, out);
    CheckClient(endpoints[i], here, out);
    for (const std::string_view field : {"relabelings", "metricRelabelings"}) {
      CheckRelabelings(endpoints[i].Get(field), here / field, out);
    }
  }
}

}  // namespace

void CheckServiceMonitor(const Value& object, const CheckContext&, Findings& out) {
  CheckMonitor(object, kServiceMonitor, out);
}

void CheckPodMonitor(const Value& object, const CheckContext&, Findings& out) {
  CheckMonitor(object, kPodMonitor, out);
}

}  // namespace mesh::monitoring
