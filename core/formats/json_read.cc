#include <algorithm>
#include <cstdint>

#include "core/formats/json.h"
#include "core/formats/json_split.h"
#include "core/formats/utf8.h"
#include "core/model/ascii.h"

namespace mesh {
namespace {

using std::string_view;

constexpr int kMaxJsonDepth = 1000;

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/// A recursive-descent reader over one text. Functions that read a part return false where the text
/// is malformed; a key that appears twice is noted, and they go on.
class JsonReader {
 public:
  struct Wants {
    bool lines = false;
    bool utf8 = false;
  };

  JsonReader(string_view text, Wants wants) : text_(text), wants_(wants) {}
  JsonReader(const JsonPiece& piece, Wants wants)
      : text_(piece.text),
        wants_(wants),
        at_(piece.begin),
        line_(piece.line),
        line_at_(piece.begin) {}

  /// The whole text as one document.
  SourceDocument Only() {
    Space();
    document_.line = Line(at_);
    if (!ReadValue(document_.value, {}, 0, at_)) return Broken();
    Space();
    if (at_ == text_.size()) return std::move(document_);
    Malformed("text follows the end of the document");
    return Broken();
  }

  std::vector<SourceDocument> All() {
    std::vector<SourceDocument> out;
    for (Space(); at_ < text_.size(); Space()) {
      document_ = {.line = Line(at_)};
      const std::size_t begin = at_;
      const bool whole = ReadValue(document_.value, {}, 0, at_);
      out.push_back(whole ? std::move(document_) : Broken());
      if (!whole) Resume(begin);
    }
    return out;
  }

  /// True when a mistake could say more if lines had been recorded.
  bool wants_lines() const { return wants_lines_; }

 private:
  SourceDocument Broken() {
    document_.value = Value();
    Note(wrong_at_, {}, wrong_ + ".");
    wrong_.clear();
    return std::move(document_);
  }

  /// Moves to the next line behind the mistake that starts as the broken document did.
  void Resume(std::size_t begin) {
    const char first = text_[begin];
    // The line of the mistake counts, too: it may be the next document's, the broken one ends
    // early.
    std::size_t at = std::max(text_.rfind('\n', wrong_at_), begin);
    if (at == string_view::npos) at = begin;
    while (true) {
      at = text_.find('\n', at);
      if (at == string_view::npos) break;
      ++at;
      if (at < text_.size() && text_[at] == (first == '[' ? '[' : '{')) break;
    }
    at_ = std::min(at, text_.size());
  }

  bool Malformed(string_view what) {
    if (!wrong_.empty()) return false;
    wrong_ = what;
    wrong_at_ = at_;
    return false;
  }

  void Note(std::size_t at, Path path, std::string what) {
    const std::size_t line_start = at == 0 ? string_view::npos : text_.rfind('\n', at - 1);
    const std::size_t column = line_start == string_view::npos ? at + 1 : at - line_start;
    document_.mistakes.push_back(
        {Line(at), static_cast<int>(column), std::move(path), std::move(what)});
  }

  /// The line of a place. Places are asked for in order, mostly: each byte is looked at once.
  int Line(std::size_t at) {
    if (at < line_at_) {
      line_ = 1;
      line_at_ = 0;
    }
    // Not a byte further: the text may be one long line.
    const string_view passed = text_.substr(line_at_, at - line_at_);
    line_ += static_cast<int>(std::ranges::count(passed, '\n'));
    line_at_ = at;
    return line_;
  }

  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void Space() {
    while (at_ < text_.size() && IsSpace(text_[at_])) ++at_;
  }

  bool Word(string_view word, Value value, Value& out) {
    if (text_.substr(at_, word.size()) != word) return Malformed("a value is expected");
    at_ += word.size();
    out = std::move(value);
    return true;
  }

  /// Reads the value that stands here. `known_at` is where it is known to begin: at its key.
  bool ReadValue(Value& out, const NodePlace& place, int depth, std::size_t known_at) {
    if (depth > kMaxJsonDepth) return Malformed("it is nested deeper than 1,000 levels");
    if (!wants_.lines) return ReadInside(out, place, SourceMap::kNone, depth);
    SourceMap& lines = document_.lines;
    const SourceMap::Node node = place.key == nullptr
                                     ? lines.BeginElement(Line(known_at))
                                     : lines.BeginMember(Line(known_at), *place.key);
    const bool whole = ReadInside(out, place, node, depth);
    lines.End(node);
    return whole;
  }

