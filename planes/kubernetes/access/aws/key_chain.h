#pragma once

#include "planes/kubernetes/access/aws/keys.h"
#include "planes/kubernetes/access/aws/profiles.h"

namespace mesh {

/// Whose keys to use.
struct AwsIdentity {
  /// A profile of the shared files, whatever the environment holds; empty for the usual chain.
  std::string profile = {};
  /// A role to assume in the end; empty for none.
  std::string role_arn = {};
  std::string session_name = {};
  std::string external_id = {};
  /// Of STS.
  std::string region = {};
};

/// Finds keys where the AWS tools do, in this order: the profile that the settings name; variables;
/// a web identity token; the profile that AWS_PROFILE names, or `default`; the container's
/// endpoint; instance metadata. A step that is configured and fails is an error, and is not passed
/// over. Then the settings' role is assumed. An error names what was tried.
Result<AwsKeys> FindAwsKeys(const AwsIdentity& identity, const Surroundings& surroundings);

/// The region that the environment, or else the profile, names; empty when there is none.
Result<std::string> FindAwsRegion(const std::string& profile, const Surroundings& surroundings);

}  // namespace mesh
