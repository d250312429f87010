#include "planes/kubernetes/access/exec_protocol.h"

#include "core/formats/encoding.h"
#include "core/formats/json.h"
#include "planes/kubernetes/access/pem.h"
#include "planes/kubernetes/access/timestamp.h"

namespace mesh {
namespace {

constexpr std::string_view kGroup = "client.authentication.k8s.io/";

Value ClusterValue(const ExecClusterInfo& cluster) {
  Value out(Value::Map{});
  out.Set("server", cluster.server);
  if (!cluster.tls_server_name.empty()) out.Set("tls-server-name", cluster.tls_server_name);
  if (!cluster.ca_pem.empty()) {
    out.Set("certificate-authority-data", EncodeBase64(cluster.ca_pem));
  }
  if (!cluster.proxy_url.empty()) out.Set("proxy-url", cluster.proxy_url.Reveal());
  if (cluster.disable_compression) out.Set("disable-compression", true);
  if (!cluster.config.is_null()) out.Set("config", cluster.config);
  return out;
}

std::optional<std::string> Text(const Value& status, const std::string& key) {
  const Value& value = status.Get(key);
  if (value.is_null()) return "";
  if (!value.is_string()) return std::nullopt;
  return value.as_string();
}

}  // namespace

std::optional<std::string> ExecVersionProblem(const std::string& api_version) {
  for (const std::string known : {"v1", "v1beta1"}) {
    if (api_version == std::string(kGroup) + known) return std::nullopt;
  }
  const std::string supported =
      "client.authentication.k8s.io/v1 or client.authentication.k8s.io/"
      "v1beta1";
  if (api_version == std::string(kGroup) + "v1alpha1") {
    return "declares client.authentication.k8s.io/v1alpha1, which no client speaks since "
           "Kubernetes 1.24. Update the plugin and declare " +
           supported + ".";
  }
  if (api_version.empty()) return "declares no API version. Declare " + supported + ".";
  return "declares the API version \"" + api_version + "\". It must be " + supported + ".";
}

std::string ExecInfo(const std::string& api_version, const ExecClusterInfo* cluster) {
  Value spec(Value::Map{{"interactive", false}});
  if (cluster != nullptr) spec.Set("cluster", ClusterValue(*cluster));
  return WriteJson(
      Value::Map{{"apiVersion", api_version}, {"kind", "ExecCredential"}, {"spec", spec}});
}

tl::expected<ExecCredential, std::string> ParseExecOutput(const Secret& output,
                                                          const std::string& api_version,
                                                          TimePoint now) {
  using Wrong = tl::unexpected<std::string>;
  const auto read = ReadJson(output.Reveal(), "");
  if (!read) {
    return Wrong(output.empty() ? "printed nothing on standard output; it must print an "
                                  "ExecCredential as JSON."
                                : "printed something on standard output that is no JSON. It must "
                                  "print an ExecCredential and nothing else there.");
  }
  if (read->Get("kind").StringOr("") != "ExecCredential") {
    return Wrong("printed JSON that is no ExecCredential.");
  }
  const Value& version = read->Get("apiVersion");
  if (version.StringOr("") != api_version) {
    const std::string printed = version.StringOr("");
    return Wrong("is declared to speak " + api_version + ", but printed " +
                 (printed.starts_with(kGroup) ? printed : "another API version") +
                 ". Declare the version that it speaks.");
  }
  const Value& status = read->Get("status");
  const auto token = Text(status, "token"), certificate = Text(status, "clientCertificateData"),
             key = Text(status, "clientKeyData"), expires = Text(status, "expirationTimestamp");
  if (!token || !certificate || !key || !expires) {
    return Wrong("printed an ExecCredential whose status holds something else than text.");
  }
  if (token->empty() && certificate->empty() && key->empty()) {
    return Wrong("printed an ExecCredential with neither a token nor a client certificate.");
  }
  if (!IsHeaderToken(*token)) {
    return Wrong(
        "printed a token with a blank, a line break or another character that no token has.");
  }
  ExecCredential out;
  if (!token->empty()) out.credentials.authorization = BearerAuthorization(Secret(*token));
  if (!certificate->empty() || !key->empty()) {
    if (const auto wrong = KeyPairProblem(*certificate, Secret(*key))) {
      return Wrong("printed a client certificate that cannot be used: it " + *wrong);
    }
    out.credentials.client_certificate = *certificate;
    out.credentials.client_key = Secret(*key);
  }
  if (expires->empty()) return out;
  out.expires = ParseRfc3339(*expires);
  if (!out.expires) {
    return Wrong(
        "printed an expirationTimestamp that is no time (RFC 3339, as in "
        "2026-11-21T08:00:00Z).");
  }
  if (*out.expires <= now) {
    return Wrong(
        "printed credentials that have expired already. Log in again with the tool that "
        "it belongs to, and check this machine's clock.");
  }
  return out;
}

}  // namespace mesh
