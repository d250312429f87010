#include "generator/documents.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <set>
#include <span>
#include <variant>

#include "core/formats/json_split.h"
#include "core/formats/yaml.h"
#include "generator/text_files.h"
#include "planes/parallel.h"

namespace mesh::generator {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEndings[] = {".yaml", ".yml", ".json", ".jsonl"};

bool IsObjectFile(const std::string& path) {
  return std::ranges::any_of(kEndings, [&](const char* e) { return path.ends_with(e); });
}

/// JSON starts with a bracket; so may YAML, in flow style.
bool LooksLikeJson(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != text.npos && (text[first] == '{' || text[first] == '[');
}

/// The text from line `line` on, of a text that starts at line `first`.
std::string_view FromLine(std::string_view text, int first, int line) {
  for (; first < line && !text.empty(); ++first) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  return text;
}

/// The lines of the item of a list in block style whose dash is in the first line: up to the next
/// line that is no deeper. Empty where there is no such item.
std::string_view FirstItem(std::string_view text) {
  const std::size_t dash = text.find_first_not_of(' ');
  if (dash == text.npos || text[dash] != '-') return {};
  for (std::size_t end = text.find('\n'); end != text.npos; end = text.find('\n', end)) {
    ++end;
    const std::size_t indent = std::min(text.find_first_not_of(' ', end), text.size()) - end;
    const bool blank = end + indent == text.size() ||
                       std::string_view("\r\n#").find(text[end + indent]) != std::string_view::npos;
    if (!blank && indent <= dash) return text.substr(0, end);
  }
  return text;
}

/// Where a value is a list of objects or, as kubectl writes them, holds one.
std::optional<Path> ListIn(const Value& value) {
  if (value.is_list()) return Path();
  const bool holds = value.Get("kind") == Value("List") && value.Get("items").is_list();
  return holds ? std::optional(Path("items")) : std::nullopt;
}

/// Places in a list.
using Items = std::set<std::size_t>;

/// The items of the list in `value` that the mistakes are in; nothing where one is elsewhere, and
/// all is lost.
std::optional<Items> LostItems(const Value& value, const std::vector<Mistake>& mistakes) {
  if (mistakes.empty()) return Items();
  const auto list = ListIn(value);
  if (!list) return std::nullopt;
  Items out;
  for (const Mistake& mistake : mistakes) {
    const auto& steps = mistake.path.steps();
    const std::size_t at = list->steps().size();
    const auto* item = at < steps.size() ? std::get_if<IndexStep>(&steps[at]) : nullptr;
    if (item == nullptr || !std::ranges::equal(list->steps(), std::span(steps).first(at))) {
      return std::nullopt;
    }
    out.insert(static_cast<std::size_t>(item->index));
  }
  return out;
}

/// What a document of a text says: objects, and mistakes.
struct ReadDocument {
  std::vector<InputDocument> objects = {};
  std::vector<Mistake> mistakes = {};
  std::size_t comments = 0;
};

/// What a piece of a text says.
struct ReadPiece {
  std::string_view text;
  std::vector<ReadDocument> documents = {};
};

/// Reads one text, its pieces in parallel.
class TextReader {
 public:
  TextReader(std::size_t file, const EachDocument& each) : file_(file), each_(each) {}

  std::vector<ReadPiece> AsYaml(std::string_view text) const {
    return All(
        SplitYaml(text), [](const YamlPiece& piece) { return piece; },
        [](const YamlPiece& piece) { return ReadYamlPiece(piece); });
  }

  std::vector<ReadPiece> AsJson(std::string_view text) const {
    return All(
        SplitJson(text),
        [](const JsonPiece& piece) {
          return YamlPiece{piece.own(), piece.line};
        },
        [](const JsonPiece& piece) { return ReadJsonPiece(piece); });
  }

 private:
  template <class Piece>
  std::vector<ReadPiece> All(const std::vector<Piece>& pieces, auto own, auto read) const {
    std::vector<ReadPiece> out(pieces.size());
    constexpr std::size_t kChunk = 32;
    InParallel(out.size(), UsefulThreads(), kChunk, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const YamlPiece at = own(pieces[i]);
        out[i].text = at.text;
        for (SourceDocument& document : read(pieces[i])) {
          out[i].documents.push_back(Read(document, at));
        }
      }
    });
    return out;
  }

  ReadDocument Read(SourceDocument& document, const YamlPiece& piece) const {
    ReadDocument out{.mistakes = std::move(document.mistakes), .comments = document.comments};
    const auto lost = LostItems(document.value, out.mistakes);
    if (lost && !document.empty) {
      Take(std::move(document.value), document.line, piece, *lost, out.objects);
    }
    return out;
  }

  void Take(Value value, int line, const YamlPiece& piece, const Items& lost,
            std::vector<InputDocument>& out) const {
    if (value.is_null()) return;
    if (const auto at = ListIn(value)) {
      Value::List& items = at->empty() ? value.as_list() : value.as_map().at("items").as_list();
      return TakeItems(items, *at, line, piece, lost, out);
    }
    Take({file_, line, 0, std::move(value), piece.text, piece.line}, out);
  }

  void Take(InputDocument document, std::vector<InputDocument>& out) const {
    out.push_back(std::move(document));
    if (each_) each_(out.back());
  }

  /// The items of the list at `at` of a document but the lost ones. Their lines are found by
  /// reading it again.
  void TakeItems(Value::List& items, const Path& at, int line, const YamlPiece& piece,
                 const Items& lost, std::vector<InputDocument>& out) const {
    std::vector<int> lines;
    if (!piece.text.empty() && !LooksLikeJson(piece.text)) {
      for (SourceDocument& one : ReadYamlPiece(piece, {.lines = true})) {
        if (one.line == line) lines = one.lines.LinesOfElements(at);
      }
    }
    // Going on from the item before: lists are long.
    YamlPiece rest = piece;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (lost.contains(i)) continue;
      const bool known = lines.size() == items.size();
      const int stands_at = known ? lines[i] : line;
      if (!known || ListIn(items[i])) {
        Take(std::move(items[i]), stands_at, {}, {}, out);
        continue;
      }
      rest = {FromLine(rest.text, rest.line, stands_at), stands_at};
      if (items[i].is_null()) continue;
      const std::string_view text = FirstItem(rest.text);
      Take({file_, stands_at, 0, std::move(items[i]), text, stands_at, true}, out);
    }
  }

  const std::size_t file_;
  const EachDocument& each_;
};

