#pragma once

#include <string_view>

namespace mesh::istio {

/// Packages of Envoy's API that Istio 1.31 knows, without their version, which is `v3` or
/// `v3alpha`: `envoy.config.core` is the row `envoy.config` with `core` among its names. `names`
/// has blanks around each.
struct EnvoyPackages {
  std::string_view within;
  std::string_view names;
};

/// The version of Istio that the packages are of.
inline constexpr std::string_view kEnvoyPackagesOf = "1.31";

inline constexpr EnvoyPackages kEnvoyPackages[] = {
    {"envoy", " admin type watchdog "},
    {"envoy.config",
     " accesslog bootstrap cluster core endpoint grpc_credential listener metrics overload "
     "ratelimit rbac route tap trace "},
    {"envoy.config.common", " key_value matcher mutation_rules "},
    {"envoy.config.upstream", " local_address_selector "},
    {"envoy.data", " accesslog cluster core dns tap "},
    {"envoy.extensions",
     " config dynamic_modules early_data regex_engines reverse_tunnel_reporters udp_packet_writer "
     "vcl wasm "},
    {"envoy.extensions.access_loggers",
     " dynamic_modules file fluentd grpc open_telemetry stats stream wasm "},
    {"envoy.extensions.access_loggers.filters", " cel process_ratelimit "},
    {"envoy.extensions.bootstrap", " dynamic_modules internal_listener "},
    {"envoy.extensions.bootstrap.reverse_tunnel",
     " downstream_socket_interface upstream_socket_interface "},
    {"envoy.extensions.clusters",
     " aggregate composite dns dynamic_forward_proxy dynamic_modules mcp_multicluster original_dst "
     "redis reverse_connection "},
    {"envoy.extensions.clusters.common", " dns "},
    {"envoy.extensions.common", " async_files aws dynamic_forward_proxy matching ratelimit tap "},
    {"envoy.extensions.compression.brotli", " compressor decompressor "},
    {"envoy.extensions.compression.gzip", " compressor decompressor "},
    {"envoy.extensions.compression.qatzip", " compressor "},
    {"envoy.extensions.compression.qatzstd", " compressor "},
    {"envoy.extensions.compression.zstd", " compressor decompressor "},
    {"envoy.extensions.config.validators", " minimum_clusters "},
    {"envoy.extensions.content_parsers", " json "},
    {"envoy.extensions.filters.common", " dependency fault set_filter_state "},
    {"envoy.extensions.filters.common.matcher", " action "},
    {"envoy.extensions.filters.http",
     " a2a adaptive_concurrency admission_control ai_protocol_manager alternate_protocols_cache "
     "api_key_auth aws_lambda aws_request_signing bandwidth_limit bandwidth_share basic_auth "
     "buffer cache cache_v2 cdn_loop checksum composite compressor connect_grpc_bridge cors "
     "credential_injector csrf custom_response decompressor dynamic_forward_proxy dynamic_modules "
     "dynamo ext_authz ext_proc fault file_server file_system_buffer filter_chain gcp_authn geoip "
     "golang grpc_field_extraction grpc_http1_bridge grpc_http1_reverse_bridge "
     "grpc_json_reverse_transcoder grpc_json_transcoder grpc_stats grpc_web gzip header_mutation "
     "header_to_metadata health_check ip_tagging json_to_metadata jwt_authn kill_request language "
     "local_ratelimit lua mcp mcp_json_rest_bridge mcp_router oauth2 on_demand original_src "
     "peak_ewma proto_api_scrubber proto_message_extraction rate_limit_quota ratelimit rbac router "
     "set_filter_state set_metadata sse_to_metadata stateful_session sxg tap thrift_to_metadata "
     "transform upstream_codec wasm "},
    {"envoy.extensions.filters.listener",
     " dynamic_modules http_inspector local_ratelimit original_dst original_src postgres_inspector "
     "proxy_protocol set_filter_state tls_inspector "},
    {"envoy.extensions.filters.network",
     " client_ssl_auth connection_limit direct_response dubbo_proxy dynamic_modules echo ext_authz "
     "ext_proc generic_proxy geoip golang http_connection_manager kafka_broker kafka_mesh "
     "local_ratelimit mongo_proxy mysql_proxy postgres_proxy ratelimit rbac redis_proxy "
     "reverse_tunnel rocketmq_proxy set_filter_state sip_proxy sni_cluster "
     "sni_dynamic_forward_proxy tcp_bandwidth_limit tcp_proxy thrift_proxy wasm zookeeper_proxy "},
    {"envoy.extensions.filters.network.dubbo_proxy", " router "},
    {"envoy.extensions.filters.network.generic_proxy", " action matcher router "},
    {"envoy.extensions.filters.network.generic_proxy.codecs", " dubbo http1 kafka "},
    {"envoy.extensions.filters.network.sip_proxy", " router tra "},
    {"envoy.extensions.filters.network.thrift_proxy", " router "},
    {"envoy.extensions.filters.network.thrift_proxy.filters",
     " header_to_metadata payload_to_metadata ratelimit "},
    {"envoy.extensions.filters.udp", " dns_filter dynamic_modules udp_proxy "},
    {"envoy.extensions.filters.udp.udp_proxy.session",
     " dynamic_forward_proxy ext_authz http_capsule "},
    {"envoy.extensions.formatter",
     " cel dynamic_modules file_content generic_secret metadata req_without_query "},
    {"envoy.extensions.geoip_providers", " common maxmind "},
    {"envoy.extensions.grpc_service.call_credentials",
     " access_token file_based_metadata google_compute_engine google_iam google_refresh_token "
     "service_account_jwt_access sts_service "},
    {"envoy.extensions.grpc_service.channel_credentials",
     " google_default insecure local tls xds "},
    {"envoy.extensions.health_check.event_sinks", " file "},
    {"envoy.extensions.health_checkers", " dynamic_modules redis thrift "},
    {"envoy.extensions.http.cache", " file_system_http_cache simple_http_cache "},
    {"envoy.extensions.http.cache_v2", " file_system_http_cache simple_http_cache "},
    {"envoy.extensions.http.custom_response", " local_response_policy redirect_policy "},
    {"envoy.extensions.http.early_header_mutation", " header_mutation "},
    {"envoy.extensions.http.ext_proc.processing_request_modifiers", " mapped_attribute_builder "},
    {"envoy.extensions.http.ext_proc.response_processors", " save_processing_response "},
    {"envoy.extensions.http.header_formatters", " preserve_case "},
    {"envoy.extensions.http.header_validators", " envoy_default "},
    {"envoy.extensions.http.injected_credentials", " generic oauth2 "},
    {"envoy.extensions.http.original_ip_detection", " custom_header xff "},
    {"envoy.extensions.http.stateful_session", " cookie envelope header "},
    {"envoy.extensions.internal_redirect",
     " allow_listed_routes previous_routes safe_cross_scheme "},
    {"envoy.extensions.key_value", " file_based "},
    {"envoy.extensions.load_balancing_policies",
     " client_side_weighted_round_robin cluster_provided common dynamic_modules least_request "
     "load_aware_locality maglev override_host peak_ewma pick_first random random_subsetting "
     "ring_hash round_robin subset wrr_locality "},
    {"envoy.extensions.local_address_selectors", " filter_state_override "},
    {"envoy.extensions.matching.actions", " transform_stat "},
    {"envoy.extensions.matching.common_inputs",
     " environment_variable network ssl stats transport_socket "},
    {"envoy.extensions.matching.http", " dynamic_modules "},
    {"envoy.extensions.matching.input_matchers",
     " consistent_hashing dynamic_modules hyperscan ip metadata runtime_fraction "},
    {"envoy.extensions.network", " socket_interface "},
    {"envoy.extensions.network.connection_balance", " dlb "},
    {"envoy.extensions.network.dns_resolver", " apple cares getaddrinfo hickory "},
    {"envoy.extensions.network.socket_interface", " sockmap "},
    {"envoy.extensions.outlier_detection_monitors", " common consecutive_errors "},
    {"envoy.extensions.path.match", " uri_template "},
    {"envoy.extensions.path.rewrite", " uri_template "},
    {"envoy.extensions.private_key_providers", " cryptomb kae qat "},
    {"envoy.extensions.quic",
     " client_writer_factory connection_debug_visitor connection_id_generator crypto_stream "
     "proof_source server_preferred_address "},
    {"envoy.extensions.quic.connection_debug_visitor", " quic_stats "},
    {"envoy.extensions.quic.connection_id_generator", " quic_lb "},
    {"envoy.extensions.rate_limit_descriptors", " expr "},
    {"envoy.extensions.rbac.audit_loggers", " stream "},
    {"envoy.extensions.rbac.matchers", " upstream_ip_port "},
    {"envoy.extensions.rbac.principals", " mtls_authenticated "},
    {"envoy.extensions.regex_engines", " hyperscan "},
    {"envoy.extensions.request_id", " uuid "},
    {"envoy.extensions.resource_monitors",
     " cgroup_memory cpu_utilization downstream_connections fixed_heap injected_resource "},
    {"envoy.extensions.retry.host", " omit_canary_hosts omit_host_metadata previous_hosts "},
    {"envoy.extensions.retry.priority", " previous_priorities "},
    {"envoy.extensions.router.cluster_specifier", " golang "},
    {"envoy.extensions.router.cluster_specifiers", " lua matcher "},
    {"envoy.extensions.stat_sinks",
     " dynamic_modules graphite_statsd kafka open_telemetry wasm wasm_filter "},
    {"envoy.extensions.string_matcher", " lua "},
    {"envoy.extensions.tap_sinks", " udp_sink "},
    {"envoy.extensions.tracers", " dynamic_modules fluentd "},
    {"envoy.extensions.tracers.opentelemetry", " resource_detectors samplers "},
    {"envoy.extensions.transport_sockets",
     " alts dynamic_modules http_11_proxy internal_upstream proxy_protocol quic raw_buffer s2a "
     "starttls tap tcp_stats tls "},
    {"envoy.extensions.transport_sockets.tls.cert_mappers",
     " filter_state_override sni static_name "},
    {"envoy.extensions.transport_sockets.tls.cert_selectors", " on_demand_secret "},
    {"envoy.extensions.transport_sockets.tls.cert_validator", " dynamic_modules "},
    {"envoy.extensions.upstreams", " http tcp "},
    {"envoy.extensions.upstreams.http", " dynamic_modules generic http reverse_tunnel tcp udp "},
    {"envoy.extensions.upstreams.http.tcp", " golang "},
    {"envoy.extensions.upstreams.tcp", " generic "},
    {"envoy.extensions.watchdog", " profile_action "},
    {"envoy.service",
     " accesslog auth cluster discovery endpoint event_reporting ext_proc extension health "
     "listener load_stats metrics network_ext_proc rate_limit_quota ratelimit redis_auth route "
     "runtime secret status tap "},
    {"envoy.type", " http matcher metadata tracing "},
};

/// Packages without a version.
inline constexpr std::string_view kPlainEnvoyPackages[] = {
    "envoy.extensions.network_filters.peer_metadata",
    "envoy.tcp.metadataexchange.config",
};

/// What the names of types that are not Envoy's begin with.
inline constexpr std::string_view kOtherPackages[] = {
    "google.", "udpa.", "xds.", "istio.", "io.istio.", "opentelemetry.", "stats.",
};

}  // namespace mesh::istio
