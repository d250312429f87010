#include "planes/kubernetes/access/aws/xml_text.h"

#include <array>
#include <vector>

namespace mesh {
namespace {

constexpr std::size_t kDeepest = 32;
constexpr std::string_view kXmlSpace = " \t\r\n";

constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
    {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};

/// The character that `&<name>;` stands for; numbers up to 127 only, which is what AWS writes.
std::optional<char> Entity(std::string_view name) {
  for (const auto& [known, character] : kEntities) {
    if (name == known) return character;
  }
  if (!name.starts_with('#') || name.size() < 2 || name.size() > 4) return std::nullopt;
  int code = 0;
  for (const char c : name.substr(1)) {
    if (c < '0' || c > '9') return std::nullopt;
    code = code * 10 + (c - '0');
  }
  return code > 0 && code < 128 ? std::optional(static_cast<char>(code)) : std::nullopt;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<std::map<std::string, std::string>> Read() {
    if (text_.starts_with("<?xml")) {
      const std::size_t end = text_.find("?>");
      if (end == std::string_view::npos) return std::nullopt;
      at_ = end + 2;
    }
    bool rooted = false;
    while (at_ < text_.size()) {
      const bool sound =
          text_[at_] == '<' ? (open_.empty() && rooted ? false : Tag()) : Character();
      if (!sound) return std::nullopt;
      rooted = rooted || !open_.empty() || !out_.empty();
    }
    if (!open_.empty() || !rooted) return std::nullopt;
    return std::move(out_);
  }

 private:
  struct Element {
    std::string name;
    std::string text;
  };

  bool Character() {
    char c = text_[at_];
    if (c == '&') {
      const std::size_t end = text_.find(';', at_);
      if (end == std::string_view::npos) return false;
      const auto character = Entity(text_.substr(at_ + 1, end - at_ - 1));
      if (!character) return false;
      c = *character;
      at_ = end;
    }
    ++at_;
    if (open_.empty()) return kXmlSpace.find(c) != std::string_view::npos;
    open_.back().text += c;
    return true;
  }

  bool Tag() {
    const std::size_t end = TagEnd();
    if (end == std::string_view::npos) return false;
    std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    if (inside.starts_with('/')) return Close(inside.substr(1));
    const bool empty = inside.ends_with('/');
    if (empty) inside.remove_suffix(1);
    const std::string_view name = inside.substr(0, inside.find_first_of(kXmlSpace));
    if (name.empty() || name.find_first_of("!?\"'=/") != std::string_view::npos) return false;
    if (open_.size() == kDeepest) return false;
    open_.push_back({std::string(name), ""});
    return !empty || Close(name);
  }

  /// Where the tag ends: the first > outside of quotes.
  std::size_t TagEnd() const {
    char quote = 0;
    for (std::size_t i = at_ + 1; i < text_.size(); ++i) {
      const char c = text_[i];
      if (quote != 0) {
        if (c == quote) quote = 0;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i;
      } else if (c == '<') {
        break;
      }
    }
    return std::string_view::npos;
  }

  bool Close(std::string_view name) {
    name = name.substr(0, name.find_last_not_of(kXmlSpace) + 1);
    if (open_.empty() || open_.back().name != name) return false;
    std::string path;
    for (const Element& element : open_) path += (path.empty() ? "" : "/") + element.name;
    out_.emplace(std::move(path), std::move(open_.back().text));
    open_.pop_back();
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Element> open_;
  std::map<std::string, std::string> out_;
};

}  // namespace

std::optional<std::map<std::string, std::string>> XmlTexts(std::string_view xml) {
  return Reader(xml).Read();
}

}  // namespace mesh
