#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ownership/field_set.h"

namespace mesh::ownership {

enum class Operation {
  kApply,   ///< server-side apply: the manager says what it wants and is asked before it is changed
  kUpdate,  ///< any other write, `kubectl edit` for one
};

/// Who wrote fields of an object.
struct FieldManager {
  std::string manager;
  Operation operation = Operation::kUpdate;
  std::string api_version = {};
  /// When it last wrote, as the server says it; empty when not told.
  std::string time = {};
  /// `status`, `scale`, ...; empty for the object itself.
  std::string subresource = {};

  bool operator==(const FieldManager&) const = default;
  /// For messages: `"kubectl-edit" (Update)`.
  std::string ToString() const;
};

/// One entry of metadata.managedFields. The fields are read when they are asked for: of most
/// objects only our own entry ever is. Not safe for several threads at once.
class ManagedEntry {
 public:
  ManagedEntry(FieldManager manager, const Value* fields)
      : manager_(std::move(manager)), source_(fields) {}
  const FieldManager& manager() const { return manager_; }
  /// Empty when they cannot be read; then `wrong` says why.
  const FieldSet& fields() const;
  const Diagnostics& wrong() const;

 private:
  FieldManager manager_;
  const Value* source_;
  mutable std::optional<FieldSet> fields_;
  mutable Diagnostics wrong_;
};

/// metadata.managedFields of one object, which must outlive this.
class ManagedFields {
 public:
  /// Never fails: what is no entry is left out, as are fields of a format that is not known.
  /// Entries of every API version count, since their sets name the fields all the same.
  static ManagedFields Read(const Value& object);

  const std::vector<ManagedEntry>& entries() const { return entries_; }
  /// The entry of the manager's server-side apply to the object itself; null when there is none.
  const ManagedEntry* AppliedBy(std::string_view manager) const;

 private:
  std::vector<ManagedEntry> entries_;
};

}  // namespace mesh::ownership
