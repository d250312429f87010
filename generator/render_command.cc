#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <thread>

#include "core/formats/yaml.h"
#include "core/kinds/kind.h"
#include "core/resources/resources.h"
#include "generator/changes.h"
#include "generator/commands.h"
#include "generator/locate.h"
#include "generator/rendered_platform.h"
#include "generator/text_files.h"
#include "planes/directory/directory_plane.h"
#include "planes/directory/tree_path.h"
#include "planes/parallel.h"

namespace mesh::generator {
namespace {

using Effect = PlannedChange::Effect;

struct RenderOptions {
  std::string file;
  std::string out;
  std::string cluster;
  bool to_stdout = false;
  bool check = false;
  std::string orphans = "by-type";
};

Orphans OrphansOf(const std::string& word) {
  if (word == "keep") return Orphans::kKeep;
  return word == "delete" ? Orphans::kDelete : Orphans::kByType;
}

using ByCluster = std::map<std::string, std::vector<RenderedResource*>>;

/// The platform's clusters and the resources of each. Clusters without resources are there, too:
/// something of ours may have to leave them.
ByCluster SplitByCluster(const Platform& platform, RenderedPlatform& rendered) {
  ByCluster out;
  if (platform.clusters.is_known()) {
    for (const auto& [name, settings] : *platform.clusters) out[name];
  }
  if (FindCluster(platform, "default")) out["default"];
  for (RenderedResource& resource : rendered.resources) {
    out[*resource.common.cluster].push_back(&resource);
  }
  return out;
}

/// Writes all objects of one cluster as a YAML stream in apply order.
int WriteStream(const std::vector<RenderedResource*>& resources, Console& console) {
  std::vector<std::pair<int, const Value*>> objects;
  for (const RenderedResource* resource : resources) {
    for (const RenderedObject& object : resource->rendered.objects) {
      objects.emplace_back(FactsOf(object.key).rank, &object.content);
    }
  }
  std::ranges::stable_sort(objects, {}, [](const auto& entry) { return entry.first; });
  // A chunk is large enough to be worth a thread's while, and small enough for the memory.
  constexpr std::size_t kChunk = 256;
  std::vector<std::string> texts((objects.size() + kChunk - 1) / kChunk);
  InParallel(objects.size(), UsefulThreads(), kChunk, [&](std::size_t begin, std::size_t end) {
    std::string& text = texts[begin / kChunk];
    for (std::size_t i = begin; i < end; ++i) {
      text += "---\n";
      WriteYaml(*objects[i].second, text);
    }
  });
  for (const std::string& text : texts) {
    if (!WriteOut(text, console)) return kWrong;
  }
  console.Say("wrote " + Counted(objects.size(), "object") + " to standard output");
  return kFine;
}

int Stream(const RenderOptions& options, const ByCluster& clusters, Console& console) {
  const std::vector<RenderedResource*>* chosen = nullptr;
  std::string used;
  for (const auto& [name, resources] : clusters) {
    if (options.cluster.empty() ? !resources.empty() : name == options.cluster) {
      if (chosen != nullptr) {
        console.Show({Error("Objects of several clusters",
                            "Standard output takes one cluster at a time, and there are objects "
                            "for " +
                                used + " and " + name + ". Name one with --cluster.")});
        return kWrong;
      }
      chosen = &resources;
      used = name;
    }
  }
  if (chosen == nullptr && !options.cluster.empty()) {
    console.Show({Error("Unknown cluster \"" + options.cluster + "\"",
                        "The platform file has no cluster of this name.")});
    return kWrong;
  }
  return WriteStream(chosen == nullptr ? std::vector<RenderedResource*>{} : *chosen, console);
}

const char* Verb(Effect effect) {
  switch (effect) {
    case Effect::kCreate:
      return "create";
    case Effect::kUpdate:
      return "update";
    case Effect::kAdopt:
      return "adopt";
    case Effect::kDelete:
      return "delete";
    case Effect::kRelease:
      break;
  }
  return "release";
}

std::string Line(const PlannedChange& planned, const std::string& cluster) {
  const TreePath path = PathOf(planned.change.key);
  return std::string(Verb(planned.effect)) + " " + EncodeComponent(cluster) + "/" + path.folder +
         "/" + path.file + "\n";
}

std::string Summary(const std::string& root, const ClusterPlan& plan) {
  std::map<Effect, std::size_t> counts;
  for (const PlannedChange& planned : plan.changes) ++counts[planned.effect];
  std::string out;
  for (const auto& [effect, count] : counts) {
    out += (out.empty() ? "" : ", ") + std::to_string(count) + " to " + Verb(effect);
  }
  return root + " (cluster " + plan.cluster + "): " + (out.empty() ? "nothing to do" : out) + ", " +
         std::to_string(plan.unchanged) + " unchanged";
}

/// Shows what would change; true when something would.
bool Preview(const ClusterPlan& plan, Console& console) {
  std::string lines;
  for (const PlannedChange& planned : plan.changes) lines += Line(planned, plan.cluster);
  WriteOut(lines, console);
  return !plan.changes.empty();
}

/// Makes the changes; false when one of them could not be made.
bool Carry(ClusterPlan& plan, const std::string& root, Plane& plane, Console& console) {
  constexpr std::size_t kShown = 20;
  std::vector<Change> changes;
  for (std::size_t i = 0; i < plan.changes.size(); ++i) {
    if (i < kShown) {
      std::string line = Line(plan.changes[i], plan.cluster);
      line.pop_back();
      console.Say("  " + line);
    }
    changes.push_back(std::move(plan.changes[i].change));
  }
  if (changes.size() > kShown) {
    console.Say("  and " + Counted(changes.size() - kShown, "more change"));
  }
  console.Progress("writing " + Counted(changes.size(), "change") + " to " + root + " ...");
  bool fine = true;
  Diagnostics found;
  for (ChangeResult& result : plane.Make(changes)) {
    fine = fine && result.done;
    Append(found, std::move(result.diagnostics));
  }
  // Letting go of a large plan takes a while: the disk works meanwhile.
  const std::jthread letting_go([gone = std::move(changes)] {});
  Append(found, plane.Finish());
  console.Show(found);
  return fine && !HasErrors(found);
}

/// One run over a platform file that has been read and rendered.
class TreeRun {
 public:
  TreeRun(const RenderOptions& options, const PlatformFile& file,
          const std::vector<ResourceDefinition>& definitions, Console& console,
          std::function<std::string(const Path&)> where)
      : options_(options),
        file_(file),
        definitions_(definitions),
        console_(console),
        where_(std::move(where)) {}

