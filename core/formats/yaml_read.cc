#include <algorithm>
#include <utility>

#include "core/formats/yaml.h"
#include "core/formats/yaml_anchors.h"
#include "core/formats/yaml_events.h"
#include "core/formats/yaml_scalar.h"

namespace mesh {
namespace {

using std::string_view;

constexpr int kMaxYamlDepth = 1000;
constexpr std::size_t kMaxAliased = 1'000'000;
constexpr string_view kTagPrefix = "tag:yaml.org,2002:";

std::size_t CountNodes(const Value& value) {
  std::size_t n = 1;
  if (value.is_list()) {
    for (const Value& e : value.as_list()) n += CountNodes(e);
  } else if (value.is_map()) {
    for (const auto& [key, e] : value.as_map()) n += CountNodes(e);
  }
  return n;
}

/// Reads the documents of one piece. Functions that read a part return false when the rest of the
/// piece cannot be read; a mistake that leaves the text readable is noted, and they go on.
class YamlReader {
 public:
  /// `aliased` counts the nodes that aliases stand for, over all pieces of a stream.
  YamlReader(const YamlPiece& piece, bool lines, std::size_t& aliased)
      : events_(piece.text, piece.line),
        first_line_(piece.line),
        lines_(lines),
        aliased_(aliased) {}

  std::vector<SourceDocument> Read() {
    while (true) {
      document_ = {.line = first_line_};
      YamlEvent event;
      if (!Next(event)) break;
      if (event.Is(YAML_STREAM_END_EVENT)) {
        Finish();
        return std::move(documents_);
      }
      if (!event.Is(YAML_DOCUMENT_START_EVENT)) continue;
      if (!Document()) break;
      document_.comments = events_.TakeComments();
      documents_.push_back(std::move(document_));
    }
    document_.comments = events_.TakeComments();
    document_.value = Value();
    documents_.push_back(std::move(document_));
    return std::move(documents_);
  }

  /// True when a mistake could say more if lines had been recorded.
  bool wants_lines() const { return wants_lines_; }

 private:
  /// A key as it was read.
  struct Key {
    std::string text;
    int line = 0;
    bool is_merge = false;
    /// False when it is a mistake, and its value is read for what stands behind it only.
    bool is_usable = true;
  };

  /// What the merge keys of one map brought.
  struct Merged {
    Value::Map members;
    int line = 0;
  };

  /// Comments behind the last document are its own; a text of comments alone is an empty document.
  void Finish() {
    const std::size_t comments = events_.TakeComments();
    if (documents_.empty()) {
      document_.empty = true;
      documents_.push_back(std::move(document_));
    }
    documents_.back().comments += comments;
  }

  /// Notes that the document cannot be read.
  [[gnu::noinline]] bool Broken(int line, std::string_view what) {
    document_.mistakes.push_back({.line = line, .what = std::string(what)});
    return false;
  }

  /// Notes that a node is wrong.
  bool Wrong(int line, const NodePlace& at, std::string what) {
    document_.mistakes.push_back({.line = line, .path = at.ToPath(), .what = std::move(what)});
    if (document_.mistakes.size() < kMaxMistakes) return true;
    return Broken(line, "there are more mistakes than can be listed. Correct these first.");
  }

  bool Next(YamlEvent& event) {
    return events_.Next(event) || Broken(events_.problem_line(), events_.problem());
  }

  bool Document() {
    anchors_.Clear();
    YamlEvent event;
    if (!Next(event)) return false;
    document_.line = events_.LineOf(event);
    document_.empty = event.Is(YAML_SCALAR_EVENT) && event->data.scalar.length == 0 &&
                      event->data.scalar.plain_implicit != 0 &&
                      event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    YamlEvent end;
    return ReadNode(event, document_.value, {}, document_.line, 0) && Next(end);
  }

  /// Reads the node that starts with `event` into `out`. `line` is the one it is known by.
  bool ReadNode(const YamlEvent& event, Value& out, const NodePlace& at, int line, int depth) {
    if (depth > kMaxYamlDepth) return Broken(line, "it is nested deeper than 1,000 levels.");
    const SourceMap::Node node = Begin(at, line);
    string_view anchor;
    const std::size_t begun = anchors_.Begin();
    const std::size_t mistakes = document_.mistakes.size();
    bool goes_on = false;
    switch (event->type) {
      case YAML_ALIAS_EVENT:
        goes_on = ReadAlias(event, out, at, node);
        break;
      case YAML_SCALAR_EVENT:
        anchor = YamlText(event->data.scalar.anchor);
        goes_on = ReadScalar(event, out, at);
        break;
      case YAML_SEQUENCE_START_EVENT:
        anchor = YamlText(event->data.sequence_start.anchor);
        goes_on = ReadSequence(out, at, depth);
        break;
      case YAML_MAPPING_START_EVENT:
        anchor = YamlText(event->data.mapping_start.anchor);
        goes_on = ReadMapping(out, at, node, depth);
        break;
      default:
        return Broken(line, "a value is expected.");
    }
    if (lines_) document_.lines.End(node);
    if (goes_on && !anchor.empty()) {
      const bool wrong = document_.mistakes.size() > mistakes;
      anchors_.Name(anchor, begun, {out, node, wrong ? document_.mistakes[mistakes].line : 0});
    }
    return goes_on;
  }

