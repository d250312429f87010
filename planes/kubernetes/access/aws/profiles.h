#pragma once

#include <map>
#include <string>

#include "planes/kubernetes/access/surroundings.h"

namespace mesh {

/// One profile of the shared AWS files: its settings, names in lower case. Values may be secrets.
using AwsProfile = std::map<std::string, std::string>;

/// The profiles of both files; where both have a setting, the credentials file wins.
struct AwsProfiles {
  std::map<std::string, AwsProfile> profiles;
  std::string config_file;
  std::string credentials_file;
};

/// Adds the profiles of one file's text to `to`; settings that are there already stay. In the
/// config file, sections are called `[profile NAME]` and `[default]`; in the credentials file
/// `[NAME]`. An error names the line.
Diagnostics ReadAwsProfiles(const std::string& text, const std::string& file, bool is_config,
                            std::map<std::string, AwsProfile>& to);

/// Reads AWS_SHARED_CREDENTIALS_FILE and AWS_CONFIG_FILE, or ~/.aws/credentials and ~/.aws/config;
/// files that do not exist are empty.
Result<AwsProfiles> LoadAwsProfiles(const Surroundings& surroundings);

}  // namespace mesh
