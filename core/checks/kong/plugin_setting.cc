#include "core/checks/kong/plugin_setting.h"

#include <charconv>

#include "core/checks/kong/conditions.h"
#include "core/checks/kong/plugin_fields.h"

namespace mesh::kong {
namespace {

bool Take(std::string_view& rest, char c) {
  if (!rest.starts_with(c)) return false;
  rest.remove_prefix(1);
  return true;
}

/// What is in brackets at the beginning, without them; `rest` goes on behind.
std::string_view TakeBracketed(std::string_view& rest, char open, char close) {
  if (!rest.starts_with(open)) return {};
  std::size_t depth = 0;
  std::size_t end = 0;
  do {
    if (rest[end] == open) ++depth;
    if (rest[end] == close) --depth;
    ++end;
  } while (depth > 0 && end < rest.size());
  const std::string_view inside = rest.substr(1, end - 2);
  rest.remove_prefix(end);
  return inside;
}

std::string_view TakeWord(std::string_view& rest, std::string_view stops) {
  const std::size_t end = rest.find_first_of(stops);
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(word.size());
  return word;
}

void ReadBounds(std::string_view text, Setting& out) {
  if (text.empty()) return;
  out.is_bounded = true;
  const std::size_t dots = text.find("..");
  std::from_chars(text.data(), text.data() + dots, out.least);
  std::from_chars(text.data() + dots + 2, text.data() + text.size(), out.most);
}

Setting ReadSetting(std::string_view& rest) {
  Setting out;
  const bool is_old = Take(rest, '^');
  out.is_needed = Take(rest, '*');
  out.is_secret = Take(rest, '!');
  out.name = TakeWord(rest, "=");
  Take(rest, '=');
  if (!rest.empty()) out.type = rest.front();
  rest.remove_prefix(rest.empty() ? 0 : 1);
  if (rest.starts_with('@')) out.members = SettingsOf(TakeWord(rest, " }\n>"));
  if (rest.starts_with('{')) out.members = TakeBracketed(rest, '{', '}');
  out.values = TakeBracketed(rest, '(', ')');
  ReadBounds(TakeBracketed(rest, '[', ']'), out);
  if (is_old && Take(rest, '>')) out.renamed = TakeWord(rest, " }\n");
  return out;
}

}  // namespace

std::vector<Setting> ReadSettings(std::string_view text) {
  std::vector<Setting> out;
  while (true) {
    const std::size_t start = text.find_first_not_of(" \n");
    if (start == std::string_view::npos) return out;
    text.remove_prefix(start);
    out.push_back(ReadSetting(text));
  }
}

std::string_view SettingsOf(std::string_view plugin) {
  std::string_view rest = PluginFields();
  while (!rest.empty()) {
    std::string_view line = NextPart(rest, '\n');
    if (line.starts_with(' ') || NextPart(line, ' ') != plugin) continue;
    // Indented lines belong to it.
    const char* const begin = line.data();
    const char* end = begin + line.size();
    while (rest.starts_with(' ')) {
      line = NextPart(rest, '\n');
      end = line.data() + line.size();
    }
    return {begin, static_cast<std::size_t>(end - begin)};
  }
  return {};
}

std::vector<std::string_view> PluginNames() {
  std::vector<std::string_view> out;
  std::string_view rest = PluginFields();
  while (!rest.empty()) {
    std::string_view line = NextPart(rest, '\n');
    if (line.empty() || line.starts_with(' ') || line.starts_with('@')) continue;
    out.push_back(NextPart(line, ' '));
  }
  rest = EnterprisePlugins();
  while (!rest.empty()) out.push_back(NextPart(rest, ' '));
  return out;
}

bool IsEnterprise(std::string_view plugin) { return HasPart(EnterprisePlugins(), ' ', plugin); }

}  // namespace mesh::kong
