#pragma once

#include <string>

#include "core/model/value.h"
#include "provider/plugin/log.h"

namespace mesh {

/// Says what a run's calls took (engine::Session::Report): a line of the log for each cluster and
/// label, and where `path` is not empty one line of JSON at the end of that file. Nothing where
/// nothing was called.
void WriteReport(const Value& clusters, const std::string& path, plugin::Log& log);

}  // namespace mesh
