#pragma once

#include <string>

#include "provider/plugin/serve.h"

namespace mesh::plugin {

/// What a person who starts this program by hand should know: what it is, and what to do instead.
std::string ManualText(const ServeOptions& options);

/// What a debugging session prints: the line to paste where terraform or tofu runs.
std::string DebugText(const ServeOptions& options, const std::string& reattach_json);

}  // namespace mesh::plugin
