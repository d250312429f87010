#include <algorithm>

#include "core/resources/namespace/names.h"
#include "core/resources/tenant/checks.h"
#include "core/resources/tenant/tenant.h"

namespace mesh {

std::vector<Binding<PortGrant>> PortGrant::Fields() {
  return {
      Bind<&PortGrant::port>("port", {.doc = "Port of the pods, 1 to 65535: what ztunnel and "
                                             "sidecars judge.",
                                      .presence = Presence::kRequired,
                                      .check = WrongPort}),
      Bind<&PortGrant::service_port>(
          "service_port",
          {.doc = "Port of the Service, 1 to 65535, where it differs: what a waypoint "
                  "for Services judges. Absent means the same as port.",
           .check = WrongPort}),
  };
}

std::vector<Binding<GatewayCaller>> GatewayCaller::Fields() {
  using C = GatewayCaller;
  return {
      Bind<&C::name_space>("namespace", {.doc = "Namespace that the gateway's pods run in; no "
                                                "namespace of the tenant.",
                                         .presence = Presence::kRequired,
                                         .check = WrongDnsLabel}),
      Bind<&C::service_account>(
          "service_account", {.doc = "Service account of the gateway's pods. In a meshed namespace "
                                     "only this identity is let in.",
                              .presence = Presence::kRequired,
                              .check = WrongServiceAccount}),
      Bind<&C::pod_labels>(
          "pod_labels",
          {.doc = "Labels of the gateway's pods. NetworkPolicy sees no identities, and "
                  "without labels it lets in every pod of the gateway's namespace.",
           .check = WrongLabelValue,
           .key_check = WrongLabelKey}),
  };
}

std::vector<Binding<CallerGrant>> CallerGrant::Fields() {
  using C = CallerGrant;
  return {
      Bind<&C::namespaces>("namespaces", {.doc = "Namespaces, every pod of which may call.",
                                          .check = WrongDnsLabel}),
      Bind<&C::service_accounts>("service_accounts",
                                 {.doc = "Service accounts that may call, as `namespace/name`.",
                                  .check = WrongNamespacedServiceAccount}),
      Bind<&C::ports>("ports", {.doc = "The only ports that these callers may reach. Absent means "
                                       "every port. Grants to one caller add up."}),
  };
}

std::vector<Binding<Target>> Target::Fields() {
  return {
      Bind<&Target::namespaces>("namespaces",
                                {.doc = "Namespaces that may be called.", .check = WrongDnsLabel}),
      Bind<&Target::cidrs>(
          "cidrs", {.doc = "Addresses that may be called, as CIDRs. The cloud's metadata address "
                           "169.254.169.254 is left out of them unless it is named as "
                           "`169.254.169.254/32`.",
                    .check = WrongCidr}),
      Bind<&Target::ports>("ports", {.doc = "The only TCP ports that may be called there, as the "
                                            "called pods number them, 1 to 65535. Absent means "
                                            "every port.",
                                     .check = WrongPort}),
  };
}

std::vector<Binding<Scraper>> Scraper::Fields() {
  return {
      Bind<&Scraper::name_space>("namespace", {.doc = "Namespace that the scraper runs in.",
                                               .presence = Presence::kRequired,
                                               .check = WrongDnsLabel}),
      Bind<&Scraper::service_account>(
          "service_account", {.doc = "Service account of a scraper in the mesh; only this identity "
                                     "is let in. Absent means every pod of the namespace.",
                              .check = WrongServiceAccount}),
      Bind<&Scraper::ports>(
          "ports", {.doc = "Ports of the pods that serve metrics, 1 to 65535. Sidecars serve their "
                           "own and the pod's merged metrics on 15020 and 15090, which every "
                           "scraper may reach; other ports are listed here.",
                    .check = WrongPort}),
      Bind<&Scraper::mesh>(
          "mesh", {.doc = "False says that the scraper runs outside the mesh. Then it reaches "
                          "only ports 15020 and 15090 of sidecars, and ambient namespaces not at "
                          "all, because they accept mutual TLS only.",
                   .fallback = true}),
  };
}

std::vector<Binding<PlaintextDoor>> PlaintextDoor::Fields() {
  using C = PlaintextDoor;
  return {
      Bind<&C::namespaces>(
          "namespaces", {.doc = "Namespaces outside the mesh whose pods call in plaintext, such as "
                                "the tenant's own ones with dataplane_mode `none`, or that of an "
                                "ingress controller.",
                         .check = WrongDnsLabel}),
      Bind<&C::cidrs>("cidrs",
                      {.doc = "Addresses that call in plaintext, as CIDRs, such as those of "
                              "the API server for webhooks or of a load balancer's checks.",
                       .check = WrongCidr}),
      Bind<&C::to_namespaces>(
          "to_namespaces", {.doc = "Namespaces of the tenant that are called. Absent means all of "
                                   "them but the callers.",
                            .check = WrongDnsLabel}),
      Bind<&C::selector>("selector", {.doc = "Labels of the pods that are called. Required where a "
                                             "called namespace is meshed.",
                                      .check = WrongLabelValue,
                                      .key_check = WrongLabelKey}),
      Bind<&C::ports>("ports", {.doc = "Ports of these pods, 1 to 65535.",
                                .presence = Presence::kRequired,
                                .check = WrongPort}),
      Bind<&C::reason>("reason", {.doc = "Why plaintext must be accepted, for the people who read "
                                         "the plan and the objects (annotation "
                                         "`mesh.meshgen.io/reason`).",
                                  .presence = Presence::kRequired}),
  };
}

std::vector<Binding<ContainerLimits>> ContainerLimits::Fields() {
  using C = ContainerLimits;
  return {
      Bind<&C::defaults>("default", {.doc = "Limits of containers that name none, as quantities by "
                                            "resource, such as `cpu = \"500m\"`.",
                                     .check = WrongQuantity}),
      Bind<&C::default_request>("default_request", {.doc = "Requests of containers that name none, "
                                                           "as quantities by resource.",
                                                    .check = WrongQuantity}),
      Bind<&C::min>("min", {.doc = "Smallest requests allowed, as quantities by resource.",
                            .check = WrongQuantity}),
      Bind<&C::max>("max", {.doc = "Largest limits allowed, as quantities by resource.",
                            .check = WrongQuantity}),
      Bind<&C::max_limit_request_ratio>("max_limit_request_ratio",
                                        {.doc = "Largest allowed limit divided by request, as "
                                                "quantities by resource.",
                                         .check = WrongQuantity}),
  };
}

std::vector<Binding<RateLimit>> RateLimit::Fields() {
  return {
      Bind<&RateLimit::requests>(
          "requests", {.doc = "HTTP requests per interval that each proxy (not the tenant as a "
                              "whole) lets through, at least 1.",
                       .presence = Presence::kRequired,
                       .check = WrongCount}),
      Bind<&RateLimit::interval>(
          "interval", {.doc = "How often the allowance is filled up, as a duration of at least "
                              "50 milliseconds, such as `1s` or `500ms`.",
                       .fallback = "1s",
                       .check = WrongInterval}),
      Bind<&RateLimit::burst>("burst", {.doc = "Requests that may come at once, at least 1. Absent "
                                               "means as many as requests.",
                                        .check = WrongCount}),
      Bind<&RateLimit::namespaces>(
          "namespaces", {.doc = "Namespaces of the tenant to limit. Absent means all of them.",
                         .check = WrongDnsLabel}),
      Bind<&RateLimit::alpha>(
          "alpha", {.doc = "True accepts that Istio calls EnvoyFilter on waypoints alpha; required "
                           "to limit an ambient namespace at its waypoint.",
                    .fallback = false}),
  };
}

std::vector<Binding<GuardExempt>> GuardExempt::Fields() {
  return {
      Bind<&GuardExempt::users>(
          "users", {.doc = "User names that the guard lets do anything, such as "
                           "`system:serviceaccount:argocd:argocd-application-controller`."}),
      Bind<&GuardExempt::groups>("groups", {.doc = "Groups that the guard lets do anything.",
                                            .fallback = Value::List{"system:masters"}}),
  };
}

std::vector<Binding<TenantConfig>> TenantConfig::Fields() {
  using C = TenantConfig;
  return {
      Bind<&C::name>("name", {.doc = "Name of the tenant, unique in the mesh.",
                              .presence = Presence::kRequired,
                              .on_change = OnChange::kReplace,
                              .check = WrongTenantName}),
      Bind<&C::client>("client", {.doc = "Client that the tenant belongs to; becomes the label "
                                         "`client` of its namespaces. Absent sets no label.",
                                  .check = WrongFilledLabelValue}),
      Bind<&C::tenant>("tenant", {.doc = "The client's name for the tenant; becomes the label "
                                         "`tenant` of its namespaces. Absent sets no label.",
                                  .check = WrongFilledLabelValue}),
      Bind<&C::namespaces>("namespaces", {.doc = "The tenant's namespaces by name. Each belongs to "
                                                 "one tenant only.",
                                          .presence = Presence::kRequired,
                                          .key_check = WrongDnsLabel}),
      Bind<&C::isolation>(
          "isolation",
          {.doc =
               "Who may call in besides gateways, scrapers and `allow_from`: with `tenant` the "
               "tenant's own namespaces call each other, with `namespace` each one stands alone, "
               "with `none` there is no fence at all and everybody may call.",
           .fallback = "tenant",
           .one_of = {"tenant", "namespace", "none"}}),
      Bind<&C::gateways>("gateways", {.doc = "Gateways that may call in on every port."}),
      Bind<&C::allow_from>(
          "allow_from",
          {.doc = "Callers from elsewhere. Names are literal: to grant another tenant, "
                  "name its namespaces."}),
      Bind<&C::allow_to>("allow_to", {.doc = "Where the tenant may call out to, besides itself; "
                                             "enforced when egress is `restricted`, and made "
                                             "visible to its sidecars."}),
      Bind<&C::egress>("egress", {.doc = "Calls to the outside: `open` leaves them alone, "
                                         "`restricted` allows DNS, the control plane, the tenant "
                                         "itself, `telemetry_backends` and `allow_to` only.",
                                  .fallback = "open",
                                  .one_of = {"open", "restricted"}}),
      Bind<&C::scrapers>("scrapers", {.doc = "What collects metrics from the tenant's pods."}),
      Bind<&C::telemetry_backends>(
          "telemetry_backends", {.doc = "Where proxies and pods send traces, logs and metrics."}),
      Bind<&C::allow_plaintext>(
          "allow_plaintext", {.doc = "Ways in for callers without a mesh identity. On these ports "
                                     "identity no longer guards the pods, only NetworkPolicy does; "
                                     "the plan says so."}),
      Bind<&C::quota>("quota", {.doc = "ResourceQuota of each namespace (not of all together), as "
                                       "quantities by name, such as `requests.cpu = \"4\"`. With a "
                                       "quota on cpu or memory, pods must name theirs, or "
                                       "`limit_range` must.",
                                .check = WrongQuantity}),
      Bind<&C::limit_range>("limit_range", {.doc = "Defaults and bounds of containers, in each "
                                                   "namespace."}),
      Bind<&C::rate_limit>(
          "rate_limit", {.doc = "Local limit of HTTP requests, counted by each proxy for itself. "
                                "Needs sidecars, or a waypoint and `alpha`."}),
      Bind<&C::hostnames>(
          "hostnames", {.doc = "Hostnames that the tenant owns, such as `api.example.com` or "
                               "`*.example.com`. No other tenant may own the same, and with guard "
                               "the tenant may route no others.",
                        .check = WrongHostname}),
      Bind<&C::topic_prefix>("topic_prefix", {.doc = "Prefix of the Kafka topics that the tenant "
                                                     "owns. No other tenant may own the same.",
                                              .check = WrongTopicPrefix}),
      Bind<&C::guard>("guard", {.doc = "True adds ValidatingAdmissionPolicy objects that keep the "
                                       "tenant's own people from leaving the fence: pod opt-outs, "
                                       "host network, proxy extensions, gateways, wide "
                                       "NetworkPolicies, routes for foreign hosts. Needs "
                                       "Kubernetes 1.30.",
                                .fallback = false}),
      Bind<&C::guard_exempt>("guard_exempt", {.doc = "Who the guard does not judge: the people and "
                                                     "machines of the platform."}),
      Bind<&C::pod_security>("pod_security",
                             {.doc = "Pod Security Standard of the tenant's namespaces, where a "
                                     "namespace does not name its own.",
                              .one_of = {"privileged", "baseline", "restricted"}}),
  };
}

}  // namespace mesh
