#pragma once

#include "core/resources/namespace/namespace.h"

namespace mesh {

using PortList = std::vector<std::int64_t>;

/// A port that a caller may reach, as workloads and as Services number it.
struct PortGrant {
  Attr<std::int64_t> port;
  Attr<std::int64_t> service_port;
  static std::vector<Binding<PortGrant>> Fields();
};

/// A gateway that may call the tenant on every port.
struct GatewayCaller {
  Attr<std::string> name_space;
  Attr<std::string> service_account;
  Attr<StringMap> pod_labels;
  static std::vector<Binding<GatewayCaller>> Fields();
};

/// Callers from elsewhere and the ports they may reach.
struct CallerGrant {
  Attr<StringList> namespaces;
  Attr<StringList> service_accounts;
  Attr<std::vector<PortGrant>> ports;
  static std::vector<Binding<CallerGrant>> Fields();
};

/// Where the tenant may call out to when its egress is restricted.
struct Target {
  Attr<StringList> namespaces;
  Attr<StringList> cidrs;
  Attr<PortList> ports;
  static std::vector<Binding<Target>> Fields();
};

/// What collects metrics from the tenant's pods.
struct Scraper {
  Attr<std::string> name_space;
  Attr<std::string> service_account;
  Attr<PortList> ports;
  Attr<bool> mesh;
  static std::vector<Binding<Scraper>> Fields();
};

/// A way in for callers without a mesh identity.
struct PlaintextDoor {
  Attr<StringList> namespaces;
  Attr<StringList> cidrs;
  Attr<StringList> to_namespaces;
  Attr<StringMap> selector;
  Attr<PortList> ports;
  Attr<std::string> reason;
  static std::vector<Binding<PlaintextDoor>> Fields();
};

/// Defaults and bounds for the containers of a namespace.
struct ContainerLimits {
  Attr<StringMap> defaults;
  Attr<StringMap> default_request;
  Attr<StringMap> min;
  Attr<StringMap> max;
  Attr<StringMap> max_limit_request_ratio;
  static std::vector<Binding<ContainerLimits>> Fields();
};

/// How many requests each proxy lets through.
struct RateLimit {
  Attr<std::int64_t> requests;
  Attr<std::string> interval;
  Attr<std::int64_t> burst;
  Attr<StringList> namespaces;
  Attr<bool> alpha;
  static std::vector<Binding<RateLimit>> Fields();
};

/// Who the guard does not judge.
struct GuardExempt {
  Attr<StringList> users;
  Attr<StringList> groups;
  static std::vector<Binding<GuardExempt>> Fields();
};

/// The configuration of mesh_tenant.
struct TenantConfig {
  Attr<std::string> name;
  Attr<std::string> client;
  Attr<std::string> tenant;
  Attr<std::map<std::string, NamespaceSpec>> namespaces;
  Attr<std::string> isolation;
  Attr<std::vector<GatewayCaller>> gateways;
  Attr<std::vector<CallerGrant>> allow_from;
  Attr<std::vector<Target>> allow_to;
  Attr<std::string> egress;
  Attr<std::vector<Scraper>> scrapers;
  Attr<std::vector<Target>> telemetry_backends;
  Attr<std::vector<PlaintextDoor>> allow_plaintext;
  Attr<StringMap> quota;
  Attr<ContainerLimits> limit_range;
  Attr<RateLimit> rate_limit;
  Attr<StringList> hostnames;
  Attr<std::string> topic_prefix;
  Attr<bool> guard;
  Attr<GuardExempt> guard_exempt;
  Attr<std::string> pod_security;
  static std::vector<Binding<TenantConfig>> Fields();

  bool fenced() const { return isolation.value_or("tenant") != "none"; }
};

/// The tenant's namespaces with their names and owners, sorted by name; empty while unknown.
std::vector<NamespaceConfig> NamespacesOf(const TenantConfig& tenant);

/// Where the configuration of one namespace stands.
Path NamespacePath(const std::string& name);

ResourceDefinition TenantResource();

}  // namespace mesh
