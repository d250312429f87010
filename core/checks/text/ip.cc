#include "core/checks/text/ip.h"

#include <algorithm>
#include <charconv>
#include <vector>

namespace mesh::kubernetes {
namespace {

struct Part {
  std::uint32_t value = 0;
  bool padded = false;
};

/// The whole text as one number of at most `digits` digits beside zeros in front.
std::optional<Part> ParsePart(std::string_view text, int base, std::size_t digits) {
  Part out;
  const auto* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out.value, base);
  if (error != std::errc() || stop != end) return std::nullopt;
  const std::size_t zeros = std::min(text.find_first_not_of('0'), text.size() - 1);
  if (text.size() - zeros > digits) return std::nullopt;
  // Groups of IPv6 may be filled up to four digits.
  out.padded = base == 10 ? zeros > 0 : text.size() > digits;
  return out;
}

bool ParseV4(std::string_view text, std::uint8_t* bytes, bool& padded) {
  for (int i = 0; i < 4; ++i) {
    const std::size_t dot = i < 3 ? text.find('.') : text.size();
    if (dot == text.npos) return false;
    const auto part = ParsePart(text.substr(0, dot), 10, 3);
    if (!part || part->value > 255) return false;
    padded = padded || part->padded;
    bytes[i] = static_cast<std::uint8_t>(part->value);
    text.remove_prefix(std::min(dot + 1, text.size()));
  }
  return true;
}

/// The groups of one side of `::`; an IPv4 address may be the last two. False when one is none.
bool ParseGroups(std::string_view text, std::vector<std::uint8_t>& bytes, bool& padded) {
  while (!text.empty()) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (colon == text.npos && group.find('.') != group.npos) {
      std::array<std::uint8_t, 4> last;
      if (!ParseV4(group, last.data(), padded)) return false;
      bytes.insert(bytes.end(), last.begin(), last.end());
      return true;
    }
    const auto part = ParsePart(group, 16, 4);
    if (!part) return false;
    padded = padded || part->padded;
    bytes.push_back(static_cast<std::uint8_t>(part->value >> 8U));
    bytes.push_back(static_cast<std::uint8_t>(part->value & 0xFFU));
    if (colon == text.npos) return true;
    text.remove_prefix(colon + 1);
    if (text.empty()) return false;
  }
  return true;
}

bool ParseV6(std::string_view text, IpAddress& out) {
  std::vector<std::uint8_t> front;
  std::vector<std::uint8_t> back;
  const std::size_t gap = text.find("::");
  if (gap == text.npos) {
    if (!ParseGroups(text, front, out.padded) || front.size() != 16) return false;
  } else {
    const std::string_view before = text.substr(0, gap);
    if (before.find('.') != before.npos || !ParseGroups(before, front, out.padded) ||
        !ParseGroups(text.substr(gap + 2), back, out.padded) || front.size() + back.size() > 14) {
      return false;
    }
  }
  std::ranges::copy(front, out.bytes.begin());
  std::ranges::copy_backward(back, out.bytes.end());
  return true;
}

std::uint8_t MaskOf(int length, int byte) {
  const int kept = std::clamp(length - byte * 8, 0, 8);
  return static_cast<std::uint8_t>(0xFF00U >> static_cast<unsigned>(kept));
}

}  // namespace

bool IpAddress::mapped() const {
  return v6 && std::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; }) &&
         bytes[10] == 0xFF && bytes[11] == 0xFF;
}

std::optional<IpAddress> ParseIp(std::string_view text) {
  IpAddress out;
  out.v6 = text.find(':') != text.npos;
  const bool valid = out.v6 ? ParseV6(text, out) : ParseV4(text, out.bytes.data(), out.padded);
  return valid ? std::optional(out) : std::nullopt;
}

std::optional<Subnet> ParseSubnet(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == text.npos) return std::nullopt;
  const auto address = ParseIp(text.substr(0, slash));
  const auto length = ParsePart(text.substr(slash + 1), 10, 3);
  if (!address || !length || length->value > static_cast<std::uint32_t>(address->bits())) {
    return std::nullopt;
  }
  return Subnet{*address, static_cast<int>(length->value), length->padded};
}

IpAddress Subnet::Network() const {
  IpAddress out = address;
  for (int i = 0; i < 16; ++i) out.bytes[static_cast<std::size_t>(i)] &= MaskOf(length, i);
  return out;
}

bool Subnet::Contains(const Subnet& inner) const {
  return address.v6 == inner.address.v6 && length <= inner.length &&
         Subnet{inner.address, length}.Network().bytes == Network().bytes;
}

std::string ToText(const IpAddress& address) {
  const auto& bytes = address.bytes;
  std::string out;
  if (!address.v6) {
    for (std::size_t i = 0; i < 4; ++i) out += (i > 0 ? "." : "") + std::to_string(bytes[i]);
    return out;
  }
  const auto group = [&](std::size_t i) { return bytes[2 * i] << 8 | bytes[2 * i + 1]; };
  // The longest run of zeros, the first of several, of two groups at least.
  std::size_t from = 8;
  std::size_t longest = 1;
  for (std::size_t i = 0; i < 8; ++i) {
    std::size_t end = i;
    while (end < 8 && group(end) == 0) ++end;
    if (end - i > longest) {
      from = i;
      longest = end - i;
    }
  }
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == from) {
      out += "::";
      i += longest - 1;
      continue;
    }
    if (!out.empty() && !out.ends_with(':')) out += ':';
    char text[4];
    const auto end = std::to_chars(text, text + sizeof text, group(i), 16).ptr;
    out.append(text, end);
  }
  return out;
}

std::string ToText(const Subnet& subnet) {
  return ToText(subnet.address) + "/" + std::to_string(subnet.length);
}

}  // namespace mesh::kubernetes
