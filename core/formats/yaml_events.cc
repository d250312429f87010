#include "core/formats/yaml_events.h"

#include <algorithm>

#include "core/formats/yaml_breaks.h"

namespace mesh {
namespace {

using std::string_view;

bool IsAscii(string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// Comments in text that holds nothing else but white space and indicators. Those of directives
/// (`%TAG ! a#b`) start after white space only.
std::size_t CountIn(string_view text, bool after_space) {
  std::size_t count = 0;
  while (text.find('#') != string_view::npos) {
    const std::size_t end = YamlLineEnd(text, 0);
    const string_view line = text.substr(0, end);
    std::size_t at = line.find('#');
    while (after_space && at != string_view::npos && at > 0 && line[at - 1] != ' ' &&
           line[at - 1] != '\t') {
      at = line.find('#', at + 1);
    }
    if (at != string_view::npos) ++count;
    if (end == text.size()) break;
    text.remove_prefix(end + YamlBreakSize(text.substr(end)));
  }
  return count;
}

bool IsBlockScalar(const yaml_event_t& event) {
  return event.type == YAML_SCALAR_EVENT && (event.data.scalar.style == YAML_LITERAL_SCALAR_STYLE ||
                                             event.data.scalar.style == YAML_FOLDED_SCALAR_STYLE);
}

}  // namespace

YamlEvents::YamlEvents(string_view text, int first_line)
    : text_(text),
      first_line_(first_line),
      has_comments_(text.find('#') != string_view::npos),
      is_ascii_(!has_comments_ || IsAscii(text)) {
  yaml_parser_initialize(&parser_);
  yaml_parser_set_input_string(&parser_, reinterpret_cast<const yaml_char_t*>(text.data()),
                               text.size());
  yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
}

bool YamlEvents::Next(YamlEvent& event) {
  if (yaml_parser_parse(&parser_, event.get()) == 0) return false;
  if (has_comments_) CountComments(*event.get());
  return true;
}

int YamlEvents::problem_line() const {
  return first_line_ +
         static_cast<int>(std::max(parser_.problem_mark.line, parser_.context_mark.line));
}

std::string YamlEvents::problem() const {
  const char* problem = parser_.problem == nullptr ? "it cannot be read" : parser_.problem;
  return std::string(problem) + ". Correct the indentation or quoting there.";
}

void YamlEvents::CountComments(const yaml_event_t& event) {
  comments_ += CountIn(Advance(event.start_mark.index), false);
  const string_view body = Advance(event.end_mark.index);
  if (IsBlockScalar(event)) {
    comments_ += CountIn(body.substr(0, YamlLineEnd(body, 0)), true);
  } else if (event.type == YAML_DOCUMENT_START_EVENT) {
    comments_ += CountIn(body, true);
  } else if (event.type == YAML_STREAM_END_EVENT) {
    comments_ += CountIn(text_.substr(byte_), false);
  }
}

/// Moves to a character and returns the text passed.
string_view YamlEvents::Advance(std::size_t character) {
  const std::size_t begin = byte_;
  if (is_ascii_) {
    byte_ = std::max(byte_, std::min(character, text_.size()));
    return text_.substr(begin, byte_ - begin);
  }
  while (character_ < character && byte_ < text_.size()) {
    const auto c = static_cast<unsigned char>(text_[byte_]);
    byte_ += c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    ++character_;
  }
  byte_ = std::min(byte_, text_.size());
  return text_.substr(begin, byte_ - begin);
}

}  // namespace mesh
