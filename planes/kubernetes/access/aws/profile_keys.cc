#include "planes/kubernetes/access/aws/profile_keys.h"

#include <algorithm>
#include <array>

#include "planes/kubernetes/access/aws/credential_process.h"
#include "planes/kubernetes/access/aws/metadata.h"

namespace mesh {
namespace {

/// Settings that say where keys come from.
constexpr std::array<std::string_view, 8> kSources = {
    "aws_access_key_id", "role_arn",       "credential_process", "sso_session",
    "sso_start_url",     "sso_account_id", "login_session",      "web_identity_token_file"};

std::string Listed(const AwsProfiles& profiles) {
  std::string out;
  for (const auto& [name, profile] : profiles.profiles) {
    out += (out.empty() ? "\"" : ", \"") + name + "\"";
  }
  return out.empty() ? "There are none." : "There are " + out + ".";
}

/// One walk through profiles, which may name each other.
class Walk {
 public:
  Walk(const AwsProfiles& profiles, std::string region, const Surroundings& surroundings)
      : profiles_(profiles), region_(std::move(region)), surroundings_(surroundings) {}

  Result<AwsKeys> Keys(const std::string& name) {
    const auto found = profiles_.profiles.find(name);
    if (found == profiles_.profiles.end()) {
      return Fail("No AWS profile \"" + name + "\"",
                  "Neither " + profiles_.credentials_file + " nor " + profiles_.config_file +
                      " has it. " + Listed(profiles_) + " Name one of these.");
    }
    if (std::ranges::find(visited_, name) != visited_.end()) {
      return Wrong(name, "names itself by way of source_profile. Break the circle.");
    }
    visited_.push_back(name);
    const AwsProfile& profile = found->second;
    const auto has = [&](const std::string& key) { return !Get(profile, key).empty(); };
    if (has("role_arn")) return RoleKeys(name, profile);
    if (has("aws_access_key_id") || has("aws_secret_access_key")) return Static(name, profile);
    if (has("credential_process")) {
      return KeysFromProcess(Get(profile, "credential_process"), name, surroundings_);
    }
    if (has("sso_session") || has("sso_start_url") || has("sso_account_id") ||
        has("login_session")) {
      return Wrong(name,
                   "signs in with AWS IAM Identity Center (SSO) or `aws login`, whose tokens only "
                   "the aws program renews. Use `exec` with the command `aws` and the arguments "
                   "`eks get-token` in place of `eks`, or run `aws configure export-credentials "
                   "--format env` first, or add `credential_process = aws configure "
                   "export-credentials --profile " +
                       name + "` to a profile of its own.");
    }
    return Wrong(name,
                 "says nothing of where keys are. Give it aws_access_key_id, role_arn or "
                 "credential_process, or name another profile.");
  }

 private:
  static std::string Get(const AwsProfile& profile, const std::string& key) {
    const auto found = profile.find(key);
    return found == profile.end() ? "" : found->second;
  }

  tl::unexpected<Diagnostics> Wrong(const std::string& name, const std::string& what) const {
    return Fail("No keys from the AWS profile \"" + name + "\"",
                "The profile \"" + name + "\" of " + profiles_.credentials_file + " and " +
                    profiles_.config_file + " " + what);
  }

  Result<AwsKeys> Static(const std::string& name, const AwsProfile& profile) const {
    AwsKeys keys{Get(profile, "aws_access_key_id"), Secret(Get(profile, "aws_secret_access_key")),
                 Secret(Get(profile, "aws_session_token")), std::nullopt};
    if (!keys.access_key_id.empty() && !keys.secret_access_key.empty()) return keys;
    return Wrong(name, "has only one of aws_access_key_id and aws_secret_access_key. Give both.");
  }

