#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/model/diagnostic.h"
#include "core/model/value.h"

namespace mesh {

enum class Presence { kRequired, kOptional, kComputed };
/// What a change of a field does to the resource: an update in place, or a new resource.
enum class OnChange { kUpdate, kReplace };
/// How fields nest inside a field that is itself made of fields.
enum class Nesting { kNone, kSingle, kList, kMap, kSet };

/// Judges one known, non-null value; returns what is wrong and the fix, or nullopt when it is fine.
/// The text continues the sentence "<attribute> ..." and names the fix.
using Check = std::function<std::optional<std::string>(const Value&)>;

/// One attribute of a resource, written once: schema, validation, docs, JSON Schema and HCL come
/// from it.
///
/// Absent attributes stay null in the state. `fallback` is what rendering uses in place of null; it
/// is documented, and never written into the state.
struct Field {
  std::string name = {};
  /// A full sentence for the docs; units and allowed values included where the rest does not say
  /// it.
  std::string doc = {};
  Presence presence = Presence::kOptional;
  OnChange on_change = OnChange::kUpdate;
  /// Leaf type; unused when `nesting` says that the field is made of `fields`.
  Type type = Type::String();
  Nesting nesting = Nesting::kNone;
  std::vector<Field> fields = {};
  Value fallback = {};
  /// Allowed strings; empty allows all.
  std::vector<std::string> one_of = {};
  /// Applied to the value, or to each element and key-less member of a collection.
  Check check = nullptr;
  /// Applied to each key of a map.
  Check key_check = nullptr;
  bool sensitive = false;
  bool write_only = false;
  /// Why it is deprecated and its successor; empty when it is not.
  std::string deprecated = {};

  /// The wire type: object, list, map or set of objects for nested fields, else `type`.
  Type WireType() const;
};

/// The object type of a block of fields.
Type ObjectType(const std::vector<Field>& fields);

/// Checks shape, presence, null elements, `one_of` and `check` of every known value under `path`.
/// Unknown values pass: the host asks again when they are known.
Diagnostics CheckFields(const std::vector<Field>& fields, const Value& object,
                        const Path& path = {});

}  // namespace mesh
