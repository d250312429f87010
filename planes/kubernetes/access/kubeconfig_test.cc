#include "planes/kubernetes/access/kubeconfig.h"

#include <gtest/gtest.h>

#include "planes/kubernetes/access/kubeconfig_choice.h"
#include "planes/kubernetes/access/testing/fake_surroundings.h"

namespace mesh {
namespace {

constexpr char kFull[] = R"(
apiVersion: v1
kind: Config
current-context: c
preferences: {}
clusters:
- name: k
  cluster:
    server: https://k.example
    tls-server-name: other.example
    insecure-skip-tls-verify: false
    certificate-authority: ca.pem
    proxy-url: socks5://p:1
    disable-compression: true
    unknown: ignored
    extensions:
    - name: client.authentication.k8s.io/exec
      extension: {audience: x}
users:
- name: u
  user:
    client-certificate: ../pki/c.pem
    client-key-data: a2V5
    token: t
    tokenFile: /abs/token
    username: me
    password: "123"
    as: them
    as-uid: "1"
    as-groups: [g]
    as-user-extra: {k: [v, w]}
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: bin/plugin
      args: [a, b]
      env: [{name: A, value: x}]
      installHint: get it
      provideClusterInfo: true
      interactiveMode: Never
contexts:
- name: c
  context: {cluster: k, user: u, namespace: n}
)";

std::string Problem(const std::string& text) {
  const auto parsed = ParseKubeconfig(text, "/k/config", "/k");
  return parsed ? "" : Text(parsed.error());
}

TEST(KubeconfigTest, ReadsEveryField) {
  const auto config = ParseKubeconfig(kFull, "/k/config", "/k");
  ASSERT_TRUE(config) << Text(config.error());
  EXPECT_EQ(config->current_context, "c");
  EXPECT_EQ(config->contexts.at("c").entry.cluster, "k");
  const KubeCluster& cluster = config->clusters.at("k").entry;
  EXPECT_EQ(cluster.server, "https://k.example");
  EXPECT_EQ(cluster.tls_server_name, "other.example");
  EXPECT_EQ(cluster.authority.path, "/k/ca.pem");
  EXPECT_EQ(cluster.proxy_url.Reveal(), "socks5://p:1");
  EXPECT_TRUE(cluster.disable_compression);
  EXPECT_EQ(cluster.exec_config, Value(Value::Map{{"audience", "x"}}));
  const KubeUser& user = config->users.at("u").entry;
  EXPECT_EQ(user.certificate.path, "/pki/c.pem");
  EXPECT_EQ(user.key.text.Reveal(), "key");
  EXPECT_EQ(user.token.Reveal(), "t");
  EXPECT_EQ(user.token_file, "/abs/token");
  EXPECT_EQ(user.password.Reveal(), "123");
  EXPECT_EQ(user.impersonation, (Impersonation{"them", "1", {"g"}, {{"k", {"v", "w"}}}}));
  ASSERT_TRUE(user.exec);
  EXPECT_EQ(user.exec->command, "/k/bin/plugin");
  EXPECT_EQ(user.exec->args, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(user.exec->env.at(0).second.Reveal(), "x");
  EXPECT_TRUE(user.exec->provide_cluster_info);
  EXPECT_EQ(user.exec->install_hint, "get it");
}

TEST(KubeconfigTest, JsonAndEmptyFilesAreFine) {
  EXPECT_EQ(Problem(""), "");
  EXPECT_EQ(Problem("# nothing\n"), "");
  EXPECT_EQ(Problem(R"({"clusters": null, "users": [], "contexts": []})"), "");
  EXPECT_EQ(ParseKubeconfig("users: [{name: u, user: {exec: {command: plugin}}}]", "f", "/k")
                ->users.at("u")
                .entry.exec->command,
            "plugin")
      << "a plain name is looked up in PATH";
}

TEST(KubeconfigTest, MistakesNameFileAndPlace) {
  const auto says = [](const std::string& text, const std::string& part) {
    const std::string problem = Problem(text);
    return (problem.find("/k/config") != std::string::npos &&
            problem.find(part) != std::string::npos) ||
           (ADD_FAILURE() << text << "\n gives \n"
                          << problem,
            false);
  };
  EXPECT_TRUE(says("users:\n- name: u\n  user: {password: 123}\n",
                   "users[0] \"u\": `password` must be text; it is a number. Put it in quotes."));
  EXPECT_TRUE(says("clusters: {}", "`clusters` must be a list; it is a map"));
  EXPECT_TRUE(says("- a", "must be a map; it is a list"));
  EXPECT_TRUE(says("users: [x]", "must be a map; it is text"));
  EXPECT_TRUE(says("clusters: [{name: k, cluster: {insecure-skip-tls-verify: \"yes\"}}]",
                   "must be true or false"));
  EXPECT_TRUE(
      says("clusters: [{name: k, cluster: {certificate-authority-data: '%%'}}]", "no base64"));
  EXPECT_TRUE(says("users: [{name: a}, {name: a}]", "\"a\" appears twice"));
  EXPECT_TRUE(says("users: [{name: a, user: {as-groups: g}}]", "must be a list"));
  EXPECT_TRUE(says("users: [{name: a, user: {as-user-extra: {k: v}}}]", "must be a list"));
  EXPECT_TRUE(says("users: [{name: a, user: {exec: {command: x, args: [1]}}}]", "list of texts"));
  EXPECT_TRUE(
      says("users: [{name: a, user: {exec: {command: x, env: [{value: v}]}}}]", "no `name`"));
  EXPECT_TRUE(says("kind: Deployment", "no kubeconfig"));
  EXPECT_TRUE(says("apiVersion: v2", "no kubeconfig"));
  EXPECT_TRUE(says("kind: Config\n---\nkind: Config\n", "/k/config:3: a second YAML document"));
  EXPECT_TRUE(says("users: [\n", ":"));
}

TEST(KubeconfigTest, SecretsAreNotQuoted) {
  const std::string problem = Problem(
      "users: [{name: a, user: {client-key-data: 'hush-hush!', token: [hush-hush], password: "
      "{hush-hush: 1}}}]");
  EXPECT_NE(problem, "");
  EXPECT_EQ(problem.find("hush-hush"), std::string::npos) << problem;
}

class LoadTest : public testing::Test {
 protected:
  Result<Kubeconfig> Load(const std::vector<std::string>& paths) {
    return LoadKubeconfigs(paths, "`config_paths`", world_.Get(), "config_paths");
  }
  FakeWorld world_;
};

TEST_F(LoadTest, FirstFileWinsAsAWhole) {
  world_.files->Write("/a", "clusters: [{name: k, cluster: {server: https://a}}]\n");
  world_.files->Write("/b/c",
                      "current-context: x\nclusters:\n- name: k\n  cluster: {server: https://b, "
                      "certificate-authority: ca}\n"
                      "- name: l\n  cluster: {certificate-authority: ca}\n");
  world_.files->Write("/d", "current-context: z\n");
  const auto merged = Load({"/a", "/missing", "", "/b/c", "/a", "/d"});
  ASSERT_TRUE(merged) << Text(merged.error());
  EXPECT_EQ(merged->current_context, "x");
  EXPECT_EQ(merged->clusters.at("k").entry.server, "https://a");
  EXPECT_TRUE(merged->clusters.at("k").entry.authority.empty());
  EXPECT_EQ(merged->clusters.at("l").entry.authority.path, "/b/ca");
  EXPECT_EQ(merged->files, (std::vector<std::string>{"/a", "/b/c", "/d"}));
}

TEST_F(LoadTest, HomeIsExpanded) {
  world_.environment["HOME"] = "/home/x";
  world_.files->Write("/home/x/.kube/config",
                      "clusters: [{name: k, cluster: {certificate-authority: ca}}]\n");
  const auto config = Load({"~/.kube/config"});
  ASSERT_TRUE(config) << Text(config.error());
  EXPECT_EQ(config->files.front(), "~/.kube/config");
  EXPECT_EQ(config->clusters.at("k").entry.authority.path, "/home/x/.kube/ca");
}

TEST_F(LoadTest, MissingFilesAreAnErrorWhenNoneIsThere) {
  EXPECT_NE(Text(Load({"/x", "/y"}).error()).find("/x, /y"), std::string::npos);
  EXPECT_NE(Text(Load({"/x"}).error()).find("[config_paths] There is no kubeconfig"),
            std::string::npos);
}

TEST_F(LoadTest, AllMistakesAreSaidAtOnce) {
  world_.files->Write("/a", "kind: Pod");
  world_.files->Write("/b", "{}");
  world_.files->Forbid("/b");
  const std::string text = Text(Load({"/a", "/b"}).error());
  EXPECT_NE(text.find("/a"), std::string::npos);
  EXPECT_NE(text.find("Cannot read /b"), std::string::npos);
}

class ChoiceTest : public testing::Test {
 protected:
  std::string Choose(const KubeconfigChoice& choice, const std::string& without = "") {
    std::string text = R"(
current-context: a
contexts:
- {name: a, context: {cluster: k1, user: u1}}
- {name: b, context: {cluster: k2, user: u2}}
- {name: dangling, context: {cluster: gone, user: gone}}
- {name: anonymous, context: {cluster: k1}}
clusters:
- {name: k1, cluster: {server: https://k1}}
- {name: k2, cluster: {server: https://k2}}
users:
- {name: u1, user: {token: t1}}
- {name: u2, user: {token: t2}}
)";
    if (!without.empty())
      text.erase(text.find(without), text.find('\n', text.find(without)) - text.find(without));
    const auto chosen = ChooseFromKubeconfig(ParseKubeconfig(text, "~/c", "").value(), choice);
    return chosen ? chosen->cluster.server + " " + chosen->user.token.Reveal() + " " +
                        chosen->description
                  : Text(chosen.error());
  }
};

TEST_F(ChoiceTest, OverridesReplaceParts) {
  EXPECT_EQ(Choose({}), "https://k1 t1 context \"a\" of ~/c");
  EXPECT_EQ(Choose({.context = "b"}), "https://k2 t2 context \"b\" of ~/c");
  EXPECT_EQ(Choose({.cluster = "k2"}), "https://k2 t1 context \"a\" of ~/c");
  EXPECT_EQ(Choose({.context = "b", .user = "u1"}), "https://k2 t1 context \"b\" of ~/c");
  EXPECT_EQ(Choose({.context = "anonymous"}), "https://k1  context \"anonymous\" of ~/c");
  EXPECT_EQ(Choose({.cluster = "k2", .user = "u2"}, "current-context"),
            "https://k2 t2 cluster \"k2\" of ~/c");
}

TEST_F(ChoiceTest, MissingPartsListThoseThatExist) {
  EXPECT_EQ(
      Choose({.context = "z", .at = "kubernetes"}),
      "[kubernetes.config_context] No context \"z\" in the kubeconfig: `config_context` names the "
      "context \"z\", which ~/c does not have. It has \"a\", \"anonymous\", \"b\", \"dangling\". "
      "Name one "
      "of these in `config_context`, or correct the file.\n");
  EXPECT_NE(
      Choose({.context = "dangling"}).find("The context \"dangling\" names the cluster \"gone\""),
      std::string::npos);
  EXPECT_NE(Choose({.context = "dangling", .cluster = "k1"}).find("names the user \"gone\""),
            std::string::npos);
  EXPECT_NE(Choose({.user = "u9"}).find("\"u1\", \"u2\""), std::string::npos);
  EXPECT_NE(Choose({.cluster = "k9"}).find("\"k1\", \"k2\""), std::string::npos);
  EXPECT_NE(Choose({}, "current-context").find("Set `config_context` to one of \"a\""),
            std::string::npos);
}

TEST_F(ChoiceTest, WhatIsNotNeededMayBeMissing) {
  EXPECT_EQ(Choose({.context = "dangling", .needs_cluster = false, .needs_user = false}),
            "  context \"dangling\" of ~/c");
}

}  // namespace
}  // namespace mesh
