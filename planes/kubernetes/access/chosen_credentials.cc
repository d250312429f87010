#include "planes/kubernetes/access/chosen_credentials.h"

#include "planes/kubernetes/access/exec_credentials.h"
#include "planes/kubernetes/access/file_credentials.h"

namespace mesh {
namespace {

using Found = Result<std::shared_ptr<Credentials>>;

ExecClusterInfo InfoOf(const Origins& origins, const ServerPlace& server) {
  return {.server = server.url.ToString(),
          .tls_server_name = server.tls_server_name,
          .ca_pem = server.ca_pem,
          .proxy_url = server.proxy_url,
          .disable_compression = server.disable_compression,
          .config = origins.kubeconfig ? origins.kubeconfig->cluster.exec_config : Value()};
}

ExecPlugin PluginOf(const KubernetesExecSettings& exec) {
  ExecPlugin out;
  out.api_version = exec.api_version.value_or("");
  out.command = exec.command.value_or("");
  out.args = exec.args.value_or({});
  for (const auto& [name, value] : exec.env.value_or({})) out.env.emplace_back(name, value);
  out.interactive_mode = "Never";
  return out;
}

/// Which attribute gives the credentials; empty when none does.
std::string Method(const KubernetesSettings& s) {
  if (s.eks) return "eks";
  if (s.exec) return "exec";
  if (s.token) return "token";
  if (s.token_file) return "token_file";
  if (s.username) return "username";
  return s.client_certificate ? "client_certificate" : "";
}

Found FromSettings(const std::string& method, const Origins& origins, const ServerPlace& server,
                   const Surroundings& surroundings) {
  const EffectiveSettings& effective = origins.effective;
  const KubernetesSettings& s = effective.settings;
  const Path at = effective.PathOf(method);
  if (method == "eks") return EksCredentials(*origins.eks, surroundings);
  if (method == "exec") {
    return ExecCredentials({PluginOf(*s.exec), InfoOf(origins, server), "`exec`", at},
                           surroundings);
  }
  WrittenCredentials written;
  written.token = s.token.value_or({});
  written.username = s.username.value_or("");
  written.password = s.password.value_or({});
  if (s.token_file) written.token_file = ExpandHome(*s.token_file, surroundings.environment);
  if (s.client_certificate) {
    written.certificate.text = Secret(*s.client_certificate);
    written.key.text = *s.client_key;
  }
  written.source = effective.Name(method);
  written.at = at;
  written.certificate_source = effective.Name("client_certificate");
  written.certificate_at = effective.PathOf("client_certificate");
  return FileCredentials(written, surroundings);
}

/// What the successor of a dropped auth-provider is.
std::string Successor(const std::string& provider) {
  if (provider == "gcp") return "gke-gcloud-auth-plugin";
  if (provider == "azure" || provider == "oidc") return "kubelogin";
  return "a plugin of your cloud or identity provider";
}

/// What is wrong with a user's entry, with the fix; continues "The user ... ".
std::optional<std::string> UserProblem(const KubeUser& user) {
  const auto doubled = [](const FileOrText& part) {
    return !part.path.empty() && !part.text.empty();
  };
  if (doubled(user.certificate)) {
    return "has both client-certificate and client-certificate-data. Remove one.";
  }
  if (doubled(user.key)) return "has both client-key and client-key-data. Remove one.";
  if (user.certificate.empty() != user.key.empty()) {
    return std::string("has ") +
           (user.key.empty() ? "a client-certificate without a client-key"
                             : "a client-key without a client-certificate") +
           ". Give both.";
  }
  const bool basic = !user.username.empty() || !user.password.empty();
  if (basic && (!user.token.empty() || !user.token_file.empty())) {
    return "has both a token and a username. The server takes one of them: remove the other.";
  }
  const bool written =
      basic || !user.token.empty() || !user.token_file.empty() || !user.certificate.empty();
  if (!user.auth_provider.empty() && !written) {
    return "uses the auth-provider \"" + user.auth_provider +
           "\", which Kubernetes clients have dropped. Use an exec plugin in its place: " +
           Successor(user.auth_provider) +
           ". The tool that wrote the kubeconfig writes one when it is up to date.";
  }
  return std::nullopt;
}

Found FromUser(const ChosenKubeconfig& chosen, const Origins& origins, const ServerPlace& server,
               const Surroundings& surroundings) {
  const KubeUser& user = chosen.user;
  const Path& at = origins.effective.at;
  if (const auto wrong = UserProblem(user)) {
    return Fail("Invalid user in the kubeconfig", "The " + chosen.user_description + " " + *wrong,
                at);
  }
  WrittenCredentials written;
  written.token_file = user.token_file;
  if (user.token_file.empty()) written.token = user.token;
  written.username = user.username;
  written.password = user.password;
  written.certificate = user.certificate;
  written.key = user.key;
  written.source = written.certificate_source = "the " + chosen.user_description;
  written.at = written.certificate_at = at;
  // As for kubectl, a plugin is asked only where nothing is written down.
  if (!written.empty()) return FileCredentials(written, surroundings);
  if (!user.exec) return NoCredentials();
  return ExecCredentials({*user.exec, InfoOf(origins, server), written.source, at}, surroundings);
}

}  // namespace

Result<std::shared_ptr<Credentials>> FindCredentials(const Origins& origins,
                                                     const ServerPlace& server,
                                                     const Surroundings& surroundings) {
  const std::string method = Method(origins.effective.settings);
  if (!method.empty()) return FromSettings(method, origins, server, surroundings);
  if (origins.kubeconfig) return FromUser(*origins.kubeconfig, origins, server, surroundings);
  if (!origins.in_cluster) return NoCredentials();
  WrittenCredentials pod;
  pod.token_file = kPodTokenFile;
  pod.source = "the pod's service account";
  pod.at = origins.effective.at;
  return FileCredentials(pod, surroundings);
}

}  // namespace mesh
