#include <yaml.h>

#include <algorithm>
#include <map>
#include <memory>

#include "core/formats/yaml.h"
#include "core/formats/yaml_scalar.h"

namespace mesh {
namespace {

using std::string_view;

constexpr int kMaxYamlDepth = 1000;
constexpr std::size_t kMaxNodes = 1'000'000;
constexpr string_view kTagPrefix = "tag:yaml.org,2002:";

string_view View(const yaml_char_t* text, std::size_t length) {
  return {reinterpret_cast<const char*>(text), length};
}
string_view View(const yaml_char_t* text) {
  return text == nullptr ? string_view() : string_view(reinterpret_cast<const char*>(text));
}

/// One event of libyaml, released when it goes.
class Event {
 public:
  Event() = default;
  ~Event() { yaml_event_delete(&event_); }
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  yaml_event_t* get() { return &event_; }
  const yaml_event_t* operator->() const { return &event_; }

 private:
  yaml_event_t event_{};
};

/// Finds comments: a `#` in the text between two events. libyaml counts characters, the text has
/// bytes, so the place is followed along as events come.
class CommentFinder {
 public:
  explicit CommentFinder(string_view text) : text_(text) {}

  /// True when a comment stands between the last event and this one, or heads its block scalar.
  bool Passes(const yaml_event_t& event) {
    const bool before = Advance(event.start_mark.index);
    const std::size_t begin = byte_;
    Advance(event.end_mark.index);
    if (event.type != YAML_SCALAR_EVENT || (event.data.scalar.style != YAML_LITERAL_SCALAR_STYLE &&
                                            event.data.scalar.style != YAML_FOLDED_SCALAR_STYLE)) {
      return before;
    }
    const string_view body = text_.substr(begin, byte_ - begin);
    return before || body.substr(0, body.find('\n')).find('#') != string_view::npos;
  }

  bool PassesEnd() { return text_.substr(byte_).find('#') != string_view::npos; }

 private:
  /// Moves to a character index; true when a `#` was passed.
  bool Advance(std::size_t index) {
    bool found = false;
    while (character_ < index && byte_ < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[byte_]);
      found = found || c == '#';
      byte_ += c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
      ++character_;
    }
    byte_ = std::min(byte_, text_.size());
    return found;
  }

  const string_view text_;
  std::size_t byte_ = 0;
  std::size_t character_ = 0;
};

class YamlReader {
 public:
  YamlReader(string_view text, const std::string& source)
      : source_(source), comments_(text), text_size_(text.size()) {
    yaml_parser_initialize(parser_.get());
    yaml_parser_set_input_string(parser_.get(), reinterpret_cast<const yaml_char_t*>(text.data()),
                                 text.size());
    yaml_parser_set_encoding(parser_.get(), YAML_UTF8_ENCODING);
  }

  Result<std::vector<YamlDocument>> Stream() {
    std::vector<YamlDocument> out;
    while (true) {
      Event event;
      if (!Next(event)) break;
      if (event->type == YAML_STREAM_END_EVENT) {
        if (!out.empty() && comments_.PassesEnd()) out.back().has_comments = true;
        break;
      }
      if (event->type == YAML_DOCUMENT_START_EVENT && !Document(out)) break;
    }
    if (!wrong_.empty()) return tl::unexpected(wrong_);
    return out;
  }

 private:
  struct Free {
    void operator()(yaml_parser_t* parser) const {
      yaml_parser_delete(parser);
      delete parser;
    }
  };

  bool Wrong(std::size_t line, std::string what) {
    if (wrong_.empty()) {
      wrong_ = {Error("Invalid YAML in " + source_,
                      source_ + ":" + std::to_string(line) + ": " + std::move(what))};
    }
    return false;
  }

  bool Next(Event& event) {
    if (yaml_parser_parse(parser_.get(), event.get()) == 0) {
      const std::size_t line = std::max(parser_->problem_mark.line, parser_->context_mark.line) + 1;
      const char* problem = parser_->problem == nullptr ? "it cannot be read" : parser_->problem;
      return Wrong(line, std::string(problem) + ". Correct the indentation or quoting there.");
    }
    if (comments_.Passes(*event.get())) commented_ = true;
    return true;
  }

