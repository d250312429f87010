#include "provider/protocol/msgpack.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <limits>
#include <optional>

#include "core/formats/unicode.h"
#include "provider/protocol/decode_failure.h"
#include "provider/protocol/msgpack_wire.h"
#include "provider/protocol/number_text.h"
#include "provider/protocol/set_elements.h"
#include "provider/protocol/type_json.h"

namespace mesh {
namespace {

using msgpack::Item;
using msgpack::Wire;

constexpr std::array<std::string_view, 10> kWireNames = {"malformed or cut off bytes",
                                                         "null",
                                                         "a bool",
                                                         "a number",
                                                         "a number",
                                                         "a number",
                                                         "a string",
                                                         "a list",
                                                         "a map",
                                                         "an unknown value"};

constexpr std::array<std::string_view, 9> kTypeNames = {"a string",        "a number",  "a bool",
                                                        "a dynamic value", "a list",    "a set",
                                                        "a map",           "an object", "a tuple"};

class MsgpackDecoder {
 public:
  explicit MsgpackDecoder(std::string_view bytes) : input_(bytes) {}

  bool Read(const Type& type, Value& out, int depth) {
    if (depth > kMaxDecodeDepth) return failure_.Because("the value is nested too deeply");
    const Item item = msgpack::Take(input_);
    if (item.wire == Wire::kExtension) return out = Value::Unknown(), true;
    if (item.wire == Wire::kNil) return out = Value(), true;
    switch (type.kind()) {
      case Type::Kind::kString:
        return ReadString(item, out);
      case Type::Kind::kNumber:
        return ReadNumber(item, out);
      case Type::Kind::kBool:
        if (item.wire != Wire::kBool) return Mismatch(type, item);
        return out = Value(item.number != 0), true;
      case Type::Kind::kDynamic:
        return ReadDynamic(item, out, depth);
      case Type::Kind::kMap:
        return ReadMap(type, item, out, depth);
      case Type::Kind::kObject:
        return ReadObject(type, item, out, depth);
      default:
        return ReadList(type, item, out, depth);
    }
  }

  bool AtEnd() { return input_.empty() || failure_.Because("there are bytes after the value"); }
  const DecodeFailure& failure() const { return failure_; }

 private:
  bool Mismatch(const Type& type, const Item& item) {
    return failure_.Because(std::string(kTypeNames[static_cast<std::size_t>(type.kind())]) +
                            " is required, not " +
                            std::string(kWireNames[static_cast<std::size_t>(item.wire)]));
  }

  bool ReadText(const Item& item, std::string& out) {
    if (item.wire != Wire::kString) return Mismatch(Type::String(), item);
    auto text = Normalize(item.bytes);
    if (!text) return failure_.Because("the string is not valid UTF-8");
    out = *std::move(text);
    return true;
  }

  bool ReadString(const Item& item, Value& out) {
    std::string text;
    if (!ReadText(item, text)) return false;
    out = Value(std::move(text));
    return true;
  }

  bool ReadNumber(const Item& item, Value& out) {
    std::optional<Number> number;
    if (item.wire == Wire::kUint) number = Number::FromUint(item.number);
    if (item.wire == Wire::kInt) number = Number::FromInt(static_cast<std::int64_t>(item.number));
    if (item.wire == Wire::kFloat) number = NumberFromDouble(std::bit_cast<double>(item.number));
    if (item.wire == Wire::kString) number = NumberFromText(item.bytes);
    if (!number) return Mismatch(Type::Number(), item);
    out = Value(*std::move(number));
    return true;
  }

  bool ReadDynamic(const Item& item, Value& out, int depth) {
    if (item.wire != Wire::kArray || item.number != 2) {
      return failure_.Because("a dynamic value is a pair of its type and the value");
    }
    const Item description = msgpack::Take(input_);
    if (description.wire != Wire::kString) return Mismatch(Type::String(), description);
    Result<Type> type = ParseTypeJson(description.bytes);
    if (!type) return failure_.Because(type.error().front().detail);
    if (type->kind() == Type::Kind::kDynamic) return Read(*type, out, depth + 1);
    Value value;
    if (!Read(*type, value, depth + 1)) return false;
    out = Value::Dynamic(*std::move(type), std::move(value));
    return true;
  }

