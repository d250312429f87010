#include "core/checks/monitoring/monitoring.h"

#include "core/checks/monitoring/monitor.h"
#include "core/checks/monitoring/monitoring_rules.h"
#include "core/checks/monitoring/prometheus_rule.h"

namespace mesh::monitoring {

std::span<const Rule> MonitoringRules() { return kMonitoringRules; }

std::span<const KindCheckRow> MonitoringChecks() {
  constexpr std::string_view kGroup = "monitoring.coreos.com";
  static constexpr KindCheckRow kChecks[] = {
      {kGroup, "PodMonitor", CheckPodMonitor},
      {kGroup, "PrometheusRule", CheckPrometheusRule},
      {kGroup, "ServiceMonitor", CheckServiceMonitor},
  };
  return kChecks;
}

}  // namespace mesh::monitoring
