// Reading FieldsV1, from text and from a tree.
#include "core/formats/json.h"
#include "core/ownership/field_set_builder.h"

namespace mesh::ownership {
namespace {

constexpr int kMaxDepth = 1000;

tl::unexpected<Diagnostics> Unreadable(const std::string& what) {
  return Fail("A record of who owns which fields cannot be read",
              "metadata.managedFields has an entry that is no FieldsV1: " + what +
                  ". Which fields its manager owns is not known.");
}

enum class Opened { kYes, kIgnored, kWrong };

/// Opens the child that `key` names, in its one spelling.
Opened OpenElement(std::string_view key, FieldSetBuilder& out) {
  if (key.size() < 2 || key[1] != ':') return Opened::kWrong;
  if (key[0] == 'f') {
    out.Open(key);
    return Opened::kYes;
  }
  if (std::string_view("kvi").find(key[0]) == std::string_view::npos) return Opened::kIgnored;
  const auto step = ParseElement(key);
  if (!step) return Opened::kWrong;
  out.Open(ElementText(*step));
  return Opened::kYes;
}

/// Reads members of `fields` as children of what is open; empty when fine, else what is wrong.
std::string ReadTree(const Value& fields, FieldSetBuilder& out) {
  if (fields.is_null()) return {};
  if (!fields.is_map()) return "a map of fields is expected";
  for (const auto& [key, below] : fields.as_map()) {
    if (key == ".") continue;
    const Opened opened = OpenElement(key, out);
    if (opened == Opened::kIgnored) continue;
    if (opened == Opened::kWrong) return "\"" + key + "\" names no field";
    if (std::string wrong = ReadTree(below, out); !wrong.empty()) return wrong;
    out.CloseLeafOr(below.Has("."));
  }
  return {};
}

/// Reads the text of FieldsV1 without making a tree of values first.
class TextReader {
 public:
  TextReader(std::string_view text, FieldSetBuilder& out) : text_(text), out_(out) {}

  std::string Document() {
    bool member = false;
    if (Object(member, 0)) {
      Space();
      if (at_ != text_.size()) Wrong("text follows its end");
    }
    return std::move(what_);
  }

 private:
  bool Wrong(std::string what) {
    if (what_.empty()) what_ = std::move(what) + " (at byte " + std::to_string(at_) + ")";
    return false;
  }

  void Space() {
    while (at_ < text_.size() && std::string_view(" \n\t\r").find(text_[at_]) != text_.npos) ++at_;
  }

  bool Take(char c) {
    Space();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  /// Reads an object; `member` becomes true when it has the key `.`.
  bool Object(bool& member, int depth) {
    if (depth > kMaxDepth) return Wrong("it is nested deeper than 1,000 levels");
    Space();
    if (text_.substr(at_, 4) == "null") {
      at_ += 4;
      return true;
    }
    if (!Take('{')) return Wrong("a map of fields is expected");
    if (Take('}')) return true;
    do {
      if (!Member(member, depth)) return false;
    } while (Take(','));
    return Take('}') || Wrong("a comma or the end of a map is expected");
  }

  bool Member(bool& member, int depth) {
    std::string decoded;
    std::string_view key;
    if (!Key(key, decoded)) return false;
    if (!Take(':')) return Wrong("a colon is expected");
    if (key == ".") {
      member = true;
      return Skip();
    }
    const Opened opened = OpenElement(key, out_);
    if (opened == Opened::kIgnored) return Skip();
    if (opened == Opened::kWrong) return Wrong("\"" + std::string(key) + "\" names no field");
    bool is_member = false;
    if (!Object(is_member, depth + 1)) return false;
    out_.CloseLeafOr(is_member);
    return true;
  }

  /// Moves past a string and returns it with its quotes; empty when there is none.
  std::string_view Quoted() {
    const std::size_t begin = at_;
    if (at_ == text_.size() || text_[at_] != '"') return {};
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      } else if (text_[at_] == '"') {
        ++at_;
        return text_.substr(begin, at_ - begin);
      }
    }
    at_ = text_.size();
    return {};
  }

  bool Key(std::string_view& key, std::string& decoded) {
    Space();
    const std::string_view quoted = Quoted();
    if (quoted.empty()) return Wrong("a quoted key is expected");
    key = quoted.substr(1, quoted.size() - 2);
    const auto plain = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '\\'; };
    std::size_t i = 0;
    while (i < key.size() && plain(key[i])) ++i;
    if (i == key.size()) return true;
    const Result<Value> value = ReadJson(quoted, "a key of FieldsV1");
    if (!value) return Wrong("a key is not valid JSON");
    decoded = value->as_string();
    key = decoded;
    return true;
  }

  /// Moves past a value that says nothing.
  bool Skip() {
    Space();
    const std::size_t begin = at_;
    int depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        if (Quoted().empty()) break;
        continue;
      }
      if (depth == 0 && (c == ',' || c == '}')) break;
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      ++at_;
    }
    const std::string_view value = text_.substr(begin, at_ - begin);
    return value == "{}" || ReadJson(value, "FieldsV1") || Wrong("a value is expected");
  }

  const std::string_view text_;
  FieldSetBuilder& out_;
  std::size_t at_ = 0;
  std::string what_;
};

}  // namespace

Result<FieldSet> FieldSet::Parse(std::string_view json) {
  if (json.size() > INT32_MAX) return Unreadable("it is larger than 2 GiB");
  FieldSetBuilder out;
  const std::string wrong = TextReader(json, out).Document();
  if (!wrong.empty()) return Unreadable(wrong);
  return out.Finish();
}

Result<FieldSet> FieldSet::Read(const Value& fields_v1) {
  if (fields_v1.is_string()) return Parse(fields_v1.as_string());
  FieldSetBuilder out;
  const std::string wrong = ReadTree(fields_v1, out);
  if (!wrong.empty()) return Unreadable(wrong);
  return out.Finish();
}

}  // namespace mesh::ownership