  /// Space is reserved only for what the bytes left can hold.
  bool Fits(const Item& item, std::size_t least_bytes) {
    return item.number <= input_.size() / least_bytes ||
           failure_.Because("the bytes end before the value does");
  }

  bool ReadList(const Type& type, const Item& item, Value& out, int depth) {
    if (item.wire != Wire::kArray) return Mismatch(type, item);
    if (!Fits(item, 1)) return false;
    const bool tuple = type.kind() == Type::Kind::kTuple;
    if (tuple && item.number != type.elements().size()) {
      return failure_.Because("a tuple of " + std::to_string(type.elements().size()) +
                              " elements is required, not of " + std::to_string(item.number));
    }
    Value::List elements;
    elements.reserve(std::min<std::uint64_t>(item.number, 4096));
    for (std::size_t i = 0; i < item.number; ++i) {
      const Type& element = tuple ? type.elements()[i] : type.element();
      if (!Read(element, elements.emplace_back(), depth + 1)) {
        return type.kind() == Type::Kind::kSet
                   ? failure_.InSet()
                   : failure_.Under(IndexStep{static_cast<std::int64_t>(i)});
      }
    }
    if (type.kind() == Type::Kind::kSet) MergeEqualElements(elements, type.element());
    out = Value(std::move(elements));
    return true;
  }

  bool ReadMap(const Type& type, const Item& item, Value& out, int depth) {
    if (item.wire != Wire::kMap) return Mismatch(type, item);
    if (!Fits(item, 2)) return false;
    Value::Map members;
    for (std::uint64_t i = 0; i < item.number; ++i) {
      std::string key;
      if (!ReadText(msgpack::Take(input_), key)) return false;
      const std::size_t before = members.size();
      const auto at = members.try_emplace(members.end(), std::move(key));
      if (members.size() == before) {
        return failure_.Because("the key \"" + at->first + "\" is given twice");
      }
      if (!Read(type.element(), at->second, depth + 1)) {
        return failure_.Under(KeyStep{at->first});
      }
    }
    out = Value(std::move(members));
    return true;
  }

  bool ReadObject(const Type& type, const Item& item, Value& out, int depth) {
    if (item.wire != Wire::kMap) return Mismatch(type, item);
    if (!Fits(item, 2)) return false;
    const Type::Attributes& attributes = type.attributes();
    Value::Map members;
    auto next = attributes.begin();  // hosts sort, so the next attribute is nearly always the one
    for (std::uint64_t i = 0; i < item.number; ++i) {
      const Item key = msgpack::Take(input_);
      if (key.wire != Wire::kString) return Mismatch(Type::String(), key);
      if (next == attributes.end() || next->first != key.bytes) next = attributes.find(key.bytes);
      if (next == attributes.end()) {
        return failure_.Because("there is no attribute \"" +
                                Normalize(key.bytes).value_or("(not UTF-8)") + "\"");
      }
      const std::size_t before = members.size();
      const auto at = members.try_emplace(members.end(), next->first);
      if (members.size() == before) {
        return failure_.Because("the attribute \"" + next->first + "\" is given twice");
      }
      if (!Read(next->second, at->second, depth + 1)) {
        return failure_.Under(AttributeStep{next->first});
      }
      ++next;
    }
    for (const auto& [name, unused] : attributes) {
      if (members.size() == attributes.size()) break;
      if (!members.contains(name)) {
        return failure_.Because("the attribute \"" + name + "\" is missing");
      }
    }
    out = Value(std::move(members));
    return true;
  }

