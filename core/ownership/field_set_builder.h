#pragma once

#include <string_view>
#include <vector>

#include "core/ownership/field_set.h"

namespace mesh::ownership {

/// Makes a FieldSet in one pass over its tree; the order of siblings does not matter, and what is
/// said twice is joined.
class FieldSetBuilder {
 public:
  FieldSetBuilder() : open_{Level{}} {}

  /// Goes down to the child with this element (in the spelling of ElementText).
  void Open(std::string_view element);
  /// Comes back up from a child that is in the set itself or not. A child that is not, and has
  /// nothing below, was never there.
  void Close(bool member);
  /// The same for a child that is in the set when it has nothing below (how FieldsV1 writes it).
  void CloseLeafOr(bool member) { Close(member || !has_children()); }
  /// True when the child that is open has children.
  bool has_children() const { return open_.back().last != 0; }
  /// Adds a tree as it is.
  void Add(const FieldSet::Node& tree);

  FieldSet Finish();

  /// All paths of both.
  static FieldSet Join(const FieldSet& a, const FieldSet& b);

 private:
  using Entry = FieldSet::Entry;
  struct Level {
    /// Number of the level's own entry and of its last child, from 1; 0 is the root, or none.
    std::size_t at = 0;
    std::size_t last = 0;
    /// The parent's last child before this one.
    std::size_t before = 0;
    bool sorted = true;
  };
  /// Sorts and joins the children in entries_[first, end).
  void Arrange(std::size_t first);
  /// Appends the subtrees that start at `siblings` of `from`, sorted and joined, to entries_.
  void Emit(const std::vector<Entry>& from, std::vector<std::size_t> siblings);

  FieldSet set_;
  std::vector<Level> open_;
};

}  // namespace mesh::ownership
