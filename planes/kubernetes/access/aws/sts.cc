#include "planes/kubernetes/access/aws/sts.h"

#include "core/formats/encoding.h"
#include "planes/kubernetes/access/aws/endpoint.h"
#include "planes/kubernetes/access/aws/xml_text.h"
#include "planes/kubernetes/access/timestamp.h"

namespace mesh {
namespace {

using Parameters = std::vector<std::pair<std::string, Secret>>;

Secret Form(const std::string& action, const Parameters& parameters) {
  std::string out = "Action=" + action + "&Version=2011-06-15";
  for (const auto& [name, value] : parameters) {
    out.append("&").append(name).append("=").append(PercentEncode(value.Reveal()));
  }
  return Secret(std::move(out));
}

/// What STS says went wrong, as far as its answer can be read.
std::string Refusal(const HttpAnswer& answer) {
  const auto texts = XmlTexts(answer.body.Reveal());
  const auto text = [&](const std::string& path) {
    const auto found = texts ? texts->find(path) : decltype(texts->end())();
    return texts && found != texts->end() ? found->second.substr(0, 1000) : std::string();
  };
  const std::string code = text("ErrorResponse/Error/Code");
  if (code.empty()) return "It answered with status " + std::to_string(answer.status) + ".";
  return "It says " + code + ": " + text("ErrorResponse/Error/Message");
}

Result<AwsKeys> KeysOfRole(const HttpAnswer& answer, const std::string& action) {
  const auto texts = XmlTexts(answer.body.Reveal());
  const std::string place = action + "Response/" + action + "Result/Credentials/";
  const auto text = [&](const std::string& name) {
    const auto found = texts ? texts->find(place + name) : decltype(texts->end())();
    return texts && found != texts->end() ? found->second : std::string();
  };
  AwsKeys keys{text("AccessKeyId"), Secret(text("SecretAccessKey")), Secret(text("SessionToken")),
               ParseRfc3339(text("Expiration"))};
  if (keys.access_key_id.empty() || keys.secret_access_key.empty() || keys.session_token.empty() ||
      !keys.expires) {
    return Fail("No keys in the answer of AWS STS",
                action +
                    " was answered without an access key, its secret, a session token and an "
                    "expiry. Something other than STS seems to answer: check proxies and "
                    "AWS_ENDPOINT_URL_STS.");
  }
  return keys;
}

Result<AwsKeys> Ask(const AwsRole& role, const std::string& action, Parameters parameters,
                    const AwsKeys* keys, const Surroundings& surroundings) {
  parameters.emplace_back("RoleArn", Secret(role.arn));
  parameters.emplace_back("RoleSessionName", Secret(role.session_name));
  auto request = RequestTo("sts", role.region, surroundings.environment);
  if (!request) return tl::unexpected(std::move(request.error()));
  request->method = "POST";
  request->headers = {{"Content-Type", Secret("application/x-www-form-urlencoded; charset=utf-8")}};
  request->body = Form(action, parameters);
  HttpAsk ask{.method = "POST", .url = AwsUrl(*request)};
  ask.headers = keys == nullptr
                    ? request->headers
                    : SignedHeaders(*request, *keys, {role.region, "sts", surroundings.clock()});
  ask.body = request->body;
  auto answer = surroundings.http(ask);
  if (!answer) return tl::unexpected(std::move(answer.error()));
  if (answer->status == 200) return KeysOfRole(*answer, action);
  return Fail("AWS does not let us assume the role " + role.arn,
              action + " at " + request->host + " was refused. " + Refusal(*answer) +
                  " Check the role's name, its trust policy, and the clock of this machine.");
}

}  // namespace

Result<AwsKeys> AssumeRole(const AwsRole& role, const AwsKeys& keys,
                           const Surroundings& surroundings) {
  Parameters parameters;
  if (!role.external_id.empty()) parameters.emplace_back("ExternalId", Secret(role.external_id));
  return Ask(role, "AssumeRole", std::move(parameters), &keys, surroundings);
}

Result<AwsKeys> AssumeRoleWithWebIdentity(const AwsRole& role, const Secret& token,
                                          const Surroundings& surroundings) {
  return Ask(role, "AssumeRoleWithWebIdentity", {{"WebIdentityToken", token}}, nullptr,
             surroundings);
}

}  // namespace mesh
