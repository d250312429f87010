#pragma once

#include "planes/kubernetes/access/aws/keys.h"

namespace mesh {

/// Which role to assume, in which region's STS.
struct AwsRole {
  std::string arn = {};
  std::string session_name = {};
  std::string external_id = {};
  std::string region = {};
};

/// Temporary keys of a role, asked for with the keys of somebody who may assume it.
Result<AwsKeys> AssumeRole(const AwsRole& role, const AwsKeys& keys,
                           const Surroundings& surroundings);

/// Temporary keys of a role, asked for with a token of an identity provider that the role trusts.
Result<AwsKeys> AssumeRoleWithWebIdentity(const AwsRole& role, const Secret& token,
                                          const Surroundings& surroundings);

}  // namespace mesh