  int Run(const ByCluster& clusters) {
    // Everything is looked at before anything is written.
    std::vector<Target> targets;
    Diagnostics found;
    for (const auto& [cluster, resources] : clusters) {
      if (options_.out.empty() && !FindCluster(file_.platform, cluster)->directory) {
        found.push_back(Error("The cluster \"" + cluster + "\" is a real one",
                              "meshgen writes trees of files. Say where with -o, or use --stdout; "
                              "the Terraform provider applies to real clusters.",
                              Path("clusters").Key(cluster)));
      }
    }
    console_.Show(found, where_);
    if (HasErrors(found)) return kWrong;
    for (const auto& [cluster, resources] : clusters) {
      Target target{Root(cluster), nullptr, {}};
      console_.Progress("comparing with " + target.root + " ...");
      target.plane = OpenDirectory({target.root, cluster});
      target.plan =
          PlanCluster(cluster, resources, definitions_,
                      {*file_.platform.owner, OrphansOf(options_.orphans)}, *target.plane);
      Append(found, std::move(target.plan.diagnostics));
      targets.push_back(std::move(target));
    }
    console_.Show(found, where_);
    if (HasErrors(found)) return kWrong;
    return options_.check ? Check(targets) : Write(targets);
  }

 private:
  struct Target {
    std::string root;
    std::unique_ptr<Plane> plane;
    ClusterPlan plan;
  };

  std::string Root(const std::string& cluster) const {
    if (!options_.out.empty()) return options_.out;
    return *FindCluster(file_.platform, cluster)->directory->path;
  }

