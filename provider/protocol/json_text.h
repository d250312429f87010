#pragma once

#include <string>
#include <string_view>

#include "provider/protocol/decode_failure.h"

namespace mesh {

/// Reads one JSON text from front to back, each value straight into what the caller wants of it.
///
/// Every function returns false on text that is no JSON or not what was asked for; failure() says
/// why. Nothing is built that the caller did not ask for, and numbers stay text.
class JsonReader {
 public:
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject, kNone };

  explicit JsonReader(std::string_view text) : text_(text) {}

  /// What starts here; kNone at the end or at no JSON.
  Kind Peek();
  bool ReadNull() { return Word("null"); }
  bool ReadBool(bool& out);
  /// `out` is a part of the input.
  bool ReadNumber(std::string_view& out);
  /// `out` is normalised (NFC); text that is not UTF-8 is refused.
  bool ReadString(std::string& out);
  /// Passes over one value; `out` is its text.
  bool Skip(std::string_view& out, int depth);
  /// True when nothing but white space is left.
  bool AtEnd();

  /// Calls `element(index)` at each element; it must read the element.
  template <class F>
  bool ReadArray(F element) {
    if (!Take('[')) return false;
    if (Try(']')) return true;
    for (std::size_t index = 0;; ++index) {
      if (!element(index)) return false;
      if (Try(']')) return true;
      if (!Take(',')) return false;
    }
  }
  /// Calls `member(key)` at each member's value; it must read the value.
  template <class F>
  bool ReadObject(F member) {
    return Members([&] {
      std::string key;
      return ReadString(key) && Take(':') && member(key);
    });
  }

  DecodeFailure& failure() { return failure_; }
  /// Fails with the line and what stands there instead of `wanted`.
  bool Unexpected(const std::string& wanted);

 private:
  /// Calls `member()` at each key; it must read the key, the colon and the value.
  template <class F>
  bool Members(F member) {
    if (!Take('{')) return false;
    if (Try('}')) return true;
    for (;;) {
      if (Peek() != Kind::kString) return Unexpected("a key in quotes");
      if (!member()) return false;
      if (Try('}')) return true;
      if (!Take(',')) return false;
    }
  }

  void SkipSpace() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
      ++at_;
    }
  }
  bool Try(char c) {
    SkipSpace();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool Take(char c);
  bool Word(std::string_view word);
  bool Raw(std::string_view& inner, bool& has_escapes);
  bool Unescape(std::string_view inner, std::string& out);
  bool Fail(const std::string& why);

  std::string_view text_;
  std::size_t at_ = 0;
  DecodeFailure failure_;
};

/// Appends `text` as a JSON string, escaped the way Go's encoder does (`<`, `>`, `&`, U+2028 and
/// U+2029 too), so that our bytes equal the host's.
void AppendJsonString(std::string& out, std::string_view text);

}  // namespace mesh
