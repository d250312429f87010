#include "generator/convert.h"

#include <algorithm>

#include "core/model/implied_type.h"
#include "generator/suggest.h"

namespace mesh::generator {
namespace {

Value Wrong(const Value& value, const Path& path, const std::string& wanted, const std::string& fix,
            Diagnostics& out) {
  const std::string name =
      path.steps().empty() ? std::string("value") : "`" + path.ToString() + "`";
  out.push_back(Error("Wrong type of " + name,
                      path.ToString() + " is " + Describe(value) + ", but must be " + wanted + "." +
                          (fix.empty() ? "" : " " + fix),
                      path));
  return {};
}

Value ConvertString(const Value& value, const Path& path, Diagnostics& out) {
  if (value.is_string()) return value;
  std::string fix;
  if (value.is_number()) fix = "Quote it: \"" + value.as_number().text() + "\".";
  if (value.is_bool())
    fix = std::string("Quote it: \"") + (value.as_bool() ? "true" : "false") + "\".";
  return Wrong(value, path, "a string", fix, out);
}

Value ConvertNumber(const Value& value, const Path& path, Diagnostics& out) {
  if (value.is_number()) return value;
  const bool quoted = value.is_string() && Number::Parse(value.as_string());
  return Wrong(value, path, "a number", quoted ? "Write it without quotes." : "", out);
}

Value ConvertBool(const Value& value, const Path& path, Diagnostics& out) {
  if (value.is_bool()) return value;
  const bool quoted =
      value.is_string() && (value.as_string() == "true" || value.as_string() == "false");
  return Wrong(value, path, "true or false", quoted ? "Write it without quotes." : "", out);
}

template <class Each>
Value ConvertList(const Value& value, const Path& path, Diagnostics& out, Each each) {
  if (!value.is_list()) return Wrong(value, path, "a list", "Start each element with \"- \".", out);
  Value::List list;
  list.reserve(value.as_list().size());
  for (std::size_t i = 0; i < value.as_list().size(); ++i) {
    list.push_back(each(value.as_list()[i], path.Index(i)));
  }
  return list;
}

template <class Each>
Value ConvertMap(const Value& value, const Path& path, Diagnostics& out, Each each) {
  if (!value.is_map()) return Wrong(value, path, "a map", "Write it as `key: value` lines.", out);
  Value::Map map;
  for (const auto& [key, e] : value.as_map()) {
    map.emplace_hint(map.end(), key, each(e, path.Key(key)));
  }
  return map;
}

Value ConvertAs(const Type& type, const Value& value, const Path& path, Diagnostics& out);

Value ConvertObject(const Type& type, const Value& value, const Path& path, Diagnostics& out) {
  if (!value.is_map()) return Wrong(value, path, "a map", "Write it as `key: value` lines.", out);
  std::vector<std::string> known;
  Value::Map map;
  for (const auto& [name, attribute] : type.attributes()) {
    known.push_back(name);
    map.emplace_hint(map.end(), name,
                     ConvertAs(attribute, value.Get(name), path.Attribute(name), out));
  }
  RefuseUnknownKeys(value, known, path, out);
  return map;
}

Value ConvertAs(const Type& type, const Value& value, const Path& path, Diagnostics& out) {
  if (value.is_null()) return {};
  const auto element = [&](const Value& e, const Path& at) {
    return ConvertAs(type.element(), e, at, out);
  };
  switch (type.kind()) {
    case Type::Kind::kString:
      return ConvertString(value, path, out);
    case Type::Kind::kNumber:
      return ConvertNumber(value, path, out);
    case Type::Kind::kBool:
      return ConvertBool(value, path, out);
    case Type::Kind::kList:
    case Type::Kind::kSet:
      return ConvertList(value, path, out, element);
    case Type::Kind::kMap:
      return ConvertMap(value, path, out, element);
    case Type::Kind::kObject:
      return ConvertObject(type, value, path, out);
    case Type::Kind::kTuple:
    case Type::Kind::kDynamic:
      break;
  }
  return Value::Dynamic(ImpliedType(value), value);
}

Value ConvertField(const Field& field, const Value& value, const Path& path, Diagnostics& out) {
  if (value.is_null()) return {};
  const auto block = [&](const Value& v, const Path& at) -> Value {
    return v.is_null() ? Value() : Convert(field.fields, v, at, out);
  };
  switch (field.nesting) {
    case Nesting::kSingle:
      return block(value, path);
    case Nesting::kList:
    case Nesting::kSet:
      return ConvertList(value, path, out, block);
    case Nesting::kMap:
      return ConvertMap(value, path, out, block);
    case Nesting::kNone:
      break;
  }
  return ConvertAs(field.type, value, path, out);
}

}  // namespace

std::string Describe(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kBool:
      return value.as_bool() ? "the boolean true" : "the boolean false";
    case Value::Kind::kNumber:
      return "the number " + value.as_number().text();
    case Value::Kind::kString:
      return "the string \"" + value.as_string() + "\"";
    case Value::Kind::kList:
      return "a list";
    case Value::Kind::kMap:
      return "a map";
    default:
      return "empty";
  }
}

void RefuseUnknownKeys(const Value& data, const std::vector<std::string>& known, const Path& path,
                       Diagnostics& out) {
  for (const auto& [key, value] : data.as_map()) {
    if (std::ranges::find(known, key) != known.end()) continue;
    const Path at = path.Attribute(key);
    out.push_back(Error("Unknown attribute \"" + key + "\"",
                        at.ToString() + " is no attribute here." + Suggestion(key, known), at));
  }
}

Value Convert(const std::vector<Field>& fields, const Value& data, const Path& path,
              Diagnostics& out) {
  if (!data.is_map()) return Wrong(data, path, "a map", "Write it as `key: value` lines.", out);
  std::vector<std::string> known;
  known.reserve(fields.size());
  Value::Map config;
  for (const Field& field : fields) {
    const Value& value = data.Get(field.name);
    if (field.presence == Presence::kComputed) {
      if (data.Has(field.name)) {
        out.push_back(Error("Computed attribute \"" + field.name + "\"",
                            path.Attribute(field.name).ToString() +
                                " is filled in by mesh and cannot be set. Remove it.",
                            path.Attribute(field.name)));
      }
      known.push_back(field.name);
      continue;
    }
    known.push_back(field.name);
    config.emplace(field.name, ConvertField(field, value, path.Attribute(field.name), out));
  }
  RefuseUnknownKeys(data, known, path, out);
  return config;
}

}  // namespace mesh::generator
