#pragma once

#include <string>
#include <vector>

#include "core/ownership/field_path.h"

namespace mesh {

/// A JSON patch (RFC 6902) that only removes, and only from the very object that was looked at.
class RemovalPatch {
 public:
  /// `object` must outlive this.
  explicit RemovalPatch(const Value& object) : object_(object) {}

  /// Removes what is at `path`; nothing when the object has no such thing. Items of lists are
  /// removed last item first.
  void Remove(const ownership::FieldPath& path);
  bool empty() const { return places_.empty(); }
  std::string ToJson() const;

 private:
  using Place = std::vector<std::string>;
  const Value& object_;
  std::vector<Place> places_;
};

/// A path through maps.
ownership::FieldPath PathOfNames(const std::vector<std::string>& names);

/// True when `object` has something at `path`.
bool Holds(const Value& object, const ownership::FieldPath& path);

}  // namespace mesh
