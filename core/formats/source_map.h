#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/model/diagnostic.h"

namespace mesh {

/// The lines that the nodes of one document stand at, for whoever reports findings in it. Readers
/// fill it where they are asked to; it takes 16 bytes and the key for each node.
class SourceMap {
 public:
  using Node = std::uint32_t;
  static constexpr Node kNone = UINT32_MAX;

  bool empty() const { return nodes_.empty(); }

  /// The line, from 1, of the node at `path`: of its key within a map, of its first character
  /// within a list. Attribute and key steps both name members. What came through an alias or a
  /// merge key stands where its anchor is. Where the way ends early (a field that is absent), the
  /// line of the last node on it; 0 when nothing was recorded.
  int LineAt(const Path& path) const;

  /// The line of each element of the list at `path`; none where there is no list.
  std::vector<int> LinesOfElements(const Path& path) const;

  // For readers: nodes in the order of the text. A node lasts until its End; what begins in between
  // is inside it.

  /// The node that the next Begin gives.
  Node next() const { return Count(); }
  Node BeginMember(int line, std::string_view key);
  Node BeginElement(int line);
  void End(Node node) { nodes_[node].end = Count(); }
  /// `node` is an alias: its inside is that of `target`, which has ended.
  void SetAlias(Node node, Node target) { aliases_.emplace_back(node, target); }
  /// `node` is a merge key: its members (or those of its elements) are its parent's, too.
  void SetMerge(Node node) { merges_.push_back(node); }
  /// The line of the first member of `map` with that key; 0 when there is none. `map` may still be
  /// open.
  int LineOfMember(Node map, std::string_view key) const;

 private:
  struct Entry {
    std::uint32_t line = 0;
    /// The first node after this one and its inside; kNone while it is open.
    Node end = kNone;
    /// Where the key begins in keys_; kNone for elements of lists and the root.
    std::uint32_t key = kNone;
    std::uint32_t key_size = 0;
  };

  Node Count() const { return static_cast<Node>(nodes_.size()); }
  Node Begin(Entry entry);
  bool IsMember(Node node, std::string_view key) const;
  bool IsMerge(Node node) const;
  Node Resolved(Node node) const;
  Node EndOf(Node node) const { return nodes_[node].end == kNone ? Count() : nodes_[node].end; }
  /// The last node that there is on the way.
  Node LastOn(const Path& path) const;
  Node Element(Node list, std::int64_t index) const;
  Node Member(Node map, std::string_view key, std::size_t& steps) const;
  Node MergedMember(Node merge, std::string_view key, std::size_t& steps) const;

  std::vector<Entry> nodes_;
  std::string keys_;
  /// Both sorted by node.
  std::vector<std::pair<Node, Node>> aliases_;
  std::vector<Node> merges_;
};

}  // namespace mesh