  bool Document(std::vector<YamlDocument>& out) {
    anchors_.clear();
    Event event;
    YamlDocument document;
    if (!Next(event)) return false;
    document.line = static_cast<int>(event->start_mark.line) + 1;
    const bool empty = event->type == YAML_SCALAR_EVENT && event->data.scalar.length == 0 &&
                       event->data.scalar.plain_implicit != 0;
    if (!Node(event, document.value, 0)) return false;
    Event end;
    if (!Next(end)) return false;
    if (empty) return true;
    document.has_comments = commented_;
    commented_ = false;
    out.push_back(std::move(document));
    return true;
  }

  /// Reads the node that starts with `event`.
  bool Node(const Event& event, Value& out, int depth) {
    const std::size_t line = event->start_mark.line + 1;
    if (depth > kMaxYamlDepth) return Wrong(line, "it is nested deeper than 1,000 levels.");
    if (++nodes_ > kMaxNodes + text_size_) {
      return Wrong(line, "its aliases expand to more than a million nodes.");
    }
    string_view anchor;
    bool read = false;
    switch (event->type) {
      case YAML_ALIAS_EVENT:
        return Alias(View(event->data.alias.anchor), line, out);
      case YAML_SCALAR_EVENT:
        anchor = View(event->data.scalar.anchor);
        read = Scalar(event, out);
        break;
      case YAML_SEQUENCE_START_EVENT:
        anchor = View(event->data.sequence_start.anchor);
        read = Sequence(out, depth);
        break;
      case YAML_MAPPING_START_EVENT:
        anchor = View(event->data.mapping_start.anchor);
        read = Mapping(out, depth);
        break;
      default:
        return Wrong(line, "a value is expected.");
    }
    if (read && !anchor.empty()) anchors_.insert_or_assign(std::string(anchor), out);
    return read;
  }

  static std::size_t CountNodes(const Value& value) {
    std::size_t n = 1;
    if (value.is_list()) {
      for (const Value& e : value.as_list()) n += CountNodes(e);
    } else if (value.is_map()) {
      for (const auto& [key, e] : value.as_map()) n += CountNodes(e);
    }
    return n;
  }

  bool Alias(string_view name, std::size_t line, Value& out) {
    const auto found = anchors_.find(name);
    if (found == anchors_.end()) {
      return Wrong(line, "the alias *" + std::string(name) + " has no anchor before it.");
    }
    nodes_ += CountNodes(found->second);
    if (nodes_ > kMaxNodes + text_size_) {
      return Wrong(line, "its aliases expand to more than a million nodes.");
    }
    out = found->second;
    return true;
  }

  bool Scalar(const Event& event, Value& out) {
    const auto& scalar = event->data.scalar;
    const std::size_t line = event->start_mark.line + 1;
    const string_view text = View(scalar.value, scalar.length);
    string_view tag = View(scalar.tag);
    if (tag.empty()) {
      if (scalar.plain_implicit == 0 || scalar.style != YAML_PLAIN_SCALAR_STYLE) {
        out = Value(text);
        return true;
      }
      auto resolved = ResolvePlain(text);
      if (!resolved) {
        return Wrong(line, std::string(text) +
                               " is no number that JSON can hold; quote it to mean "
                               "the text.");
      }
      out = std::move(*resolved);
      return true;
    }
    if (tag.starts_with(kTagPrefix)) tag.remove_prefix(kTagPrefix.size());
    if (tag == "str" || tag == "!") {
      out = Value(text);
      return true;
    }
    const auto resolved = ResolvePlain(text);
    const bool fits = resolved && ((tag == "null" && resolved->is_null()) ||
                                   (tag == "bool" && resolved->is_bool()) ||
                                   ((tag == "int" || tag == "float") && resolved->is_number()));
    if (!fits) {
      return Wrong(line, "the tag " + std::string(View(scalar.tag)) +
                             " has no meaning here; remove it or quote the value.");
    }
    out = *resolved;
    return true;
  }

