#pragma once

#include "core/model/attr.h"

namespace mesh {

/// A program that prints credentials (client.authentication.k8s.io).
struct KubernetesExecSettings {
  Attr<std::string> api_version;
  Attr<std::string> command;
  Attr<StringList> args;
  Attr<std::map<std::string, Secret>> env;
  static std::vector<Binding<KubernetesExecSettings>> Fields();
};

/// A cluster of Amazon EKS, whose tokens are minted in this process.
struct KubernetesEksSettings {
  Attr<std::string> cluster_name;
  Attr<std::string> region;
  Attr<std::string> profile;
  Attr<std::string> role_arn;
  Attr<std::string> session_name;
  Attr<std::string> external_id;
  static std::vector<Binding<KubernetesEksSettings>> Fields();
};

/// How to reach and authenticate to an API server: the names are those of hashicorp/kubernetes'
/// provider block where it has one.
struct KubernetesSettings {
  Attr<std::string> host;
  Attr<std::string> cluster_ca_certificate;
  Attr<std::string> tls_server_name;
  Attr<bool> insecure;
  Attr<Secret> proxy_url;

  Attr<std::string> config_path;
  Attr<StringList> config_paths;
  Attr<Secret> config_raw;
  Attr<std::string> config_context;
  Attr<std::string> config_context_auth_info;
  Attr<std::string> config_context_cluster;

  Attr<Secret> token;
  Attr<std::string> token_file;
  Attr<std::string> username;
  Attr<Secret> password;
  Attr<std::string> client_certificate;
  Attr<Secret> client_key;
  Attr<KubernetesExecSettings> exec;
  Attr<bool> in_cluster;
  Attr<KubernetesEksSettings> eks;

  Attr<std::string> as;
  Attr<std::string> as_uid;
  Attr<StringList> as_groups;
  Attr<std::map<std::string, StringList>> as_user_extra;

  Attr<std::string> on_unreachable;
  Attr<bool> dry_run;

  /// True while any of them is unknown: then the cluster cannot be reached yet.
  bool HasUnknown() const;
  static std::vector<Binding<KubernetesSettings>> Fields();
};

/// An environment variable that stands in for an attribute that is null.
struct KubernetesVariable {
  std::string attribute;
  std::string variable;
};

/// All of them, as hashicorp/kubernetes reads them.
const std::vector<KubernetesVariable>& KubernetesVariables();

/// Why a server's certificate is always verified, and what to give instead of switching it off.
std::string WhyNotInsecure();

}  // namespace mesh
