#include "provider/protocol/samples/random_values.h"

#include <algorithm>
#include <array>

#include "core/formats/unicode.h"

namespace mesh {
namespace {

struct Range {
  std::uint32_t first, last;
};
/// Where normal forms have something to do, and plain text in between.
constexpr std::array<Range, 14> kRanges = {{{0x20, 0x7e},
                                            {0x41, 0x7a},
                                            {0x01, 0x1f},
                                            {0xa0, 0x24f},
                                            {0x300, 0x34e},
                                            {0x370, 0x3ff},
                                            {0x591, 0x65f},
                                            {0x915, 0x9ff},
                                            {0x1100, 0x11ff},
                                            {0x1e00, 0x1fff},
                                            {0x2000, 0x212f},
                                            {0xac00, 0xac40},
                                            {0xf900, 0xfaff},
                                            {0x1f600, 0x1f640}}};

std::string Utf8(std::uint32_t rune) {
  std::string out;
  const auto add = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (rune < 0x80) {
    add(rune);
  } else if (rune < 0x800) {
    add(0xc0 | rune >> 6);
    add(0x80 | (rune & 0x3f));
  } else {
    add(rune < 0x10000 ? 0xe0 | rune >> 12 : 0xf0 | rune >> 18);
    if (rune >= 0x10000) add(0x80 | (rune >> 12 & 0x3f));
    add(0x80 | (rune >> 6 & 0x3f));
    add(0x80 | (rune & 0x3f));
  }
  return out;
}

}  // namespace

std::uint64_t RandomValues::Below(std::uint64_t limit) {
  state_ ^= state_ << 13;
  state_ ^= state_ >> 7;
  state_ ^= state_ << 17;
  return (state_ >> 11) % limit;
}

std::string RandomValues::MakeText() {
  std::string out;
  for (std::uint64_t left = Below(8); left > 0; --left) {
    const Range range = kRanges[Below(kRanges.size())];
    out += Utf8(range.first + static_cast<std::uint32_t>(Below(range.last - range.first + 1)));
  }
  return out;
}

std::string RandomValues::MakeNumber() {
  std::string out = Below(2) == 0 ? "-" : "";
  const auto digits = [&](std::uint64_t count) {
    for (; count > 0; --count) out += static_cast<char>('0' + Below(10));
  };
  digits(1 + Below(Below(4) == 0 ? 40 : 20));
  if (Below(3) == 0) {
    out += '.';
    digits(1 + Below(20));
  }
  if (Below(6) == 0) out += "e" + std::to_string(static_cast<int>(Below(60)) - 30);
  return out;
}

Type RandomValues::MakeType(int depth, bool dynamic) {
  switch (Below(depth > 0 ? 9 : 4)) {
    case 0:
      return Type::Number();
    case 1:
      return Type::Bool();
    case 2:
      return dynamic ? Type::Dynamic() : Type::String();
    case 4:
      return Type::List(MakeType(depth - 1, false));
    case 5:
      return Type::Set(MakeType(depth - 1, false));
    case 6:
      return Type::Map(MakeType(depth - 1, false));
    case 7: {
      std::vector<Type> elements;
      for (std::uint64_t left = Below(4); left > 0; --left) {
        elements.push_back(MakeType(depth - 1, dynamic));
      }
      return Type::Tuple(std::move(elements));
    }
    case 8: {
      Type::Attributes attributes;
      for (std::uint64_t left = Below(20); left > 0; --left) {
        attributes.insert_or_assign(Normalize(MakeText()).value(), MakeType(depth - 1, dynamic));
      }
      return Type::Object(std::move(attributes));
    }
    default:
      return Type::String();
  }
}

Value RandomValues::MakeElements(const Type& type) {
  Value::List out;
  for (std::uint64_t left = Below(Below(8) == 0 ? 40 : 5); left > 0; --left) {
    Value next = MakeValue(type.element());
    const bool known_twice =
        type.kind() == Type::Kind::kSet && !next.HasUnknown() &&
        std::ranges::any_of(out, [&](const Value& v) { return EqualAs(type.element(), v, next); });
    if (!known_twice) out.push_back(std::move(next));
  }
  return out;
}

Value RandomValues::MakeValue(const Type& type) {
  const std::uint64_t whim = Below(24);
  if (whim == 0) return Value();
  if (whim == 1) return Value::Unknown();
  switch (type.kind()) {
    case Type::Kind::kString:
      return Normalize(MakeText()).value();
    case Type::Kind::kNumber:
      return Number::Parse(MakeNumber()).value();
    case Type::Kind::kBool:
      return Below(2) == 0;
    case Type::Kind::kDynamic: {
      Type own = MakeType(2, false);
      Value value = MakeValue(own);
      return Value::Dynamic(std::move(own), std::move(value));
    }
    case Type::Kind::kMap: {
      Value::Map out;
      for (std::uint64_t left = Below(5); left > 0; --left) {
        out.insert_or_assign(Normalize(MakeText()).value(), MakeValue(type.element()));
      }
      return out;
    }
    case Type::Kind::kObject: {
      Value::Map out;
      for (const auto& [name, attribute] : type.attributes()) out[name] = MakeValue(attribute);
      return out;
    }
    case Type::Kind::kTuple: {
      Value::List out;
      for (const Type& element : type.elements()) out.push_back(MakeValue(element));
      return out;
    }
    default:
      return MakeElements(type);
  }
}

}  // namespace mesh
