#include "core/formats/yaml.h"
#include "core/formats/yaml_breaks.h"

namespace mesh {
namespace {

using std::string_view;

constexpr auto kNowhere = string_view::npos;

bool HasOddBreaks(string_view text) {
  return text.find('\r') != kNowhere || text.find("\xC2\x85") != kNowhere ||
         text.find("\xE2\x80") != kNowhere;
}

/// `---` or `...` is a marker where white space or nothing follows it.
bool IsMarker(string_view line, string_view marker) {
  return line.starts_with(marker) &&
         (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\0');
}

/// Nothing but white space and a comment.
bool IsIdle(string_view line) {
  const std::size_t at = line.find_first_not_of(" \t");
  return at == kNowhere || line[at] == '#';
}

/// Walks over the lines of a stream. At the start of a line, `---` separates documents in every
/// context: no indent and no quote can hold it there (the standard forbids it, and readers obey).
class YamlSplitter {
 public:
  explicit YamlSplitter(string_view text) : text_(text), odd_breaks_(HasOddBreaks(text)) {}

  std::vector<YamlPiece> Split() {
    while (at_ < text_.size()) Line();
    if (begin_ < text_.size() || pieces_.empty()) Push(text_.size());
    return std::move(pieces_);
  }

 private:
  void Line() {
    const std::size_t begin = at_;
    const string_view line = TakeLine();
    if (IsMarker(line, "---")) {
      Separator(begin);
    } else if (IsMarker(line, "...") && IsIdle(line.substr(3))) {
      loose_from_ = at_;
      loose_line_ = line_;
      directive_ = false;
    } else if (line.starts_with('%')) {
      directive_ = true;
    } else if ((!started_ || directive_ || loose_from_ != kNowhere) && !IsIdle(line)) {
      Content();
    }
  }

  /// Directives belong to the document behind them. Where `...` did not end the one before, it
  /// takes a parser to tell them from content: that stays one piece.
  void Separator(std::size_t begin) {
    if (loose_from_ != kNowhere) {
      Cut(loose_from_, loose_line_);
    } else if (!directive_) {
      Cut(begin, line_ - 1);
    }
    Content();
  }

  void Content() {
    started_ = true;
    directive_ = false;
    loose_from_ = kNowhere;
  }

  void Cut(std::size_t at, int line) {
    if (!started_) return;
    Push(at);
    begin_ = at;
    begin_line_ = line;
  }

  void Push(std::size_t end) {
    pieces_.push_back({text_.substr(begin_, end - begin_), begin_line_});
  }

  string_view TakeLine() {
    const std::size_t begin = at_;
    std::size_t end = 0, size = 0;
    if (!odd_breaks_) {
      end = std::min(text_.find('\n', begin), text_.size());
      size = end < text_.size() ? 1 : 0;
    } else {
      end = YamlLineEnd(text_, begin);
      if (end < text_.size()) size = YamlBreakSize(text_.substr(end));
    }
    at_ = end + size;
    ++line_;
    return text_.substr(begin, end - begin);
  }

  const string_view text_;
  const bool odd_breaks_;
  std::vector<YamlPiece> pieces_;
  /// What comes next, and its line.
  std::size_t at_ = 0;
  int line_ = 1;
  /// The piece that is being collected, and whether a document began in it.
  std::size_t begin_ = 0;
  int begin_line_ = 1;
  bool started_ = false;
  /// Behind the last `...` (or at the stream's start), while nothing but comments and directives
  /// follows it; and whether a directive was seen since content was.
  std::size_t loose_from_ = 0;
  int loose_line_ = 1;
  bool directive_ = false;
};

}  // namespace

std::vector<YamlPiece> SplitYaml(string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return YamlSplitter(text).Split();
}

}  // namespace mesh
