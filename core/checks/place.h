#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/model/diagnostic.h"

namespace mesh {

/// Where in an object a check is. Cheap to make at every step of a walk; becomes a Path only when
/// there is something to say. Names are views: the object that is walked, or a literal, owns them.
/// Steps beyond the deepest are left out.
class Place {
 public:
  /// A member of an object.
  Place operator/(std::string_view member) const { return With({member, -1, false}); }
  /// A member of a map, whose key is the user's.
  Place Key(std::string_view key) const { return With({key, -1, true}); }
  Place operator[](std::size_t index) const { return With({{}, static_cast<int>(index), false}); }

  /// As the object spells it: attribute steps are JSON names.
  Path ToPath() const {
    Path out;
    for (std::size_t i = 0; i < size_; ++i) {
      const Step& step = steps_[i];
      if (step.index >= 0) {
        out = out.Index(static_cast<std::size_t>(step.index));
      } else {
        out = step.is_key ? out.Key(std::string(step.name)) : out.Attribute(std::string(step.name));
      }
    }
    return out;
  }

 private:
  static constexpr std::size_t kDeepest = 28;
  struct Step {
    std::string_view name;
    int index = -1;
    bool is_key = false;
  };
  Place With(Step step) const {
    Place out;
    for (std::size_t i = 0; i < size_; ++i) out.steps_[i] = steps_[i];
    out.size_ = size_;
    if (out.size_ < kDeepest) out.steps_[out.size_++] = step;
    return out;
  }

  // Only the first `size_` are read.
  std::array<Step, kDeepest> steps_;
  std::size_t size_ = 0;
};

}  // namespace mesh
