#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/model/diagnostic.h"

namespace mesh {

/// Where in an object a check is. Cheap to make at every step of a walk; becomes a Path only when
/// there is something to say. Names are views: the object that is walked, or a literal, owns them.
/// Steps beyond the deepest are left out.
class Place {
 public:
  /// A member of an object.
  Place operator/(std::string_view member) const { return With(Step(member, kMember)); }
  /// A member of a map, whose key is the user's.
  Place Key(std::string_view key) const { return With(Step(key, kKey)); }
  Place operator[](std::size_t index) const { return With({nullptr, 0, static_cast<int>(index)}); }

  /// As the object spells it: attribute steps are JSON names.
  Path ToPath() const {
    Path out;
    for (std::size_t i = 0; i < size_; ++i) {
      const Step& step = steps_[i];
      if (step.index >= 0) {
        out = out.Index(static_cast<std::size_t>(step.index));
      } else {
        std::string name(step.name, step.size);
        out = step.index == kKey ? out.Key(std::move(name)) : out.Attribute(std::move(name));
      }
    }
    return out;
  }

 private:
  static constexpr std::size_t kDeepest = 28;
  // What stands for an index where a step is none.
  static constexpr int kMember = -1;
  static constexpr int kKey = -2;
  struct Step {
    Step() = default;
    Step(const char* text, std::uint32_t length, int at) : name(text), size(length), index(at) {}
    Step(std::string_view text, int what)
        : name(text.data()), size(static_cast<std::uint32_t>(text.size())), index(what) {}
    const char* name;
    std::uint32_t size;
    int index;
  };
  Place With(Step step) const {
    Place out;
    std::memcpy(out.steps_.data(), steps_.data(), size_ * sizeof(Step));
    out.size_ = size_;
    if (out.size_ < kDeepest) out.steps_[out.size_++] = step;
    return out;
  }

  // Only the first `size_` are read.
  std::array<Step, kDeepest> steps_;
  std::size_t size_ = 0;
};

}  // namespace mesh