  Result<AwsKeys> RoleKeys(const std::string& name, const AwsProfile& profile) {
    const std::string session = Get(profile, "role_session_name");
    const AwsRole role{Get(profile, "role_arn"), session.empty() ? "mesh" : session,
                       Get(profile, "external_id"), region_};
    const std::string web_identity = Get(profile, "web_identity_token_file");
    if (!web_identity.empty()) {
      return WebIdentityKeys(role, web_identity, "the AWS profile \"" + name + "\"", surroundings_);
    }
    if (!Get(profile, "mfa_serial").empty()) {
      return Wrong(
          name,
          "asks for a code of an MFA device (mfa_serial), and nobody can be asked here. Get "
          "temporary keys beforehand (aws sts get-session-token, aws configure "
          "export-credentials) and put them into the environment, or use `exec`.");
    }
    auto keys = SourceKeys(name, profile);
    if (!keys) return keys;
    return AssumeRole(role, *keys, surroundings_);
  }

  Result<AwsKeys> SourceKeys(const std::string& name, const AwsProfile& profile) {
    const std::string other = Get(profile, "source_profile"),
                      source = Get(profile, "credential_source");
    if (other.empty() == source.empty()) {
      return Wrong(name, other.empty()
                             ? "has a role_arn, but neither source_profile nor credential_source. "
                               "Say whose keys may assume the role."
                             : "has both source_profile and credential_source. Remove one.");
    }
    if (other == name) return Static(name, profile);
    if (!other.empty()) return Keys(other);
    if (source == "Environment") return VariableKeys(surroundings_.environment);
    if (source == "EcsContainer") return ContainerKeys(surroundings_);
    if (source != "Ec2InstanceMetadata") {
      return Wrong(name, "has the credential_source \"" + source +
                             "\". It must be Environment, EcsContainer or Ec2InstanceMetadata.");
    }
    auto instance = InstanceKeys(surroundings_);
    if (!instance) return tl::unexpected(std::move(instance.error()));
    if (*instance) return std::move(**instance);
    return Wrong(name,
                 "takes its keys from instance metadata, which does not answer here or has no "
                 "role. Run this on an EC2 instance with a role, or use another source.");
  }

  const AwsProfiles& profiles_;
  const std::string region_;
  const Surroundings& surroundings_;
  std::vector<std::string> visited_;
};

}  // namespace

bool HasVariableKeys(const Environment& environment) {
  return Variable(environment, "AWS_ACCESS_KEY_ID") ||
         Variable(environment, "AWS_SECRET_ACCESS_KEY");
}

Result<AwsKeys> VariableKeys(const Environment& environment) {
  const auto id = Variable(environment, "AWS_ACCESS_KEY_ID"),
             secret = Variable(environment, "AWS_SECRET_ACCESS_KEY");
  if (!id || !secret) {
    return Fail("Half a pair of AWS keys in the environment",
                std::string(id ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID") +
                    " is not set, but the other one is. Set both AWS_ACCESS_KEY_ID and "
                    "AWS_SECRET_ACCESS_KEY, or neither.");
  }
  return AwsKeys{*id, Secret(*secret),
                 Secret(Variable(environment, "AWS_SESSION_TOKEN").value_or("")), std::nullopt};
}

Result<AwsKeys> WebIdentityKeys(const AwsRole& role, const std::string& token_file,
                                const std::string& source, const Surroundings& surroundings) {
  if (role.arn.empty()) {
    return Fail("A web identity without a role", "A token file is named by " + source +
                                                     ", but AWS_ROLE_ARN is not set. Set it to "
                                                     "the role that trusts the token's issuer.");
  }
  auto token = ReadNeeded(*surroundings.files, ExpandHome(token_file, surroundings.environment),
                          "the web identity token that " + source + " names");
  if (!token) return tl::unexpected(std::move(token.error()));
  while (token->ends_with('\n') || token->ends_with('\r')) token->pop_back();
  return AssumeRoleWithWebIdentity(role, Secret(std::move(*token)), surroundings);
}

bool ProfileHasKeys(const AwsProfiles& profiles, const std::string& name) {
  const auto found = profiles.profiles.find(name);
  return found != profiles.profiles.end() &&
         std::ranges::any_of(kSources, [&](std::string_view key) {
           return found->second.contains(std::string(key));
         });
}

Result<AwsKeys> ProfileKeys(const AwsProfiles& profiles, const std::string& name,
                            const std::string& region, const Surroundings& surroundings) {
  return Walk(profiles, region, surroundings).Keys(name);
}

}  // namespace mesh
