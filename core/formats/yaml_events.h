#pragma once

#include <yaml.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace mesh {

inline std::string_view YamlText(const yaml_char_t* text, std::size_t length) {
  return {reinterpret_cast<const char*>(text), length};
}
inline std::string_view YamlText(const yaml_char_t* text) {
  return text == nullptr ? std::string_view()
                         : std::string_view(reinterpret_cast<const char*>(text));
}

/// One event of libyaml, released when it goes.
class YamlEvent {
 public:
  YamlEvent() = default;
  ~YamlEvent() { yaml_event_delete(&event_); }
  YamlEvent(const YamlEvent&) = delete;
  YamlEvent& operator=(const YamlEvent&) = delete;
  yaml_event_t* get() { return &event_; }
  const yaml_event_t* operator->() const { return &event_; }

  bool Is(yaml_event_type_t type) const { return event_.type == type; }

 private:
  yaml_event_t event_{};
};

/// The events of one text by libyaml, and how many comments stand between them.
class YamlEvents {
 public:
  /// `first_line`: the line number of the text's first line.
  YamlEvents(std::string_view text, int first_line);
  ~YamlEvents() { yaml_parser_delete(&parser_); }
  YamlEvents(const YamlEvents&) = delete;
  YamlEvents& operator=(const YamlEvents&) = delete;

  /// Reads the next event into a fresh `event`; false where the text is malformed.
  bool Next(YamlEvent& event);

  int LineOf(const YamlEvent& event) const {
    return first_line_ + static_cast<int>(event->start_mark.line);
  }
  /// Where and why Next returned false.
  int problem_line() const;
  std::string problem() const;

  /// The comments passed since this was asked last.
  std::size_t TakeComments() { return std::exchange(comments_, 0); }

 private:
  void CountComments(const yaml_event_t& event);
  std::string_view Advance(std::size_t character);

  const std::string_view text_;
  const int first_line_;
  yaml_parser_t parser_;
  const bool has_comments_;
  const bool is_ascii_;
  std::size_t comments_ = 0;
  std::size_t byte_ = 0;
  /// The character that starts at byte_: libyaml counts characters, the text has bytes.
  std::size_t character_ = 0;
};

}  // namespace mesh
