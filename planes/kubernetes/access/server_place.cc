#include "planes/kubernetes/access/server_place.h"

#include "planes/kubernetes/access/pem.h"
#include "planes/kubernetes/access/proxy.h"

namespace mesh {
namespace {

/// A place under construction: the URL as text, the authority with the name it has in messages.
struct Draft {
  std::string url;
  std::string url_source;
  Path url_at;
  std::string ca_pem;
  std::string ca_source;
  Path ca_at;
  std::string description;
};

Result<Draft> FromKubeconfig(const ChosenKubeconfig& chosen, bool ca_is_given,
                             const Surroundings& surroundings, const Path& at) {
  const KubeCluster& cluster = chosen.cluster;
  const std::string& source = chosen.cluster_description;
  Draft out{.url = cluster.server,
            .url_source = "`server` of the " + source,
            .url_at = at,
            .ca_pem = cluster.authority.text.Reveal(),
            .ca_source = "`certificate-authority` of the " + source,
            .ca_at = at,
            .description = chosen.description};
  if (ca_is_given) return out;
  if (cluster.insecure) {
    return Fail("insecure-skip-tls-verify in the kubeconfig",
                "The " + source + " has insecure-skip-tls-verify. " + WhyNotInsecure() +
                    " In the kubeconfig: certificate-authority-data and tls-server-name.",
                at);
  }
  if (cluster.authority.path.empty()) return out;
  if (!out.ca_pem.empty()) {
    return Fail("Two authorities in the kubeconfig",
                "The " + source +
                    " has both certificate-authority and certificate-authority-data. Remove one.",
                at);
  }
  auto text = ReadNeeded(*surroundings.files, cluster.authority.path,
                         "the certificate authority of the " + source, at);
  if (!text) return tl::unexpected(std::move(text.error()));
  out.ca_pem = std::move(*text);
  out.ca_source = cluster.authority.path;
  return out;
}

Result<Draft> FromPod(const Surroundings& surroundings, const Path& at) {
  const auto host = Variable(surroundings.environment, "KUBERNETES_SERVICE_HOST"),
             port = Variable(surroundings.environment, "KUBERNETES_SERVICE_PORT");
  if (!host || !port) {
    return Fail("Not in a cluster",
                "`in_cluster` is true, but KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are "
                "not set, so this does not run in a pod. Run it in one, or say in another way "
                "where the server is.",
                at.Attribute("in_cluster"));
  }
  auto ca = ReadNeeded(*surroundings.files, kPodAuthorityFile,
                       "the certificate authority of the pod's cluster", at);
  if (!ca) return tl::unexpected(std::move(ca.error()));
  const bool v6 = host->find(':') != std::string::npos;
  return Draft{.url = "https://" + (v6 ? "[" + *host + "]" : *host) + ":" + *port,
               .url_source = "KUBERNETES_SERVICE_HOST",
               .url_at = at,
               .ca_pem = std::move(*ca),
               .ca_source = kPodAuthorityFile,
               .ca_at = at,
               .description = "the cluster that this pod runs in"};
}

Result<Draft> FromEks(const EksCluster& eks, const Surroundings& surroundings) {
  auto endpoint = DescribeEksCluster(eks, surroundings);
  if (!endpoint) return tl::unexpected(std::move(endpoint.error()));
  return Draft{.url = endpoint->server,
               .url_source = "The endpoint that EKS gives",
               .url_at = eks.at,
               .ca_pem = endpoint->ca_pem,
               .ca_source = "What EKS gives as certificate authority",
               .ca_at = eks.at,
               .description = ""};
}

tl::unexpected<Diagnostics> Nowhere(const Path& at) {
  return Fail(
      "No cluster is configured",
      "Nothing says where the API server is. Give one of: `config_path` (a kubeconfig; "
      "\"~/.kube/config\" is not read by itself), `config_paths`, `config_raw`; `host` with "
      "`cluster_ca_certificate` and `token`, `client_certificate` or `exec`; `eks`; `in_cluster` "
      "in a pod. Or set KUBE_CONFIG_PATH, KUBE_HOST or KUBECONFIG.",
      at);
}

/// The first place that is configured, before the settings' own parts are put on it.
Result<Draft> FirstPlace(const Origins& origins, const Surroundings& surroundings) {
  const KubernetesSettings& s = origins.effective.settings;
  const Path& at = origins.effective.at;
  if (origins.kubeconfig) {
    return FromKubeconfig(*origins.kubeconfig, s.cluster_ca_certificate.is_known(), surroundings,
                          at);
  }
  if (origins.in_cluster) return FromPod(surroundings, at);
  const bool complete = s.host && s.cluster_ca_certificate;
  if (origins.eks && !complete) return FromEks(*origins.eks, surroundings);
  if (!s.host) return Nowhere(at);
  return Draft();
}

Result<Secret> ProxyOf(const Origins& origins, const ServerUrl& url,
                       const Surroundings& surroundings) {
  const EffectiveSettings& effective = origins.effective;
  if (effective.settings.proxy_url) {
    return ParseProxyUrl(*effective.settings.proxy_url, effective.Name("proxy_url"),
                         effective.PathOf("proxy_url"));
  }
  if (origins.kubeconfig && !origins.kubeconfig->cluster.proxy_url.empty()) {
    return ParseProxyUrl(origins.kubeconfig->cluster.proxy_url,
                         "`proxy-url` of the " + origins.kubeconfig->cluster_description,
                         effective.at);
  }
  return ProxyFromEnvironment(url, surroundings.environment);
}

}  // namespace

Result<ServerPlace> FindServer(const Origins& origins, const Surroundings& surroundings) {
  const EffectiveSettings& effective = origins.effective;
  const KubernetesSettings& s = effective.settings;
  auto draft = FirstPlace(origins, surroundings);
  if (!draft) return tl::unexpected(std::move(draft.error()));
  if (s.host) {
    draft->url = *s.host;
    draft->url_source = effective.Name("host");
    draft->url_at = effective.PathOf("host");
  }
  if (s.cluster_ca_certificate) {
    draft->ca_pem = *s.cluster_ca_certificate;
    draft->ca_source = effective.Name("cluster_ca_certificate");
    draft->ca_at = effective.PathOf("cluster_ca_certificate");
  }
  auto url = ParseServerUrl(draft->url, draft->url_source, draft->url_at);
  if (!url) return tl::unexpected(std::move(url.error()));
  if (!draft->ca_pem.empty()) {
    if (const auto wrong = CertificatesProblem(draft->ca_pem)) {
      return Fail("Invalid certificate authority", draft->ca_source + " " + *wrong, draft->ca_at);
    }
  }
  ServerPlace out;
  out.url = std::move(*url);
  out.ca_pem = std::move(draft->ca_pem);
  // A name for the kubeconfig's server says nothing of another one.
  const bool own_server = !s.host && origins.kubeconfig;
  out.tls_server_name =
      s.tls_server_name.value_or(own_server ? origins.kubeconfig->cluster.tls_server_name : "");
  if (origins.kubeconfig) {
    out.disable_compression = origins.kubeconfig->cluster.disable_compression;
  }
  auto proxy = ProxyOf(origins, out.url, surroundings);
  if (!proxy) return tl::unexpected(std::move(proxy.error()));
  out.proxy_url = std::move(*proxy);
  out.description = draft->description;
  if (origins.eks) {
    out.description = "EKS cluster \"" + origins.eks->name + "\" in " + origins.eks->region;
  }
  if (out.description.empty()) out.description = "the server " + out.url.ToString();
  return out;
}

}  // namespace mesh