  SourceMap::Node Begin(const NodePlace& at, int line) {
    if (!lines_) return SourceMap::kNone;
    return at.key == nullptr ? document_.lines.BeginElement(line)
                             : document_.lines.BeginMember(line, *at.key);
  }

  // Parts of their own keep frames small: a thousand fit a stack even under sanitizers.
  [[gnu::noinline]] bool ReadAlias(const YamlEvent& event, Value& out, const NodePlace& at,
                                   SourceMap::Node node) {
    const int line = events_.LineOf(event);
    const string_view name = YamlText(event->data.alias.anchor);
    const YamlAnchor* anchor = anchors_.Find(name);
    if (anchor == nullptr) {
      return Wrong(line, at, "the alias *" + std::string(name) + " has no anchor before it.");
    }
    aliased_ += CountNodes(anchor->value);
    if (aliased_ > kMaxAliased) {
      return Broken(line, "its aliases expand to more than a million nodes.");
    }
    out = anchor->value;
    if (node != SourceMap::kNone && anchor->node != SourceMap::kNone) {
      document_.lines.SetAlias(node, anchor->node);
    }
    if (anchor->wrong_at > 0) {
      return Wrong(line, at,
                   "the alias *" + std::string(name) + " stands for what is wrong in line " +
                       std::to_string(anchor->wrong_at) + ". Correct that.");
    }
    return true;
  }

  [[gnu::noinline]] bool ReadScalar(const YamlEvent& event, Value& out, const NodePlace& at) {
    const auto& scalar = event->data.scalar;
    const string_view text = YamlText(scalar.value, scalar.length);
    string_view tag = YamlText(scalar.tag);
    if (tag.empty()) {
      if (scalar.plain_implicit == 0 || IsSurelyText(text)) {
        out = Value(text);
        return true;
      }
      auto resolved = ResolvePlain(text);
      if (!resolved) {
        return Wrong(
            events_.LineOf(event), at,
            std::string(text) + " is no number that JSON can hold; quote it to mean the text.");
      }
      out = *std::move(resolved);
      return true;
    }
    if (tag.starts_with(kTagPrefix)) tag.remove_prefix(kTagPrefix.size());
    auto resolved = ResolveTagged(tag, text);
    if (!resolved) {
      return Wrong(events_.LineOf(event), at,
                   "the tag " + std::string(YamlText(scalar.tag)) +
                       " has no meaning here; remove it or quote the value.");
    }
    out = *std::move(resolved);
    return true;
  }

  [[gnu::noinline]] bool ReadSequence(Value& out, const NodePlace& at, int depth) {
    Value::List list;
    while (true) {
      YamlEvent event;
      if (!Next(event)) return false;
      if (event.Is(YAML_SEQUENCE_END_EVENT)) break;
      const NodePlace element{&at, nullptr, list.size()};
      list.emplace_back();
      if (!ReadNode(event, list.back(), element, events_.LineOf(event), depth + 1)) return false;
    }
    out = Value(std::move(list));
    return true;
  }

  [[gnu::noinline]] bool ReadKey(const YamlEvent& event, const NodePlace& map, int depth,
                                 Key& key) {
    key.line = events_.LineOf(event);
    bool is_plain = false;
    string_view text;
    if (event.Is(YAML_SCALAR_EVENT)) {
      const auto& scalar = event->data.scalar;
      text = YamlText(scalar.value, scalar.length);
      is_plain = scalar.tag == nullptr && scalar.plain_implicit != 0;
      key.is_merge = scalar.plain_implicit != 0 && text == "<<";
      if (scalar.anchor == nullptr && scalar.tag == nullptr && (!is_plain || IsSurelyText(text))) {
        key.text = text;
        return true;
      }
    }
    // The node of a key is none of the document's.
    const bool lines = std::exchange(lines_, false);
    const std::size_t mistakes = document_.mistakes.size();
    Value value;
    const bool goes_on = ReadNode(event, value, map, key.line, depth + 1);
    lines_ = lines;
    if (!goes_on) return false;
    auto as_key = is_plain ? KeyOfPlain(text) : KeyOfValue(value);
    key.is_usable = as_key.has_value();
    if (as_key) key.text = *std::move(as_key);
    if (key.is_usable || document_.mistakes.size() > mistakes) return true;
    return Wrong(key.line, map,
                 value.is_number()
                     ? "the key " + value.as_number().text() +
                           " is a number that has no one spelling as a key; put it in quotes."
                     : "a key must be text, a number or a bool.");
  }

  [[gnu::noinline]] bool ReadMapping(Value& out, const NodePlace& at, SourceMap::Node node,
                                     int depth) {
    Value::Map map;
    Merged merged;
    while (true) {
      YamlEvent event;
      if (!Next(event)) return false;
      if (event.Is(YAML_MAPPING_END_EVENT)) break;
      Key key;
      if (!ReadKey(event, at, depth, key)) return false;
      if (!ReadMember(std::move(key), at, node, depth, map, merged)) return false;
    }
    map.merge(merged.members);
    out = Value(std::move(map));
    return true;
  }

