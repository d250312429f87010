#include "core/checks/filled.h"

#include <map>

#include "core/formats/json.h"

namespace mesh {
namespace {

const Value& DefaultOf(const FieldShape& field) {
  // Read once for each thread: the catalogue's defaults are few and met again and again.
  thread_local std::map<std::string_view, Value> read;
  const auto found = read.find(field.default_json);
  if (found != read.end()) return found->second;
  return read[field.default_json] = ReadJson(field.default_json, "a default").value_or(Value());
}

void Fill(Value& value, const ObjectShape& shape);

void Fill(Value& value, const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::kObject:
      return Fill(value, *shape.object);
    case Shape::Kind::kList:
      if (!value.is_list()) return;
      for (Value& item : value.as_list()) Fill(item, shape.element.front());
      return;
    case Shape::Kind::kMap:
      if (!value.is_map()) return;
      for (auto& [key, member] : value.as_map()) Fill(member, shape.element.front());
      return;
    default:
      return;
  }
}

bool HasParts(const Shape& shape) {
  if (shape.kind == Shape::Kind::kObject) return true;
  return !shape.element.empty() && HasParts(shape.element.front());
}

void Fill(Value& value, const ObjectShape& shape) {
  if (!value.is_map()) return;
  for (const FieldShape& field : shape.fields) {
    if (!field.default_json.empty() && value.Get(field.name).is_null()) {
      value.Set(std::string(field.name), DefaultOf(field));
    }
    if (!HasParts(field.shape) || value.Get(field.name).is_null()) continue;
    Fill(value.as_map().find(field.name)->second, field.shape);
  }
}

}  // namespace

Value Filled(const Value& object, const ObjectShape& shape) {
  Value out = object;
  Fill(out, shape);
  return out;
}

}  // namespace mesh
