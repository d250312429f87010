#include "core/resources/kind/typed_value.h"

#include <algorithm>

#include "core/formats/json.h"
#include "core/resources/kind/typed_shape.h"
#include "core/resources/object/manifest.h"
#include "core/resources/object/object_config.h"

namespace mesh {
namespace {

bool IsDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// JSON as jsonencode() of a host writes it, so that what was imported equals what is configured:
/// plain digits, and five characters escaped.
std::string HostJson(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kNumber:
      return value.as_number().Canonical();
    case Value::Kind::kString: {
      std::string out;
      const std::string text = WriteJson(value);
      for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = std::string_view(text).substr(i);
        if (rest.starts_with('<') || rest.starts_with('>') || rest.starts_with('&')) {
          out += text[i] == '<' ? "\\u003c" : text[i] == '>' ? "\\u003e" : "\\u0026";
        } else if (rest.starts_with("\xE2\x80\xA8") || rest.starts_with("\xE2\x80\xA9")) {
          out += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
          i += 2;
        } else {
          out += text[i];
        }
      }
      return out;
    }
    case Value::Kind::kList: {
      std::string out;
      for (const Value& item : value.as_list()) out += (out.empty() ? "" : ",") + HostJson(item);
      return "[" + out + "]";
    }
    case Value::Kind::kMap: {
      std::string out;
      for (const auto& [key, item] : value.as_map()) {
        out += (out.empty() ? "" : ",") + HostJson(Value(key)) + ":" + HostJson(item);
      }
      return "{" + out + "}";
    }
    default:
      return WriteJson(value);
  }
}

/// A whole number as nobody would write it otherwise: `007` stays a name.
bool IsWholeNumber(std::string_view text) {
  return IsDigits(text) && (text.size() == 1 || text.front() != '0');
}

Value ToMembers(const Value& config, const ObjectShape& shape, bool inside);

Value ToMember(const Value& value, const Shape& shape, bool inside) {
  if (value.is_null() || value.is_unknown()) return value;
  switch (SpellingOf(shape, inside)) {
    case Spelling::kDynamic:
      return WithoutNullMembers(value.Plain());
    case Spelling::kJson:
      return ReadJson(value.as_string(), "the value").value_or(value);
    case Spelling::kPlain:
      break;
  }
  switch (shape.kind) {
    case Shape::Kind::kObject:
      return ToMembers(value, *shape.object, true);
    case Shape::Kind::kList: {
      Value::List out;
      for (const Value& item : value.as_list()) {
        out.push_back(ToMember(item, shape.element.front(), true));
      }
      return out;
    }
    case Shape::Kind::kMap: {
      Value::Map out;
      for (const auto& [key, item] : value.as_map()) {
        out.emplace(key, ToMember(item, shape.element.front(), true));
      }
      return out;
    }
    case Shape::Kind::kIntOrString:
      if (value.is_string() && IsWholeNumber(value.as_string())) {
        return *Number::Parse(value.as_string());
      }
      return value;
    default:
      return value;
  }
}

Value ToMembers(const Value& config, const ObjectShape& shape, bool inside) {
  Value::Map out;
  for (const FieldShape& field : shape.fields) {
    const Value& value = config.Get(field.attribute);
    if (value.is_null() || field.secret) continue;
    out.emplace(std::string(field.name), ToMember(value, field.shape, inside));
  }
  return out;
}

/// The reverse of ToMember, with the places that have no way back.
class Reader {
 public:
  explicit Reader(std::vector<Unheld>& unheld) : unheld_(unheld) {}

  Value Object(const Value& object, const ObjectShape& shape, const Path& at, bool inside) {
    Value out(Value::Map{});
    for (const FieldShape& field : shape.fields) {
      if (!field.secret) out.Set(field.attribute, Value());
    }
    for (const auto& [name, value] : object.as_map()) {
      const FieldShape* field = shape.Find(name);
      const Path here = at.Attribute(name);
      if (field == nullptr) {
        Say(here, "`" + name + "` is no field of this kind.");
      } else if (field->secret) {
        Say(here, "`" + name + "` holds a secret, which a plan and a state would show.");
      } else {
        out.Set(field->attribute, Member(value, field->shape, here, inside));
      }
    }
    for (const FieldShape& field : shape.fields) {
      if (!field.required || field.secret || !field.default_json.empty() ||
          object.Has(field.name)) {
        continue;
      }
      Say(at, "`" + std::string(field.name) + "` is required and is not there.");
    }
    return out;
  }

 private:
  void Say(const Path& at, std::string why) { unheld_.push_back({at, std::move(why)}); }