  [[gnu::noinline]] bool ReadMember(Key key, const NodePlace& at, SourceMap::Node node, int depth,
                                    Value::Map& map, Merged& merged) {
    Value aside;
    Value* place = &aside;
    const std::string* name = &key.text;
    if (key.is_usable && !key.is_merge) {
      // Most maps are sorted already: the hint makes building them linear.
      const std::size_t before = map.size();
      const auto member = map.try_emplace(map.end(), std::move(key.text));
      name = &member->first;
      if (map.size() > before) {
        place = &member->second;
      } else if (!Twice(*name, key.line, at, node)) {
        return false;
      }
    }
    const NodePlace member{&at, name};
    const SourceMap::Node mark = document_.lines.next();
    YamlEvent event;
    if (!Next(event) || !ReadNode(event, *place, member, key.line, depth + 1)) return false;
    if (!key.is_merge) return true;
    if (lines_) document_.lines.SetMerge(mark);
    if (event.Is(YAML_ALIAS_EVENT) && !aside.is_map()) aside = Value();
    return Merge(aside, key.line, member, map, merged);
  }

  bool Twice(const std::string& key, int line, const NodePlace& at, SourceMap::Node node) {
    int first = 0;
    if (lines_) {
      first = document_.lines.LineOfMember(node, key);
    } else {
      wants_lines_ = true;
    }
    return Wrong(line, {&at, &key},
                 "the key \"" + key + "\" appears twice in one map, first in line " +
                     std::to_string(first) +
                     "; one of the two would be lost. Remove or rename one.");
  }

  /// `<<: *a` or `<<: [*a, *b]`, where the anchors are maps: earlier maps win, the map's own keys
  /// win over all. A reader by the book lets them win wherever `<<` stands, kubectl's lets the
  /// later one win.
  bool Merge(const Value& value, int line, const NodePlace& at, const Value::Map& map,
             Merged& merged) {
    Value::Map members;
    if (value.is_map()) {
      members = value.as_map();
    } else if (value.is_list() && std::ranges::all_of(value.as_list(), &Value::is_map)) {
      for (const Value& each : value.as_list()) {
        members.insert(each.as_map().begin(), each.as_map().end());
      }
    } else {
      return Wrong(line, at, "a merge key (<<) takes a map or a list of maps.");
    }
    for (const auto& [key, ours] : map) {
      if (!members.contains(key)) continue;
      return Wrong(line, at,
                   "the merge key (<<) stands after the key \"" + key +
                       "\", which it holds, too, and readers disagree on who wins. Put << first.");
    }
    for (const auto& [key, theirs] : merged.members) {
      if (!members.contains(key)) continue;
      return Wrong(line, at,
                   "the merge keys (<<) of lines " + std::to_string(merged.line) + " and " +
                       std::to_string(line) + " both hold the key \"" + key +
                       "\", and readers disagree on who wins. Write one << with a list.");
    }
    merged.members.merge(members);
    merged.line = line;
    return true;
  }

  YamlEvents events_;
  const int first_line_;
  bool lines_;
  std::size_t& aliased_;
  bool wants_lines_ = false;
  YamlAnchors anchors_;
  std::vector<SourceDocument> documents_;
  SourceDocument document_;
};

std::vector<SourceDocument> ReadPiece(const YamlPiece& piece, const ReadOptions& options,
                                      std::size_t& aliased) {
  const std::size_t aliased_before = aliased;
  YamlReader reader(piece, options.lines, aliased);
  std::vector<SourceDocument> documents = reader.Read();
  if (options.lines || !reader.wants_lines()) return documents;
  // Duplicate keys are few: what recording their lines costs is paid only where there are some.
  aliased = aliased_before;
  documents = YamlReader(piece, true, aliased).Read();
  for (SourceDocument& document : documents) document.lines = {};
  return documents;
}

}  // namespace

std::vector<SourceDocument> ReadYamlPiece(const YamlPiece& piece, const ReadOptions& options) {
  std::size_t aliased = 0;
  return ReadPiece(piece, options, aliased);
}

Result<std::vector<YamlDocument>> ReadYaml(string_view text, const std::string& source) {
  std::vector<YamlDocument> out;
  Diagnostics wrong;
  std::size_t aliased = 0;
  bool commented = false;
  for (const YamlPiece& piece : SplitYaml(text)) {
    for (SourceDocument& document : ReadPiece(piece, {}, aliased)) {
      for (const Mistake& mistake : document.mistakes) {
        wrong.push_back(Describe(mistake, "YAML", source));
      }
      commented = commented || document.comments > 0;
      if (document.empty || !wrong.empty()) continue;
      out.push_back({std::move(document.value), document.line, std::exchange(commented, false)});
    }
  }
  if (!wrong.empty()) return tl::unexpected(std::move(wrong));
  if (commented && !out.empty()) out.back().has_comments = true;
  return out;
}

}  // namespace mesh