  bool Sequence(Value& out, int depth) {
    Value::List list;
    while (true) {
      Event event;
      if (!Next(event)) return false;
      if (event->type == YAML_SEQUENCE_END_EVENT) break;
      list.emplace_back();
      if (!Node(event, list.back(), depth + 1)) return false;
    }
    out = Value(std::move(list));
    return true;
  }

  /// The text that a scalar key has as a JSON key: 0x10 is "16", yes is "true".
  bool Key(const Event& event, std::string& key, bool& merge) {
    const std::size_t line = event->start_mark.line + 1;
    Value value;
    if (event->type == YAML_ALIAS_EVENT) {
      if (!Alias(View(event->data.alias.anchor), line, value)) return false;
    } else if (event->type == YAML_SCALAR_EVENT) {
      merge = View(event->data.scalar.value) == "<<" &&
              event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
      if (!Node(event, value, 0)) return false;
    }
    if (value.is_string()) {
      key = value.as_string();
    } else if (value.is_number()) {
      const std::string& spelled = value.as_number().text();
      if (spelled.find_first_of("eE") != std::string::npos) {
        return Wrong(line, "the key " + spelled +
                               " is a number that has no one spelling as a key; put it in quotes.");
      }
      key = value.as_number().Canonical();
    } else if (value.is_bool()) {
      key = value.as_bool() ? "true" : "false";
    } else {
      return Wrong(line, "a key must be text, a number or a bool.");
    }
    return true;
  }

  bool Mapping(Value& out, int depth) {
    Value::Map map;
    Value::Map merged;
    while (true) {
      Event event;
      if (!Next(event)) return false;
      if (event->type == YAML_MAPPING_END_EVENT) break;
      const std::size_t line = event->start_mark.line + 1;
      std::string key;
      bool merge = false;
      if (!Key(event, key, merge)) return false;
      Event next;
      Value value;
      if (!Next(next) || !Node(next, value, depth + 1)) return false;
      if (merge) {
        if (!Merge(value, line, merged)) return false;
        // A reader by the book lets the map's own key win, kubectl's lets the later one win.
        for (const auto& [each, ours] : map) {
          if (!merged.contains(each)) continue;
          return Wrong(line, "the merge key (<<) stands after the key \"" + each +
                                 "\", which it holds, too, and readers disagree on who wins. Put "
                                 "<< first.");
        }
        continue;
      }
      const std::size_t before = map.size();
      map.emplace_hint(map.end(), key, std::move(value));
      if (map.size() == before) {
        return Wrong(line, "the key \"" + key +
                               "\" appears twice in one map; one of the two would be lost. Remove "
                               "or rename one.");
      }
    }
    map.merge(merged);
    out = Value(std::move(map));
    return true;
  }

  /// `<<: *a` or `<<: [*a, *b]`: earlier maps win, the map's own keys win over all.
  bool Merge(const Value& value, std::size_t line, Value::Map& merged) {
    if (value.is_map()) {
      merged.insert(value.as_map().begin(), value.as_map().end());
      return true;
    }
    if (!value.is_list() || !std::ranges::all_of(value.as_list(), &Value::is_map)) {
      return Wrong(line, "a merge key (<<) takes a map or a list of maps.");
    }
    for (const Value& each : value.as_list()) {
      merged.insert(each.as_map().begin(), each.as_map().end());
    }
    return true;
  }

  const std::unique_ptr<yaml_parser_t, Free> parser_{new yaml_parser_t()};
  const std::string& source_;
  CommentFinder comments_;
  const std::size_t text_size_;
  std::map<std::string, Value, std::less<>> anchors_;
  std::size_t nodes_ = 0;
  bool commented_ = false;
  Diagnostics wrong_;
};

}  // namespace

Result<std::vector<YamlDocument>> ReadYaml(string_view text, const std::string& source) {
  return YamlReader(text, source).Stream();
}

}  // namespace mesh
