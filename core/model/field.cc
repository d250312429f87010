#include "core/model/field.h"

#include <algorithm>

namespace mesh {
namespace {

std::string Quoted(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += "\"" + words[i] + "\"";
  }
  return out;
}

void CheckLeaf(const Field& field, const Value& value, const Path& path, Diagnostics& out) {
  if (!field.one_of.empty() && value.is_string() &&
      std::ranges::find(field.one_of, value.as_string()) == field.one_of.end()) {
    out.push_back(Error("Invalid " + field.name,
                        path.ToString() + " is \"" + value.as_string() + "\". It must be " +
                            Quoted(field.one_of) + ".",
                        path));
    return;
  }
  if (!field.check) return;
  if (const auto wrong = field.check(value)) {
    out.push_back(Error("Invalid " + field.name, path.ToString() + " " + *wrong, path));
  }
}

/// Calls `each` for the elements of a collection and reports null ones; sets have no element path.
template <class Each>
void ForElements(const Field& field, bool is_set, const Value& value, const Path& path,
                 Diagnostics& out, Each each) {
  const auto element = [&](const Value& v, const Path& at) {
    if (v.is_null()) {
      out.push_back(Error("Null element in " + field.name,
                          at.ToString() + " is null. Remove the element or give it a value.", at));
    } else if (!v.is_unknown()) {
      each(v, at);
    }
  };
  if (value.is_list()) {
    for (std::size_t i = 0; i < value.as_list().size(); ++i) {
      element(value.as_list()[i], is_set ? path : path.Index(i));
    }
  } else if (value.is_map()) {
    for (const auto& [key, v] : value.as_map()) {
      const Path at = path.Key(key);
      if (field.key_check) {
        if (const auto wrong = field.key_check(Value(key))) {
          out.push_back(Error("Invalid key in " + field.name, at.ToString() + " " + *wrong, at));
        }
      }
      element(v, at);
    }
  }
}

void CheckField(const Field& field, const Value& value, const Path& path, Diagnostics& out) {
  if (value.is_null()) {
    if (field.presence == Presence::kRequired) {
      out.push_back(
          Error("Missing " + field.name, path.ToString() + " is required. " + field.doc, path));
    }
    return;
  }
  if (value.is_unknown()) return;
  const auto nested = [&](const Value& v, const Path& at) {
    Append(out, CheckFields(field.fields, v, at));
  };
  const auto leaf = [&](const Value& v, const Path& at) { CheckLeaf(field, v, at, out); };
  switch (field.nesting) {
    case Nesting::kSingle:
      return nested(value, path);
    case Nesting::kList:
    case Nesting::kMap:
      return ForElements(field, false, value, path, out, nested);
    case Nesting::kSet:
      return ForElements(field, true, value, path, out, nested);
    case Nesting::kNone:
      break;
  }
  if (!field.type.is_collection()) return leaf(value, path);
  ForElements(field, field.type.kind() == Type::Kind::kSet, value, path, out, leaf);
}

}  // namespace

Type Field::WireType() const {
  switch (nesting) {
    case Nesting::kSingle:
      return ObjectType(fields);
    case Nesting::kList:
      return Type::List(ObjectType(fields));
    case Nesting::kMap:
      return Type::Map(ObjectType(fields));
    case Nesting::kSet:
      return Type::Set(ObjectType(fields));
    case Nesting::kNone:
      break;
  }
  return type;
}

Type ObjectType(const std::vector<Field>& fields) {
  Type::Attributes attributes;
  for (const Field& field : fields) attributes.emplace(field.name, field.WireType());
  return Type::Object(std::move(attributes));
}

Diagnostics CheckFields(const std::vector<Field>& fields, const Value& object, const Path& path) {
  Diagnostics out;
  for (const Field& field : fields) {
    if (field.presence == Presence::kComputed) continue;
    CheckField(field, object.Get(field.name), path.Attribute(field.name), out);
  }
  return out;
}

}  // namespace mesh
