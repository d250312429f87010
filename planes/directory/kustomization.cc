#include "planes/directory/kustomization.h"

#include <algorithm>
#include <map>

#include "core/formats/yaml.h"
#include "planes/directory/ledger.h"
#include "planes/directory/spread.h"

namespace mesh {
namespace {

constexpr char kApiVersion[] = "kustomize.config.k8s.io/v1beta1";

Result<Value> Parse(const std::optional<std::string>& text, const std::string& source) {
  const Value empty(Value::Map{{"apiVersion", kApiVersion}, {"kind", "Kustomization"}});
  if (!text) return empty;
  auto documents = ReadYaml(*text, source);
  if (!documents) return tl::unexpected(documents.error());
  if (documents->empty()) return empty;
  Value& first = documents->front().value;
  const Value& resources = first.Get("resources");
  if (documents->size() > 1 || !first.is_map() || !(resources.is_null() || resources.is_list())) {
    return Fail("Invalid kustomization " + source,
                source +
                    " must be one document whose `resources` is a list. Correct it, or remove "
                    "the file to have it made anew.");
  }
  return std::move(first);
}

/// `entries` without those in `absent`, and with each of `missing` before the first that sorts
/// behind it. Linear: one folder may hold thousands of files.
template <class Entry, class Name>
std::vector<Entry> Merged(const std::vector<Entry>& entries, const std::set<std::string>& absent,
                          const std::set<std::string>& missing, Name name, auto make) {
  std::vector<Entry> out;
  auto next = missing.begin();
  for (const Entry& entry : entries) {
    const std::optional<std::string> own = name(entry);
    if (own && absent.contains(*own)) continue;
    for (; own && next != missing.end() && *next < *own; ++next) out.push_back(make(*next));
    out.push_back(entry);
  }
  for (; next != missing.end(); ++next) out.push_back(make(*next));
  return out;
}

std::vector<std::string> LinesOf(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

/// The same merge on the text itself, for a list in block style; the caller checks the outcome, so
/// that anything unusual is merely missed here.
std::string EditText(const std::string& text, const std::set<std::string>& absent,
                     const std::set<std::string>& missing) {
  const std::vector<std::string> lines = LinesOf(text);
  const auto head = std::ranges::find_if(lines, [](const std::string& l) {
    return l == "resources:" || l.starts_with("resources: #");
  });
  if (head == lines.end()) return "";
  const auto is_item = [](const std::string& line) {
    const std::size_t at = line.find_first_not_of(' ');
    return at != std::string::npos && line.compare(at, 2, "- ") == 0;
  };
  auto end = head + 1;
  for (auto at = end; at != lines.end() &&
                      (at->empty() || *at->begin() == '#' || *at->begin() == ' ' || is_item(*at));
       ++at) {
    if (is_item(*at)) end = at + 1;
  }
  const std::string indent =
      end == head + 1 ? "" : std::string((head + 1)->find_first_not_of(' '), ' ');
  const auto name = [&](const std::string& line) -> std::optional<std::string> {
    if (!is_item(line)) return std::nullopt;
    const std::size_t from = line.find("- ") + 2;
    return line.substr(from, line.find(" #", from) - from);
  };
  std::string out;
  const auto put = [&](const std::string& line) { out += line + "\n"; };
  std::for_each(lines.begin(), head + 1, put);
  std::ranges::for_each(Merged(std::vector<std::string>(head + 1, end), absent, missing, name,
                               [&](const std::string& entry) { return indent + "- " + entry; }),
                        put);
  std::for_each(end, lines.end(), put);
  return out;
}

bool Means(const std::string& text, const Value& wanted) {
  const auto documents = ReadYaml(text, "");
  return documents && documents->size() == 1 && documents->front().value == wanted;
}

}  // namespace

Result<std::optional<std::string>> MergeKustomization(const std::optional<std::string>& text,
                                                      const std::set<std::string>& present,
                                                      const std::set<std::string>& absent,
                                                      const std::string& source) {
  auto parsed = Parse(text, source);
  if (!parsed) return tl::unexpected(parsed.error());
  Value::List before;
  if (parsed->Get("resources").is_list()) before = parsed->Get("resources").as_list();
  std::set<std::string> missing = present;
  for (const Value& entry : before) missing.erase(entry.StringOr(""));
  Value::List entries = Merged(
      before, absent, missing,
      [](const Value& e) { return std::optional<std::string>(e.StringOr("")); },
      [](const std::string& name) { return Value(name); });
  if (text && entries == before) return text;
  const bool only_ours = std::ranges::all_of(parsed->as_map(), [](const auto& member) {
    return member.first == "apiVersion" || member.first == "kind" || member.first == "resources";
  });
  if (entries.empty() && only_ours) return std::nullopt;
  parsed->Set("resources", std::move(entries));
  if (text) {
    std::string edited = EditText(*text, absent, missing);
    if (Means(edited, *parsed)) return edited;
  }
  return WriteYaml(*parsed);
}

Result<std::string> KustomizationOf(Walk& walk, const std::string& folder) {
  constexpr const char* kNames[] = {"kustomization.yaml", "kustomization.yml", "Kustomization"};
  for (const char* name : kNames) {
    const auto there = walk.StampOf(folder + "/" + name);
    if (!there) return tl::unexpected(there.error());
    if (*there) return folder + "/" + name;
  }
  return folder + "/" + kNames[0];
}

namespace {

struct Listing {
  std::set<std::string> present;
  std::set<std::string> absent;
};
/// False when the folder's kustomization is gone, because nothing is left to list.
Result<bool> Update(Walk& walk, const std::string& folder, const Listing& listing, bool sync) {
  const auto found = KustomizationOf(walk, folder);
  if (!found) return tl::unexpected(found.error());
  const std::string& path = *found;
  const auto text = walk.Read(path);
  if (!text) return tl::unexpected(text.error());
  const auto merged =
      MergeKustomization(*text, listing.present, listing.absent, walk.root() + "/" + path);
  if (!merged) return tl::unexpected(merged.error());
  Diagnostics wrong;
  if (!*merged) {
    wrong = walk.Remove(path);
    walk.RemoveFolderIfEmpty(folder);
  } else if (*merged != *text) {
    wrong = walk.Write(path, **merged, sync);
  }
  if (HasErrors(wrong)) return tl::unexpected(std::move(wrong));
  return merged->has_value();
}

}  // namespace

Diagnostics UpdateKustomizations(Walk& walk, const std::set<std::string>& paths) {
  struct Folder {
    std::string path;
    /// Names in the folder that changed.
    std::vector<std::string> names;
    Result<bool> left = true;
  };
  const bool sync = paths.size() <= kFewFiles;
  std::vector<Folder> folders;
  for (const std::string& path : paths) {
    std::string folder = FolderOf(path);
    if (folders.empty() || folders.back().path != folder)
      folders.push_back({std::move(folder), {}});
    folders.back().names.push_back(path.substr(folders.back().path.size() + 1));
  }
  Spread(
      walk, folders, [](const Folder&, const Folder&) { return false; },
      [sync](Folder& folder, Walk& own) {
        const auto there = own.List(folder.path);
        if (!there) {
          folder.left = tl::unexpected(there.error());
          return;
        }
        Listing listing;
        for (const std::string& name : folder.names) {
          (std::ranges::binary_search(*there, name) ? listing.present : listing.absent)
              .insert(name);
        }
        folder.left = Update(own, folder.path, listing, sync);
      });
  std::map<std::string, Listing> clusters;
  for (const Folder& folder : folders) {
    if (!folder.left) return folder.left.error();
    Listing& listing = clusters[FolderOf(folder.path)];
    (*folder.left ? listing.present : listing.absent)
        .insert(folder.path.substr(folder.path.rfind('/') + 1));
  }
  for (const auto& [cluster, listing] : clusters) {
    const auto left = Update(walk, cluster, listing, sync);
    if (!left) return left.error();
  }
  return {};
}

}  // namespace mesh
