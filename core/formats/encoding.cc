#include "core/formats/encoding.h"

#include <algorithm>
#include <cstdint>

namespace mesh {
namespace {

constexpr std::string_view kStandard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string Encode(std::string_view bytes, std::string_view alphabet, bool padded) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8U | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      if (k <= count) {
        out += alphabet[group >> (18U - 6U * k) & 63U];
      } else if (padded) {
        out += '=';
      }
    }
  }
  return out;
}

}  // namespace

std::optional<std::string> DecodeBase64(std::string_view text) {
  std::string out;
  std::uint32_t group = 0;
  std::size_t in_group = 0, padding = 0;
  for (const char c : text) {
    if (c == '\n' || c == '\r') continue;
    const std::size_t digit = c == '=' ? 0 : kStandard.find(c);
    if (digit == std::string_view::npos || (c != '=' && padding > 0)) return std::nullopt;
    if (c == '=' && (++padding > 2 || in_group < 2)) return std::nullopt;
    group = group << 6U | static_cast<std::uint32_t>(digit);
    if (++in_group < 4) continue;
    for (std::size_t k = 0; k + padding < 3; ++k) {
      out += static_cast<char>(group >> (16U - 8U * k) & 255U);
    }
    if (padding > 0) {
      in_group = 5;  // anything after the padded group is wrong
      continue;
    }
    group = 0;
    in_group = 0;
  }
  if (in_group != 0 && in_group != 5) return std::nullopt;
  return out;
}

std::string EncodeBase64(std::string_view bytes) { return Encode(bytes, kStandard, true); }

std::string EncodeBase64Url(std::string_view bytes) { return Encode(bytes, kUrl, false); }

std::string PercentEncode(std::string_view text, std::string_view also_plain) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~' ||
                       also_plain.find(c) != std::string_view::npos;
    if (plain) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4U];
    out += kHex[byte & 15U];
  }
  return out;
}

}  // namespace mesh
