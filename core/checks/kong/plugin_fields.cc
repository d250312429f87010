#include "core/checks/kong/plugin_fields.h"

namespace mesh::kong {
namespace {

// From the schemas of Kong 3.0 to 3.9, and of Kong Enterprise up to 3.15.
constexpr std::string_view kFields = R"fields(
@context_window_factor *above=s *input_factor=n *output_factor=n
@replace json=L json_types=L(boolean|number|string) headers=L
@gemini api_endpoint=s project_id=s location_id=s endpoint_id=s
@queue max_batch_size=i[1..1000000] max_coalescing_delay=n[0..3600] max_entries=i[1..1000000]
  max_bytes=i max_retry_time=n initial_retry_delay=n max_retry_delay=n concurrency_limit=i
@bedrock aws_region=s aws_assume_role_arn=s aws_role_session_name=s aws_sts_endpoint_url=s
  batch_bucket_prefix=s batch_role_arn=s embeddings_normalize=b performance_config_latency=s
  video_output_s3_uri=s
@cloud_authentication auth_provider=s(aws|azure|gcp) !aws_access_key_id=s !aws_assume_role_arn=s
  aws_cache_name=s aws_is_serverless=b aws_region=s !aws_role_session_name=s
  !aws_secret_access_key=s !azure_client_id=s !azure_client_secret=s !azure_tenant_id=s
  !gcp_service_account_json=s
@auth header_name=s !header_value=s param_name=s !param_value=s param_location=s
  gcp_use_service_account=b gcp_service_account_json=s !aws_access_key_id=s
  !aws_secret_access_key=s allow_override=b azure_client_id=s !azure_client_secret=s
  azure_tenant_id=s azure_use_managed_identity=b gcp_metadata_url=s gcp_oauth_token_url=s
@redis host=s port=i[0..65535] timeout=i[0..2147483646] username=s !password=s database=i ssl=b
  ssl_verify=b server_name=s cloud_authentication=R@cloud_authentication
acl allow=L deny=L hide_groups_header=b always_use_authenticated_groups=b
  include_consumer_groups=b
acme *!account_email=s account_key=R{*key_id=s key_set=s} api_uri=s tos_accepted=b !eab_kid=s
  !eab_hmac_key=s cert_type=s(rsa|ecc) rsa_key_size=n renew_threshold_days=n domains=L
  allow_any_domain=b fail_backoff_minutes=n storage=s(kong|shm|redis|consul|vault)
  storage_config=R{shm=R{shm_name=s} kong=R redis=R{host=s port=i[0..65535] database=n auth=s
  ssl=b ssl_verify=b ssl_server_name=s namespace=s scan_count=n
  cloud_authentication=R@cloud_authentication extra_options=R{namespace=s scan_count=n}
  !password=s server_name=s timeout=i username=s} consul=R{https=b host=s port=i[0..65535]
  kv_path=s timeout=n token=s} vault=R{https=b host=s port=i[0..65535] kv_path=s timeout=n token=s
  tls_verify=b tls_server_name=s auth_method=s(token|kubernetes) auth_path=s auth_role=s
  jwt_path=s}} preferred_chain=s enable_ipv4_common_name=b
ai-prompt-decorator prompts=R{prepend=A{role=s *content=s} append=A{role=s *content=s}}
  max_request_body_size=i llm_format=s
ai-prompt-guard allow_patterns=L deny_patterns=L allow_all_conversation_history=b
  max_request_body_size=i match_all_roles=b llm_format=s genai_category=s
ai-prompt-template *templates=A{*name=s *template=s} allow_untemplated_requests=b
  log_original_request=b max_request_body_size=i
ai-proxy *route_type=s auth=R@auth *model=R{*provider=s name=s options=R{max_tokens=i input_cost=n
  output_cost=n temperature=n[0..5] top_p=n[0..1] top_k=i[0..500] anthropic_version=s
  azure_instance=s azure_api_version=s azure_deployment_id=s llama2_format=s mistral_format=s
  upstream_url=s upstream_path=s gemini=R@gemini bedrock=R@bedrock huggingface=R{use_cache=b
  wait_for_model=b} cache_read_cost=n cache_write_cost=n cache_write_cost_list=A{*cost=n *ttl=s}
  cohere=R{embedding_input_type=s wait_for_model=b} context_window_factor=A@context_window_factor
  dashscope=R{international=b} databricks=R{workspace_instance_id=s} embeddings_dimensions=i
  service_tier_factor=A{*factor=n *tier=s}} model_alias=s} *logging=R{log_statistics=b
  log_payloads=b} response_streaming=s max_request_body_size=i model_name_header=b llm_format=s
  genai_category=s
ai-request-transformer *prompt=s transformation_extract_pattern=s http_timeout=i https_verify=b
  max_request_body_size=i http_proxy_host=s http_proxy_port=i[0..65535] https_proxy_host=s
  https_proxy_port=i[0..65535] llm=R{*route_type=s auth=R@auth *model=R{*provider=s name=s
  options=R{max_tokens=i input_cost=n output_cost=n temperature=n[0..5] top_p=n[0..1]
  top_k=i[0..500] anthropic_version=s azure_instance=s azure_api_version=s azure_deployment_id=s
  llama2_format=s mistral_format=s upstream_url=s upstream_path=s gemini=R@gemini
  bedrock=R@bedrock huggingface=R{use_cache=b wait_for_model=b} cache_read_cost=n
  cache_write_cost=n cache_write_cost_list=A{*cost=n *ttl=s} cohere=R{embedding_input_type=s
  wait_for_model=b} context_window_factor=A@context_window_factor dashscope=R{international=b}
  databricks=R{workspace_instance_id=s} embeddings_dimensions=i service_tier_factor=A{*factor=n
  *tier=s}} model_alias=s} *logging=R{log_statistics=b log_payloads=b} description=s metadata=M
  weight=i}
ai-response-transformer *prompt=s transformation_extract_pattern=s
  parse_llm_response_json_instructions=b http_timeout=i https_verify=b max_request_body_size=i
  http_proxy_host=s http_proxy_port=i[0..65535] https_proxy_host=s https_proxy_port=i[0..65535]
  llm=R{*route_type=s auth=R@auth *model=R{*provider=s name=s options=R{max_tokens=i input_cost=n
  output_cost=n temperature=n[0..5] top_p=n[0..1] top_k=i[0..500] anthropic_version=s
  azure_instance=s azure_api_version=s azure_deployment_id=s llama2_format=s mistral_format=s
  upstream_url=s upstream_path=s gemini=R@gemini bedrock=R@bedrock huggingface=R{use_cache=b
  wait_for_model=b} cache_read_cost=n cache_write_cost=n cache_write_cost_list=A{*cost=n *ttl=s}
  cohere=R{embedding_input_type=s wait_for_model=b} context_window_factor=A@context_window_factor
  dashscope=R{international=b} databricks=R{workspace_instance_id=s} embeddings_dimensions=i
  service_tier_factor=A{*factor=n *tier=s}} model_alias=s} *logging=R{log_statistics=b
  log_payloads=b} description=s metadata=M weight=i}
aws-lambda timeout=n keepalive=n !aws_key=s !aws_secret=s !aws_assume_role_arn=s
  aws_role_session_name=s aws_sts_endpoint_url=s aws_region=s function_name=s qualifier=s
  invocation_type=s(RequestResponse|Event|DryRun) log_type=s(Tail|None) host=s port=i[0..65535]
  disable_https=b unhandled_status=i[100..999] forward_request_method=b forward_request_uri=b
  forward_request_headers=b forward_request_body=b is_proxy_integration=b awsgateway_compatible=b
  proxy_url=s skip_large_bodies=b base64_encode_body=b aws_imds_protocol_version=s(v1|v2)
  empty_arrays_mode=s(legacy|correct) awsgateway_compatible_payload_version=s(1.0|2.0)
  preserve_lambda_api_error_code=b ssl_verify=b
azure-functions timeout=n keepalive=n https=b https_verify=b !apikey=s !clientid=s *appname=s
  hostdomain=s routeprefix=s *functionname=s
basic-auth anonymous=s hide_credentials=b realm=s
  brute_force_protection=R{redis=R{cloud_authentication=R@cloud_authentication database=i host=s
  !password=s port=i server_name=s ssl=b ssl_verify=b timeout=i username=s}
  strategy=s(cluster|memory|off|redis)} principals=R{directory=s enabled=b error_on_miss=b}
bot-detection allow=L deny=L
correlation-id header_name=s generator=s(uuid|uuid#counter|tracker) echo_downstream=b
cors origins=L headers=L exposed_headers=L
  methods=L(GET|HEAD|PUT|PATCH|POST|DELETE|OPTIONS|TRACE|CONNECT) max_age=n credentials=b
  private_network=b preflight_continue=b allow_origin_absent=b
datadog host=s port=i[0..65535] prefix=s service_name_tag=s status_tag=s consumer_tag=s
  ^retry_count=i>queue.max_retry_time ^queue_size=i>queue.max_batch_size
  ^flush_timeout=n>queue.max_coalescing_delay queue=R@queue
  metrics=A{*name=s(kong_latency|latency|request_count|request_size|response_size|upstream_latency)
  *stat_type=s(counter|gauge|histogram|meter|set|timer|distribution) tags=L sample_rate=n[0..1]
  consumer_identifier=s(consumer_id|custom_id|username)} route_name_tag=s
file-log *path=s reopen=b custom_fields_by_lua=M
grpc-gateway proto=s
grpc-web proto=s pass_stripped_path=b allow_origin_header=s
hmac-auth hide_credentials=b clock_skew=n anonymous=s validate_request_body=b enforce_headers=L
  algorithms=L(hmac-sha1|hmac-sha256|hmac-sha384|hmac-sha512) realm=s
http-log *!http_endpoint=s method=s(POST|PUT|PATCH) content_type=s timeout=n keepalive=n
  ^retry_count=i>queue.max_retry_time ^queue_size=i>queue.max_batch_size
  ^flush_timeout=n>queue.max_coalescing_delay headers=M queue=R@queue custom_fields_by_lua=M
  client_certificate=R{id=s} ssl_verify=b
ip-restriction allow=L deny=L status=n message=s
jwt uri_param_names=L cookie_names=L key_claim_name=s secret_is_base64=b
  claims_to_verify=L(exp|nbf) anonymous=s run_on_preflight=b maximum_expiration=n[0..31536000]
  header_names=L realm=s
key-auth key_names=L hide_credentials=b anonymous=s key_in_header=b key_in_query=b key_in_body=b
  run_on_preflight=b realm=s identity_realms=A{id=s region=s scope=s(cp|realm)}
  principals=R{directory=s enabled=b error_on_miss=b}
ldap-auth *ldap_host=s ldap_port=i[0..65535] ldaps=b start_tls=b verify_ldap_host=b *base_dn=s
  *attribute=s cache_ttl=n hide_credentials=b timeout=n keepalive=n anonymous=s header_type=s
  realm=s
loggly host=s port=i[0..65535] *!key=s tags=L
  log_level=s(debug|info|notice|warning|err|crit|alert|emerg)
  successful_severity=s(debug|info|notice|warning|err|crit|alert|emerg)
  client_errors_severity=s(debug|info|notice|warning|err|crit|alert|emerg)
  server_errors_severity=s(debug|info|notice|warning|err|crit|alert|emerg) timeout=n
  custom_fields_by_lua=M
oauth2 scopes=L mandatory_scope=b !provision_key=s token_expiration=n enable_authorization_code=b
  enable_implicit_grant=b enable_client_credentials=b enable_password_grant=b hide_credentials=b
  accept_http_if_already_terminated=b anonymous=s global_credentials=b auth_header_name=s
  refresh_token_ttl=n[0..100000000] reuse_refresh_token=b pkce=s(none|lax|strict) realm=s
  persistent_refresh_token=b
openid-connect anonymous=s audience=L audience_claim=L audience_required=L
  auth_methods=L(authorization_code|bearer|client_credentials|introspection|kong_oauth2|password|refresh_token|session|userinfo)
  authenticated_groups_claim=L authorization_cookie_domain=s authorization_cookie_http_only=b
  authorization_cookie_name=s authorization_cookie_path=s
  authorization_cookie_same_site=s(Default|Lax|None|Strict) authorization_cookie_secure=b
  authorization_endpoint=s authorization_query_args_client=L authorization_query_args_names=L
  authorization_query_args_values=L authorization_rolling_timeout=n bearer_token_cookie_name=s
  bearer_token_header_name=s bearer_token_param_type=L(body|cookie|header|query)
  by_username_ignore_case=b cache_introspection=b cache_token_exchange=b cache_tokens=b
  cache_tokens_salt=s cache_ttl=n cache_ttl_max=n cache_ttl_min=n cache_ttl_neg=n
  cache_ttl_resurrect=n cache_user_info=b claims_forbidden=L client_alg=L client_arg=s
  client_auth=L(client_secret_basic|client_secret_jwt|client_secret_post|none|private_key_jwt|self_signed_tls_client_auth|tls_client_auth)
  client_credentials_param_type=L(body|header|query) !client_id=L client_jwk=A{alg=s crv=s !d=s
  !dp=s !dq=s e=s issuer=s !k=s key_ops=L kid=s kty=s n=s !oth=s !p=s !q=s !qi=s !r=s !t=s use=s
  x=s x5c=L x5t=s x5t#S256=s x5u=s y=s} !client_secret=L
  cluster_cache_items=L(introspection|tokens)
  cluster_cache_redis=R{cloud_authentication=R@cloud_authentication cluster_max_redirections=i
  cluster_nodes=A{ip=s port=i} connect_timeout=i connection_is_proxied=b database=i host=s
  keepalive_backlog=i keepalive_pool_size=i !password=s port=i read_timeout=i send_timeout=i
  sentinel_master=s sentinel_nodes=A{host=s port=i} !sentinel_password=s
  sentinel_role=s(any|master|slave) sentinel_username=s server_name=s ssl=b ssl_verify=b
  username=s} cluster_cache_strategy=s(off|redis) consumer_by=L(custom_id|id|username)
  consumer_claims=X consumer_groups_claim=L consumer_groups_optional=b consumer_optional=b
  credential_claim=L
  disable_session=L(authorization_code|bearer|client_credentials|introspection|kong_oauth2|password|refresh_token|session|userinfo)
  discovery_headers_names=L discovery_headers_values=L display_errors=b domains=L
  downstream_access_token_header=s downstream_access_token_jwk_header=s
  downstream_headers=A{*header=s *path=L} downstream_headers_claims=L downstream_headers_names=L
  downstream_id_token_header=s downstream_id_token_jwk_header=s downstream_introspection_header=s
  downstream_introspection_jwt_header=s downstream_refresh_token_header=s
  downstream_session_id_header=s downstream_user_info_header=s downstream_user_info_jwt_header=s
  dpop_proof_lifetime=n dpop_use_nonce=b enable_hs_signatures=b end_session_endpoint=s
  expose_error_code=b extra_jwks_uris=L forbidden_destroy_session=b forbidden_error_message=s
  forbidden_redirect_uri=L groups_claim=L groups_required=L hide_credentials=b http_proxy=s
  http_proxy_authorization=s http_version=n https_proxy=s https_proxy_authorization=s
  id_token_param_name=s id_token_param_type=L(body|header|query)
  ignore_signature=L(authorization_code|client_credentials|introspection|password|refresh_token|session|userinfo)
  introspect_jwt_tokens=b
  introspection_accept=s(application/json|application/jwt|application/token-introspection+jwt)
  introspection_check_active=b introspection_endpoint=s
  introspection_endpoint_auth_method=s(client_secret_basic|client_secret_jwt|client_secret_post|none|private_key_jwt|self_signed_tls_client_auth|tls_client_auth)
  introspection_headers_client=L introspection_headers_names=L !introspection_headers_values=L
  introspection_hint=s introspection_post_args_client=L introspection_post_args_client_headers=L
  introspection_post_args_names=L introspection_post_args_values=L
  introspection_token_param_name=s *issuer=s issuers_allowed=L jwks_endpoint=s jwt_session_claim=s
  jwt_session_cookie=s keepalive=b leeway=n login_action=s(redirect|response|upstream)
  login_methods=L(authorization_code|bearer|client_credentials|introspection|kong_oauth2|password|refresh_token|session|userinfo)
  login_redirect_mode=s(fragment|query) login_redirect_uri=L
  login_tokens=L(access_token|id_token|introspection|refresh_token|tokens)
  logout_methods=L(DELETE|GET|POST) logout_post_arg=s logout_query_arg=s logout_redirect_uri=L
  logout_revoke=b logout_revoke_access_token=b logout_revoke_refresh_token=b logout_uri_suffix=s
  max_age=n mtls_introspection_endpoint=s mtls_revocation_endpoint=s mtls_token_endpoint=s
  no_proxy=s password_param_type=L(body|header|query) preserve_query_args=b
  principals=R{directory=s enabled=b error_on_miss=b match_consumer=b match_consumer_groups=b
  principal_by=s principal_claim=L} proof_of_possession_auth_methods_validation=b
  proof_of_possession_dpop=s(off|optional|strict) proof_of_possession_mtls=s(off|optional|strict)
  proof_of_possession_mtls_from_header=R{allow_partial_chain=b *ca_certificates=L cert_cache_ttl=n
  certificate_header_format=s(base64_encoded|url_encoded) *certificate_header_name=s
  http_proxy_host=s http_proxy_port=i http_timeout=n https_proxy_host=s https_proxy_port=i
  revocation_check_mode=s(IGNORE_CA_ERROR|SKIP|STRICT) secure_source=b ssl_verify=b}
  pushed_authorization_request_endpoint=s
  pushed_authorization_request_endpoint_auth_method=s(client_secret_basic|client_secret_jwt|client_secret_post|none|private_key_jwt|self_signed_tls_client_auth|tls_client_auth)
  redirect_uri=L redis=R{cloud_authentication=R@cloud_authentication cluster_max_redirections=i
  cluster_nodes=A{ip=s port=i} connect_timeout=i connection_is_proxied=b database=i host=s
  keepalive_backlog=i keepalive_pool_size=i !password=s port=i prefix=s read_timeout=i
  send_timeout=i sentinel_master=s sentinel_nodes=A{host=s port=i} !sentinel_password=s
  sentinel_role=s(any|master|slave) sentinel_username=s server_name=s socket=s ssl=b ssl_verify=b
  username=s} rediscovery_lifetime=n refresh_token_param_name=s
  refresh_token_param_type=L(body|header|query) refresh_tokens=b
  require_proof_key_for_code_exchange=b require_pushed_authorization_requests=b
  require_signed_request_object=b resolve_distributed_claims=b
  response_mode=s(form_post|form_post.jwt|fragment|fragment.jwt|jwt|query|query.jwt)
  response_type=L reverify=b revocation_endpoint=s
  revocation_endpoint_auth_method=s(client_secret_basic|client_secret_jwt|client_secret_post|none|private_key_jwt|self_signed_tls_client_auth|tls_client_auth)
  revocation_token_param_name=s roles_claim=L roles_required=L run_on_preflight=b scopes=L
  scopes_claim=L scopes_required=L search_user_info=b session_absolute_timeout=n
  session_audience=s session_bind=L(ip|scheme|user-agent) session_cookie_domain=s
  session_cookie_http_only=b session_cookie_name=s session_cookie_path=s
  session_cookie_same_site=s(Default|Lax|None|Strict) session_cookie_secure=b
  session_enforce_same_subject=b session_hash_storage_key=b session_hash_subject=b
  session_idling_timeout=n session_memcached_host=s session_memcached_port=i
  session_memcached_prefix=s session_memcached_socket=s session_memcached_ssl=b
  session_memcached_ssl_verify=b session_remember=b session_remember_absolute_timeout=n
  session_remember_cookie_name=s session_remember_rolling_timeout=n
  session_request_headers=L(absolute-timeout|audience|id|idling-timeout|rolling-timeout|subject|timeout)
  session_response_headers=L(absolute-timeout|audience|id|idling-timeout|rolling-timeout|subject|timeout)
  session_rolling_timeout=n !session_secret=s session_storage=s(cookie|memcache|memcached|redis)
  session_store_metadata=b ssl_verify=b timeout=n tls_client_auth_cert_id=s
  tls_client_auth_ssl_verify=b token_cache_key_include_scope=b token_endpoint=s
  token_endpoint_auth_method=s(client_secret_basic|client_secret_jwt|client_secret_post|none|private_key_jwt|self_signed_tls_client_auth|tls_client_auth)
  token_exchange=R{cache=R{enabled=b ttl=i} request=R{audience=L empty_audience=b empty_scopes=b
  scopes=L} *subject_token_issuers=A{conditions=R{has_audience=L has_scopes=L missing_audience=L
  missing_scopes=L} *issuer=s jwks_uri=s verify_signature=b}} token_exchange_endpoint=s
  token_headers_client=L
  token_headers_grants=L(authorization_code|client_credentials|password|refresh_token)
  token_headers_names=L token_headers_prefix=s token_headers_replay=L token_headers_values=L
  token_post_args_client=L token_post_args_names=L token_post_args_values=L
  unauthorized_destroy_session=b unauthorized_error_message=s unauthorized_redirect_uri=L
  unexpected_redirect_uri=L upstream_access_token_header=s upstream_access_token_jwk_header=s
  upstream_headers=A{*header=s *path=L} upstream_headers_claims=L upstream_headers_names=L
  upstream_id_token_header=s upstream_id_token_jwk_header=s upstream_introspection_header=s
  upstream_introspection_jwt_header=s upstream_refresh_token_header=s upstream_session_id_header=s
  upstream_user_info_header=s upstream_user_info_jwt_header=s
  userinfo_accept=s(application/json|application/jwt) userinfo_endpoint=s
  userinfo_headers_client=L userinfo_headers_names=L userinfo_headers_values=L
  userinfo_query_args_client=L userinfo_query_args_names=L userinfo_query_args_values=L
  using_pseudo_issuer=b verify_claims=b verify_nonce=b verify_parameters=b verify_signature=b
  consumer_claim=L session_redis_cluster_max_redirections=i session_redis_cluster_nodes=A{ip=s
  port=i} session_redis_connect_timeout=i session_redis_host=s session_redis_password=s
  session_redis_port=i session_redis_prefix=s session_redis_read_timeout=i
  session_redis_send_timeout=i session_redis_server_name=s session_redis_socket=s
  session_redis_ssl=b session_redis_ssl_verify=b session_redis_username=s
opentelemetry traces_endpoint=s logs_endpoint=s headers=M resource_attributes=M queue=R@queue
  ^batch_span_count=i>queue.max_batch_size ^batch_flush_delay=i>queue.max_coalescing_delay
  connect_timeout=i[0..2147483646] send_timeout=i[0..2147483646] read_timeout=i[0..2147483646]
  http_response_header_for_traceid=s header_type=s sampling_rate=n[0..1]
  propagation=R{extract=L(jaeger|ot|datadog|aws|gcp|w3c|b3) clear=L
  inject=L(preserve|b3-single|jaeger|ot|datadog|aws|gcp|w3c|b3)
  *default_format=s(b3-single|jaeger|ot|datadog|aws|gcp|w3c|b3)} ^endpoint=s>traces_endpoint
  access_logs=R{custom_attributes_by_lua=M endpoint=s} metrics=R{enable_ai_metrics=b
  enable_bandwidth_metrics=b enable_consumer_attribute=b enable_latency_metrics=b
  enable_request_metrics=b enable_upstream_health_metrics=b endpoint=s push_interval=n}
  sampling_strategy=s(parent_drop_probability_fallback|parent_probability_fallback)
post-function certificate=L rewrite=L access=L header_filter=L body_filter=L log=L
  ws_client_frame=L ws_close=L ws_handshake=L ws_upstream_frame=L
pre-function certificate=L rewrite=L access=L header_filter=L body_filter=L log=L
  ws_client_frame=L ws_close=L ws_handshake=L ws_upstream_frame=L
prometheus per_consumer=b status_code_metrics=b ai_metrics=b latency_metrics=b bandwidth_metrics=b
  upstream_health_metrics=b wasm_metrics=b
proxy-cache response_code=X request_method=L(HEAD|GET|POST|PATCH|PUT) content_type=L cache_ttl=i
  *strategy=s(memory) cache_control=b ignore_uri_case=b storage_ttl=i memory=R{dictionary_name=s}
  vary_query_params=L vary_headers=L response_headers=R{age=b X-Cache-Status=b X-Cache-Key=b}
rate-limiting second=n minute=n hour=n day=n month=n year=n
  limit_by=s(consumer|credential|ip|service|header|path) header_name=s path=s
  policy=s(local|cluster|redis) fault_tolerant=b redis=R@redis hide_client_headers=b error_code=n
  error_message=s sync_rate=n ^redis_host=s>redis.host ^redis_port=i>redis.port
  ^redis_password=s>redis.password ^redis_username=s>redis.username ^redis_ssl=b>redis.ssl
  ^redis_ssl_verify=b>redis.ssl_verify ^redis_server_name=s>redis.server_name
  ^redis_timeout=i>redis.timeout ^redis_database=i>redis.database
redirect status_code=i[100..599] *location=s keep_incoming_path=b
request-size-limiting allowed_payload_size=i size_unit=s(megabytes|kilobytes|bytes)
  require_content_length=b
request-termination status_code=i[100..599] message=s content_type=s body=s echo=b trigger=s
request-transformer http_method=s remove=R{body=L headers=L querystring=L} rename=R{body=L
  headers=L querystring=L} add=R{body=L headers=L querystring=L} append=R{body=L headers=L
  querystring=L} replace=R{body=L headers=L querystring=L uri=s}
response-ratelimiting header_name=s limit_by=s(consumer|credential|ip)
  policy=s(local|cluster|redis) fault_tolerant=b redis=R@redis block_on_first_violation=b
  hide_client_headers=b *limits=M ^redis_host=s>redis.host ^redis_port=i>redis.port
  ^redis_password=s>redis.password ^redis_username=s>redis.username ^redis_ssl=b>redis.ssl
  ^redis_ssl_verify=b>redis.ssl_verify ^redis_server_name=s>redis.server_name
  ^redis_timeout=i>redis.timeout ^redis_database=i>redis.database
response-transformer remove=R{json=L headers=L} rename=R{json=L headers=L} replace=R@replace
  add=R@replace append=R@replace
session !secret=s storage=s(cookie|kong) audience=s idling_timeout=n rolling_timeout=n
  absolute_timeout=n stale_ttl=n cookie_name=s cookie_path=s cookie_domain=s
  cookie_same_site=s(Strict|Lax|None|Default) cookie_http_only=b cookie_secure=b remember=b
  remember_cookie_name=s remember_rolling_timeout=n remember_absolute_timeout=n
  response_headers=L(id|audience|subject|timeout|idling-timeout|rolling-timeout|absolute-timeout)
  request_headers=L(id|audience|subject|timeout|idling-timeout|rolling-timeout|absolute-timeout)
  read_body_for_logout=b logout_methods=L(GET|POST|DELETE) logout_query_arg=s logout_post_arg=s
  cookie_lifetime=n cookie_idletime=n cookie_renew=n cookie_discard=n cookie_samesite=s
  cookie_httponly=b cookie_persistent=b bind=L(ip|scheme|user-agent) hash_subject=b
  store_metadata=b
standard-webhooks *!secret_v1=s tolerance_second=i
statsd host=s port=i[0..65535] prefix=s metrics=A{*name=s
  *stat_type=s(counter|gauge|histogram|meter|set|timer) sample_rate=n
  consumer_identifier=s(consumer_id|custom_id|username)
  service_identifier=s(service_id|service_name|service_host|service_name_or_host)
  workspace_identifier=s(workspace_id|workspace_name)} allow_status_codes=L
  udp_packet_size=n[0..65507] use_tcp=b hostname_in_prefix=b
  consumer_identifier_default=s(consumer_id|custom_id|username)
  service_identifier_default=s(service_id|service_name|service_host|service_name_or_host)
  workspace_identifier_default=s(workspace_id|workspace_name) ^retry_count=i>queue.max_retry_time
  ^queue_size=i>queue.max_batch_size ^flush_timeout=n>queue.max_coalescing_delay
  tag_style=s(dogstatsd|influxdb|librato|signalfx) queue=R@queue
syslog log_level=s(debug|info|notice|warning|err|crit|alert|emerg)
  successful_severity=s(debug|info|notice|warning|err|crit|alert|emerg)
  client_errors_severity=s(debug|info|notice|warning|err|crit|alert|emerg)
  server_errors_severity=s(debug|info|notice|warning|err|crit|alert|emerg) custom_fields_by_lua=M
  facility=s
tcp-log *host=s *port=i[0..65535] timeout=n keepalive=n tls=b tls_sni=s custom_fields_by_lua=M
  ssl_verify=b
udp-log *host=s *port=i[0..65535] timeout=n custom_fields_by_lua=M
zipkin local_service_name=s http_endpoint=s sample_ratio=n[0..1] default_service_name=s
  include_credential=b traceid_byte_count=i header_type=s
  default_header_type=s(b3|b3-single|w3c|jaeger|ot|aws|datadog|gcp) tags_header=s
  static_tags=A{*name=s *value=s} http_span_name=s(method|method_path)
  connect_timeout=i[0..2147483646] send_timeout=i[0..2147483646] read_timeout=i[0..2147483646]
  http_response_header_for_traceid=s phase_duration_flavor=s(annotations|tags) queue=R@queue
  propagation=R{extract=L(datadog|aws|gcp|w3c|b3|jaeger|ot) clear=L
  inject=L(preserve|datadog|aws|gcp|w3c|b3|b3-single|jaeger|ot)
  *default_format=s(datadog|aws|gcp|w3c|b3|b3-single|jaeger|ot)}
)fields";

// Up to 3.15.
constexpr std::string_view kEnterprisePlugins =
    "ace ai-a2a-proxy ai-aws-guardrails ai-azure-content-safety ai-custom-guardrail "
    "ai-gcp-model-armor ai-lakera-guard ai-llm-as-judge ai-mcp-oauth2 ai-mcp-proxy "
    "ai-prompt-compressor ai-proxy-advanced ai-rag-injector ai-rate-limiting-advanced "
    "ai-sanitizer ai-semantic-cache ai-semantic-prompt-guard ai-semantic-response-guard "
    "app-dynamics application-registration canary confluent confluent-consume datadog-tracing "
    "datakit degraphql exit-transformer forward-proxy graphql-proxy-cache-advanced "
    "graphql-rate-limiting-advanced header-cert-auth injection-protection jq "
    "json-threat-protection jwe-decrypt jwt-signer kafka-consume kafka-log kafka-upstream "
    "key-auth-enc konnect-application-auth ldap-auth-advanced metering-and-billing mocking "
    "mtls-auth oas-validation oauth2-introspection opa openid-connect proxy-cache-advanced "
    "rate-limiting-advanced request-callout request-transformer-advanced request-validator "
    "response-transformer-advanced route-by-header route-transformer-advanced saml "
    "service-protection solace-consume solace-log solace-upstream statsd-advanced "
    "tls-handshake-modifier tls-metadata-headers upstream-oauth upstream-timeout vault-auth "
    "websocket-size-limit websocket-validator xml-threat-protection ";

}  // namespace

std::string_view PluginFields() { return kFields; }
std::string_view EnterprisePlugins() { return kEnterprisePlugins; }

}  // namespace mesh::kong
