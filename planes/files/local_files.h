#pragma once

#include <memory>

#include "core/model/data_source.h"

namespace mesh {

/// The files of this machine; relative paths start at the working directory.
std::unique_ptr<Files> LocalFiles();

}  // namespace mesh
