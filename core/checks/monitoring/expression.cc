#include "core/checks/monitoring/expression.h"

#include <algorithm>
#include <array>
#include <span>

#include "core/model/ascii.h"

namespace mesh::monitoring {
namespace {

bool StartsName(char c) { return IsLetter(c) || c == '_' || c == ':'; }
bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Words behind which labels stand in parentheses.
constexpr std::array<std::string_view, 6> kLabelLists = {"by",       "without",    "on",
                                                         "ignoring", "group_left", "group_right"};
constexpr std::array<std::string_view, 11> kWords = {
    "and", "or", "unless", "atan2", "bool", "offset", "inf", "nan", "start", "end", "default"};
constexpr std::array<std::string_view, 14> kAggregations = {
    "sum",   "min",          "max",     "avg",  "group",    "stddev", "stdvar",
    "count", "count_values", "bottomk", "topk", "quantile", "limitk", "limit_ratio"};

bool IsKeyword(std::span<const std::string_view> words, std::string_view word) {
  return std::ranges::any_of(words, [&](std::string_view one) {
    return std::ranges::equal(one, word, {}, {}, [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
  });
}

/// One pass over one expression.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Expression Read() {
    while (out_.wrong.empty() && SkipSpace()) Token();
    if (out_.wrong.empty() && !open_.empty()) {
      out_.wrong = "`" + std::string(1, open_.back()) + "` is not closed.";
    }
    return std::move(out_);
  }

 private:
  /// Whether anything is left.
  bool SkipSpace() {
    while (at_ < text_.size() && (IsSpace(text_[at_]) || text_[at_] == '#')) {
      if (text_[at_] == '#')
        at_ = std::min(text_.find('\n', at_), text_.size());
      else
        ++at_;
    }
    return at_ < text_.size();
  }

  char Peek() { return SkipSpace() ? text_[at_] : '\0'; }

  void Token() {
    const char c = text_[at_];
    if (c == '"' || c == '\'' || c == '`') return Quoted(c);
    if (StartsName(c)) return Word();
    if (IsDigit(c) || (c == '.' && at_ + 1 < text_.size() && IsDigit(text_[at_ + 1])))
      return Number();
    ++at_;
    if (std::string_view("([{").find(c) != std::string_view::npos) return Open(c);
    if (std::string_view(")]}").find(c) != std::string_view::npos) return Close(c);
    if (IsIn('{') || IsIn('[')) return;
    if (c == '/' || c == '*') out_.is_scaled = true;
    is_threshold_ = c == '>' && open_.empty();
    if (is_threshold_ && at_ < text_.size() && text_[at_] == '=') ++at_;
  }

  void Quoted(char quote) {
    const std::size_t start = ++at_;
    while (at_ < text_.size() && text_[at_] != quote) {
      at_ += text_[at_] == '\\' && quote != '`' ? 2 : 1;
    }
    if (at_ >= text_.size()) {
      out_.wrong = "A quotation mark is not closed.";
      return;
    }
    // `{__name__="a"}` names a series.
    if (is_name_) out_.metrics.push_back(text_.substr(start, at_ - start));
    is_name_ = false;
    ++at_;
  }

  void Word() {
    const std::size_t start = at_;
    while (at_ < text_.size() && (StartsName(text_[at_]) || IsDigit(text_[at_]))) ++at_;
    const std::string_view word = text_.substr(start, at_ - start);
    if (IsIn('{')) {
      is_name_ = word == "__name__" && Peek() == '=' && text_.substr(at_, 2) != "=~";
      return;
    }
    if (IsIn('[') || in_labels_) return;
    is_threshold_ = is_threshold_ && word == "bool";
    if (IsKeyword(kLabelLists, word)) {
      awaits_labels_ = Peek() == '(';
    } else if (IsKeyword(kAggregations, word) || Peek() == '(') {
      out_.functions.push_back(word);
    } else if (!IsKeyword(kWords, word)) {
      out_.metrics.push_back(word);
    }
  }

  void Number() {
    const std::size_t start = at_;
    while (at_ < text_.size() &&
           (StartsName(text_[at_]) || IsDigit(text_[at_]) || text_[at_] == '.')) {
      ++at_;
    }
    if (is_threshold_) out_.thresholds.push_back(text_.substr(start, at_ - start));
    is_threshold_ = false;
  }

  void Open(char c) {
    in_labels_ = c == '(' && awaits_labels_;
    awaits_labels_ = false;
    is_threshold_ = false;
    open_.push_back(c);
  }

  void Close(char c) {
    const char opened = c == ')' ? '(' : c == ']' ? '[' : '{';
    if (open_.empty() || open_.back() != opened) {
      out_.wrong = "`" + std::string(1, c) + "` closes nothing.";
      return;
    }
    open_.pop_back();
    in_labels_ = false;
  }

  bool IsIn(char c) const { return !open_.empty() && open_.back() == c; }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string open_;
  bool awaits_labels_ = false;
  bool in_labels_ = false;
  bool is_name_ = false;
  bool is_threshold_ = false;
  Expression out_;
};

}  // namespace

Expression ReadExpression(std::string_view text) { return Reader(text).Read(); }

}  // namespace mesh::monitoring
