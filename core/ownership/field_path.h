#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/model/diagnostic.h"
#include "core/model/value.h"

namespace mesh::ownership {

/// A member of a map, by name.
struct FieldName {
  std::string name;
  bool operator==(const FieldName&) const = default;
};
/// The item of a list that is kept as a map: the one whose key fields have these values.
struct ItemKey {
  Value::Map fields;
  bool operator==(const ItemKey&) const = default;
};
/// The element of a list that is kept as a set.
struct ItemValue {
  Value value;
  bool operator==(const ItemValue&) const = default;
};
/// The element of a list by its place.
struct ItemIndex {
  std::int64_t index = 0;
  bool operator==(const ItemIndex&) const = default;
};

using FieldStep = std::variant<FieldName, ItemKey, ItemValue, ItemIndex>;

/// Where in an object something is, as a Kubernetes API server says it: unlike mesh::Path, an item
/// of a list is named by what tells it from the others.
using FieldPath = std::vector<FieldStep>;

/// As the API server prints a path in a conflict: `.spec.ports[name="http"].port`. Names are not
/// quoted there, so that `.metadata.labels.a.b/c` can only be read back with the object at hand.
/// Go's quoting is followed for all of ASCII and the controls of Latin-1.
std::string ToText(const FieldPath& path);

/// Reads what an API server printed. `object` (null: none) tells where a name with dots ends;
/// without it a name ends at the next dot, except for labels and annotations.
Result<FieldPath> ParseFieldPath(std::string_view text, const Value& object);

/// The same place as a path of attributes below `base`, where the attributes are those of
/// `object`: items are found by their key and become indices, names that are no identifiers become
/// keys. It ends early where the object has no such item or a set begins.
Path ToAttributePath(const FieldPath& path, const Value& object, const Path& base);

/// The element of FieldsV1 that stands for a step: `f:name`, `k:{"name":"http"}`, `v:"x"`, `i:3`.
/// Equal steps give equal texts, byte for byte those of an API server.
std::string ElementText(const FieldStep& step);

/// Reads an element of FieldsV1, however it spells its JSON; nullopt when it is none.
std::optional<FieldStep> ParseElement(std::string_view text);

/// The order that API servers write elements in: names, keys, values, indices; numbers before
/// strings.
bool ElementLess(const FieldStep& a, const FieldStep& b);

/// The index of the item of `list` that `step` names; nullopt when there is none.
std::optional<std::size_t> FindItem(const Value& list, const FieldStep& step);

}  // namespace mesh::ownership
