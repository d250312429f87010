#include "core/checks/istio_telemetry/cel_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "core/checks/istio_telemetry/cel_tokens.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr std::size_t kLongest = 100'000;  // characters
// Of nested expressions, of steps behind a name, and of operators in a row other than && and ||.
constexpr int kDeepest = 250;
constexpr std::string_view kKeywords[] = {"in", "true", "false", "null"};
constexpr std::string_view kLiterals[] = {"true", "false", "null"};
constexpr std::string_view kReserved[] = {
    "as",  "break", "const",     "continue", "else",   "for", "function", "if",   "import",
    "let", "loop",  "namespace", "package",  "return", "var", "void",     "while"};
constexpr std::string_view kBetween[] = {
    "||", "&&", "<", "<=", ">=", ">", "==", "!=", "+", "-", "*", "/", "%"};
/// What the result of a macro is gathered in: no variable may be called so.
constexpr std::string_view kAccumulator = "__result__";

struct Macro {
  std::string_view name;
  std::size_t arguments;
};
/// Macros of an object, whose first argument is a variable.
constexpr Macro kMacros[] = {
    {"all", 2}, {"exists", 2}, {"exists_one", 2}, {"map", 2}, {"map", 3}, {"filter", 2},
};

/// What an expression is, as far as macros care.
struct Node {
  enum class Kind { kName, kSelection, kOther };
  Kind kind = Kind::kOther;
  std::string_view name = {};
};

/// Reads one expression from its tokens. After something wrong it goes on to the end without
/// looking: only the first mistake is told.
class CelReader {
 public:
  CelReader(const std::vector<CelToken>& tokens, CelExpression& out) : tokens_(tokens), out_(out) {}

  void Read() {
    Expression();
    if (!Is(CelTokenKind::kEnd)) Unexpected();
  }

 private:
  const CelToken& Ahead(std::size_t count = 0) const {
    return tokens_[std::min(at_ + count, tokens_.size() - 1)];
  }
  bool Is(CelTokenKind kind) const { return Ahead().kind == kind; }
  bool IsMark(std::string_view mark, std::size_t ahead = 0) const {
    return Ahead(ahead).kind == CelTokenKind::kMark && Ahead(ahead).text == mark;
  }
  bool IsIdentifier(std::size_t ahead = 0) const {
    return Ahead(ahead).kind == CelTokenKind::kName && !Holds(kKeywords, Ahead(ahead).text);
  }
  bool Take(std::string_view mark) {
    if (!IsMark(mark)) return false;
    ++at_;
    return true;
  }
  void Demand(std::string_view mark) {
    if (!Take(mark)) Unexpected();
  }

  void Fail(std::string what) {
    if (out_.wrong.empty()) out_.wrong = std::move(what);
    at_ = tokens_.size() - 1;
  }
  void Unexpected() {
    if (Is(CelTokenKind::kEnd)) return Fail("It ends too early.");
    Fail(InQuotes(Ahead().text) + " in it is not expected there.");
  }

  Node Expression() {
    if (++depth_ > kDeepest) Fail("It is nested too deeply.");
    Node node = Binary();
    if (Take("?")) {
      Binary();
      Demand(":");
      Expression();
      node = {};
    }
    --depth_;
    return node;
  }

  /// Which operator binds closer than which makes no difference to what can be read.
  Node Binary() {
    Node node = Unary();
    for (int row = 1; IsBetween(); ++row) {
      if (IsMark("&&") || IsMark("||")) row = 0;
      if (row > kDeepest) Fail("It has too many operators in a row.");
      ++at_;
      Unary();
      node = {};
    }
    return node;
  }
  bool IsBetween() const {
    return (Is(CelTokenKind::kMark) && Holds(kBetween, Ahead().text)) ||
           (Is(CelTokenKind::kName) && Ahead().text == "in");
  }

  Node Unary() {
    if (IsMark("!")) {
      while (Take("!")) {
      }
      Member();
      return {};
    }
    const bool is_number =
        Ahead(1).kind == CelTokenKind::kInt || Ahead(1).kind == CelTokenKind::kDouble;
    if (IsMark("-") && !is_number) {
      while (Take("-")) {
      }
      Member();
      return {};
    }
    return Member();
  }

  Node Member() {
    Node node = Primary();
    for (int steps = 0; out_.wrong.empty(); ++steps) {
      if (steps > kDeepest) Fail("It is nested too deeply.");
      if (Take(".")) {
        node = Selection();
      } else if (Take("[")) {
        Expression();
        Demand("]");
        node = {};
      } else {
        break;
      }
    }
    return node;
  }

  /// Fields may have names in backquotes, functions may not.
  bool IsField() const { return IsIdentifier() || Is(CelTokenKind::kEscapedName); }

  Node Selection() {
    if (!IsField()) {
      Unexpected();
      return {};
    }
    const bool is_escaped = Is(CelTokenKind::kEscapedName);
    const std::string_view name = Ahead().text;
    ++at_;
    if (is_escaped || !Take("(")) return {Node::Kind::kSelection, name};
    Call(name, true);
    return {};
  }

