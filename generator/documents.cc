#include "generator/documents.h"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "core/formats/json.h"
#include "core/formats/yaml.h"
#include "generator/text_files.h"

namespace mesh::generator {
namespace {

namespace fs = std::filesystem;

constexpr const char* kEndings[] = {".yaml", ".yml", ".json", ".jsonl"};

bool IsObjectFile(const std::string& path) {
  return std::ranges::any_of(kEndings, [&](const char* e) { return path.ends_with(e); });
}

/// JSON starts with a bracket; YAML that does so (a flow map) is JSON to most eyes, too.
bool LooksLikeJson(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != text.npos && (text[first] == '{' || text[first] == '[');
}

class Collector {
 public:
  Collector(std::size_t file, Input& out) : file_(file), out_(out) {}

  void Document(Value value, int line) {
    if (value.is_null()) return;
    if (value.Get("kind") == Value("List") && value.Get("items").is_list()) {
      for (const Value& item : value.as_map().at("items").as_list()) Document(item, line);
      return;
    }
    if (value.is_list()) {
      for (const Value& item : value.as_list()) Document(item, line);
      return;
    }
    out_.documents.push_back({file_, line, next_++, std::move(value)});
  }

  void Problem(Diagnostics what, int line) {
    for (Diagnostic& one : what) out_.problems.push_back({file_, line, next_, std::move(one)});
    ++next_;
  }

 private:
  const std::size_t file_;
  Input& out_;
  std::size_t next_ = 0;
};

/// One value for each line; false when the text is not written so.
bool ReadJsonLines(std::string_view text, const std::string& source, Collector& to) {
  std::vector<std::pair<Value, int>> read;
  int line = 0;
  while (!text.empty()) {
    ++line;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.find_first_not_of(" \t\r") == one.npos) continue;
    auto value = ReadJson(one, source);
    if (!value) return false;
    read.emplace_back(std::move(*value), line);
  }
  for (auto& [value, at] : read) to.Document(std::move(value), at);
  return true;
}

/// What to do about text that is a template's, not an object's.
std::optional<Diagnostic> TemplateIn(std::string_view text) {
  if (text.find("{{") == text.npos) return std::nullopt;
  return Error("This is a template",
               "The text has {{ }} in it and is no YAML until something fills it in. Render it "
               "first, with `helm template` or whatever it is for, and read what comes out.");
}

}  // namespace

void ReadDocuments(std::string_view text, std::size_t file, Input& out) {
  const std::string& source = out.files[file];
  Collector to(file, out);
  if (LooksLikeJson(text)) {
    auto whole = ReadJson(text, source);
    if (whole) return to.Document(std::move(*whole), 1);
    if (ReadJsonLines(text, source, to)) return;
  }
  auto documents = ReadYaml(text, source);
  if (!documents) {
    if (auto found = TemplateIn(text)) return to.Problem({std::move(*found)}, 1);
    return to.Problem(std::move(documents.error()), 1);
  }
  for (YamlDocument& document : *documents) {
    if (document.has_comments) ++out.comments;
    to.Document(std::move(document.value), document.line);
  }
}

Result<Input> ReadInput(const std::vector<std::string>& paths) {
  Input out;
  const auto read = [&](const std::string& path) -> Diagnostics {
    const auto text = ReadText(path);
    if (!text) return text.error();
    out.files.push_back(path == "-" ? "standard input" : path);
    ReadDocuments(*text, out.files.size() - 1, out);
    return {};
  };
  for (const std::string& path : paths) {
    std::error_code wrong;
    std::vector<std::string> files{path};
    if (path != "-" && fs::is_directory(path, wrong)) {
      files.clear();
      for (fs::recursive_directory_iterator it(path, wrong), end; !wrong && it != end;
           it.increment(wrong)) {
        if (it->is_regular_file(wrong) && IsObjectFile(it->path().string())) {
          files.push_back(it->path().string());
        }
      }
      std::ranges::sort(files);
    }
    for (const std::string& file : files) {
      if (Diagnostics failed = read(file); HasErrors(failed)) return tl::unexpected(failed);
    }
  }
  return out;
}

}  // namespace mesh::generator
