// Prints what we make of a set of kubeconfigs, in the words of a kubeconfig, so that kubectl can be
// asked for the same: kubeconfig_view CONTEXT FILE... (an empty CONTEXT is the current one). What
// cannot be used ends with status 1 and a message.
#include <iostream>

#include "core/formats/encoding.h"
#include "core/formats/json.h"
#include "planes/kubernetes/access/kubeconfig_choice.h"

namespace mesh {
namespace {

/// Sets a member unless it is empty.
void Put(Value& to, const std::string& key, const std::string& text) {
  if (!text.empty()) to.Set(key, text);
}
void Put(Value& to, const std::string& key, bool value) {
  if (value) to.Set(key, true);
}
void Put(Value& to, const std::string& key, const std::vector<std::string>& list) {
  if (!list.empty()) to.Set(key, Value::List(list.begin(), list.end()));
}
void Put(Value& to, const std::string& key, const FileOrText& part) {
  Put(to, key, part.path);
  Put(to, key + "-data", EncodeBase64(part.text.Reveal()));
}

Value View(const KubeCluster& cluster) {
  Value out(Value::Map{});
  Put(out, "server", cluster.server);
  Put(out, "tls-server-name", cluster.tls_server_name);
  Put(out, "insecure-skip-tls-verify", cluster.insecure);
  Put(out, "certificate-authority", cluster.authority);
  Put(out, "proxy-url", cluster.proxy_url.Reveal());
  Put(out, "disable-compression", cluster.disable_compression);
  return out;
}

Value View(const ExecPlugin& exec) {
  Value out(Value::Map{});
  Put(out, "apiVersion", exec.api_version);
  Put(out, "command", exec.command);
  Put(out, "args", exec.args);
  Value::List env;
  for (const auto& [name, value] : exec.env) {
    env.push_back(Value::Map{{"name", name}, {"value", value.Reveal()}});
  }
  if (!env.empty()) out.Set("env", env);
  Put(out, "installHint", exec.install_hint);
  Put(out, "provideClusterInfo", exec.provide_cluster_info);
  Put(out, "interactiveMode", exec.interactive_mode);
  return out;
}

Value View(const KubeUser& user) {
  Value out(Value::Map{});
  Put(out, "client-certificate", user.certificate);
  Put(out, "client-key", user.key);
  Put(out, "token", user.token.Reveal());
  Put(out, "tokenFile", user.token_file);
  Put(out, "username", user.username);
  Put(out, "password", user.password.Reveal());
  Put(out, "as", user.impersonation.user);
  Put(out, "as-uid", user.impersonation.uid);
  Put(out, "as-groups", user.impersonation.groups);
  Value extra(Value::Map{});
  for (const auto& [key, values] : user.impersonation.extra) Put(extra, key, values);
  if (!extra.as_map().empty()) out.Set("as-user-extra", extra);
  if (user.exec) out.Set("exec", View(*user.exec));
  return out;
}

int Main(const std::string& context, const std::vector<std::string>& files) {
  const auto config = LoadKubeconfigs(files, "the command line", OfThisProcess());
  const auto chosen = config
                          ? ChooseFromKubeconfig(*config, {.context = context})
                          : Result<ChosenKubeconfig>(tl::unexpected<Diagnostics>(config.error()));
  if (!chosen) {
    for (const Diagnostic& d : chosen.error()) std::cerr << d.summary << ": " << d.detail << "\n";
    return 1;
  }
  std::cout << WriteJson(
                   Value::Map{{"cluster", View(chosen->cluster)}, {"user", View(chosen->user)}})
            << "\n";
  return 0;
}

}  // namespace
}  // namespace mesh

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  return mesh::Main(argv[1], std::vector<std::string>(argv + 2, argv + argc));
}