  bool ReadInside(Value& out, const NodePlace& place, SourceMap::Node node, int depth) {
    switch (Peek()) {
      case '{':
        return ReadMap(out, place, node, depth);
      case '[':
        return ReadList(out, place, depth);
      case '"': {
        std::string s;
        if (!ReadString(s)) return false;
        out = Value(std::move(s));
        return true;
      }
      case 't':
        return Word("true", true, out);
      case 'f':
        return Word("false", false, out);
      case 'n':
        return Word("null", Value(), out);
      default:
        return ReadNumber(out);
    }
  }

  bool ReadMap(Value& out, const NodePlace& place, SourceMap::Node node, int depth) {
    Value::Map map;
    ++at_;
    Space();
    for (bool first = true; Peek() != '}'; first = false) {
      if (!first && !Comma()) return false;
      std::string key;
      if (Peek() != '"') return Malformed("a quoted key is expected");
      const std::size_t key_at = at_;
      if (!ReadString(key)) return false;
      Space();
      if (Peek() != ':') return Malformed("a colon is expected");
      ++at_;
      Space();
      if (!ReadMember(std::move(key), key_at, place, node, depth, map)) return false;
      Space();
    }
    ++at_;
    out = Value(std::move(map));
    return true;
  }

  bool ReadMember(std::string key, std::size_t key_at, const NodePlace& place, SourceMap::Node node,
                  int depth, Value::Map& map) {
    // Most texts are sorted already: the hint makes building the map linear.
    const auto before = map.size();
    const auto member = map.try_emplace(map.end(), std::move(key));
    const NodePlace at{&place, &member->first};
    if (map.size() > before) return ReadValue(member->second, at, depth + 1, key_at);
    wants_lines_ = !wants_.lines;
    const int first = wants_.lines ? document_.lines.LineOfMember(node, member->first) : 0;
    Note(key_at, at.ToPath(),
         "the key \"" + member->first + "\" appears twice, first in line " + std::to_string(first) +
             "; one of the two would be lost.");
    if (document_.mistakes.size() >= kMaxMistakes) {
      return Malformed("there are more mistakes than can be listed");
    }
    Value second;
    return ReadValue(second, at, depth + 1, key_at);
  }

  bool ReadList(Value& out, const NodePlace& place, int depth) {
    Value::List list;
    ++at_;
    Space();
    for (bool first = true; Peek() != ']'; first = false) {
      if (!first && !Comma()) return false;
      const NodePlace at{&place, nullptr, list.size()};
      list.emplace_back();
      if (!ReadValue(list.back(), at, depth + 1, at_)) return false;
      Space();
    }
    ++at_;
    out = Value(std::move(list));
    return true;
  }

  bool Comma() {
    if (Peek() != ',') return Malformed("a comma or the end of the collection is expected");
    ++at_;
    Space();
    return true;
  }

  bool ReadNumber(Value& out) {
    std::size_t end = at_;
    while (end < text_.size() &&
           (string_view("+-.eE").find(text_[end]) != string_view::npos || IsDigit(text_[end]))) {
      ++end;
    }
    const string_view digits = text_.substr(at_, end - at_);
    const string_view whole = digits.substr(digits.starts_with('-') ? 1 : 0);
    const bool leading_zero = whole.size() > 1 && whole[0] == '0' && IsDigit(whole[1]);
    const bool json = Number::IsSpelling(digits) && digits.front() != '+' && !leading_zero;
    if (!json) return Malformed(digits.empty() ? "a value is expected" : "this is no number");
    auto number = Number::Parse(digits);
    if (!number) return Malformed("the number is too large or too small to be held");
    at_ = end;
    out = Value(*std::move(number));
    return true;
  }

