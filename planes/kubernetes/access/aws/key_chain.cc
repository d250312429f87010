#include "planes/kubernetes/access/aws/key_chain.h"

#include "planes/kubernetes/access/aws/metadata.h"
#include "planes/kubernetes/access/aws/profile_keys.h"
#include "planes/kubernetes/access/aws/sts.h"

namespace mesh {
namespace {

std::string ChosenProfile(const std::string& profile, const Environment& environment) {
  if (!profile.empty()) return profile;
  if (const auto named = Variable(environment, "AWS_PROFILE")) return *named;
  return Variable(environment, "AWS_DEFAULT_PROFILE").value_or("");
}

/// Keys that the usual places hold, before any role of the settings.
Result<AwsKeys> UsualKeys(const AwsIdentity& identity, const Surroundings& surroundings) {
  const Environment& environment = surroundings.environment;
  if (HasVariableKeys(environment)) return VariableKeys(environment);
  if (Variable(environment, "AWS_WEB_IDENTITY_TOKEN_FILE")) {
    return WebIdentityKeys(
        {Variable(environment, "AWS_ROLE_ARN").value_or(""),
         Variable(environment, "AWS_ROLE_SESSION_NAME").value_or("mesh"), "", identity.region},
        *Variable(environment, "AWS_WEB_IDENTITY_TOKEN_FILE"),
        "the variable AWS_WEB_IDENTITY_TOKEN_FILE", surroundings);
  }
  auto profiles = LoadAwsProfiles(surroundings);
  if (!profiles) return tl::unexpected(std::move(profiles.error()));
  const std::string named = ChosenProfile("", environment);
  if (!named.empty() || ProfileHasKeys(*profiles, "default")) {
    return ProfileKeys(*profiles, named.empty() ? "default" : named, identity.region, surroundings);
  }
  if (HasContainerKeys(environment)) return ContainerKeys(surroundings);
  auto instance = InstanceKeys(surroundings);
  if (!instance) return tl::unexpected(std::move(instance.error()));
  if (*instance) return std::move(**instance);
  return Fail(
      "No AWS credentials",
      "Looked for them in: the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; a web "
      "identity (AWS_WEB_IDENTITY_TOKEN_FILE); the profile \"default\" of " +
          profiles->credentials_file + " and " + profiles->config_file +
          "; the container's endpoint (AWS_CONTAINER_CREDENTIALS_FULL_URI); instance "
          "metadata. Set one of them up, or name a profile with `eks.profile`.");
}

}  // namespace

Result<AwsKeys> FindAwsKeys(const AwsIdentity& identity, const Surroundings& surroundings) {
  Result<AwsKeys> keys = [&]() -> Result<AwsKeys> {
    if (identity.profile.empty()) return UsualKeys(identity, surroundings);
    auto profiles = LoadAwsProfiles(surroundings);
    if (!profiles) return tl::unexpected(std::move(profiles.error()));
    return ProfileKeys(*profiles, identity.profile, identity.region, surroundings);
  }();
  if (!keys || identity.role_arn.empty()) return keys;
  return AssumeRole(
      {identity.role_arn, identity.session_name, identity.external_id, identity.region}, *keys,
      surroundings);
}

Result<std::string> FindAwsRegion(const std::string& profile, const Surroundings& surroundings) {
  for (const std::string name : {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
    if (const auto region = Variable(surroundings.environment, name)) return *region;
  }
  auto profiles = LoadAwsProfiles(surroundings);
  if (!profiles) return tl::unexpected(std::move(profiles.error()));
  const std::string chosen = ChosenProfile(profile, surroundings.environment);
  const auto found = profiles->profiles.find(chosen.empty() ? "default" : chosen);
  if (found == profiles->profiles.end()) return std::string();
  const auto region = found->second.find("region");
  return region == found->second.end() ? std::string() : region->second;
}

}  // namespace mesh
