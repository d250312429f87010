#include "planes/kubernetes/access/cluster_access.h"

#include <gtest/gtest.h>

#include "planes/kubernetes/access/server_place.h"
#include "planes/kubernetes/access/testing/certificates.h"
#include "planes/kubernetes/access/testing/fake_surroundings.h"

namespace mesh {
namespace {

constexpr char kConfig[] = R"(
current-context: a
contexts:
- {name: a, context: {cluster: k, user: u}}
- {name: b, context: {cluster: k2, user: u2}}
clusters:
- {name: k, cluster: {server: "https://k.example", tls-server-name: inner, proxy-url: "http://kp:1"}}
- {name: k2, cluster: {server: "https://k2.example"}}
users:
- {name: u, user: {token: config, as: boss, as-groups: [g]}}
- {name: u2, user: {token: config2}}
)";

class ClusterAccessTest : public testing::Test {
 protected:
  ClusterAccessTest() {
    world_.files->Write("/c", kConfig);
    world_.files->Write("/pki/ca.pem", pair_.certificate);
    world_.files->Write("/pki/c.pem", pair_.certificate);
    world_.files->Write("/pki/c.key", pair_.key);
  }

  Result<ClusterAccess> Get() { return Resolve(settings_, world_.Get(), "kubernetes"); }
  std::string Server() {
    const auto access = Get();
    return access ? access->server : Text(access.error());
  }
  /// The Authorization header that requests get.
  std::string Authorization() {
    const auto access = Get();
    if (!access) return Text(access.error());
    const auto current = access->credentials->Current();
    return current ? current->authorization.Reveal() : Text(current.error());
  }
  std::string Problem() {
    const auto access = Get();
    return access ? "none" : Text(access.error());
  }
  bool Says(const std::string& part) {
    const std::string text = Problem();
    return text.find(part) != std::string::npos || (ADD_FAILURE() << part << " in\n"
                                                                  << text,
                                                    false);
  }
  void Pod() {
    world_.environment["KUBERNETES_SERVICE_HOST"] = "10.0.0.1";
    world_.environment["KUBERNETES_SERVICE_PORT"] = "443";
    world_.files->Write(kPodTokenFile, "pod\n");
    world_.files->Write(kPodAuthorityFile, pair_.certificate);
  }
  /// A kubeconfig with one user and cluster.
  void User(const std::string& user, const std::string& cluster = "server: https://k.example") {
    settings_.config_raw = Secret(
        "current-context: a\ncontexts: [{name: a, context: {cluster: k, user: u}}]\n"
        "clusters: [{name: k, cluster: {" +
        cluster + "}}]\nusers: [{name: u, user: {" + user + "}}]\n");
  }

