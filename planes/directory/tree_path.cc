#include "planes/directory/tree_path.h"

#include <cstdint>

namespace mesh {
namespace {

/// Most file systems end names at 255 bytes; the encoded name keeps well below.
constexpr std::size_t kLongestName = 230;

/// FNV-1a, 64 bits: tells long names apart that start alike. Not for anything secret.
std::string Hash(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  std::string out;
  for (int shift = 60; shift >= 0; shift -= 4) out += "0123456789abcdef"[(hash >> shift) & 15U];
  return out;
}

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

std::string EncodeComponent(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += "0123456789ABCDEF"[byte >> 4U];
      out += "0123456789ABCDEF"[byte & 15U];
    }
  }
  // A component of dots alone would be a way out of the folder, and a leading dot hides the file.
  if (out.starts_with('.')) out.replace(0, 1, "%2E");
  if (out.empty()) return "%";
  if (out.size() > kLongestName) out = out.substr(0, kLongestName - 17) + "%" + Hash(name);
  return out;
}

TreePath PathOf(const ObjectKey& key) {
  const std::string group = key.group();
  const std::string stem = Lower(key.kind) + (group.empty() ? "" : "." + group) + "." + key.name;
  return {key.name_space.empty() ? "_cluster" : EncodeComponent(key.name_space),
          EncodeComponent(stem) + ".yaml"};
}

}  // namespace mesh
