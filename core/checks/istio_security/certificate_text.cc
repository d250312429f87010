#include "core/checks/istio_security/certificate_text.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace mesh::istio {
namespace {

// Tags of DER (X.690).
constexpr unsigned char kInteger = 0x02;
constexpr unsigned char kBitString = 0x03;
constexpr unsigned char kSequence = 0x30;
constexpr unsigned char kVersion = 0xA0;
constexpr unsigned char kConstructed = 0x20;
constexpr unsigned char kLongTag = 0x1F;
constexpr int kDeepest = 32;

struct Element {
  unsigned char tag = 0;
  std::string_view body;
};

/// Takes an element from the front. Lengths must be as short as can be.
std::optional<Element> Take(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.size() < 2 || (byte(0) & kLongTag) == kLongTag) return std::nullopt;
  std::size_t head = 2;
  std::size_t size = byte(1);
  if (size >= 0x80) {
    const std::size_t bytes = size & 0x7FU;
    if (bytes == 0 || bytes > 4 || text.size() < 2 + bytes || byte(2) == 0) return std::nullopt;
    size = 0;
    for (; head < 2 + bytes; ++head) size = size << 8U | byte(head);
    if (size < 0x80) return std::nullopt;
  }
  if (text.size() - head < size) return std::nullopt;
  const Element out{byte(0), text.substr(head, size)};
  text.remove_prefix(head + size);
  return out;
}

/// Takes an element of that tag.
std::optional<std::string_view> Take(std::string_view& text, unsigned char tag) {
  const auto element = Take(text);
  if (!element || element->tag != tag) return std::nullopt;
  return element->body;
}

/// Whether the text consists of whole elements, inner ones included.
bool IsWhole(std::string_view text, int depth = 0) {
  while (!text.empty()) {
    const auto element = Take(text);
    if (!element || depth > kDeepest) return false;
    if ((element->tag & kConstructed) != 0 && !IsWhole(element->body, depth + 1)) return false;
  }
  return true;
}

/// The part that is signed: version, serial number, algorithm, issuer, validity, subject, key.
bool IsSignedPart(std::string_view text) {
  std::string_view rest = text;
  if (!rest.empty() && static_cast<unsigned char>(rest.front()) == kVersion) Take(rest);
  const auto serial = Take(rest, kInteger);
  if (!serial || serial->empty() || (static_cast<unsigned char>(serial->front()) & 0x80U) != 0) {
    return false;
  }
  for (int i = 0; i < 5; ++i) {
    if (!Take(rest, kSequence)) return false;
  }
  return IsWhole(text);
}

}  // namespace

bool IsCertificate(std::string_view der) {
  auto certificate = Take(der, kSequence);
  if (!certificate || !der.empty()) return false;
  const auto part = Take(*certificate, kSequence);
  const auto algorithm = Take(*certificate, kSequence);
  const auto signature = Take(*certificate, kBitString);
  return part && algorithm && signature && certificate->empty() && IsSignedPart(*part) &&
         IsWhole(*algorithm);
}

}  // namespace mesh::istio
