#include "provider/protocol/msgpack_wire.h"

#include <array>
#include <bit>

namespace mesh::msgpack {
namespace {

/// How the items with first bytes 0xc0 to 0xdf go on: a big-endian number of `width` bytes, then,
/// for an extension, a type byte and the body.
struct Format {
  Wire wire;
  std::uint8_t width = 0;
  /// The number itself where `width` is 0.
  std::uint8_t number = 0;
};
constexpr std::array<Format, 32> kFormats = {{
    {Wire::kNil},
    {Wire::kMalformed},
    {Wire::kBool, 0, 0},
    {Wire::kBool, 0, 1},
    {Wire::kString, 1},
    {Wire::kString, 2},
    {Wire::kString, 4},
    {Wire::kExtension, 1},
    {Wire::kExtension, 2},
    {Wire::kExtension, 4},
    {Wire::kFloat, 4},
    {Wire::kFloat, 8},
    {Wire::kUint, 1},
    {Wire::kUint, 2},
    {Wire::kUint, 4},
    {Wire::kUint, 8},
    {Wire::kInt, 1},
    {Wire::kInt, 2},
    {Wire::kInt, 4},
    {Wire::kInt, 8},
    {Wire::kExtension, 0, 1},
    {Wire::kExtension, 0, 2},
    {Wire::kExtension, 0, 4},
    {Wire::kExtension, 0, 8},
    {Wire::kExtension, 0, 16},
    {Wire::kString, 1},
    {Wire::kString, 2},
    {Wire::kString, 4},
    {Wire::kArray, 2},
    {Wire::kArray, 4},
    {Wire::kMap, 2},
    {Wire::kMap, 4},
}};

Item TakeBytes(std::string_view& input, Wire wire, std::uint64_t length) {
  if (length > input.size()) return {};
  const Item item{wire, 0, input.substr(0, length)};
  input.remove_prefix(length);
  return item;
}

void AppendBigEndian(std::string& out, std::uint64_t value, int width) {
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>((value >> shift) & 0xff);
  }
}

/// The first byte of each size of a sized item; 0 where the format has no such size.
struct Sizes {
  unsigned char fixed, fixed_limit, one, two, four;
};

void AppendSize(std::string& out, Sizes sizes, std::size_t size) {
  if (size < sizes.fixed_limit) {
    out += static_cast<char>(sizes.fixed | size);
  } else if (size <= 0xff && sizes.one != 0) {
    out += static_cast<char>(sizes.one);
    AppendBigEndian(out, size, 1);
  } else if (size <= 0xffff) {
    out += static_cast<char>(sizes.two);
    AppendBigEndian(out, size, 2);
  } else {
    out += static_cast<char>(sizes.four);
    AppendBigEndian(out, size, 4);
  }
}

}  // namespace

Item Take(std::string_view& input) {
  if (input.empty()) return {};
  const auto first = static_cast<unsigned char>(input.front());
  input.remove_prefix(1);
  if (first < 0x80) return {Wire::kUint, first, {}};
  if (first < 0x90) return {Wire::kMap, first & 0x0fU, {}};
  if (first < 0xa0) return {Wire::kArray, first & 0x0fU, {}};
  if (first < 0xc0) return TakeBytes(input, Wire::kString, first & 0x1fU);
  if (first >= 0xe0) return {Wire::kInt, first | ~std::uint64_t{0xff}, {}};

  const Format format = kFormats[first - 0xc0U];
  if (format.width > input.size()) return {};
  std::uint64_t number = format.number;
  for (std::size_t i = 0; i < format.width; ++i) {
    number = number << 8 | static_cast<unsigned char>(input[i]);
  }
  input.remove_prefix(format.width);
  switch (format.wire) {
    case Wire::kString:
      return TakeBytes(input, Wire::kString, number);
    case Wire::kExtension:
      if (input.empty()) return {};
      input.remove_prefix(1);
      return TakeBytes(input, Wire::kExtension, number);
    case Wire::kInt:
      if (format.width < 8 && (number >> (8 * format.width - 1)) != 0) {
        number |= ~std::uint64_t{0} << (8 * format.width);
      }
      return {Wire::kInt, number, {}};
    case Wire::kFloat:
      if (format.width == 4) {
        const auto narrow = std::bit_cast<float>(static_cast<std::uint32_t>(number));
        number = std::bit_cast<std::uint64_t>(static_cast<double>(narrow));
      }
      return {Wire::kFloat, number, {}};
    default:
      return {format.wire, number, {}};
  }
}

void AppendNil(std::string& out) { out += '\xc0'; }

void AppendBool(std::string& out, bool value) { out += value ? '\xc3' : '\xc2'; }

void AppendUint(std::string& out, std::uint64_t value) {
  if (value < 0x80) {
    out += static_cast<char>(value);
    return;
  }
  const int log = value <= 0xff ? 0 : value <= 0xffff ? 1 : value <= 0xffffffff ? 2 : 3;
  out += static_cast<char>(0xcc + log);
  AppendBigEndian(out, value, 1 << log);
}

void AppendInt(std::string& out, std::int64_t value) {
  if (value >= 0) return AppendUint(out, static_cast<std::uint64_t>(value));
  if (value >= -32) {
    out += static_cast<char>(value);
    return;
  }
  const int log = value >= INT8_MIN ? 0 : value >= INT16_MIN ? 1 : value >= INT32_MIN ? 2 : 3;
  out += static_cast<char>(0xd0 + log);
  AppendBigEndian(out, static_cast<std::uint64_t>(value), 1 << log);
}

void AppendDouble(std::string& out, double value) {
  out += '\xcb';
  AppendBigEndian(out, std::bit_cast<std::uint64_t>(value), 8);
}

void AppendString(std::string& out, std::string_view text) {
  AppendSize(out, {0xa0, 32, 0xd9, 0xda, 0xdb}, text.size());
  out += text;
}

void AppendBinary(std::string& out, std::string_view bytes) {
  AppendSize(out, {0, 0, 0xc4, 0xc5, 0xc6}, bytes.size());
  out += bytes;
}

void AppendArray(std::string& out, std::size_t count) {
  AppendSize(out, {0x90, 16, 0, 0xdc, 0xdd}, count);
}

void AppendMap(std::string& out, std::size_t count) {
  AppendSize(out, {0x80, 16, 0, 0xde, 0xdf}, count);
}

void AppendUnknown(std::string& out) { out.append("\xd4\0\0", 3); }

}  // namespace mesh::msgpack
