#pragma once

#include <optional>
#include <string>

#include "core/model/object.h"
#include "planes/directory/root.h"

namespace mesh {

/// What an object's file holds.
struct ObjectFile {
  Value content;
  bool has_comments = false;
};

/// Reads the object `key` from the file at `path`; nullopt when there is no file. An error when the
/// file holds anything but that one object: it is never overwritten then.
Result<std::optional<ObjectFile>> ReadObjectFile(Walk& walk, const std::string& path,
                                                 const ObjectKey& key);

}  // namespace mesh
