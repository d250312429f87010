#include "core/model/kubernetes_settings.h"

#include <algorithm>

namespace mesh {
namespace {

/// The sentence, and the variable that stands in for the attribute.
std::string Doc(std::string_view attribute, std::string sentence) {
  const auto& all = KubernetesVariables();
  const auto found = std::ranges::find(all, attribute, &KubernetesVariable::attribute);
  if (found == all.end()) return sentence;
  return std::move(sentence) + " Environment: `" + found->variable + "`.";
}

template <auto M>
auto BindDocumented(std::string name, std::string sentence, Field field = {}) {
  field.doc = Doc(name, std::move(sentence));
  return Bind<M>(std::move(name), std::move(field));
}

using S = KubernetesSettings;

std::vector<Binding<S>> ServerFields() {
  return {
      BindDocumented<&S::host>("host",
                               "URL of the API server; `https://` is added where it is missing."),
      BindDocumented<&S::cluster_ca_certificate>(
          "cluster_ca_certificate",
          "Certificates that the server's certificate must chain to, in PEM. Without it the "
          "authorities of this machine are trusted."),
      BindDocumented<&S::tls_server_name>(
          "tls_server_name",
          "Name that the server's certificate must carry, where it differs from the host."),
      BindDocumented<&S::insecure>("insecure",
                                   "Must be false: the server's certificate is always verified.",
                                   {.check = [](const Value& v) -> std::optional<std::string> {
                                     if (!v.as_bool()) return std::nullopt;
                                     return "is true. " + WhyNotInsecure();
                                   }}),
      BindDocumented<&S::proxy_url>(
          "proxy_url",
          "Proxy to reach the server through: `http://`, `https://` or `socks5://`. Without it "
          "`HTTPS_PROXY` and `NO_PROXY` apply."),
  };
}

std::vector<Binding<S>> ConfigFields() {
  return {
      BindDocumented<&S::config_path>("config_path",
                                      "Path of a kubeconfig file; `~` is the home folder."),
      BindDocumented<&S::config_paths>(
          "config_paths",
          "Paths of kubeconfig files, merged as kubectl does: the first file that names a context, "
          "cluster or user wins. Excludes `config_path`."),
      BindDocumented<&S::config_raw>(
          "config_raw",
          "A kubeconfig as text, for instance the output of a resource that made the cluster. "
          "Excludes `config_path` and `config_paths`."),
      BindDocumented<&S::config_context>(
          "config_context", "Context of the kubeconfig to use, in place of its current one."),
      BindDocumented<&S::config_context_auth_info>(
          "config_context_auth_info", "User of the kubeconfig to use, in place of the context's."),
      BindDocumented<&S::config_context_cluster>(
          "config_context_cluster", "Cluster of the kubeconfig to use, in place of the context's."),
  };
}

std::vector<Binding<S>> CredentialFields() {
  return {
      BindDocumented<&S::token>("token", "Bearer token."),
      BindDocumented<&S::token_file>(
          "token_file",
          "Path of a file that holds a bearer token. It is read again every minute, so that it may "
          "rotate."),
      BindDocumented<&S::username>("username", "User name for HTTP basic authentication."),
      BindDocumented<&S::password>("password", "Password for HTTP basic authentication."),
      BindDocumented<&S::client_certificate>("client_certificate",
                                             "Client certificate, followed by its chain, in PEM."),
      BindDocumented<&S::client_key>("client_key",
                                     "Private key of the client certificate, in PEM."),
      BindDocumented<&S::exec>(
          "exec",
          "A program that prints credentials. It runs when they are first needed, before they "
          "expire, and once more when the server refuses them."),
      BindDocumented<&S::in_cluster>(
          "in_cluster",
          "Use the service account of the pod that this runs in. When nothing else says where the "
          "server is, that happens by itself; false forbids it."),
      BindDocumented<&S::eks>(
          "eks",
          "A cluster of Amazon EKS. Tokens are minted and renewed in this process; no `aws` "
          "program "
          "is needed. Without `host` and `cluster_ca_certificate` the cluster is looked up."),
  };
}

std::vector<Binding<S>> ImpersonationFields() {
  return {
      BindDocumented<&S::as>("as", "User to act as (impersonation)."),
      BindDocumented<&S::as_uid>("as_uid", "UID to act with; needs `as`."),
      BindDocumented<&S::as_groups>("as_groups", "Groups to act with; needs `as`."),
      BindDocumented<&S::as_user_extra>(
          "as_user_extra", "Further facts about the user to act as, each a list; needs `as`."),
      Bind<&S::on_unreachable>(
          "on_unreachable",
          {.doc = "What a plan does when the API server cannot be reached: `error` (the default) "
                  "ends it; `state` takes the state for what is there, with a warning, so that one "
                  "dead cluster does not stop the others. Changes to its objects fail at apply.",
           .one_of = {"error", "state"}}),
      Bind<&S::dry_run>(
          "dry_run",
          {.doc = "`true` also sends every planned write to the API server as a dry run, so that "
                  "the plan shows the conflicts, refusals and warnings that an apply would meet. "
                  "What cannot be told yet, because its kind or namespace is still to come, is "
                  "passed over. It takes a request for each object that changes."}),
  };
}

}  // namespace

std::string WhyNotInsecure() {
  return "Without verification anybody on the way can read the credentials and answer for the "
         "server, so it is never switched off. Give `cluster_ca_certificate` (the authority that "
         "signed the server's certificate), or `tls_server_name` when the certificate is for "
         "another name than the host.";
}

const std::vector<KubernetesVariable>& KubernetesVariables() {
  static const std::vector<KubernetesVariable> kVariables = {
      {"host", "KUBE_HOST"},
      {"username", "KUBE_USER"},
      {"password", "KUBE_PASSWORD"},
      {"insecure", "KUBE_INSECURE"},
      {"tls_server_name", "KUBE_TLS_SERVER_NAME"},
      {"client_certificate", "KUBE_CLIENT_CERT_DATA"},
      {"client_key", "KUBE_CLIENT_KEY_DATA"},
      {"cluster_ca_certificate", "KUBE_CLUSTER_CA_CERT_DATA"},
      {"config_path", "KUBE_CONFIG_PATH"},
      {"config_paths", "KUBE_CONFIG_PATHS"},
      {"config_context", "KUBE_CTX"},
      {"config_context_auth_info", "KUBE_CTX_AUTH_INFO"},
      {"config_context_cluster", "KUBE_CTX_CLUSTER"},
      {"token", "KUBE_TOKEN"},
      {"proxy_url", "KUBE_PROXY_URL"},
  };
  return kVariables;
}

std::vector<Binding<KubernetesExecSettings>> KubernetesExecSettings::Fields() {
  using E = KubernetesExecSettings;
  return {
      Bind<&E::api_version>("api_version", {.doc = "API version that the program speaks.",
                                            .presence = Presence::kRequired,
                                            .one_of = {"client.authentication.k8s.io/v1",
                                                       "client.authentication.k8s.io/v1beta1"}}),
      Bind<&E::command>("command",
                        {.doc = "Program to run: a path, or a name that is looked up in `PATH`.",
                         .presence = Presence::kRequired}),
      Bind<&E::args>("args", {.doc = "Arguments of the program."}),
      Bind<&E::env>("env", {.doc = "Environment variables of the program, beside those of this "
                                   "process."}),
  };
}

std::vector<Binding<KubernetesEksSettings>> KubernetesEksSettings::Fields() {
  using E = KubernetesEksSettings;
  return {
      Bind<&E::cluster_name>(
          "cluster_name", {.doc = "Name of the cluster in EKS.", .presence = Presence::kRequired}),
      Bind<&E::region>("region",
                       {.doc = "Region of the cluster. Without it: `AWS_REGION`, "
                               "`AWS_DEFAULT_REGION`, the profile's region, or the region in the "
                               "host's name."}),
      Bind<&E::profile>("profile", {.doc = "Profile of the shared AWS files to take credentials "
                                           "from, whatever the environment holds."}),
      Bind<&E::role_arn>("role_arn", {.doc = "Role to assume before a token is minted."}),
      Bind<&E::session_name>("session_name",
                             {.doc = "Name of the session of `role_arn`, as CloudTrail shows it.",
                              .fallback = "mesh"}),
      Bind<&E::external_id>("external_id", {.doc = "External ID that `role_arn` asks for."}),
  };
}

std::vector<Binding<KubernetesSettings>> KubernetesSettings::Fields() {
  std::vector<Binding<KubernetesSettings>> out;
  for (auto part : {ServerFields(), ConfigFields(), CredentialFields(), ImpersonationFields()}) {
    out.insert(out.end(), part.begin(), part.end());
  }
  return out;
}

bool KubernetesSettings::HasUnknown() const { return Encode(Fields(), *this).HasUnknown(); }

}  // namespace mesh