  bool ReadString(std::string& out) {
    const std::size_t begin = ++at_;
    bool ascii = true;
    while (true) {
      const std::size_t plain = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20) {
        ascii = ascii && static_cast<unsigned char>(text_[at_]) < 0x80;
        ++at_;
      }
      out.append(text_, plain, at_ - plain);
      if (at_ == text_.size()) return Malformed("a string is not closed");
      if (text_[at_] == '"') break;
      if (text_[at_] != '\\') return Malformed("a control character stands in a string");
      if (!ReadEscape(out)) return false;
    }
    ++at_;
    if (ascii || !wants_.utf8 || IsUtf8(text_.substr(begin, at_ - begin))) return true;
    return Malformed("the string that ends here is no valid UTF-8");
  }

  bool ReadEscape(std::string& out) {
    static constexpr string_view kFrom = "\"\\/bfnrt";
    static constexpr string_view kTo = "\"\\/\b\f\n\r\t";
    const char c = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    const std::size_t simple = kFrom.find(c);
    if (c != '\0' && simple != string_view::npos) {
      out += kTo[simple];
      at_ += 2;
      return true;
    }
    std::uint32_t code = 0;
    if (c != 'u' || !ReadHex(code)) return Malformed("an escape is not valid");
    if (code >= 0xD800 && code < 0xDC00) {
      std::uint32_t low = 0;
      if (text_.substr(at_, 2) != "\\u" || !ReadHex(low) || low < 0xDC00 || low > 0xDFFF) {
        return Malformed("half of a surrogate pair stands alone");
      }
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    } else if (code >= 0xDC00 && code <= 0xDFFF) {
      return Malformed("half of a surrogate pair stands alone");
    }
    AppendUtf8(code, out);
    return true;
  }

  /// Reads `\uXXXX` at the current place.
  bool ReadHex(std::uint32_t& code) {
    const string_view digits = text_.substr(std::min(at_ + 2, text_.size()), 4);
    if (digits.size() != 4) return false;
    code = 0;
    for (const char d : digits) {
      const std::size_t value =
          string_view("0123456789abcdef")
              .find(static_cast<char>(d >= 'A' && d <= 'F' ? d - 'A' + 'a' : d));
      if (value == string_view::npos) return false;
      code = code * 16 + static_cast<std::uint32_t>(value);
    }
    at_ += 6;
    return true;
  }

  static void AppendUtf8(std::uint32_t code, std::string& out) {
    const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
      put(0xC0 | (code >> 6U));
    } else {
      if (code < 0x10000) {
        put(0xE0 | (code >> 12U));
      } else {
        put(0xF0 | (code >> 18U));
        put(0x80 | ((code >> 12U) & 0x3FU));
      }
      put(0x80 | ((code >> 6U) & 0x3FU));
    }
    put(0x80 | (code & 0x3FU));
  }

  const string_view text_;
  const Wants wants_;
  std::size_t at_ = 0;
  int line_ = 1;
  std::size_t line_at_ = 0;
  std::string wrong_;
  std::size_t wrong_at_ = 0;
  bool wants_lines_ = false;
  SourceDocument document_;
};

}  // namespace

Result<Value> ReadJson(string_view text, const std::string& source) {
  JsonReader reader(text, {});
  SourceDocument document = reader.Only();
  if (document.mistakes.empty()) return std::move(document.value);
  if (reader.wants_lines()) document = JsonReader(text, {.lines = true}).Only();
  Diagnostics wrong;
  for (const Mistake& mistake : document.mistakes) {
    wrong.push_back(Describe(mistake, "JSON", source));
  }
  return tl::unexpected(std::move(wrong));
}

std::vector<SourceDocument> ReadJsonDocuments(string_view text, const ReadOptions& options) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return ReadJsonPiece({text}, options);
}

std::vector<SourceDocument> ReadJsonPiece(const JsonPiece& piece, const ReadOptions& options) {
  JsonReader reader(piece, {options.lines, true});
  std::vector<SourceDocument> documents = reader.All();
  if (options.lines || !reader.wants_lines()) return documents;
  documents = JsonReader(piece, {true, true}).All();
  for (SourceDocument& document : documents) document.lines = {};
  return documents;
}

}  // namespace mesh
