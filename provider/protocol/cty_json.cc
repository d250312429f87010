#include "provider/protocol/cty_json.h"

#include <iterator>
#include <optional>

#include "provider/protocol/json_text.h"
#include "provider/protocol/number_text.h"
#include "provider/protocol/set_elements.h"
#include "provider/protocol/type_json.h"

namespace mesh {
namespace {

using Kind = JsonReader::Kind;

enum class Attributes { kExact, kTolerant };

class JsonDecoder {
 public:
  JsonDecoder(std::string_view json, Attributes mode) : json_(json), mode_(mode) {}

  bool Read(const Type& type, Value& out, int depth) {
    if (depth > kMaxDecodeDepth) return Fails("the value is nested too deeply");
    if (json_.Peek() == Kind::kNull) return out = Value(), json_.ReadNull();
    switch (type.kind()) {
      case Type::Kind::kString:
        return ReadString(out);
      case Type::Kind::kNumber:
        return ReadNumber(out);
      case Type::Kind::kBool:
        return ReadBool(out);
      case Type::Kind::kDynamic:
        return ReadDynamic(out, depth);
      case Type::Kind::kMap:
        return ReadMap(type.element(), out, depth);
      case Type::Kind::kObject:
        return ReadObject(type.attributes(), out, depth);
      default:
        return ReadList(type, out, depth);
    }
  }

  bool AtEnd() { return json_.AtEnd() || json_.Unexpected("the end of the value"); }
  DecodeFailure& failure() { return json_.failure(); }

 private:
  bool Fails(std::string why) { return json_.failure().Because(std::move(why)); }

  bool ReadString(Value& out) {
    std::string text;
    std::string_view number;
    bool flag = false;
    switch (json_.Peek()) {
      case Kind::kNumber:
        if (!json_.ReadNumber(number)) return false;
        text = number;
        break;
      case Kind::kBool:
        if (!json_.ReadBool(flag)) return false;
        text = flag ? "true" : "false";
        break;
      default:
        if (!json_.ReadString(text)) return false;
    }
    out = Value(std::move(text));
    return true;
  }

  bool ReadNumber(Value& out) {
    std::string text;
    std::string_view digits;
    if (json_.Peek() == Kind::kString ? !json_.ReadString(text) : !json_.ReadNumber(digits)) {
      return false;
    }
    const bool quoted = digits.empty();
    std::optional<Number> number = NumberFromText(quoted ? text : digits);
    if (!number) {
      return Fails(quoted ? "a number is required, not the string \"" + text + "\""
                          : "the number is too large or too small");
    }
    out = Value(*std::move(number));
    return true;
  }

  bool ReadBool(Value& out) {
    bool flag = false;
    if (json_.Peek() == Kind::kString) {
      std::string text;
      if (!json_.ReadString(text)) return false;
      flag = text == "true" || text == "1";
      if (!flag && text != "false" && text != "0") {
        return Fails("a bool is required, not the string \"" + text + "\"");
      }
    } else if (!json_.ReadBool(flag)) {
      return false;
    }
    out = Value(flag);
    return true;
  }

  /// State files put the value before its type, so the value is passed over first.
  bool ReadDynamic(Value& out, int depth) {
    std::optional<std::string_view> type_text;
    std::optional<std::string_view> value_text;
    const bool good = json_.ReadObject([&](const std::string& key) {
      auto* const part = key == "type" ? &type_text : key == "value" ? &value_text : nullptr;
      if (part == nullptr) return Fails("a dynamic value has no \"" + key + "\"");
      if (part->has_value()) return Fails("\"" + key + "\" of a dynamic value is given twice");
      return json_.Skip(part->emplace(), depth + 1);
    });
    if (!good) return false;
    if (!type_text) return Fails("the \"type\" of a dynamic value is missing");
    if (!value_text) return Fails("the \"value\" of a dynamic value is missing");
    Result<Type> type = ParseTypeJson(*type_text);
    if (!type) return Fails(type.error().front().detail);
    JsonDecoder inner(*value_text, mode_);
    Value value;
    if (!inner.Read(*type, value, depth + 1)) {
      json_.failure() = inner.failure();
      return false;
    }
    out = type->kind() == Type::Kind::kDynamic ? std::move(value)
                                               : Value::Dynamic(*std::move(type), std::move(value));
    return true;
  }

  bool ReadList(const Type& type, Value& out, int depth) {
    Value::List elements;
    const bool is_set = type.kind() == Type::Kind::kSet;
    const bool is_tuple = type.kind() == Type::Kind::kTuple;
    const bool good = json_.ReadArray([&](std::size_t index) {
      if (is_tuple && index >= type.elements().size()) return WrongLength(type);
      const Type& element = is_tuple ? type.elements()[index] : type.element();
      if (Read(element, elements.emplace_back(), depth + 1)) return true;
      return is_set ? failure().InSet()
                    : failure().Under(IndexStep{static_cast<std::int64_t>(index)});
    });
    if (!good) return false;
    if (is_tuple && elements.size() != type.elements().size()) return WrongLength(type);
    if (is_set) MergeEqualElements(elements, type.element());
    out = Value(std::move(elements));
    return true;
  }

  bool WrongLength(const Type& tuple) {
    return Fails("a tuple of " + std::to_string(tuple.elements().size()) + " elements is required");
  }

