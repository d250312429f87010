#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mesh {

/// `text` in Unicode's composed form (NFC), the one form in which Terraform keeps strings; nullopt
/// when it is not valid UTF-8.
std::optional<std::string> Normalize(std::string_view text);

}  // namespace mesh