  /// From behind the opening parenthesis on.
  Node Call(std::string_view name, bool of_object) {
    std::size_t count = 0;
    Node first;
    const std::size_t before = out_.attributes.size();
    if (!Take(")")) {
      do {
        const Node argument = Expression();
        if (count++ == 0) first = argument;
      } while (Take(","));
      Demand(")");
    }
    if (!of_object && name == "has" && count == 1) {
      if (first.kind == Node::Kind::kSelection) return first;
      Fail("has() in it is not of a field.");
    } else if (of_object && IsMacro(name, count)) {
      Variable(name, first, before);
    } else {
      out_.functions.push_back(name);
    }
    return {};
  }
  static bool IsMacro(std::string_view name, std::size_t arguments) {
    return std::ranges::any_of(kMacros, [&](const Macro& macro) {
      return macro.name == name && macro.arguments == arguments;
    });
  }
  void Variable(std::string_view macro, const Node& variable, std::size_t before) {
    if (variable.kind != Node::Kind::kName || variable.name == kAccumulator) {
      return Fail("The first argument of " + std::string(macro) + "() in it is no variable.");
    }
    auto& names = out_.attributes;
    names.erase(std::remove(names.begin() + static_cast<std::ptrdiff_t>(before), names.end(),
                            variable.name),
                names.end());
  }

  Node Primary() {
    if (Take("(")) {
      const Node node = Expression();
      Demand(")");
      return node;
    }
    if (Take("[")) {
      Items("]", [this] { Expression(); });
      return {};
    }
    if (Take("{")) {
      Items("}", [this] {
        Expression();
        Demand(":");
        Expression();
      });
      return {};
    }
    if (IsMark(".") || IsIdentifier()) return Named();
    Literal();
    return {};
  }

  /// Items up to the closing mark, with commas between them and one behind the last or instead.
  template <class Item>
  void Items(std::string_view close, Item item) {
    if (Take(",")) return Demand(close);
    while (!Take(close) && out_.wrong.empty()) {
      item();
      if (!Take(",") && !IsMark(close)) Unexpected();
    }
  }

  /// A name, a call, or the name of a message with its fields.
  Node Named() {
    Take(".");
    if (!IsIdentifier()) {
      Unexpected();
      return {};
    }
    std::size_t ahead = 1;
    while (IsMark(".", ahead) && IsIdentifier(ahead + 1)) ahead += 2;
    if (IsMark("{", ahead)) {
      at_ += ahead + 1;
      Items("}", [this] {
        if (!IsField()) return Unexpected();
        ++at_;
        Demand(":");
        Expression();
      });
      return {};
    }
    const std::string_view name = Ahead().text;
    ++at_;
    if (Holds(kReserved, name)) Fail(InQuotes(name) + " in it is a reserved word.");
    if (Take("(")) return Call(name, false);
    out_.attributes.push_back(name);
    return {Node::Kind::kName, name};
  }

  void Literal() {
    const bool negative = Take("-");
    const CelToken token = Ahead();
    const bool is_number = token.kind == CelTokenKind::kInt || token.kind == CelTokenKind::kDouble;
    const bool is_plain = token.kind == CelTokenKind::kUint ||
                          token.kind == CelTokenKind::kString ||
                          token.kind == CelTokenKind::kBytes ||
                          (token.kind == CelTokenKind::kName && Holds(kLiterals, token.text));
    if (!is_number && (negative || !is_plain)) return Unexpected();
    if (!IsInRange(token, negative)) {
      return Fail(InQuotes(token.text) + " in it is too large a number.");
    }
    ++at_;
  }

  static bool IsInRange(const CelToken& token, bool negative) {
    if (token.kind == CelTokenKind::kDouble) {
      return std::isfinite(std::strtod(std::string(token.text).c_str(), nullptr));
    }
    if (token.kind != CelTokenKind::kInt && token.kind != CelTokenKind::kUint) return true;
    const bool is_hex = token.text.starts_with("0x");
    const std::string_view digits = token.text.substr(is_hex ? 2 : 0);
    std::uint64_t number = 0;
    const auto read =
        std::from_chars(digits.data(), digits.data() + digits.size(), number, is_hex ? 16 : 10);
    if (read.ec != std::errc()) return false;
    constexpr std::uint64_t kMost = std::uint64_t{1} << 63U;
    return token.kind == CelTokenKind::kUint || number < kMost || (negative && number == kMost);
  }

  const std::vector<CelToken>& tokens_;
  CelExpression& out_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

CelExpression ReadCel(std::string_view text) {
  CelExpression out;
  const auto characters = std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });
  if (static_cast<std::size_t>(characters) > kLongest) {
    out.wrong = "It has more than 100000 characters.";
    return out;
  }
  const CelTokens tokens = ReadCelTokens(text);
  out.wrong = tokens.wrong;
  if (out.wrong.empty()) CelReader(tokens.list, out).Read();
  return out;
}

}  // namespace mesh::istio
