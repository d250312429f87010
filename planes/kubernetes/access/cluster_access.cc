#include "planes/kubernetes/access/cluster_access.h"

#include "planes/kubernetes/access/chosen_credentials.h"
#include "planes/kubernetes/access/impersonation.h"

namespace mesh {
namespace {

Result<std::vector<Header>> ImpersonationOf(const Origins& origins) {
  const EffectiveSettings& effective = origins.effective;
  const KubernetesSettings& s = effective.settings;
  const Impersonation given{s.as.value_or(""), s.as_uid.value_or(""), s.as_groups.value_or({}),
                            s.as_user_extra.value_or({})};
  if (given == Impersonation() && origins.kubeconfig) {
    return ImpersonationHeaders(origins.kubeconfig->user.impersonation,
                                "The " + origins.kubeconfig->user_description, effective.at);
  }
  return ImpersonationHeaders(given, "This block", effective.PathOf("as"));
}

/// Plain http is for servers on this machine, such as kubectl proxy, which need no credentials.
Diagnostics PlainHttpProblems(const Origins& origins, const ServerPlace& server, bool has_secrets) {
  if (server.url.scheme != "http" || (server.url.IsLoopback() && !has_secrets)) return {};
  const EffectiveSettings& effective = origins.effective;
  const bool own = effective.settings.host.is_known();
  return {Error("Plain http to the API server",
                server.url.ToString() + ", the server of " + server.description +
                    ", is not encrypted" +
                    (has_secrets ? ", and the credentials would travel in the clear"
                                 : ", and anybody on the way could answer for it") +
                    ". Use https://. Plain http is for servers on this machine that need no "
                    "credentials, such as kubectl proxy.",
                own ? effective.PathOf("host") : effective.at)};
}

bool Authenticates(const Origins& origins) {
  const KubernetesSettings& s = origins.effective.settings;
  if (s.token || s.token_file || s.username || s.client_certificate || s.exec || s.eks) return true;
  if (!origins.kubeconfig) return origins.in_cluster;
  const KubeUser& user = origins.kubeconfig->user;
  return !user.token.empty() || !user.token_file.empty() || !user.username.empty() ||
         !user.certificate.empty() || user.exec.has_value();
}

}  // namespace

Result<ClusterAccess> Resolve(const KubernetesSettings& settings, const Surroundings& surroundings,
                              const Path& at) {
  if (settings.HasUnknown()) {
    return Fail("The cluster is not known yet",
                "Settings that say how to reach the cluster depend on something that is not known "
                "until apply.",
                at);
  }
  if (settings.eks && !surroundings.http) {
    return Fail("EKS cannot be used here", "This command cannot make requests to AWS.",
                at.Attribute("eks"));
  }
  auto effective = ApplyEnvironment(settings, surroundings.environment, at);
  if (!effective) return tl::unexpected(std::move(effective.error()));
  auto origins = FindOrigins(std::move(*effective), surroundings);
  if (!origins) return tl::unexpected(std::move(origins.error()));
  auto server = FindServer(*origins, surroundings);
  if (!server) return tl::unexpected(std::move(server.error()));
  Diagnostics plain = PlainHttpProblems(*origins, *server, Authenticates(*origins));
  if (!plain.empty()) return tl::unexpected(std::move(plain));
  auto impersonation = ImpersonationOf(*origins);
  if (!impersonation) return tl::unexpected(std::move(impersonation.error()));
  auto credentials = FindCredentials(*origins, *server, surroundings);
  if (!credentials) return tl::unexpected(std::move(credentials.error()));
  return ClusterAccess{.server = server->url.ToString(),
                       .ca_pem = server->ca_pem,
                       .tls_server_name = server->tls_server_name,
                       .proxy_url = server->proxy_url,
                       .disable_compression = server->disable_compression,
                       .credentials = std::move(*credentials),
                       .impersonation = std::move(*impersonation),
                       .description = server->description};
}

}  // namespace mesh
