#include <algorithm>

#include "planes/kubernetes/access/aws/endpoint.h"
#include "planes/kubernetes/access/server_place.h"

namespace mesh {
namespace {

bool GivesCredentials(const KubernetesSettings& s) {
  return s.token || s.token_file || s.username || s.client_certificate || s.exec || s.eks;
}

std::vector<std::string> SplitPaths(const std::string& text) {
  std::vector<std::string> out;
  std::size_t start = 0;
  while (start <= text.size()) {
    const std::size_t end = std::min(text.find(':', start), text.size());
    if (end > start) out.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return out;
}

/// The kubeconfig that is to be read; nullopt when there is none.
Result<std::optional<Kubeconfig>> Read(const EffectiveSettings& effective,
                                       const Surroundings& surroundings) {
  const KubernetesSettings& s = effective.settings;
  if (s.config_raw) {
    auto parsed = ParseKubeconfig(s.config_raw->Reveal(), "`config_raw`", "");
    if (!parsed) {
      for (Diagnostic& d : parsed.error()) d.path = effective.PathOf("config_raw");
      return tl::unexpected(std::move(parsed.error()));
    }
    return std::move(*parsed);
  }
  const auto load = [&](const std::vector<std::string>& paths, const std::string& source,
                        const Path& at) -> Result<std::optional<Kubeconfig>> {
    auto loaded = LoadKubeconfigs(paths, source, surroundings, at);
    if (!loaded) return tl::unexpected(std::move(loaded.error()));
    return std::move(*loaded);
  };
  if (s.config_path) {
    return load({*s.config_path}, effective.Name("config_path"), effective.PathOf("config_path"));
  }
  if (s.config_paths) {
    return load(*s.config_paths, effective.Name("config_paths"), effective.PathOf("config_paths"));
  }
  const auto usual = Variable(surroundings.environment, "KUBECONFIG");
  if (usual && !s.host && !s.eks && !s.in_cluster.value_or(false)) {
    return load(SplitPaths(*usual), "the variable KUBECONFIG", effective.at);
  }
  return std::nullopt;
}

/// True in a pod with a service account.
bool InPod(const Surroundings& surroundings) {
  const Environment& environment = surroundings.environment;
  const auto token = surroundings.files->Read(kPodTokenFile);
  return Variable(environment, "KUBERNETES_SERVICE_HOST") &&
         Variable(environment, "KUBERNETES_SERVICE_PORT") && token && *token;
}

Result<EksCluster> ReadEks(const EffectiveSettings& effective, const Surroundings& surroundings) {
  const KubernetesEksSettings& e = *effective.settings.eks;
  const Path at = effective.PathOf("eks");
  EksCluster out{.name = e.cluster_name.value_or(""),
                 .region = e.region.value_or(""),
                 .identity = {.profile = e.profile.value_or(""),
                              .role_arn = e.role_arn.value_or(""),
                              .session_name = e.session_name.value_or("mesh"),
                              .external_id = e.external_id.value_or(""),
                              .region = ""},
                 .at = at};
  const bool named =
      !out.name.empty() && out.name.size() <= 100 && std::ranges::all_of(out.name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
      });
  if (!named) {
    return Fail("Invalid cluster_name",
                "`eks.cluster_name` must be the name of a cluster in EKS: up to 100 letters, "
                "digits, hyphens and underscores.",
                at.Attribute("cluster_name"));
  }
  if (out.region.empty()) {
    auto found = FindAwsRegion(out.identity.profile, surroundings);
    if (!found) return tl::unexpected(std::move(found.error()));
    out.region = std::move(*found);
  }
  if (out.region.empty() && effective.settings.host) {
    const auto url = ParseServerUrl(*effective.settings.host, "`host`");
    if (url) out.region = RegionInEksHost(url->host);
  }
  if (!IsAwsRegion(out.region)) {
    return Fail(
        out.region.empty() ? "No region for EKS" : "Invalid region",
        (out.region.empty() ? "Nothing says which region the cluster \"" + out.name + "\" is in."
                            : "\"" + out.region + "\" is no AWS region.") +
            std::string(" Set `eks.region`, as in \"eu-west-1\", or AWS_REGION."),
        at.Attribute("region"));
  }
  out.identity.region = out.region;
  return out;
}

}  // namespace

Result<Origins> FindOrigins(EffectiveSettings effective, const Surroundings& surroundings) {
  Origins out{std::move(effective), std::nullopt, false, std::nullopt};
  const KubernetesSettings& s = out.effective.settings;
  auto config = Read(out.effective, surroundings);
  if (!config) return tl::unexpected(std::move(config.error()));
  if (*config) {
    auto chosen = ChooseFromKubeconfig(**config, {.context = s.config_context.value_or(""),
                                                  .cluster = s.config_context_cluster.value_or(""),
                                                  .user = s.config_context_auth_info.value_or(""),
                                                  .needs_cluster = !s.host,
                                                  .needs_user = !GivesCredentials(s),
                                                  .at = out.effective.at});
    if (!chosen) return tl::unexpected(std::move(chosen.error()));
    out.kubeconfig = std::move(*chosen);
  } else if (s.config_context || s.config_context_cluster || s.config_context_auth_info) {
    const std::string name = s.config_context           ? "config_context"
                             : s.config_context_cluster ? "config_context_cluster"
                                                        : "config_context_auth_info";
    return Fail("A context without a kubeconfig",
                out.effective.Name(name) +
                    " names a part of a kubeconfig, but no kubeconfig is given. Set `config_path`, "
                    "for instance to \"~/.kube/config\".",
                out.effective.PathOf(name));
  }
  if (s.eks) {
    auto eks = ReadEks(out.effective, surroundings);
    if (!eks) return tl::unexpected(std::move(eks.error()));
    out.eks = std::move(*eks);
  }
  const bool undecided = s.in_cluster.is_null() && !s.host && !*config && !s.eks;
  out.in_cluster = s.in_cluster.value_or(false) || (undecided && InPod(surroundings));
  return out;
}

}  // namespace mesh
