#include "core/resources/object/object_config.h"

#include <algorithm>

#include "core/formats/json.h"
#include "core/formats/unicode.h"
#include "core/formats/yaml.h"
#include "core/resources/object/manifest.h"

namespace mesh {
namespace {

bool HasNull(const Value& value) {
  if (value.is_map()) {
    return std::ranges::any_of(value.as_map(), [](const auto& m) { return HasNull(m.second); });
  }
  if (value.is_list()) return std::ranges::any_of(value.as_list(), HasNull);
  return value.is_null();
}

bool IsComposed(std::string_view text) {
  if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    return true;
  }
  const auto composed = Normalize(text);
  return composed && *composed == text;
}

/// JSON in ASCII alone, which is YAML, too: what is escaped no host composes.
std::string AsciiJson(const Value& value) {
  std::string out;
  const std::string text = WriteJson(value);
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      out += text[i++];
      continue;
    }
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    std::uint32_t code = lead & (0x3FU >> static_cast<unsigned>(more));
    for (int k = 1; k <= more; ++k) {
      code =
          code << 6U | (static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]) & 0x3FU);
    }
    i += static_cast<std::size_t>(more) + 1;
    const auto unit = [&](std::uint32_t half) {
      constexpr char kDigits[] = "0123456789abcdef";
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[half >> shift & 0xFU];
    };
    if (code >= 0x10000) {
      unit(0xD800 + ((code - 0x10000) >> 10U));
      unit(0xDC00 + ((code - 0x10000) & 0x3FFU));
    } else {
      unit(code);
    }
  }
  return out + "\n";
}

}  // namespace

bool IsComposed(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kString:
      return IsComposed(std::string_view(value.as_string()));
    case Value::Kind::kList:
      return std::ranges::all_of(value.as_list(), [](const Value& v) { return IsComposed(v); });
    case Value::Kind::kMap:
      return std::ranges::all_of(value.as_map(), [](const auto& member) {
        return IsComposed(std::string_view(member.first)) && IsComposed(member.second);
      });
    default:
      return true;
  }
}

ObjectSpelling SpellObject(const Value& object) {
  if (!IsComposed(object)) return {Value(), AsciiJson(object)};
  if (HasNull(object)) return {Value(), WriteYaml(object)};
  return {AsDynamic(object), ""};
}

}  // namespace mesh
