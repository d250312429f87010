#include "core/formats/source_map.h"

#include <algorithm>

namespace mesh {
namespace {

/// Merges of merges multiply; a search gives up after so many nodes rather than go on for hours.
constexpr std::size_t kMaxSteps = 1'000'000;

}  // namespace

int SourceMap::LineAt(const Path& path) const {
  return nodes_.empty() ? 0 : static_cast<int>(nodes_[LastOn(path)].line);
}

std::vector<int> SourceMap::LinesOfElements(const Path& path) const {
  std::vector<int> out;
  if (nodes_.empty()) return out;
  const Node list = Resolved(LastOn(path));
  for (Node node = list + 1; node < EndOf(list) && nodes_[node].key == kNone; node = EndOf(node)) {
    out.push_back(static_cast<int>(nodes_[node].line));
  }
  return out;
}

SourceMap::Node SourceMap::LastOn(const Path& path) const {
  std::size_t steps = kMaxSteps;
  Node here = 0;
  for (const Path::Step& step : path.steps()) {
    Node next = kNone;
    if (const auto* index = std::get_if<IndexStep>(&step)) {
      next = Element(Resolved(here), index->index);
    } else if (const auto* attribute = std::get_if<AttributeStep>(&step)) {
      next = Member(Resolved(here), attribute->name, steps);
    } else {
      next = Member(Resolved(here), std::get<KeyStep>(step).key, steps);
    }
    if (next == kNone) break;
    here = next;
  }
  return here;
}

int SourceMap::LineOfMember(Node map, std::string_view key) const {
  for (Node node = map + 1; node < EndOf(map); node = EndOf(node)) {
    if (IsMember(node, key)) return static_cast<int>(nodes_[node].line);
  }
  return 0;
}

SourceMap::Node SourceMap::Begin(Entry entry) {
  nodes_.push_back(entry);
  return Count() - 1;
}

SourceMap::Node SourceMap::BeginElement(int line) {
  return Begin({.line = static_cast<std::uint32_t>(line)});
}

SourceMap::Node SourceMap::BeginMember(int line, std::string_view key) {
  const auto at = static_cast<std::uint32_t>(keys_.size());
  keys_ += key;
  return Begin({.line = static_cast<std::uint32_t>(line),
                .key = at,
                .key_size = static_cast<std::uint32_t>(key.size())});
}

bool SourceMap::IsMember(Node node, std::string_view key) const {
  const Entry& entry = nodes_[node];
  return entry.key != kNone && std::string_view(keys_).substr(entry.key, entry.key_size) == key &&
         !IsMerge(node);
}

bool SourceMap::IsMerge(Node node) const { return std::ranges::binary_search(merges_, node); }

SourceMap::Node SourceMap::Resolved(Node node) const {
  const auto alias = std::ranges::lower_bound(aliases_, node, {}, &std::pair<Node, Node>::first);
  return alias != aliases_.end() && alias->first == node ? alias->second : node;
}

SourceMap::Node SourceMap::Element(Node list, std::int64_t index) const {
  for (Node node = list + 1; node < EndOf(list); node = EndOf(node)) {
    if (nodes_[node].key != kNone) return kNone;
    if (index-- == 0) return node;
  }
  return kNone;
}

SourceMap::Node SourceMap::Member(Node map, std::string_view key, std::size_t& steps) const {
  bool merges = false;
  for (Node node = map + 1; node < EndOf(map); node = EndOf(node)) {
    if (steps == 0) return kNone;
    --steps;
    if (IsMember(node, key)) return node;
    merges = merges || IsMerge(node);
  }
  for (Node node = map + 1; merges && node < EndOf(map); node = EndOf(node)) {
    const Node found = IsMerge(node) ? MergedMember(Resolved(node), key, steps) : kNone;
    if (found != kNone) return found;
  }
  return kNone;
}

SourceMap::Node SourceMap::MergedMember(Node merge, std::string_view key,
                                        std::size_t& steps) const {
  const Node first = merge + 1;
  if (first < EndOf(merge) && nodes_[first].key != kNone) return Member(merge, key, steps);
  for (Node node = first; node < EndOf(merge); node = EndOf(node)) {
    const Node found = Member(Resolved(node), key, steps);
    if (found != kNone) return found;
  }
  return kNone;
}

}  // namespace mesh
