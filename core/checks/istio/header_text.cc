#include "core/checks/istio/header_text.h"

#include <algorithm>

#include "core/checks/read.h"
#include "core/model/ascii.h"

namespace mesh::istio {
namespace {

constexpr std::string_view kClaims = "@request.auth.claims";
constexpr std::string_view kTokenMarks = "!#$%&'*+-.^_`|~";
constexpr std::string_view kPseudoHeaders[] = {":method", ":scheme", ":authority", ":path",
                                               ":status"};

bool IsToken(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    const char low = ToLower(c);
    return (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') ||
           kTokenMarks.find(c) != std::string_view::npos;
  });
}

std::string NoToken(std::string_view name) {
  if (name.empty()) return "The name of the header is empty.";
  return InQuotes(name) + " is no name of a header: those have letters, digits and " +
         std::string(kTokenMarks) + ".";
}

/// Reads a header's value as Envoy does, which replaces commands in it. After each character it
/// waits for something else; `%` and what can follow it are all that matter.
class CommandReader {
 public:
  /// What is wrong; empty when the value can be read.
  std::string_view Read(std::string_view value) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      const bool is_last = i + 1 == value.size();
      if (const std::string_view wrong = Step(value[i], is_last, is_last ? '\0' : value[i + 1]);
          !wrong.empty()) {
        return wrong;
      }
      if (skip_) ++i;
      skip_ = false;
    }
    return state_ == State::kText ? "" : "a command in it does not end with `%`";
  }

 private:
  enum class State { kText, kName, kArguments, kItem, kInItem, kAfterItem, kClosing, kEnd };

  std::string_view Step(char c, bool is_last, char next) {
    switch (state_) {
      case State::kText:
        if (c != '%') return {};
        if (is_last) return "it ends with a lone `%`";
        skip_ = next == '%';
        if (!skip_) state_ = State::kName;
        return {};
      case State::kName:
        if (c == '%') state_ = State::kText;
        if (c == '(') state_ = State::kArguments;
        return {};
      case State::kArguments:
        if (c != ' ') state_ = c == '[' ? State::kItem : State::kInItem;
        return {};
      case State::kInItem:
        if (c == '\\' && is_last) return "it ends with a backslash inside a command";
        skip_ = c == '\\';
        if (c == ')') state_ = State::kEnd;
        if (c == '"') state_ = State::kAfterItem;
        return {};
      default:
        return StepBetween(c);
    }
  }

  /// Between the parts of a command's arguments, where only blanks and one mark can stand.
  std::string_view StepBetween(char c) {
    if (state_ == State::kAfterItem && (c == ',' || c == ']')) {
      state_ = c == ',' ? State::kItem : State::kClosing;
    } else if (state_ == State::kItem && c == '"') {
      state_ = State::kInItem;
    } else if (state_ == State::kClosing && c == ')') {
      state_ = State::kEnd;
    } else if (state_ == State::kEnd && c == '%') {
      state_ = State::kText;
    } else if (c != ' ') {
      return "the arguments of a command in it are malformed";
    }
    return {};
  }

  State state_ = State::kText;
  bool skip_ = false;
};

}  // namespace

bool IsJwtClaim(std::string_view name) {
  if (!EqualsIgnoringCase(name.substr(0, kClaims.size()), kClaims)) return false;
  const std::string_view claim = name.substr(kClaims.size());
  return (claim.starts_with('.') && claim.size() > 1) ||
         (claim.starts_with('[') && claim.ends_with(']') && claim.size() > 2);
}

bool IsAuthorityHeader(std::string_view name) {
  return EqualsIgnoringCase(name, ":authority") || EqualsIgnoringCase(name, "host");
}

std::string WrongMatchedHeader(std::string_view name) {
  if (IsJwtClaim(name) || IsToken(name) ||
      std::ranges::find(kPseudoHeaders, name) != std::end(kPseudoHeaders)) {
    return {};
  }
  return NoToken(name);
}

std::string WrongCorsHeader(std::string_view name) { return IsToken(name) ? "" : NoToken(name); }

std::string WrongRequestHeader(std::string_view name) {
  if (name.empty()) return NoToken(name);
  if (name.starts_with(':') && !IsAuthorityHeader(name)) {
    return InQuotes(name) + " is a pseudo header, and of those only `:authority` can be changed.";
  }
  return {};
}

std::string WrongChangedHeader(std::string_view name) {
  if (name.empty()) return NoToken(name);
  if (EqualsIgnoringCase(name, "host")) return InQuotes(name) + " cannot be changed here.";
  if (name.starts_with(':')) {
    return InQuotes(name) + " is a pseudo header, which cannot be changed here.";
  }
  return {};
}

std::string WrongHeaderValue(std::string_view value) {
  const bool has_control = std::ranges::any_of(value, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7F;
  });
  if (has_control) return "The value has control characters, such as a line break.";
  const std::string_view wrong = CommandReader().Read(value);
  if (wrong.empty()) return {};
  return "The value " + InQuotes(value) + " cannot be read: " + std::string(wrong) + ".";
}

}  // namespace mesh::istio
