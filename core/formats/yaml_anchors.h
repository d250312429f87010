#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "core/formats/source_map.h"
#include "core/model/value.h"

namespace mesh {

/// A node that aliases may stand for.
struct YamlAnchor {
  Value value;
  SourceMap::Node node = SourceMap::kNone;
  /// The line of the first mistake in it; 0 where there is none.
  int wrong_at = 0;
};

/// The anchors of one document.
class YamlAnchors {
 public:
  /// A node begins; the number tells it from others with its name.
  std::size_t Begin() { return ++begun_; }

  /// The node that began with `begun` ends. The last to begin keeps the name.
  void Name(std::string_view name, std::size_t begun, YamlAnchor anchor) {
    auto& [since, named] = anchors_[std::string(name)];
    if (since >= begun) return;
    since = begun;
    named = std::move(anchor);
  }

  /// Null where no node of that name has ended.
  const YamlAnchor* Find(std::string_view name) const {
    const auto found = anchors_.find(name);
    return found == anchors_.end() ? nullptr : &found->second.second;
  }

  void Clear() { anchors_.clear(); }

 private:
  std::map<std::string, std::pair<std::size_t, YamlAnchor>, std::less<>> anchors_;
  std::size_t begun_ = 0;
};

}  // namespace mesh
