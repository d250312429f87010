#include "planes/kubernetes/access/aws/metadata.h"

#include <algorithm>
#include <array>

#include "core/formats/json.h"
#include "planes/kubernetes/access/server_url.h"
#include "planes/kubernetes/access/timestamp.h"

namespace mesh {
namespace {

constexpr std::string_view kRelative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
constexpr std::string_view kFull = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
constexpr std::string_view kToken = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
constexpr std::string_view kTokenFile = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE";

/// Link-local addresses of the agents of ECS and of EKS pod identity.
constexpr std::array<std::string_view, 3> kAgents = {"169.254.170.2", "169.254.170.23",
                                                     "fd00:ec2::23"};
constexpr std::chrono::milliseconds kMetadataBound{1000};
constexpr std::chrono::milliseconds kContainerBound{5000};

/// `{"AccessKeyId": ..., "SecretAccessKey": ..., "Token": ..., "Expiration": ...}`.
Result<AwsKeys> KeysIn(const HttpAnswer& answer, const std::string& place) {
  const auto read = ReadJson(answer.body.Reveal(), "");
  const auto text = [&](std::string_view name) {
    return read ? read->Get(name).StringOr("") : std::string();
  };
  AwsKeys keys{text("AccessKeyId"), Secret(text("SecretAccessKey")), Secret(text("Token")),
               ParseRfc3339(text("Expiration"))};
  if (answer.status == 200 && !keys.access_key_id.empty() && !keys.secret_access_key.empty()) {
    return keys;
  }
  return Fail("No AWS keys from " + place,
              place + " answered with status " + std::to_string(answer.status) +
                  (answer.status == 200 ? ", but without keys." : ".") +
                  " Check that a role is associated with this pod, task or instance.");
}

struct ContainerPlace {
  std::string url;
  bool direct = false;
};

Result<ContainerPlace> PlaceOf(const Environment& environment) {
  if (const auto relative = Variable(environment, std::string(kRelative))) {
    const bool sound =
        relative->starts_with('/') && relative->find_first_of(" \r\n") == std::string::npos;
    if (sound) return ContainerPlace{"http://169.254.170.2" + *relative, true};
    return Fail("Invalid " + std::string(kRelative), "It must be a path that starts with a slash.");
  }
  const std::string full = Variable(environment, std::string(kFull)).value_or("");
  // The parts before a query are judged; the query is sent as it is.
  const auto url = ParseServerUrl(full.substr(0, full.find('?')), std::string(kFull));
  if (!url || full.find_first_of("# \r\n") != std::string::npos ||
      full.find("://") == std::string::npos) {
    return Fail("Invalid " + std::string(kFull), "It must be an http or https URL.");
  }
  const bool local = url->IsLoopback() || std::ranges::find(kAgents, url->host) != kAgents.end();
  if (url->scheme == "http" && !local) {
    return Fail("Refused " + std::string(kFull),
                "It names the host " + url->host +
                    " over plain http, and keys would travel in the clear. Only https, loopback, "
                    "and the agents of ECS (169.254.170.2) and EKS pod identity (169.254.170.23, "
                    "fd00:ec2::23) are allowed.");
  }
  return ContainerPlace{full, local};
}

/// The value of the Authorization header that the endpoint wants; empty for none.
Result<Secret> ContainerToken(const Surroundings& surroundings) {
  std::string token;
  if (const auto file = Variable(surroundings.environment, std::string(kTokenFile))) {
    auto text =
        ReadNeeded(*surroundings.files, *file,
                   "the token of the container's endpoint (" + std::string(kTokenFile) + ")");
    if (!text) return tl::unexpected(std::move(text.error()));
    token = std::move(*text);
    while (token.ends_with('\n') || token.ends_with('\r')) token.pop_back();
  } else {
    token = Variable(surroundings.environment, std::string(kToken)).value_or("");
  }
  if (token.find_first_of("\r\n") == std::string::npos) return Secret(token);
  return Fail("Invalid token of the container's endpoint",
              "The token that " + std::string(kTokenFile) + " or " + std::string(kToken) +
                  " gives holds a line break, which no header can carry.");
}

}  // namespace

bool HasContainerKeys(const Environment& environment) {
  return Variable(environment, std::string(kRelative)) || Variable(environment, std::string(kFull));
}

Result<AwsKeys> ContainerKeys(const Surroundings& surroundings) {
  auto place = PlaceOf(surroundings.environment);
  if (!place) return tl::unexpected(std::move(place.error()));
  auto token = ContainerToken(surroundings);
  if (!token) return tl::unexpected(std::move(token.error()));
  HttpAsk ask{.url = place->url, .direct = place->direct, .timeout = kContainerBound};
  if (!token->empty()) ask.headers.push_back({"Authorization", *token});
  auto answer = surroundings.http(ask);
  if (!answer) return tl::unexpected(std::move(answer.error()));
  return KeysIn(*answer, "the container's credentials endpoint");
}

Result<std::optional<AwsKeys>> InstanceKeys(const Surroundings& surroundings) {
  const Environment& environment = surroundings.environment;
  if (Variable(environment, "AWS_EC2_METADATA_DISABLED").value_or("") == "true") {
    return std::nullopt;
  }
  const bool v6 =
      Variable(environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE").value_or("") == "IPv6";
  std::string base = Variable(environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT")
                         .value_or(v6 ? "http://[fd00:ec2::254]" : "http://169.254.169.254");
  while (base.ends_with('/')) base.pop_back();
  const auto token =
      surroundings.http({.method = "PUT",
                         .url = base + "/latest/api/token",
                         .headers = {{"X-aws-ec2-metadata-token-ttl-seconds", Secret("21600")}},
                         .direct = true,
                         .timeout = kMetadataBound});
  if (!token || token->status != 200 || token->body.empty()) return std::nullopt;
  const auto get = [&](const std::string& path) {
    return surroundings.http({.url = base + "/latest/meta-data/iam/security-credentials/" + path,
                              .headers = {{"X-aws-ec2-metadata-token", token->body}},
                              .direct = true,
                              .timeout = kMetadataBound});
  };
  auto roles = get("");
  if (!roles) return tl::unexpected(std::move(roles.error()));
  if (roles->status == 404) return std::nullopt;
  const std::string& names = roles->body.Reveal();
  const std::string role = names.substr(0, names.find_first_of("\r\n"));
  if (roles->status != 200 || role.empty()) return KeysIn({roles->status, {}}, "instance metadata");
  auto answer = get(role);
  if (!answer) return tl::unexpected(std::move(answer.error()));
  return KeysIn(*answer, "instance metadata");
}

}  // namespace mesh