  std::string_view input_;
  DecodeFailure failure_;
};

class MsgpackEncoder {
 public:
  void Write(const Value& value, const Type& type) {
    if (type.kind() == Type::Kind::kDynamic) return WriteDynamic(value);
    switch (value.kind()) {
      case Value::Kind::kNull:
        return msgpack::AppendNil(out_);
      case Value::Kind::kUnknown:
        return msgpack::AppendUnknown(out_);
      case Value::Kind::kBool:
        return msgpack::AppendBool(out_, value.as_bool());
      case Value::Kind::kNumber:
        return WriteNumber(value.as_number());
      case Value::Kind::kString:
        return msgpack::AppendString(out_, value.as_string());
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
    if (value.is_null()) return msgpack::AppendNil(out_);
    if (value.is_unknown()) return msgpack::AppendUnknown(out_);
    const Type type = ImpliedType(value);
    const Value& inner = value.is_dynamic() ? value.dynamic_value() : value;
    if (type.kind() == Type::Kind::kDynamic) return WriteDynamic(inner);
    msgpack::AppendArray(out_, 2);
    msgpack::AppendBinary(out_, TypeJson(type));
    Write(inner, type);
  }

  void WriteNumber(const Number& number) {
    if (number.is_infinite()) {
      const double infinity = std::numeric_limits<double>::infinity();
      return msgpack::AppendDouble(out_, number.text().front() == '-' ? -infinity : infinity);
    }
    if (WriteInteger(number.text())) return;
    const std::string plain = number.Canonical();
    if (!WriteInteger(plain)) msgpack::AppendString(out_, plain);
  }

  bool WriteInteger(std::string_view text) {
    const char* const end = text.data() + text.size();
    std::int64_t small = 0;
    const auto as_signed = std::from_chars(text.data(), end, small);
    if (as_signed.ec == std::errc() && as_signed.ptr == end) {
      msgpack::AppendInt(out_, small);
      return true;
    }
    std::uint64_t large = 0;
    const auto as_unsigned = std::from_chars(text.data(), end, large);
    if (as_unsigned.ec != std::errc() || as_unsigned.ptr != end) return false;
    msgpack::AppendUint(out_, large);
    return true;
  }

  void WriteList(const Value::List& elements, const Type& type) {
    msgpack::AppendArray(out_, elements.size());
    for (std::size_t i = 0; i < elements.size(); ++i) {
      const bool in_tuple = type.kind() == Type::Kind::kTuple && i < type.elements().size();
      if (type.is_collection()) {
        Write(elements[i], type.element());
      } else {
        Write(elements[i], in_tuple ? type.elements()[i] : Type::Dynamic());
      }
    }
  }

  void WriteMap(const Value::Map& members, const Type& type) {
    if (type.kind() != Type::Kind::kObject) {
      msgpack::AppendMap(out_, members.size());
      for (const auto& [key, member] : members) {
        msgpack::AppendString(out_, key);
        Write(member, type.kind() == Type::Kind::kMap ? type.element() : Type::Dynamic());
      }
      return;
    }
    msgpack::AppendMap(out_, type.attributes().size());
    auto member = members.begin();
    for (const auto& [name, attribute] : type.attributes()) {
      msgpack::AppendString(out_, name);
      while (member != members.end() && member->first < name) ++member;
      if (member != members.end() && member->first == name) {
        Write(member->second, attribute);
      } else {
        Write(Value(), attribute);
      }
    }
  }

  std::string out_;
};

}  // namespace

std::string EncodeMsgpack(const Value& value, const Type& type) {
  MsgpackEncoder encoder;
  encoder.Write(value, type);
  return encoder.Take();
}

Result<Value> DecodeMsgpack(std::string_view bytes, const Type& type) {
  Value value;
  if (bytes.empty()) return value;
  MsgpackDecoder decoder(bytes);
  if (decoder.Read(type, value, 0) && decoder.AtEnd()) return value;
  return Fail(decoder.failure().Take(
      "Invalid value from Terraform",
      "The value does not have the type that this provider's schema says; run `terraform init "
      "-upgrade` so that plan and apply use one version of the provider."));
}

}  // namespace mesh
