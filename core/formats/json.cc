#include "core/formats/json.h"

namespace mesh {
namespace {

void WriteString(std::string_view s, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto c = static_cast<unsigned char>(s[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(s, plain, i - plain);
    plain = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        out += "\\u00";
        out += kHex[c >> 4U];
        out += kHex[c & 15U];
    }
  }
  out.append(s, plain);
  out += '"';
}

void Write(const Value& value, std::string& out) {
  switch (value.kind()) {
    case Value::Kind::kBool:
      out += value.as_bool() ? "true" : "false";
      return;
    case Value::Kind::kNumber:
      out += value.as_number().text();
      return;
    case Value::Kind::kString:
      return WriteString(value.as_string(), out);
    case Value::Kind::kList: {
      out += '[';
      bool first = true;
      for (const Value& element : value.as_list()) {
        if (!first) out += ',';
        first = false;
        Write(element, out);
      }
      out += ']';
      return;
    }
    case Value::Kind::kMap: {
      out += '{';
      bool first = true;
      for (const auto& [key, member] : value.as_map()) {
        if (!first) out += ',';
        first = false;
        WriteString(key, out);
        out += ':';
        Write(member, out);
      }
      out += '}';
      return;
    }
    case Value::Kind::kDynamic:
      return Write(value.dynamic_value(), out);
    case Value::Kind::kNull:
    case Value::Kind::kUnknown:
      out += "null";
  }
}

constexpr int kMaxJsonDepth = 1000;

/// A recursive-descent reader over one text; the first mistake ends it.
class JsonReader {
 public:
  JsonReader(std::string_view text, const std::string& source) : text_(text), source_(source) {}

  Result<Value> Document() {
    Value out;
    Space();
    if (!ReadValue(out, 0)) return tl::unexpected(Diagnostics{Mistake()});
    Space();
    if (at_ != text_.size()) {
      Wrong("text follows the end of the document");
      return tl::unexpected(Diagnostics{Mistake()});
    }
    return out;
  }

 private:
  bool Wrong(std::string what) {
    if (what_.empty()) what_ = std::move(what);
    return false;
  }

  Diagnostic Mistake() const {
    std::size_t line = 1, column = 1;
    for (const char c : text_.substr(0, at_)) {
      column = c == '\n' ? 1 : column + 1;
      if (c == '\n') ++line;
    }
    return Error("Invalid JSON in " + source_, source_ + ":" + std::to_string(line) + ":" +
                                                   std::to_string(column) + ": " + what_ + ".");
  }

  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void Space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  bool Word(std::string_view word, Value value, Value& out) {
    if (text_.substr(at_, word.size()) != word) return Wrong("a value is expected");
    at_ += word.size();
    out = std::move(value);
    return true;
  }

  bool ReadValue(Value& out, int depth) {
    if (depth > kMaxJsonDepth) return Wrong("it is nested deeper than 1,000 levels");
    switch (Peek()) {
      case '{':
        return ReadMap(out, depth);
      case '[':
        return ReadList(out, depth);
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

  bool ReadMap(Value& out, int depth) {
    Value::Map map;
    ++at_;
    Space();
    for (bool first = true; Peek() != '}'; first = false) {
      if (!first && !Comma()) return false;
      std::string key;
      if (Peek() != '"') return Wrong("a quoted key is expected");
      const std::size_t key_at = at_;
      if (!ReadString(key)) return false;
      Space();
      if (Peek() != ':') return Wrong("a colon is expected");
      ++at_;
      Space();
      // Most texts are sorted already: the hint makes building the map linear.
      const auto before = map.size();
      const auto place = map.emplace_hint(map.end(), key, Value());
      if (map.size() == before) {
        at_ = key_at;
        return Wrong("the key \"" + key + "\" appears twice; one of the two would be lost");
      }
      if (!ReadValue(place->second, depth + 1)) return false;
      Space();
    }
    ++at_;
    out = Value(std::move(map));
    return true;
  }

  bool ReadList(Value& out, int depth) {
    Value::List list;
    ++at_;
    Space();
    for (bool first = true; Peek() != ']'; first = false) {
      if (!first && !Comma()) return false;
      list.emplace_back();
      if (!ReadValue(list.back(), depth + 1)) return false;
      Space();
    }
    ++at_;
    out = Value(std::move(list));
    return true;
  }

  bool Comma() {
    if (Peek() != ',') return Wrong("a comma or the end of the collection is expected");
    ++at_;
    Space();
    return true;
  }

  bool ReadNumber(Value& out) {
    std::size_t end = at_;
    while (end < text_.size() &&
           (std::string_view("+-.eE").find(text_[end]) != std::string_view::npos ||
            (text_[end] >= '0' && text_[end] <= '9'))) {
      ++end;
    }
    const std::string_view digits = text_.substr(at_, end - at_);
    const auto number = Number::Parse(digits);
    const std::string_view whole = digits.substr(digits.starts_with('-') ? 1 : 0);
    const bool leading_zero =
        whole.size() > 1 && whole[0] == '0' && whole[1] >= '0' && whole[1] <= '9';
    if (!number || digits.front() == '+' || leading_zero) return Wrong("a value is expected");
    at_ = end;
    out = Value(*number);
    return true;
  }

  bool ReadString(std::string& out) {
    ++at_;
    while (true) {
      const std::size_t plain = at_;
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20) {
        ++at_;
      }
      out.append(text_, plain, at_ - plain);
      if (at_ == text_.size()) return Wrong("a string is not closed");
      if (text_[at_] == '"') {
        ++at_;
        return true;
      }
      if (text_[at_] != '\\') return Wrong("a control character stands in a string");
      if (!ReadEscape(out)) return false;
    }
  }

  bool ReadEscape(std::string& out) {
    static constexpr std::string_view kFrom = "\"\\/bfnrt";
    static constexpr std::string_view kTo = "\"\\/\b\f\n\r\t";
    const char c = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    const std::size_t simple = kFrom.find(c);
    if (c != '\0' && simple != std::string_view::npos) {
      out += kTo[simple];
      at_ += 2;
      return true;
    }
    std::uint32_t code = 0;
    if (c != 'u' || !ReadHex(code)) return Wrong("an escape is not valid");
    if (code >= 0xD800 && code < 0xDC00) {
      std::uint32_t low = 0;
      if (text_.substr(at_, 2) != "\\u" || !ReadHex(low) || low < 0xDC00 || low > 0xDFFF) {
        return Wrong("half of a surrogate pair stands alone");
      }
      code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
    } else if (code >= 0xDC00 && code <= 0xDFFF) {
      return Wrong("half of a surrogate pair stands alone");
    }
    AppendUtf8(code, out);
    return true;
  }

  /// Reads `\uXXXX` at the current place.
  bool ReadHex(std::uint32_t& code) {
    const std::string_view digits = text_.substr(std::min(at_ + 2, text_.size()), 4);
    if (digits.size() != 4) return false;
    code = 0;
    for (const char d : digits) {
      const std::size_t value =
          std::string_view("0123456789abcdef")
              .find(static_cast<char>(d >= 'A' && d <= 'F' ? d - 'A' + 'a' : d));
      if (value == std::string_view::npos) return false;
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

  const std::string_view text_;
  const std::string& source_;
  std::size_t at_ = 0;
  std::string what_;
};

}  // namespace

std::string WriteJson(const Value& value) {
  std::string out;
  Write(value, out);
  return out;
}

Result<Value> ReadJson(std::string_view text, const std::string& source) {
  return JsonReader(text, source).Document();
}

}  // namespace mesh
