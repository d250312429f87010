#include "core/formats/json_split.h"

#include <algorithm>
#include <optional>
#include <string>

#include "core/formats/json.h"

namespace mesh {
namespace {

using std::string_view;

constexpr std::size_t kNone = string_view::npos;

/// Walks over JSON without reading it. What it takes for the end of something malformed may be
/// anything: who reads the pieces finds out.
class JsonWalk {
 public:
  explicit JsonWalk(string_view text) : text_(text) {}

  /// The next character that is no space; 0 at the end.
  char Peek() {
    while (at_ < text_.size() && string_view(" \t\r\n").find(text_[at_]) != kNone) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  /// Takes the next character that is no space, if it is this one.
  bool Take(char wanted) {
    if (Peek() != wanted) return false;
    ++at_;
    return true;
  }

  /// Takes a string and returns it as it is spelled, without its quotes.
  std::optional<string_view> TakeString() {
    if (!Take('"')) return std::nullopt;
    const std::size_t begin = at_;
    if (!SkipString()) return std::nullopt;
    return text_.substr(begin, at_ - 1 - begin);
  }

  /// Skips a value.
  bool Skip() {
    const char first = Peek();
    if (first == '{' || first == '[') return SkipContainer();
    if (first == '"') return TakeString().has_value();
    at_ = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
    return true;
  }

  std::size_t at() const { return at_; }

 private:
  /// Behind the opening quote.
  bool SkipString() {
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == '"') {
        ++at_;
        return true;
      }
    }
    return false;
  }

  bool SkipContainer() {
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') {
        if (!SkipString()) return false;
      } else if (c == '{' || c == '[') {
        ++depth;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return true;
      }
    }
    return false;
  }

  const string_view text_;
  std::size_t at_ = 0;
};

/// Makes pieces, counting lines as it goes.
class Pieces {
 public:
  explicit Pieces(string_view text) : text_(text) {}

  void Add(std::size_t begin, std::size_t end) {
    line_ += static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                         text_.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
    counted_ = begin;
    list_.push_back({text_.substr(0, end), begin, line_});
  }
  std::vector<JsonPiece> Take() { return std::move(list_); }

 private:
  const string_view text_;
  std::size_t counted_ = 0;
  int line_ = 1;
  std::vector<JsonPiece> list_;
};

/// The objects that a text consists of; none when it consists of anything else.
std::vector<JsonPiece> Documents(string_view text) {
  Pieces out(text);
  JsonWalk walk(text);
  while (walk.Peek() != '\0') {
    const std::size_t begin = walk.at();
    if (walk.Peek() != '{' || !walk.Skip()) return {};
    out.Add(begin, walk.at());
  }
  return out.Take();
}

/// Whether an object without its items is a list and nothing else.
bool IsListOfKubectl(const std::string& envelope) {
  const auto documents = ReadJsonDocuments(envelope);
  return documents.size() == 1 && documents.front().mistakes.empty() &&
         documents.front().value.Get("kind") == Value("List");
}

/// The items of the list that a text is; none when it is none, or has items that are no objects.
std::vector<JsonPiece> Items(string_view text) {
  JsonWalk walk(text);
  if (!walk.Take('{')) return {};
  while (const auto key = walk.TakeString()) {
    if (!walk.Take(':')) return {};
    if (*key != "items") {
      if (!walk.Skip()) return {};
    } else {
      Pieces out(text);
      if (!walk.Take('[')) return {};
      const std::size_t opened = walk.at();
      while (walk.Peek() == '{') {
        const std::size_t begin = walk.at();
        if (!walk.Skip()) return {};
        out.Add(begin, walk.at());
        if (!walk.Take(',')) break;
        if (walk.Peek() != '{') return {};
      }
      if (walk.Peek() != ']') return {};
      const std::string envelope =
          std::string(text.substr(0, opened)) + std::string(text.substr(walk.at()));
      return IsListOfKubectl(envelope) ? out.Take() : std::vector<JsonPiece>();
    }
    if (!walk.Take(',')) return {};
  }
  return {};
}

}  // namespace

std::vector<JsonPiece> SplitJson(string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::vector<JsonPiece> documents = Documents(text);
  if (documents.size() > 1) return documents;
  std::vector<JsonPiece> items = Items(text);
  if (!items.empty()) return items;
  return {{text}};
}

}  // namespace mesh
