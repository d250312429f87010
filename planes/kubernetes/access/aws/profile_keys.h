#pragma once

#include "planes/kubernetes/access/aws/keys.h"
#include "planes/kubernetes/access/aws/profiles.h"
#include "planes/kubernetes/access/aws/sts.h"

namespace mesh {

/// True when AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is set; half a pair is an error below.
bool HasVariableKeys(const Environment& environment);
Result<AwsKeys> VariableKeys(const Environment& environment);

/// Keys of a role for the web identity token in a file. `source` names who asks for it.
Result<AwsKeys> WebIdentityKeys(const AwsRole& role, const std::string& token_file,
                                const std::string& source, const Surroundings& surroundings);

/// True when the profile exists and says where keys are.
bool ProfileHasKeys(const AwsProfiles& profiles, const std::string& name);

/// Keys of a profile: static ones, a role by way of another profile, of another source, or of a web
/// identity, or what its credential_process prints. SSO and MFA need a person and are errors that
/// name the way out.
Result<AwsKeys> ProfileKeys(const AwsProfiles& profiles, const std::string& name,
                            const std::string& region, const Surroundings& surroundings);

}  // namespace mesh
