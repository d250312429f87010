#include "provider/protocol/type_json.h"

#include <algorithm>
#include <array>
#include <optional>

#include "provider/protocol/json_text.h"

namespace mesh {
namespace {

struct Name {
  Type::Kind kind;
  std::string_view text;
};
constexpr std::array<Name, 9> kNames = {{{Type::Kind::kString, "string"},
                                         {Type::Kind::kNumber, "number"},
                                         {Type::Kind::kBool, "bool"},
                                         {Type::Kind::kDynamic, "dynamic"},
                                         {Type::Kind::kList, "list"},
                                         {Type::Kind::kSet, "set"},
                                         {Type::Kind::kMap, "map"},
                                         {Type::Kind::kObject, "object"},
                                         {Type::Kind::kTuple, "tuple"}}};

void Append(std::string& out, const Type& type) {
  const auto name =
      std::ranges::find_if(kNames, [&](const Name& n) { return n.kind == type.kind(); });
  const bool has_parts = type.is_collection() || type.kind() == Type::Kind::kObject ||
                         type.kind() == Type::Kind::kTuple;
  out += has_parts ? "[\"" : "\"";
  out += name->text;
  out += '"';
  if (!has_parts) return;
  out += ',';
  char separator = 0;
  const auto separate = [&](char open) {
    out += separator == 0 ? open : separator;
    separator = ',';
  };
  if (type.is_collection()) {
    Append(out, type.element());
  } else if (type.kind() == Type::Kind::kObject) {
    for (const auto& [key, attribute] : type.attributes()) {
      separate('{');
      AppendJsonString(out, key);
      out += ':';
      Append(out, attribute);
    }
    out += type.attributes().empty() ? "{}" : "}";
  } else {
    for (const Type& element : type.elements()) {
      separate('[');
      Append(out, element);
    }
    out += type.elements().empty() ? "[]" : "]";
  }
  out += ']';
}

class TypeReader {
 public:
  explicit TypeReader(std::string_view json) : json_(json) {}

  bool Read(Type& out, int depth) {
    if (depth > kMaxDecodeDepth) return json_.failure().Because("the type is nested too deeply");
    if (json_.Peek() == JsonReader::Kind::kString) return ReadSimple(out);
    if (json_.Peek() != JsonReader::Kind::kArray) return json_.Unexpected("a type");
    std::optional<Type::Kind> kind;
    std::size_t parts = 0;
    const bool good = json_.ReadArray([&](std::size_t index) {
      parts = index + 1;
      if (index == 0) return ReadKind(kind);
      if (index == 1) return ReadParts(*kind, out, depth + 1);
      if (index == 2 && *kind == Type::Kind::kObject) return SkipOptionalNames();
      return json_.Unexpected("the end of the type");
    });
    return good && (parts >= 2 || json_.failure().Because("a type has no parts"));
  }

  bool AtEnd() { return json_.AtEnd() || json_.Unexpected("the end of the type"); }
  const DecodeFailure& failure() { return json_.failure(); }

 private:
  bool ReadKind(std::optional<Type::Kind>& kind) {
    std::string text;
    if (!json_.ReadString(text)) return false;
    for (const Name& name : kNames) {
      if (name.text == text) kind = name.kind;
    }
    return kind || json_.failure().Because("there is no type `" + text + "`");
  }

  bool ReadSimple(Type& out) {
    std::optional<Type::Kind> kind;
    if (!ReadKind(kind)) return false;
    if (kind == Type::Kind::kString) return out = Type::String(), true;
    if (kind == Type::Kind::kNumber) return out = Type::Number(), true;
    if (kind == Type::Kind::kBool) return out = Type::Bool(), true;
    if (kind == Type::Kind::kDynamic) return out = Type::Dynamic(), true;
    return json_.failure().Because("a collection type lacks the type of its elements");
  }

  bool ReadParts(Type::Kind kind, Type& out, int depth) {
    if (kind == Type::Kind::kObject) return ReadAttributes(out, depth);
    if (kind == Type::Kind::kTuple) return ReadElements(out, depth);
    Type element;
    if (!Read(element, depth)) return false;
    if (kind == Type::Kind::kList) return out = Type::List(std::move(element)), true;
    if (kind == Type::Kind::kSet) return out = Type::Set(std::move(element)), true;
    if (kind == Type::Kind::kMap) return out = Type::Map(std::move(element)), true;
    return json_.failure().Because("a primitive type has no parts");
  }

  bool ReadAttributes(Type& out, int depth) {
    Type::Attributes attributes;
    const bool good = json_.ReadObject([&](std::string& key) {
      Type type;
      if (!Read(type, depth)) return false;
      const std::size_t before = attributes.size();
      attributes.emplace_hint(attributes.end(), std::move(key), std::move(type));
      return attributes.size() > before ||
             json_.failure().Because("an object type names an attribute twice");
    });
    if (good) out = Type::Object(std::move(attributes));
    return good;
  }

  bool ReadElements(Type& out, int depth) {
    std::vector<Type> elements;
    const bool good =
        json_.ReadArray([&](std::size_t) { return Read(elements.emplace_back(), depth); });
    if (good) out = Type::Tuple(std::move(elements));
    return good;
  }

  bool SkipOptionalNames() {
    std::string name;
    return json_.ReadArray([&](std::size_t) { return json_.ReadString(name); });
  }

  JsonReader json_;
};

}  // namespace

std::string TypeJson(const Type& type) {
  std::string out;
  Append(out, type);
  return out;
}

Result<Type> ParseTypeJson(std::string_view json) {
  TypeReader reader(json);
  Type type;
  if (reader.Read(type, 0) && reader.AtEnd()) return type;
  return Fail(reader.failure().Take(
      "Invalid type description",
      "Types come from Terraform or from its state; use a released version of it, and restore the "
      "state from a backup when it was edited by hand."));
}

}  // namespace mesh