  bool ReadMap(const Type& element, Value& out, int depth) {
    Value::Map members;
    const bool good = json_.ReadObject([&](std::string& key) {
      const std::size_t before = members.size();
      const auto at = members.try_emplace(members.end(), std::move(key));
      if (members.size() == before) return Fails("the key \"" + at->first + "\" is given twice");
      return Read(element, at->second, depth + 1) || failure().Under(KeyStep{at->first});
    });
    if (good) out = Value(std::move(members));
    return good;
  }

  bool ReadObject(const Type::Attributes& attributes, Value& out, int depth) {
    Value::Map members;
    std::string_view dropped;
    auto next = attributes.begin();  // hosts sort, so the next attribute is nearly always the one
    const bool good = json_.ReadObject([&](const std::string& key) {
      const bool in_turn = next != attributes.end() && next->first == key;
      const auto attribute = in_turn ? next : attributes.find(key);
      if (attribute == attributes.end()) {
        if (mode_ == Attributes::kTolerant) return json_.Skip(dropped, depth + 1);
        return Fails("there is no attribute \"" + key + "\"");
      }
      next = std::next(attribute);
      const std::size_t before = members.size();
      const auto at = members.try_emplace(members.end(), key);
      if (members.size() == before) return Fails("the attribute \"" + key + "\" is given twice");
      return Read(attribute->second, at->second, depth + 1) || failure().Under(AttributeStep{key});
    });
    if (!good) return false;
    if (members.size() < attributes.size()) {
      for (const auto& [name, unused] : attributes) members.try_emplace(name);
    }
    out = Value(std::move(members));
    return true;
  }

  JsonReader json_;
  Attributes mode_;
};

class JsonEncoder {
 public:
  void Write(const Value& value, const Type& type) {
    if (type.kind() == Type::Kind::kDynamic) return WriteDynamic(value);
    switch (value.kind()) {
      case Value::Kind::kNull:
      case Value::Kind::kUnknown:
        out_ += "null";
        return;
      case Value::Kind::kBool:
        out_ += value.as_bool() ? "true" : "false";
        return;
      case Value::Kind::kNumber:
        return WriteNumber(value.as_number());
      case Value::Kind::kString:
        return AppendJsonString(out_, value.as_string());
      case Value::Kind::kList:
        return WriteList(value.as_list(), type);
      case Value::Kind::kMap:
        return WriteMap(value.as_map(), type);
      case Value::Kind::kDynamic:
        return Write(value.dynamic_value(), type);
    }
  }

  std::string Take() { return std::move(out_); }

 private:
  void WriteDynamic(const Value& value) {
    const Type type = ImpliedType(value);
    const Value& inner = value.is_dynamic() ? value.dynamic_value() : value;
    if (type.kind() == Type::Kind::kDynamic) {
      if (value.is_dynamic()) return WriteDynamic(inner);
      out_ += "null";
      return;
    }
    out_ += "{\"value\":";
    Write(inner, type);
    out_ += ",\"type\":" + TypeJson(type) + "}";
  }

  void WriteNumber(const Number& number) {
    out_ += number.is_infinite() ? "\"" + number.text() + "\"" : number.Canonical();
  }

  void WriteList(const Value::List& elements, const Type& type) {
    out_ += '[';
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (i > 0) out_ += ',';
      const bool in_tuple = type.kind() == Type::Kind::kTuple && i < type.elements().size();
      if (type.is_collection()) {
        Write(elements[i], type.element());
      } else {
        Write(elements[i], in_tuple ? type.elements()[i] : Type::Dynamic());
      }
    }
    out_ += ']';
  }

  void WriteMember(bool first, const std::string& key, const Value& member, const Type& type) {
    if (!first) out_ += ',';
    AppendJsonString(out_, key);
    out_ += ':';
    Write(member, type);
  }

  void WriteMap(const Value::Map& members, const Type& type) {
    out_ += '{';
    bool first = true;
    if (type.kind() == Type::Kind::kObject) {
      const Value absent;
      for (const auto& [name, attribute] : type.attributes()) {
        const auto member = members.find(name);
        WriteMember(first, name, member == members.end() ? absent : member->second, attribute);
        first = false;
      }
    } else {
      for (const auto& [key, member] : members) {
        WriteMember(first, key, member,
                    type.kind() == Type::Kind::kMap ? type.element() : Type::Dynamic());
        first = false;
      }
    }
    out_ += '}';
  }

  std::string out_;
};

Result<Value> Decode(std::string_view json, const Type& type, Attributes mode, const char* summary,
                     const char* fix) {
  JsonDecoder decoder(json, mode);
  Value value;
  if (decoder.Read(type, value, 0) && decoder.AtEnd()) return value;
  return Fail(decoder.failure().Take(summary, fix));
}

}  // namespace

Result<Value> DecodeStateJson(std::string_view json, const Type& type) {
  return Decode(json, type, Attributes::kTolerant, "Stored state cannot be read",
                "Restore the state from a backup when it was edited by hand, or remove this "
                "resource from it and import it again.");
}

Result<Value> DecodeCtyJson(std::string_view json, const Type& type) {
  return Decode(json, type, Attributes::kExact, "Invalid JSON value from Terraform",
                "The value does not have the type that this provider's schema says; use one "
                "version of the provider for plan and apply.");
}

std::string EncodeCtyJson(const Value& value, const Type& type) {
  JsonEncoder encoder;
  encoder.Write(value, type);
  return encoder.Take();
}

}  // namespace mesh