  const TestKeyPair pair_ = MakeTestKeyPair("a");
  FakeWorld world_;
  KubernetesSettings settings_;
};

TEST_F(ClusterAccessTest, OrderOfThePlaces) {
  EXPECT_TRUE(Says("[kubernetes] No cluster is configured"));
  for (const std::string way : {"config_path", "config_raw", "host", "eks", "in_cluster",
                                "KUBE_CONFIG_PATH", "KUBECONFIG"}) {
    EXPECT_TRUE(Says(way));
  }
  Pod();
  EXPECT_EQ(Server(), "https://10.0.0.1:443");
  world_.environment["KUBECONFIG"] = "/missing:/c";
  EXPECT_EQ(Server(), "https://k.example");
  world_.files->Write("/d",
                      "current-context: x\ncontexts: [{name: x, context: {cluster: x}}]\nclusters: "
                      "[{name: x, cluster: {server: https://d}}]\n");
  world_.environment["KUBE_CONFIG_PATHS"] = "/d:/c";
  EXPECT_EQ(Server(), "https://d");
  world_.environment["KUBE_CONFIG_PATH"] = "/c";
  EXPECT_EQ(Server(), "https://k.example");
  settings_.config_paths = StringList{"/d"};
  EXPECT_EQ(Server(), "https://d") << "an attribute beats all variables of its kind";
  world_.environment["KUBE_HOST"] = "kube-host";
  EXPECT_EQ(Server(), "https://kube-host") << "KUBE_HOST beats a kubeconfig's server";
  settings_.host = std::string("https://attribute");
  EXPECT_EQ(Server(), "https://attribute");
}

TEST_F(ClusterAccessTest, EachVariableStandsInForItsAttribute) {
  world_.environment = {{"KUBE_HOST", "https://v"},
                        {"KUBE_TLS_SERVER_NAME", "name"},
                        {"KUBE_CLUSTER_CA_CERT_DATA", pair_.certificate},
                        {"KUBE_PROXY_URL", "http://p:1"},
                        {"KUBE_USER", "u"},
                        {"KUBE_PASSWORD", "p"},
                        {"KUBE_INSECURE", "false"}};
  const auto access = Get();
  ASSERT_TRUE(access) << Text(access.error());
  EXPECT_EQ(access->server, "https://v");
  EXPECT_EQ(access->tls_server_name, "name");
  EXPECT_EQ(access->ca_pem, pair_.certificate);
  EXPECT_EQ(access->proxy_url.Reveal(), "http://p:1");
  EXPECT_EQ(Authorization(), "Basic dTpw");
  settings_.tls_server_name = std::string("attribute");
  settings_.proxy_url = Secret("http://attribute:1");
  EXPECT_EQ(Get()->tls_server_name, "attribute");
  EXPECT_EQ(Get()->proxy_url.Reveal(), "http://attribute:1");

  world_.environment = {{"KUBE_CONFIG_PATH", "/c"}, {"KUBE_CTX", "b"}};
  EXPECT_EQ(Authorization(), "Bearer config2");
  world_.environment["KUBE_CTX_AUTH_INFO"] = "u";
  EXPECT_EQ(Authorization(), "Bearer config");
  world_.environment["KUBE_CTX_CLUSTER"] = "k";
  EXPECT_EQ(Server(), "https://k.example");

  world_.environment = {{"KUBE_HOST", "v"},
                        {"KUBE_CLIENT_CERT_DATA", pair_.certificate},
                        {"KUBE_CLIENT_KEY_DATA", pair_.key}};
  EXPECT_EQ(Get()->credentials->Current()->client_key.Reveal(), pair_.key);
  world_.environment = {{"KUBE_HOST", "v"}, {"KUBE_TOKEN", "t"}};
  EXPECT_EQ(Authorization(), "Bearer t");
  world_.environment = {{"KUBE_HOST", "v"}, {"KUBE_INSECURE", "perhaps"}};
  EXPECT_TRUE(Says("KUBE_INSECURE must be true or false"));
}

TEST_F(ClusterAccessTest, CredentialsOfTheSettingsReplaceTheUser) {
  settings_.config_path = std::string("/c");
  EXPECT_EQ(Authorization(), "Bearer config");
  world_.environment["KUBE_TOKEN"] = "variable";
  EXPECT_EQ(Authorization(), "Bearer variable");
  settings_.username = std::string("u");
  settings_.password = Secret("p");
  EXPECT_EQ(Authorization(), "Basic dTpw") << "attributes switch off variables that authenticate";
  settings_.username = std::string("");
  settings_.password = Secret("");
  EXPECT_EQ(Authorization(), "Bearer variable") << "an empty attribute is not given";
  settings_.token = Secret("");
  EXPECT_EQ(Authorization(), "Bearer config") << "and switches its own variable off";
}

TEST_F(ClusterAccessTest, PartsOfTheSettingsReplaceParts) {
  settings_.config_path = std::string("/c");
  EXPECT_EQ(Get()->tls_server_name, "inner");
  EXPECT_EQ(Get()->proxy_url.Reveal(), "http://kp:1");
  EXPECT_EQ(Get()->description, "context \"a\" of /c");
  settings_.host = std::string("https://h");
  EXPECT_EQ(Get()->tls_server_name, "") << "the name was for another server";
  settings_.config_context = std::string("b");
  EXPECT_EQ(Authorization(), "Bearer config2");
  world_.environment["HTTPS_PROXY"] = "http://env:1";
  EXPECT_EQ(Get()->proxy_url.Reveal(), "http://env:1");
  world_.environment["NO_PROXY"] = "h";
  EXPECT_EQ(Get()->proxy_url.Reveal(), "");
}

TEST_F(ClusterAccessTest, ImpersonationOfTheSettingsReplacesThatOfTheUser) {
  settings_.config_path = std::string("/c");
  EXPECT_EQ(Get()->impersonation.size(), 2u);
  settings_.as = std::string("me");
  ASSERT_EQ(Get()->impersonation.size(), 1u);
  EXPECT_EQ(Get()->impersonation[0].value.Reveal(), "me");
  settings_.as = {};
  settings_.as_groups = StringList{"x"};
  EXPECT_TRUE(Says("[kubernetes.as]"));
}

TEST_F(ClusterAccessTest, ContradictionsNameBothAndThePath) {
  const auto both = [&](auto set, const std::string& a, const std::string& b) {
    settings_ = {};
    settings_.host = std::string("h");
    set();
    return Says("[kubernetes." + b + "] Settings that exclude each other: `" + a + "` and `" + b +
                "`");
  };
  const KubernetesExecSettings exec{
      std::string("client.authentication.k8s.io/v1"), std::string("x"), {}, {}};
  KubernetesEksSettings eks;
  eks.cluster_name = std::string("c");
  EXPECT_TRUE(both(
      [&] {
        settings_.config_path = std::string("a");
        settings_.config_paths = StringList{"b"};
      },
      "config_path", "config_paths"));
  EXPECT_TRUE(both(
      [&] {
        settings_.config_path = std::string("a");
        settings_.config_raw = Secret("b");
      },
      "config_path", "config_raw"));
  EXPECT_TRUE(both(
      [&] {
        settings_.token = Secret("a");
        settings_.token_file = std::string("b");
      },
      "token", "token_file"));
  EXPECT_TRUE(both(
      [&] {
        settings_.token = Secret("a");
        settings_.username = std::string("b");
        settings_.password = Secret("c");
      },
      "token", "username"));
  EXPECT_TRUE(both(
      [&] {
        settings_.token = Secret("a");
        settings_.exec = exec;
      },
      "token", "exec"));
  EXPECT_TRUE(both(
      [&] {
        settings_.exec = exec;
        settings_.eks = eks;
      },
      "exec", "eks"));
  EXPECT_TRUE(both(
      [&] {
        settings_.client_certificate = pair_.certificate;
        settings_.client_key = Secret(pair_.key);
        settings_.exec = exec;
      },
      "client_certificate", "exec"));
  EXPECT_TRUE(both([&] { settings_.in_cluster = true; }, "in_cluster", "host"));
  settings_ = {};
  settings_.host = std::string("h");
  world_.environment = {{"KUBE_TOKEN", "t"}, {"KUBE_USER", "u"}, {"KUBE_PASSWORD", "p"}};
  EXPECT_TRUE(
      Says("[kubernetes] Settings that exclude each other: the variable KUBE_TOKEN and the "
           "variable KUBE_USER"));
}

TEST_F(ClusterAccessTest, HalvesOfAPairAreErrors) {
  settings_.host = std::string("h");
  settings_.client_certificate = pair_.certificate;
  EXPECT_TRUE(Says("[kubernetes.client_certificate] Missing client_key"));
  settings_.client_certificate = {};
  settings_.password = Secret("p");
  EXPECT_TRUE(Says("[kubernetes.password] Missing username"));
}

TEST_F(ClusterAccessTest, TheOtherHalfMayComeFromTheEnvironment) {
  settings_.host = std::string("h");
  settings_.username = std::string("u");
  world_.environment = {{"KUBE_PASSWORD", "p"}, {"KUBE_TOKEN", "t"}};
  EXPECT_EQ(Authorization(), "Basic dTpw");
}

TEST_F(ClusterAccessTest, VerificationIsNeverSwitchedOff) {
  settings_.host = std::string("h");
  settings_.insecure = true;
  EXPECT_TRUE(Says("[kubernetes.insecure]"));
  EXPECT_TRUE(Says("`cluster_ca_certificate`") && Says("`tls_server_name`"));
  settings_.insecure = false;
  EXPECT_EQ(Problem(), "none");
  settings_ = {};
  User("token: t", "server: https://k, insecure-skip-tls-verify: true");
  EXPECT_TRUE(Says("insecure-skip-tls-verify") && Says("certificate-authority-data"));
  settings_.cluster_ca_certificate = pair_.certificate;
  EXPECT_EQ(Problem(), "none");
}

TEST_F(ClusterAccessTest, PlainHttpIsForThisMachineWithoutCredentials) {
  settings_.host = std::string("http://127.0.0.1:8001");
  EXPECT_EQ(Server(), "http://127.0.0.1:8001");
  settings_.token = Secret("t");
  EXPECT_TRUE(Says("in the clear") && Says("[kubernetes.host]"));
  settings_.token = {};
  settings_.host = std::string("http://k.example");
  EXPECT_TRUE(Says("anybody on the way"));
}

TEST_F(ClusterAccessTest, AuthoritiesAreJudged) {
  settings_.host = std::string("h");
  settings_.cluster_ca_certificate = std::string("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t");
  EXPECT_TRUE(Says("base64decode(...)") && Says("[kubernetes.cluster_ca_certificate]"));
  settings_.cluster_ca_certificate = std::string("/etc/ca.pem");
  EXPECT_TRUE(Says("file(\"...\")"));
  settings_.cluster_ca_certificate = pair_.certificate.substr(0, pair_.certificate.size() - 40);
  EXPECT_TRUE(Says("no valid certificate"));
  settings_.cluster_ca_certificate = pair_.certificate + "# comment\n" + pair_.certificate;
  EXPECT_EQ(Problem(), "none");
  settings_ = {};
  User("token: t", "server: https://k, certificate-authority: /pki/ca.pem");
  EXPECT_EQ(Get()->ca_pem, pair_.certificate);
  User("token: t", "server: https://k, certificate-authority: /pki/gone.pem");
  EXPECT_TRUE(Says("There is no file /pki/gone.pem"));
  User("token: t",
       "server: https://k, certificate-authority: /pki/ca.pem, certificate-authority-data: YQ==");
  EXPECT_TRUE(Says("both certificate-authority and certificate-authority-data"));
}

TEST_F(ClusterAccessTest, UsersOfAKubeconfig) {
  User("");
  EXPECT_EQ(Authorization(), "");
  User("token: t, tokenFile: /tok");
  world_.files->Write("/tok", "from-file\n");
  EXPECT_EQ(Authorization(), "Bearer from-file");
  User("username: a, password: b");
  EXPECT_EQ(Authorization(), "Basic YTpi");
  User("client-certificate: /pki/c.pem, client-key: /pki/c.key");
  EXPECT_EQ(Get()->credentials->Current()->client_certificate, pair_.certificate);
  User("token: t, exec: {command: never-run}");
  EXPECT_EQ(Authorization(), "Bearer t") << "a plugin is asked only where nothing is written down";
  User("token: t, username: a");
  EXPECT_TRUE(Says("both a token and a username"));
  User("client-certificate: /pki/c.pem");
  EXPECT_TRUE(Says("without a client-key"));
  User("client-certificate: /pki/c.pem, client-certificate-data: YQ==, client-key: /pki/c.key");
  EXPECT_TRUE(Says("both client-certificate and client-certificate-data"));
  User("auth-provider: {name: gcp}");
  EXPECT_TRUE(Says("gke-gcloud-auth-plugin"));
  User("exec: {command: x, apiVersion: client.authentication.k8s.io/v1}");
  EXPECT_TRUE(Says("interactiveMode: Never"));
}

TEST_F(ClusterAccessTest, InCluster) {
  settings_.in_cluster = true;
  EXPECT_TRUE(Says("[kubernetes.in_cluster] Not in a cluster"));
  Pod();
  world_.environment["KUBE_HOST"] = "elsewhere";
  world_.environment["KUBE_CONFIG_PATH"] = "/c";
  EXPECT_EQ(Server(), "https://10.0.0.1:443");
  EXPECT_EQ(Authorization(), "Bearer pod");
  EXPECT_EQ(Get()->ca_pem, pair_.certificate);
  EXPECT_EQ(Get()->description, "the cluster that this pod runs in");
  world_.environment["KUBERNETES_SERVICE_HOST"] = "fd00::1";
  EXPECT_EQ(Server(), "https://[fd00::1]:443");
  settings_.in_cluster = false;
  world_.environment.erase("KUBE_HOST");
  world_.environment.erase("KUBE_CONFIG_PATH");
  EXPECT_TRUE(Says("No cluster is configured"));
}

TEST_F(ClusterAccessTest, Eks) {
  world_.environment = {
      {"AWS_ACCESS_KEY_ID", "AKID"}, {"AWS_SECRET_ACCESS_KEY", "s"}, {"KUBE_HOST", "no"}};
  KubernetesEksSettings eks;
  eks.cluster_name = std::string("prod");
  settings_.eks = eks;
  EXPECT_TRUE(Says("[kubernetes.eks.region] No region for EKS"));
  world_.environment["AWS_REGION"] = "eu-west-1";
  world_.answers["GET https://eks.eu-west-1.amazonaws.com/clusters/prod"] = {
      200, Secret(R"({"cluster":{"endpoint":"https://X.eks","certificateAuthority":{"data":")" +
                  std::string("LS0t") + R"("}}})")};
  EXPECT_TRUE(Says("What EKS gives as certificate authority")) << "it is no certificate";
  settings_.cluster_ca_certificate = pair_.certificate;
  EXPECT_EQ(Server(), "https://x.eks");
  EXPECT_EQ(Get()->description, "EKS cluster \"prod\" in eu-west-1");
  world_.asks->clear();
  settings_.host = std::string("https://abc.gr7.us-east-2.eks.amazonaws.com");
  world_.environment.erase("AWS_REGION");
  EXPECT_TRUE(Authorization().starts_with("Bearer k8s-aws-v1."));
  EXPECT_EQ(Get()->description, "EKS cluster \"prod\" in us-east-2");
  EXPECT_TRUE(world_.asks->empty()) << "nothing needs to be looked up";
  eks.region = std::string("evil.example/");
  settings_.eks = eks;
  EXPECT_TRUE(Says("no AWS region"));
  eks.cluster_name = std::string("a/b");
  settings_.eks = eks;
  EXPECT_TRUE(Says("[kubernetes.eks.cluster_name]"));
}

TEST_F(ClusterAccessTest, AContextNeedsAKubeconfig) {
  settings_.host = std::string("h");
  settings_.config_context = std::string("x");
  EXPECT_TRUE(Says("[kubernetes.config_context] A context without a kubeconfig"));
}

TEST_F(ClusterAccessTest, UnknownSettingsAreSaid) {
  settings_.host = Attr<std::string>::Unknown();
  EXPECT_TRUE(Says("not known until apply"));
}

TEST_F(ClusterAccessTest, SecretsAreInNoMessage) {
  for (const std::string user :
       {"token: hush, username: hush", "client-key-data: aHVzaA==", "tokenFile: /hush-file"}) {
    User(user, "server: 'https://u:hush@k'");
    EXPECT_EQ(Problem().find("hush@"), std::string::npos);
    User(user);
    EXPECT_EQ(Problem().find("hush,"), std::string::npos);
  }
}

}  // namespace
}  // namespace mesh