  Value Member(const Value& value, const Shape& shape, const Path& at, bool inside) {
    if (value.is_unknown()) return value;
    if (value.is_null()) return Say(at, "It is null, which HCL takes for absent."), Value();
    switch (SpellingOf(shape, inside)) {
      case Spelling::kDynamic:
        CheckComposed(value, at);
        if (HasNull(value)) Say(at, "There is a null in it, which HCL takes for absent.");
        return AsDynamic(value);
      case Spelling::kJson:
        CheckComposed(value, at);
        return HostJson(value);
      case Spelling::kPlain:
        break;
    }
    switch (shape.kind) {
      case Shape::Kind::kObject:
        if (!value.is_map()) return Wrong(at, "an object");
        return Object(value, *shape.object, at, true);
      case Shape::Kind::kList:
        if (!value.is_list()) return Wrong(at, "a list");
        return List(value, shape.element.front(), at);
      case Shape::Kind::kMap:
        if (!value.is_map()) return Wrong(at, "an object");
        return Map(value, shape.element.front(), at);
      default:
        return Leaf(value, shape, at);
    }
  }

  Value Leaf(const Value& value, const Shape& shape, const Path& at) {
    switch (shape.kind) {
      case Shape::Kind::kBool:
        return value.is_bool() ? value : Wrong(at, "true or false");
      case Shape::Kind::kInteger:
      case Shape::Kind::kNumber:
        return value.is_number() ? value : Wrong(at, "a number");
      case Shape::Kind::kIntOrString:
        if (value.is_number()) {
          const auto whole = value.as_number().AsInt64();
          if (whole && *whole >= 0) return std::to_string(*whole);
          return Wrong(at, "a whole number from 0 on, or a string");
        }
        if (value.is_string() && IsWholeNumber(value.as_string())) {
          return Wrong(at, "a number without quotes");
        }
        break;
      default:
        break;
    }
    if (!value.is_string()) return Wrong(at, "a string");
    CheckComposed(value, at);
    return value;
  }

  void CheckComposed(const Value& value, const Path& at) {
    if (IsComposed(value)) return;
    Say(at, "It has text that is not in Unicode's composed form, which hosts would change.");
  }

  Value List(const Value& value, const Shape& element, const Path& at) {
    Value::List out;
    for (std::size_t i = 0; i < value.as_list().size(); ++i) {
      out.push_back(Member(value.as_list()[i], element, at.Index(i), true));
    }
    return out;
  }

  Value Map(const Value& value, const Shape& element, const Path& at) {
    Value::Map out;
    for (const auto& [key, item] : value.as_map()) {
      CheckComposed(Value(key), at);
      out.emplace(key, Member(item, element, at.Key(key), true));
    }
    return out;
  }

  Value Wrong(const Path& at, const char* wanted) {
    Say(at, std::string("It should be ") + wanted + ".");
    return {};
  }

  static bool HasNull(const Value& value) {
    if (value.is_map()) {
      return std::ranges::any_of(value.as_map(), [](const auto& m) { return HasNull(m.second); });
    }
    if (value.is_list()) return std::ranges::any_of(value.as_list(), HasNull);
    return value.is_null();
  }

  std::vector<Unheld>& unheld_;
};

}  // namespace

Value ToObject(const Value& config, const ObjectShape& shape) {
  return ToMembers(config, shape, false);
}

Value ToConfig(const Value& object, const ObjectShape& shape, const Path& at,
               std::vector<Unheld>& unheld) {
  return Reader(unheld).Object(object, shape, at, false);
}

Path ConfigPath(const Path& path, const KindShape& kind) {
  const auto name_of = [](const Path::Step& step) -> std::string_view {
    const auto* attribute = std::get_if<AttributeStep>(&step);
    return attribute == nullptr ? std::string_view() : attribute->name;
  };
  const auto& steps = path.steps();
  if (steps.empty()) return {};
  if (name_of(steps[0]) == "apiVersion") return "api_version";
  if (name_of(steps[0]) == "metadata") {
    return steps.size() > 1 ? Path(std::string(name_of(steps[1]))) : Path("name");
  }
  Path out;
  const ObjectShape* object = &kind.body;
  const Shape* shape = nullptr;
  bool inside = false;
  for (const Path::Step& step : steps) {
    if (shape != nullptr && SpellingOf(*shape, inside) != Spelling::kPlain) return out;
    if (object != nullptr) {
      const FieldShape* field = object->Find(name_of(step));
      if (field == nullptr || field->secret) return out;
      out = out.Attribute(field->attribute);
      shape = &field->shape;
    } else if (shape != nullptr && !shape->element.empty()) {
      if (const auto* index = std::get_if<IndexStep>(&step)) {
        out = out.Index(static_cast<std::size_t>(index->index));
      } else if (const auto* key = std::get_if<KeyStep>(&step)) {
        out = out.Key(key->key);
      } else {
        return out;
      }
      shape = &shape->element.front();
      inside = true;
    } else {
      return out;
    }
    object = shape->object;
  }
  return out;
}

}  // namespace mesh
