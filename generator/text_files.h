#pragma once

#include <map>
#include <string>

#include "core/model/diagnostic.h"

namespace mesh::generator {

/// The bytes of a file, `-` being standard input; an error names the path and why.
Result<std::string> ReadText(const std::string& path);

/// The regular files below a folder by relative path; empty when the folder does not exist.
Result<std::map<std::string, std::string>> ReadFolder(const std::string& folder);

/// Writes a file, making its folder.
Diagnostics WriteText(const std::string& path, const std::string& text);

}  // namespace mesh::generator
