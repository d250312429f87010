#pragma once

#include <memory>
#include <string_view>

#include "core/model/diagnostic.h"

namespace mesh::generator {

/// Finds where things stand in a YAML text of one document. The text is parsed at the first
/// question, and must outlive this.
class Locator {
 public:
  explicit Locator(std::string_view yaml);
  ~Locator();

  /// The line (from 1) of what `path` names, or of the innermost part of the path that is there; 0
  /// when the text cannot be read.
  int LineOf(const Path& path);

 private:
  class Document;
  const std::string_view yaml_;
  std::unique_ptr<Document> document_;
};

}  // namespace mesh::generator
