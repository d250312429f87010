#pragma once

#include <optional>
#include <vector>

#include "planes/kubernetes/access/aws/keys.h"

namespace mesh {

/// Splits a command line into words as the AWS tools do: blanks separate, quotes and backslashes
/// keep together. Nullopt when a quote is not closed.
std::optional<std::vector<std::string>> SplitCommand(const std::string& line);

/// Runs the credential_process of a profile and reads the keys that it prints.
/// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
Result<AwsKeys> KeysFromProcess(const std::string& command, const std::string& profile,
                                const Surroundings& surroundings);

}  // namespace mesh
