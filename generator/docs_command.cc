#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "core/resources/resources.h"
#include "generator/commands.h"
#include "generator/docs_pages.h"
#include "generator/text_files.h"

namespace mesh::generator {
namespace {

struct DocsOptions {
  std::string out = "docs";
  std::string examples = "examples";
  bool check = false;
};

/// What would bring `there` to `pages`: page to text, and nullopt for generated pages of things
/// that are gone. Pages that people wrote stay.
std::map<std::string, std::optional<std::string>> Differences(
    const std::map<std::string, std::string>& pages,
    const std::map<std::string, std::string>& there) {
  std::map<std::string, std::optional<std::string>> out;
  for (const auto& [path, text] : pages) {
    const auto found = there.find(path);
    if (found == there.end() || found->second != text) out[path] = text;
  }
  for (const auto& [path, text] : there) {
    const bool generated = text.find(kGeneratedLine) != std::string::npos;
    if (generated && !pages.contains(path)) out[path] = std::nullopt;
  }
  return out;
}

int Carry(const std::map<std::string, std::optional<std::string>>& differences,
          const std::string& folder, Console& console) {
  for (const auto& [path, text] : differences) {
    const std::string full = folder + "/" + path;
    if (!text) {
      std::error_code wrong;
      std::filesystem::remove(full, wrong);
      console.Say("removed " + full);
      continue;
    }
    if (const Diagnostics wrong = WriteText(full, *text); HasErrors(wrong)) {
      console.Show(wrong);
      return kWrong;
    }
    console.Say("wrote " + full);
  }
  return kFine;
}

int Run(const DocsOptions& options, Console& console) {
  auto examples = ReadFolder(options.examples);
  const auto there = ReadFolder(options.out);
  if (!examples || !there) {
    console.Show(!examples ? examples.error() : there.error());
    return kWrong;
  }
  const auto pages =
      DocsPages({AllResources(), AllDataSources(), AllFunctions(), std::move(*examples)});
  const auto differences = Differences(pages, *there);
  if (!options.check) {
    const int code = Carry(differences, options.out, console);
    console.Say(Counted(pages.size(), "page") + " in " + options.out + ", " +
                std::to_string(differences.size()) + " changed");
    return code;
  }
  std::string lines;
  for (const auto& [path, text] : differences) {
    lines += (text ? "outdated " : "obsolete ") + options.out + "/" + path + "\n";
  }
  if (!WriteOut(lines, console)) return kWrong;
  if (!differences.empty()) console.Say("run `meshgen docs` and commit what it writes");
  return differences.empty() ? kFine : kDifferences;
}

std::function<int(Console&)> DeclareDocs(CLI::App& app) {
  const auto options = std::make_shared<DocsOptions>();
  app.add_option("-o,--out", options->out, "Folder of the pages")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--examples", options->examples, "Folder of the examples that pages embed")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_flag("--check", options->check, "Write nothing; exit with 1 when a page is not current");
  return [options](Console& console) { return Run(*options, console); };
}

}  // namespace

Command DocsCommand() {
  return {"docs", "Write the documentation of every resource as Markdown.",
          "  meshgen docs -o docs              bring docs/ up to date\n"
          "  meshgen docs -o docs --check      is it? (1: no)\n",
          DeclareDocs};
}

}  // namespace mesh::generator
