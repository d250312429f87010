#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/model/diagnostic.h"

namespace mesh {

/// How deep values and types may nest: far beyond any real configuration, far below the stack.
inline constexpr int kMaxDecodeDepth = 256;

/// Where and why decoding failed, collected while the recursion unwinds, so that success costs
/// nothing. Every function returns false, for `return failure.Because(...)`.
class DecodeFailure {
 public:
  bool Because(std::string why) {
    why_ = std::move(why);
    return false;
  }
  /// Names the step that led to the failure so far, from the inside out.
  bool Under(Path::Step step) {
    trail_.push_back(std::move(step));
    return false;
  }
  /// Elements of sets cannot be named: the place is the set itself.
  bool InSet() {
    trail_.clear();
    return false;
  }
  /// The diagnostic; `fix` ends its detail.
  Diagnostic Take(std::string summary, const std::string& fix) const {
    Path path;
    for (auto step = trail_.rbegin(); step != trail_.rend(); ++step) path = Extend(path, *step);
    const std::string place = path.empty() ? "" : "At " + path.ToString() + ": ";
    return Error(std::move(summary), place + why_ + ". " + fix, path);
  }

 private:
  static Path Extend(const Path& path, const Path::Step& step) {
    if (const auto* attribute = std::get_if<AttributeStep>(&step)) {
      return path.Attribute(attribute->name);
    }
    if (const auto* key = std::get_if<KeyStep>(&step)) return path.Key(key->key);
    return path.Index(static_cast<std::size_t>(std::get<IndexStep>(step).index));
  }

  std::string why_;
  std::vector<Path::Step> trail_;
};

}  // namespace mesh
