#include "planes/kubernetes/access/redaction.h"

#include <algorithm>
#include <array>

namespace mesh {
namespace {

constexpr std::array<std::string_view, 6> kSecretNames = {"TOKEN", "SECRET",     "PASSW",
                                                          "KEY",   "CREDENTIAL", "AUTH"};
/// Shorter values are words that occur anyway.
constexpr std::size_t kShortestSecret = 4;
constexpr std::size_t kShortestWord = 16;

void Hide(std::string& text, const std::string& secret) {
  if (secret.size() < kShortestSecret) return;
  for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at)) {
    text.replace(at, secret.size(), "***");
    at += 3;
  }
}

/// Leaves printable text, tabs and line breaks; an escape sequence goes as a whole.
std::string Plain(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\x1b') {
      if (i + 1 < text.size() && text[i + 1] == '[') {
        i = std::min(
            text.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz@`{|}~", i + 2),
            text.size());
      }
      continue;
    }
    const bool plain =
        c == '\n' || c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
    if (plain) out += c;
  }
  const std::size_t start = out.find_first_not_of(" \n\t");
  if (start == std::string::npos) return "";
  return out.substr(start, out.find_last_not_of(" \n\t") - start + 1);
}

}  // namespace

std::string Presentable(const Secret& said, const std::vector<Secret>& hidden,
                        const Environment& environment) {
  std::vector<std::string> secrets;
  for (const Secret& each : hidden) secrets.push_back(each.Reveal());
  for (const auto& [name, value] : environment) {
    std::string upper = name;
    std::ranges::transform(upper, upper.begin(), [](char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    if (std::ranges::any_of(kSecretNames, [&](std::string_view mark) {
          return upper.find(mark) != std::string::npos;
        })) {
      secrets.push_back(value);
    }
  }
  // A secret may hold another one: the longer goes first.
  std::ranges::sort(secrets, [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() > b.size() : a < b;
  });
  std::string out = said.Reveal();
  for (const std::string& secret : secrets) Hide(out, secret);
  return Plain(out);
}

std::vector<Secret> LongWords(const Secret& output) {
  std::vector<Secret> out;
  std::string word;
  for (const char c : output.Reveal() + ' ') {
    const bool inside = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') ||
                        std::string_view("+/=-_.~").find(c) != std::string_view::npos;
    if (inside) {
      word += c;
      continue;
    }
    if (word.size() >= kShortestWord) out.emplace_back(word);
    word.clear();
  }
  return out;
}

}  // namespace mesh
