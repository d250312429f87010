#include "core/formats/unicode.h"

#include <utf8proc.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace mesh {
namespace {

bool IsAscii(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  std::uint64_t seen = 0;
  std::size_t at = 0;
  for (; at + sizeof(seen) <= text.size(); at += sizeof(seen)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof(word));
    seen |= word;
  }
  for (; at < text.size(); ++at) seen |= static_cast<unsigned char>(text[at]);
  return (seen & kHighBits) == 0;
}

/// U+11A7, which utf8proc 2.8 takes for the second half of a Hangul syllable and drops. It is a
/// starter that composes with nothing, so that text can be normalised on either side of it.
constexpr std::string_view kNoJamo = "\u11a7";

bool AppendNormal(std::string_view text, std::string& out) {
  utf8proc_uint8_t* raw = nullptr;
  const utf8proc_ssize_t length =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                   static_cast<utf8proc_ssize_t>(text.size()), &raw,
                   static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(raw, &std::free);
  if (length < 0) return false;
  out.append(reinterpret_cast<const char*>(owned.get()), static_cast<std::size_t>(length));
  return true;
}

}  // namespace

std::optional<std::string> Normalize(std::string_view text) {
  if (IsAscii(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (;;) {
    const std::size_t part = text.find(kNoJamo);
    if (!AppendNormal(text.substr(0, part), out)) return std::nullopt;
    if (part == std::string_view::npos) return out;
    out += kNoJamo;
    text.remove_prefix(part + kNoJamo.size());
  }
}

}  // namespace mesh
