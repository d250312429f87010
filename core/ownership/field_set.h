#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ownership/field_path.h"

namespace mesh::ownership {

/// A set of fields of an object, as an entry of metadata.managedFields holds it (FieldsV1).
///
/// A path can be in the set by itself, and beside that have other paths of the set below it. A
/// path in the set with nothing below stands for the whole value there. The tree is kept flat: one
/// text and one array, whatever the size, because a refresh reads tens of thousands of them.
class FieldSet {
 public:
  class Node;

  FieldSet() = default;
  static FieldSet Of(const std::vector<FieldPath>& paths);
  /// Reads FieldsV1 as JSON text. Elements of kinds that are not known yet are left out, as API
  /// servers do; anything else that is no FieldsV1 is an error.
  static Result<FieldSet> Parse(std::string_view json);
  /// The same from JSON that is read already; a string is taken for the text of FieldsV1.
  static Result<FieldSet> Read(const Value& fields_v1);

  /// The JSON that an API server writes for the set, byte for byte.
  std::string ToJson() const;

  bool empty() const { return entries_.empty(); }
  /// The number of paths.
  std::size_t size() const;
  /// True when exactly this path is in the set.
  bool Contains(const FieldPath& path) const;
  /// True when the set says something about the value at `path`: the path or one below it is in
  /// the set, or a path above it that stands for the whole value there.
  bool IsOwned(const FieldPath& path) const;
  /// All paths; what is above comes before what is below. Equal sets give equal orders.
  std::vector<FieldPath> Paths() const;

  FieldSet Union(const FieldSet& other) const;
  /// The paths that are in this set and not in `other`; what is below a path is judged by itself.
  FieldSet Difference(const FieldSet& other) const;
  friend bool operator==(const FieldSet& a, const FieldSet& b);

  /// The root: no path is in it itself.
  Node root() const;
  /// The node at `path`, none when nothing there or below is in the set.
  Node Find(const FieldPath& path) const;

 private:
  friend class FieldSetBuilder;
  /// A node: its element's text in `text_`, and how many entries its subtree has, itself included.
  /// Children follow their parent, sorted by their elements' texts.
  struct Entry {
    std::uint32_t begin;
    std::uint32_t size;
    std::uint32_t span;
    bool member;
  };
  std::string_view ElementOf(const Entry& e) const {
    return std::string_view(text_).substr(e.begin, e.size);
  }

  std::string text_;
  std::vector<Entry> entries_;
};

/// A place in a FieldSet that is open to walk through; cheap to copy. It lives no longer than its
/// set. A default one is none: it has no children and is no member.
class FieldSet::Node {
 public:
  Node() = default;
  explicit operator bool() const { return set_ != nullptr; }
  /// True when the path to here is in the set.
  bool is_member() const { return set_ != nullptr && at_ > 0 && set_->entries_[at_ - 1].member; }
  bool has_children() const { return set_ != nullptr && last() > at_; }
  /// True when the set has the whole value here.
  bool is_leaf() const { return is_member() && !has_children(); }
  /// The element that leads here: `f:name`, ...
  std::string_view element() const { return set_->ElementOf(set_->entries_[at_ - 1]); }

  /// The children in order: `for (Node c = n.FirstChild(); c; c = n.NextChild(c))`.
  Node FirstChild() const { return has_children() ? Node(set_, at_ + 1) : Node(); }
  Node NextChild(const Node& child) const {
    const std::uint32_t next = child.last() + 1;
    return next <= last() ? Node(set_, next) : Node();
  }
  /// The child with this element; none when there is none. Where many are looked up in ascending
  /// order, `hint` (the answer to the one before) makes all of them together linear.
  Node Child(std::string_view element, const Node& hint) const;
  Node Child(std::string_view element) const { return Child(element, Node()); }
  Node ChildField(std::string_view name, const Node& hint) const;

 private:
  friend class FieldSet;
  friend class FieldSetBuilder;
  Node(const FieldSet* set, std::uint32_t at) : set_(set), at_(at) {}
  /// The number of the last entry of this subtree; entries are numbered from 1, 0 is the root.
  std::uint32_t last() const {
    if (at_ == 0) return static_cast<std::uint32_t>(set_->entries_.size());
    return at_ + set_->entries_[at_ - 1].span - 1;
  }
  Node Seek(char kind, std::string_view rest, const Node& hint) const;

  const FieldSet* set_ = nullptr;
  std::uint32_t at_ = 0;
};

}  // namespace mesh::ownership
