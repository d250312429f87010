#include "core/resources/kind/typed_shape.h"

#include "core/formats/json.h"

namespace mesh {
namespace {

bool IsCollection(const Shape& shape) {
  return shape.kind == Shape::Kind::kList || shape.kind == Shape::Kind::kMap;
}

/// The wire type of a value that is no object of fields, or stands in a collection of collections.
Type TypeOf(const Shape& shape, bool inside) {
  if (SpellingOf(shape, inside) == Spelling::kDynamic) return Type::Dynamic();
  switch (shape.kind) {
    case Shape::Kind::kBool:
      return Type::Bool();
    case Shape::Kind::kInteger:
    case Shape::Kind::kNumber:
      return Type::Number();
    case Shape::Kind::kList:
      return Type::List(TypeOf(shape.element.front(), true));
    case Shape::Kind::kMap:
      return Type::Map(TypeOf(shape.element.front(), true));
    case Shape::Kind::kObject: {
      Type::Attributes attributes;
      for (const FieldShape& field : shape.object->fields) {
        if (!field.secret) attributes.emplace(field.attribute, TypeOf(field.shape, true));
      }
      return Type::Object(std::move(attributes));
    }
    default:
      return Type::String();
  }
}

std::optional<std::string> WrongJson(const Value& value) {
  if (ReadJson(value.as_string(), "the text")) return std::nullopt;
  return "is no JSON. Write the value with jsonencode().";
}

std::string Allowed(const Shape& shape) {
  const Shape* of = &shape;
  while (!of->element.empty()) of = &of->element.front();
  std::string out;
  for (const std::string_view value : of->limits.values) {
    if (!value.empty()) out += (out.empty() ? " One of `" : ", `") + std::string(value) + "`";
  }
  return out.empty() ? out : out + ".";
}

/// The catalogue's words, and what its other columns say.
std::string DocOf(const FieldShape& field, Spelling spelling) {
  std::string out = field.doc + Allowed(field.shape);
  if (!field.default_json.empty()) {
    out += " The server's default: `" + std::string(field.default_json) + "`.";
  }
  if (spelling == Spelling::kJson) out += " A string of JSON: use jsonencode().";
  if (!field.ignored.empty()) out += " Has no effect: " + field.ignored;
  if (field.experimental) out += " Experimental.";
  if (!field.since.empty()) out += " Since " + std::string(field.since) + ".";
  if (!field.until.empty()) out += " Until " + std::string(field.until) + ".";
  return out;
}

Field FieldFor(const FieldShape& shape, bool inside) {
  const Spelling spelling = SpellingOf(shape.shape, inside);
  Field out{.name = shape.attribute,
            .doc = DocOf(shape, spelling),
            .presence = shape.required && shape.default_json.empty() ? Presence::kRequired
                                                                     : Presence::kOptional,
            .on_change = shape.immutable ? OnChange::kReplace : OnChange::kUpdate,
            .deprecated = shape.deprecated};
  if (spelling == Spelling::kJson) out.check = WrongJson;
  const Shape& type = shape.shape;
  const Shape* object = &type;
  if (IsCollection(type)) object = &type.element.front();
  if (object->kind != Shape::Kind::kObject) {
    out.type = TypeOf(type, inside);
    return out;
  }
  out.nesting = !IsCollection(type)               ? Nesting::kSingle
                : type.kind == Shape::Kind::kList ? Nesting::kList
                                                  : Nesting::kMap;
  for (const FieldShape& field : object->object->fields) {
    if (!field.secret) out.fields.push_back(FieldFor(field, true));
  }
  return out;
}

void FindSecrets(const ObjectShape& shape, const std::string& at, std::vector<std::string>& out) {
  for (const FieldShape& field : shape.fields) {
    const std::string here = at + std::string(field.name);
    if (field.secret) out.push_back(here);
    const Shape* inner = &field.shape;
    while (!inner->element.empty()) inner = &inner->element.front();
    if (!field.secret && inner->object != nullptr) FindSecrets(*inner->object, here + ".", out);
  }
}

}  // namespace

Spelling SpellingOf(const Shape& shape, bool inside) {
  if (shape.kind != Shape::Kind::kAny) return Spelling::kPlain;
  return inside ? Spelling::kJson : Spelling::kDynamic;
}

std::vector<Field> FieldsOf(const ObjectShape& shape) {
  std::vector<Field> out;
  for (const FieldShape& field : shape.fields) {
    if (!field.secret) out.push_back(FieldFor(field, false));
  }
  return out;
}

std::vector<std::string> SecretFieldsOf(const ObjectShape& shape) {
  std::vector<std::string> out;
  FindSecrets(shape, "", out);
  return out;
}

}  // namespace mesh
