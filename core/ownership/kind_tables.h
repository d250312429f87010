#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/ownership/field_path.h"

namespace mesh::ownership {

/// How the server keeps a list.
enum class ListShape { kAtomic, kMap, kSet };

struct Shape {
  ListShape list = ListShape::kAtomic;
  /// For kMap: the fields that tell items apart.
  std::vector<std::string> keys = {};
};

/// How the texts at a place compare, beside being the same.
enum class Meaning { kExact, kQuantity, kDuration };

/// What is known by heart of the fields of one kind: data, from the API's own schemas. What the
/// tables do not know is exact, atomic and no default.
class KindTables {
 public:
  /// The tables of the kind that `object` is of.
  static KindTables Of(const Value& object);

  Meaning MeaningAt(const FieldPath& path) const;
  /// For lists that managedFields says nothing about.
  Shape ShapeAt(const FieldPath& path) const;
  /// What the server takes for a key field that an item leaves out; null when it takes nothing.
  static Value KeyDefault(std::string_view field);
  /// True when the server puts `value` at `path` of `object` by itself.
  bool IsDefault(const FieldPath& path, const Value& value, const Value& object) const;
  /// True when IsDefault knows every default of the kind, so that a field that it does not know
  /// was put there by somebody.
  bool knows_all_defaults() const { return knows_all_defaults_; }

 private:
  /// Whether a row's pattern is for this kind and matches the path.
  bool Matches(std::string_view group, std::string_view kind, std::string_view pattern,
               const FieldPath& path) const;

  std::string group_;
  std::string kind_;
  /// Where objects of the kind hold a pod's spec: `spec.template.spec`; empty when nowhere.
  std::string_view pod_spec_;
  bool knows_all_defaults_ = false;
};

/// Whether a path matches a pattern of fields: `spec.ports[].protocol`, where `[]` is any item of a
/// list, `*` any one field and `**` any steps at all, none included.
bool MatchesPattern(std::string_view pattern, std::span<const FieldStep> path);

/// Equality by meaning: the same JSON, numbers that a server stores as the same value, or, where
/// `meaning` says so, the same quantity or duration. A number and a string are the same only as
/// quantities.
bool SameMeaning(const Value& a, const Value& b, Meaning meaning);

}  // namespace mesh::ownership
