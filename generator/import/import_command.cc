#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <future>
#include <memory>

#include "core/formats/json.h"
#include "core/kinds/catalogue.h"
#include "generator/commands.h"
#include "generator/import/from_cluster.h"
#include "generator/import/imported.h"
#include "generator/import/module.h"
#include "generator/text_files.h"
#include "planes/directory/directory_plane.h"

namespace mesh::generator {
namespace {

struct ImportCommandOptions {
  std::vector<std::string> paths;
  std::string out;
  std::string report;
  std::string split_by = "kind";
  ImportRules rules;
  ModuleTarget target;
  bool identity = false;
  /// Of the cluster that is read.
  std::string kubeconfig;
  std::vector<std::string> namespaces;
};

std::string ReportText(const Imported& imported) {
  std::string out;
  for (const ImportNote& note : imported.notes) {
    out += WriteJson(Value::Map{{"file", note.file},
                                {"line", note.line},
                                {"document", note.document},
                                {"code", note.code},
                                {"severity", WordFor(note.severity)},
                                {"summary", note.summary},
                                {"detail", note.detail},
                                {"object", note.object}}) +
           "\n";
  }
  return out;
}

/// Shows notes, and says how many there are of each code beyond the first few.
void ShowNotes(const Imported& imported, Console& console) {
  constexpr std::size_t kShownOfACode = 5;
  std::map<std::string, std::size_t> count;
  for (const ImportNote& note : imported.notes) {
    if (++count[note.code] > kShownOfACode) continue;
    console.Say(note.file + ":" + std::to_string(note.line) + ": " + WordFor(note.severity) + " " +
                note.code + ": " + note.summary + "\n  " + note.detail);
  }
  for (const auto& [code, times] : count) {
    if (times <= kShownOfACode) continue;
    console.Say("and " + std::to_string(times - kShownOfACode) + " more of " + code +
                "; --report FILE has them all");
  }
}

/// The objects as files of the tree, managed by the resources that will import them.
Diagnostics WriteTree(const Imported& imported, const std::string& owner, const std::string& root) {
  const auto plane = OpenDirectory({root, "default"});
  std::vector<ObjectKey> keys;
  for (const ImportedObject& one : imported.objects) keys.push_back(one.key);
  const auto there = plane->Read(keys);
  if (!there) return there.error();
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto& found = (*there)[i];
    if (!found || found->content == imported.objects[i].object) continue;
    return {Error(root + " holds another " + keys[i].ToString(),
                  "Import writes no file over one that says something else. Remove it, or import "
                  "into another tree with --tree.")};
  }
  // In parts: what the plane holds of a change until it is on the disk is as large as the change.
  constexpr std::size_t kAtOnce = 2048;
  Diagnostics out;
  std::vector<Change> changes;
  const auto make = [&] {
    for (const ChangeResult& result : plane->Make(changes)) Append(out, result.diagnostics);
    changes.clear();
  };
  for (const ImportedObject& one : imported.objects) {
    ObjectKey named = one.key;
    if (const KindShape* kind = Kinds().FindResource(one.type)) {
      named.api_version = kind->ApiVersion(kind->versions.front().name);
    }
    changes.push_back({.key = one.key,
                       .content = one.object,
                       .mark = {owner, "mesh_object/default/" + named.ToString()}});
    if (changes.size() == kAtOnce) make();
  }
  make();
  Append(out, plane->Finish());
  return out;
}

/// What is in the way of a new root module in the folder.
Diagnostics Occupied(const std::string& folder) {
  const auto files = ReadFolder(folder);
  if (!files) return files.error();
  for (const auto& [name, text] : *files) {
    if (name.find('/') != name.npos || !name.ends_with(".tf")) continue;
    return {Error(folder + " holds a configuration already",
                  "Import writes a whole root module and would mix it with " + name +
                      ". Name another folder with -o.")};
  }
  return {};
}

int Write(const ImportCommandOptions& options, const Imported& imported, std::size_t comments,
          Console& console) {
  static const std::map<std::string, SplitBy> kSplits = {
      {"kind", SplitBy::kKind}, {"namespace", SplitBy::kNamespace}, {"tenant", SplitBy::kTenant}};
  Diagnostics wrong = Occupied(options.out);
  // Composed while the tree waits for the disk; written when that is complete.
  std::future<std::map<std::string, std::string>> module = std::async(std::launch::async, [&] {
    return ModuleFor(imported, options.target,
                     {kSplits.at(options.split_by), options.identity, options.rules.istio_version});
  });
  const bool tree = options.target.kubeconfig.empty();
  const std::string root =
      (std::filesystem::path(options.out) / options.target.tree).lexically_normal().string();
  if (!HasErrors(wrong) && tree) wrong = WriteTree(imported, options.target.owner, root);
  if (!HasErrors(wrong)) {
    for (const auto& [name, text] : module.get()) {
      Append(wrong, WriteText(options.out + "/" + name, text));
    }
  }
  console.Show(wrong);
  if (HasErrors(wrong)) return kWrong;
  const auto untyped = static_cast<std::size_t>(
      std::ranges::count(imported.objects, "object", &ImportedObject::type));
  console.Say(
      "imported " + Counted(imported.objects.size(), "object") + " into " + options.out +
      (tree ? ", their files into " + root : "") + ": " +
      std::to_string(imported.objects.size() - untyped) + " typed, " + std::to_string(untyped) +
      " as mesh_object" +
      (comments == 0 ? "" : "; " + Counted(comments, "comment") + " left out: objects hold none"));
  return kFine;
}

Result<Input> ReadSource(const ImportCommandOptions& options, Console& console) {
  const bool cluster = !options.kubeconfig.empty();
  if (cluster == !options.paths.empty()) {
    return Fail("Nothing to import",
                "Name files or folders, - for standard input, or a cluster with "
                "--kubeconfig; not both.");
  }
  if (!cluster) return ReadInput(options.paths);
  console.Progress("reading the cluster ...");
  return ReadFromCluster(options.kubeconfig, options.target.context, options.namespaces);
}

/// `imported` is the caller's, and lives as long as the command: see main.
int Import(const ImportCommandOptions& options, Imported& imported, Console& console) {
  Result<Input> input = ReadSource(options, console);
  if (!input) {
    console.Show(input.error());
    return kWrong;
  }
  console.Progress("reading " + Counted(input->documents.size(), "object") + " ...");
  const std::size_t comments = input->comments;
  imported = ImportObjects(*std::move(input), options.rules);
  if (!options.report.empty()) {
    const Diagnostics failed = WriteText(options.report, ReportText(imported));
    console.Show(failed);
    if (HasErrors(failed)) return kWrong;
  }
  ShowNotes(imported, console);
  const int written = Write(options, imported, comments, console);
  if (written != kFine) return written;
  const bool errors = std::ranges::any_of(
      imported.notes, [](const ImportNote& note) { return note.severity == Severity::kError; });
  return errors ? kDifferences : kFine;
}

void Declare(CLI::App& app, ImportCommandOptions& options) {
  app.add_option("path", options.paths, "Files or folders of objects; - is standard input");
  app.add_option("-o,--out", options.out, "Folder of the new root module")->required();
  app.add_option("--report", options.report,
                 "File for the report: a JSON object a line for whatever was found");
  app.add_flag("--typed", options.rules.typed_only,
               "What a typed resource cannot hold is an error instead of a mesh_object");
  app.add_flag("--identity", options.identity,
               "Import blocks with identities (hosts from 1.12 on) instead of ids");
  app.add_flag("--sort", options.rules.sorted,
               "Order resources by namespace, kind and name instead of as in the input");
  app.add_option("--split-by", options.split_by, "What each file of resources is for")
      ->check(CLI::IsMember({"kind", "namespace", "tenant"}))
      ->capture_default_str();
  app.add_option("--kubeconfig", options.kubeconfig,
                 "Import what a cluster holds of the kinds that have typed resources");
  app.add_option(
      "--provider-kubeconfig", options.target.kubeconfig,
      "The files' objects are in this cluster, which the provider manages then instead of "
      "a tree of files");
  app.add_option("--context", options.target.context, "Context of the kubeconfig");
  app.add_option("--in-namespace", options.namespaces,
                 "Of a cluster, only what is in this namespace; may be given several times");
  app.add_option("--namespace", options.rules.name_space,
                 "Namespace for objects that name none and need one");
  app.add_option("--owner", options.target.owner, "The provider's owner")->capture_default_str();
  app.add_option("--tree", options.target.tree,
                 "Tree of files that the provider writes, relative to the root module")
      ->capture_default_str();
  app.add_option("--istio-version", options.rules.istio_version,
                 "Version of Istio that the objects are for, such as 1.31");
}

}  // namespace

Command ImportCommand() {
  return {"import", "Turn existing objects into a Terraform configuration.",
          "  meshgen import manifests/ -o platform\n"
          "  helm template shop | meshgen import - -o shop --split-by namespace\n"
          "  meshgen import --kubeconfig ~/.kube/config --in-namespace shop -o shop\n"
          "  meshgen import all.yaml -o platform --report report.jsonl --typed\n"
          "  Then: terraform -chdir=platform init && terraform -chdir=platform apply\n",
          [](CLI::App& app) -> std::function<int(Console&)> {
            const auto options = std::make_shared<ImportCommandOptions>();
            Declare(app, *options);
            const auto imported = std::make_shared<Imported>();
            return [options, imported](Console& console) {
              if (!options->kubeconfig.empty()) options->target.kubeconfig = options->kubeconfig;
              options->rules.in_cluster = !options->target.kubeconfig.empty();
              return Import(*options, *imported, console);
            };
          }};
}

}  // namespace mesh::generator
