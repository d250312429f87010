#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "core/ownership/kind_tables.h"
#include "core/ownership/managed_fields.h"

namespace mesh::ownership {

/// Who owns what of one object, seen by one manager. The object must outlive this.
class Owners {
 public:
  Owners(const Value& object, std::string_view manager);
  /// `our_entry_` points into `fields_`.
  Owners(const Owners&) = delete;
  Owners& operator=(const Owners&) = delete;

  /// Our fields; empty when the object has no entry of ours.
  const FieldSet& ours() const { return ours_; }
  /// True when the object has an entry of ours: the server tells our fields from others'.
  bool has_entry() const { return has_entry_; }

  /// The other manager that owns the field at `path`, or something in it: one that applied it
  /// before one that updated it, and of several the last that wrote.
  std::optional<FieldManager> OtherAt(const FieldPath& path) const;
  /// True when somebody else has the whole value at `path` (a list or map that is kept whole).
  bool OtherHoldsWhole(const FieldPath& path) const;
  /// The shape of the list at `path`, of which `own` is our part, as the managers' fields tell it;
  /// nullopt when none of them says anything.
  std::optional<Shape> ShapeAt(const FieldPath& path, const FieldSet::Node& own) const;

  /// Warnings about entries that could not be read, of those that were needed.
  Diagnostics Warnings() const;

 private:
  ManagedFields fields_;
  const ManagedEntry* our_entry_ = nullptr;
  FieldSet ours_;
  bool has_entry_ = false;
  mutable bool asked_others_ = false;
};

/// What a field set says of the list at a node: keys, values, or that it is one whole.
std::optional<Shape> ShapeOf(const FieldSet::Node& list);

}  // namespace mesh::ownership