  int Check(const std::vector<Target>& targets) {
    bool differs = false;
    for (const Target& target : targets) {
      differs = Preview(target.plan, console_) || differs;
      console_.Say(Summary(target.root, target.plan));
    }
    if (differs) {
      console_.Say("the tree is not as " + options_.file + " says; meshgen render brings it there");
    }
    return differs ? kDifferences : kFine;
  }

  int Write(std::vector<Target>& targets) {
    bool fine = true;
    for (Target& target : targets) {
      console_.Say(Summary(target.root, target.plan));
      fine = Carry(target.plan, target.root, *target.plane, console_) && fine;
    }
    if (!fine) console_.Say("not everything could be written; run it again once the cause is gone");
    return fine ? kFine : kWrong;
  }

  const RenderOptions& options_;
  const PlatformFile& file_;
  const std::vector<ResourceDefinition>& definitions_;
  Console& console_;
  const std::function<std::string(const Path&)> where_;
};

int Render(const RenderOptions& options, Console& console) {
  console.Progress("reading " + options.file + " ...");
  const auto text = ReadText(options.file);
  if (!text) {
    console.Show(text.error());
    return kWrong;
  }
  const std::string source = options.file == "-" ? "standard input" : options.file;
  Locator locator(*text);
  const auto where = [&](const Path& path) {
    if (path.empty()) return std::string();  // not about a place in the file, or names it itself
    const int line = locator.LineOf(path);
    return source + (line > 0 ? ":" + std::to_string(line) : "");
  };
  const std::vector<ResourceDefinition> definitions = AllResources();
  const auto file = ReadPlatformFile(*text, source, definitions);
  if (!file) {
    console.Show(file.error(), where);
    return kWrong;
  }
  console.Progress("rendering " + Counted(file->resources.size(), "resource") + " ...");
  RenderedPlatform rendered = RenderPlatform(*file, UsefulThreads());
  console.Show(rendered.diagnostics, where);
  if (HasErrors(rendered.diagnostics)) return kWrong;
  console.Say("rendered " + Counted(rendered.CountObjects(), "object") + " from " +
              Counted(file->resources.size(), "resource") + " of " + source);
  const ByCluster clusters = SplitByCluster(file->platform, rendered);
  if (options.to_stdout) return Stream(options, clusters, console);
  return TreeRun(options, *file, definitions, console, where).Run(clusters);
}

constexpr char kExamples[] =
    "  meshgen render -f platform.yaml                  into the tree that the file names\n"
    "  meshgen render -f platform.yaml -o out           into the tree out/\n"
    "  meshgen render -f platform.yaml --check          what would change? (1: something)\n"
    "  meshgen render -f platform.yaml --stdout | kubectl apply -f -\n";

std::function<int(Console&)> DeclareRender(CLI::App& app) {
  const auto options = std::make_shared<RenderOptions>();
  app.add_option("-f,--file", options->file, "The platform file; - reads standard input")
      ->required()
      ->type_name("FILE");
  CLI::Option* out =
      app.add_option("-o,--out", options->out,
                     "Root of the tree, in place of the folders that the platform file names")
          ->type_name("DIR");
  CLI::Option* to_stdout = app.add_flag("--stdout", options->to_stdout,
                                        "Write one YAML stream to standard output and no tree");
  CLI::Option* check =
      app.add_flag("--check", options->check,
                   "Write nothing; list what would change, and exit with 1 if anything would");
  app.add_option("--cluster", options->cluster, "With --stdout: the cluster to write")
      ->type_name("NAME")
      ->needs(to_stdout);
  app.add_option("--orphans", options->orphans,
                 "What becomes of objects of resources that the file does not name any more: "
                 "by-type (the default: namespaces, tenants and topics are kept, others are "
                 "deleted), keep or delete")
      ->check(CLI::IsMember({"by-type", "keep", "delete"}))
      ->option_text("WHAT");
  to_stdout->excludes(out)->excludes(check);
  return [options](Console& console) { return Render(*options, console); };
}

}  // namespace

Command RenderCommand() {
  return {"render", "Render a platform file into a GitOps tree or a YAML stream.", kExamples,
          DeclareRender};
}

}  // namespace mesh::generator
