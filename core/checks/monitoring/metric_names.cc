#include "core/checks/monitoring/metric_names.h"

#include <algorithm>
#include <span>

namespace mesh::monitoring {
namespace {

struct Metric {
  std::string_view name;
  /// Its series have `_bucket`, `_sum` or `_count` behind the name.
  bool is_histogram = false;
};

/// Istio's standard metrics, and those of the prometheus plugin of Kong 3.0 to 3.9.
constexpr Metric kMetrics[] = {
    {"istio_requests_total"},
    {"istio_request_duration_milliseconds", true},
    {"istio_request_bytes", true},
    {"istio_response_bytes", true},
    {"istio_request_messages_total"},
    {"istio_response_messages_total"},
    {"istio_tcp_sent_bytes_total"},
    {"istio_tcp_received_bytes_total"},
    {"istio_tcp_connections_opened_total"},
    {"istio_tcp_connections_closed_total"},
    {"istio_build"},
    {"kong_http_requests_total"},
    {"kong_stream_sessions_total"},
    {"kong_kong_latency_ms", true},
    {"kong_request_latency_ms", true},
    {"kong_upstream_latency_ms", true},
    {"kong_session_duration_ms", true},
    {"kong_bandwidth_bytes"},
    {"kong_upstream_target_health"},
    {"kong_nginx_connections_total"},
    {"kong_nginx_requests_total"},
    {"kong_nginx_timers"},
    {"kong_nginx_metric_errors_total"},
    {"kong_datastore_reachable"},
    {"kong_node_info"},
    {"kong_memory_lua_shared_dict_bytes"},
    {"kong_memory_lua_shared_dict_total_bytes"},
    {"kong_memory_workers_lua_vms_bytes"},
    {"kong_control_plane_connected"},
    {"kong_data_plane_last_seen"},
    {"kong_data_plane_config_hash"},
    {"kong_data_plane_version_compatible"},
    {"kong_data_plane_cluster_cert_expiry_timestamp"},
    {"kong_db_entities_total"},
    {"kong_db_entity_count_errors"},
};

struct Renamed {
  std::string_view name;
  std::string_view now;
};

/// Names that Istio had before 1.5, or that are taken for its own.
constexpr Renamed kWrong[] = {
    {"istio_request_count", "istio_requests_total"},
    {"istio_requests_count", "istio_requests_total"},
    {"istio_request_duration_seconds", "istio_request_duration_milliseconds"},
    {"istio_request_duration", "istio_request_duration_milliseconds"},
    {"istio_tcp_connections_opened", "istio_tcp_connections_opened_total"},
    {"istio_tcp_connections_closed", "istio_tcp_connections_closed_total"},
    {"istio_tcp_sent_bytes", "istio_tcp_sent_bytes_total"},
    {"istio_tcp_received_bytes", "istio_tcp_received_bytes_total"},
};

constexpr Renamed kKong2Names[] = {
    {"kong_http_status", "kong_http_requests_total"},
    {"kong_http_consumer_status", "kong_http_requests_total"},
    {"kong_latency", "kong_kong_latency_ms, kong_request_latency_ms or kong_upstream_latency_ms"},
    {"kong_bandwidth", "kong_bandwidth_bytes"},
    {"kong_nginx_http_current_connections", "kong_nginx_connections_total"},
    {"kong_nginx_stream_current_connections", "kong_nginx_connections_total"},
};

/// Without what the series of a histogram have behind the name.
std::string_view BaseName(std::string_view name) {
  for (const std::string_view suffix : {"_bucket", "_sum", "_count"}) {
    if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
  }
  return name;
}

bool Is(const Metric& metric, std::string_view name) {
  return metric.name == name || (metric.is_histogram && metric.name == BaseName(name));
}

/// Whether the two differ in one place, by at most two characters.
bool IsNear(std::string_view a, std::string_view b) {
  const auto [from_a, from_b] = std::ranges::mismatch(a, b);
  a.remove_prefix(static_cast<std::size_t>(from_a - a.begin()));
  b.remove_prefix(static_cast<std::size_t>(from_b - b.begin()));
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  return a.size() <= 2 && b.size() <= 2;
}

std::string_view Lookup(std::span<const Renamed> rows, std::string_view name) {
  for (const Renamed& row : rows) {
    if (row.name == name || row.name == BaseName(name)) return row.now;
  }
  return {};
}

}  // namespace

std::string_view MeantMetric(std::string_view name) {
  if (!name.starts_with("istio_") && !name.starts_with("kong_")) return {};
  if (std::ranges::any_of(kMetrics, [&](const Metric& metric) { return Is(metric, name); })) {
    return {};
  }
  if (const std::string_view meant = Lookup(kWrong, name); !meant.empty()) return meant;
  for (const Metric& metric : kMetrics) {
    if (IsNear(metric.name, name) || (metric.is_histogram && IsNear(metric.name, BaseName(name)))) {
      return metric.name;
    }
  }
  return {};
}

std::string_view SuccessorInKong3(std::string_view name) { return Lookup(kKong2Names, name); }

}  // namespace mesh::monitoring