bool AreWhole(const std::vector<ReadPiece>& pieces) {
  return std::ranges::all_of(pieces, [](const ReadPiece& piece) {
    return std::ranges::all_of(piece.documents,
                               [](const ReadDocument& d) { return d.mistakes.empty(); });
  });
}

class Collector {
 public:
  Collector(std::size_t file, Input& out) : file_(file), out_(out) {}

  void Take(std::vector<ReadPiece>& pieces, const char* format) {
    for (ReadPiece& piece : pieces) {
      for (ReadDocument& document : piece.documents) {
        out_.comments += document.comments;
        for (InputDocument& one : document.objects) {
          one.index = next_++;
          out_.documents.push_back(std::move(one));
        }
        if (!document.mistakes.empty()) Problems(document.mistakes, piece.text, format);
      }
    }
  }

 private:
  void Problems(const std::vector<Mistake>& mistakes, std::string_view text, const char* format) {
    for (const Mistake& mistake : mistakes) {
      Diagnostic what = mesh::Describe(mistake, format, out_.files[file_]);
      if (text.find("{{") != text.npos && std::string_view(format) == "YAML") {
        what = Error("This is a template",
                     "The text has {{ }} in it and is no YAML until something fills it in. Render "
                     "it first, with `helm template` or whatever it is for, and read what comes "
                     "out.");
      }
      const bool whole = what.summary == "This is a template";
      out_.problems.push_back({file_, mistake.line, next_, std::move(what)});
      if (whole) break;
    }
    ++next_;
  }

  const std::size_t file_;
  Input& out_;
  std::size_t next_ = 0;
};

void ReadDocuments(std::string_view text, std::size_t file, const EachDocument& each, Input& out) {
  const TextReader reader(file, each);
  Collector to(file, out);
  if (LooksLikeJson(text)) {
    std::vector<ReadPiece> read = reader.AsJson(text);
    if (AreWhole(read)) return to.Take(read, "JSON");
    std::vector<ReadPiece> as_yaml = reader.AsYaml(text);
    return AreWhole(as_yaml) ? to.Take(as_yaml, "YAML") : to.Take(read, "JSON");
  }
  std::vector<ReadPiece> read = reader.AsYaml(text);
  to.Take(read, "YAML");
}

/// The files that a path stands for, in the order of their names.
std::vector<std::string> FilesAt(const std::string& path) {
  std::error_code wrong;
  if (path == "-" || !fs::is_directory(path, wrong)) return {path};
  std::vector<std::string> out;
  for (fs::recursive_directory_iterator it(path, wrong), end; !wrong && it != end;
       it.increment(wrong)) {
    if (it->is_regular_file(wrong) && IsObjectFile(it->path().string())) {
      out.push_back(it->path().string());
    }
  }
  std::ranges::sort(out);
  return out;
}

}  // namespace

Result<Input> ReadInput(const std::vector<std::string>& paths, const EachDocument& each) {
  Input out;
  for (const std::string& path : paths) {
    for (const std::string& file : FilesAt(path)) {
      auto text = ReadText(file);
      if (!text) return tl::unexpected(text.error());
      out.files.push_back(file == "-" ? "standard input" : file);
      out.texts.push_back(std::move(*text));
      ReadDocuments(out.texts.back(), out.files.size() - 1, each, out);
    }
  }
  return out;
}

int LineOf(const InputDocument& document, const Path& path) {
  if (document.text.empty()) return document.line;
  const ReadOptions with_lines{.lines = true};
  const auto documents = LooksLikeJson(document.text)
                             ? ReadJsonPiece({document.text, 0, document.text_line}, with_lines)
                             : ReadYamlPiece({document.text, document.text_line}, with_lines);
  const Path at = document.is_item ? Path().Index(0).Then(path) : path;
  for (const SourceDocument& one : documents) {
    if (one.line != document.line) continue;
    const int line = one.lines.LineAt(at);
    return line > 0 ? line : document.line;
  }
  return document.line;
}

}  // namespace mesh::generator
