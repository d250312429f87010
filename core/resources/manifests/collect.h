#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/model/object.h"

namespace mesh {

/// Objects gathered from YAML texts, each with the place it came from.
class ManifestCollection {
 public:
  struct Entry {
    Value content;
    /// `file:line`, for messages.
    std::string place;
  };

  /// Adds every object of a text; `source` names the text in messages, errors carry the path `at`.
  /// Empty documents are skipped, the items of a List are taken one by one.
  void Add(std::string_view text, const std::string& source, const Path& at);

  const std::map<ObjectKey, Entry>& objects() const { return objects_; }
  /// Broken documents, objects without key, Secrets with data, and keys that come twice.
  const Diagnostics& diagnostics() const { return diagnostics_; }

 private:
  void AddObject(Value object, const std::string& place, const Path& at);

  std::map<ObjectKey, Entry> objects_;
  Diagnostics diagnostics_;
};

}  // namespace mesh
