#include "core/formats/utf8.h"

#include <cstdint>

namespace mesh {
namespace {

struct Lead {
  /// Bytes that follow; 0 when this byte cannot lead.
  std::size_t more = 0;
  std::uint32_t bits = 0;
  /// The least code point that needs so many bytes.
  std::uint32_t least = 0;
};

Lead LeadOf(unsigned char c) {
  if (c >= 0xC0 && c < 0xE0) return {1, c & 0x1FU, 0x80};
  if (c >= 0xE0 && c < 0xF0) return {2, c & 0x0FU, 0x800};
  if (c >= 0xF0 && c < 0xF8) return {3, c & 0x07U, 0x10000};
  return {};
}

}  // namespace

bool IsUtf8(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    if (c < 0x80) continue;
    const Lead lead = LeadOf(c);
    if (lead.more == 0 || bytes.size() - i <= lead.more) return false;
    std::uint32_t code = lead.bits;
    for (std::size_t n = 0; n < lead.more; ++n) {
      const auto next = static_cast<unsigned char>(bytes[++i]);
      if ((next & 0xC0U) != 0x80U) return false;
      code = code << 6U | (next & 0x3FU);
    }
    if (code < lead.least || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return false;
  }
  return true;
}

}  // namespace mesh
