#include "planes/directory/kustomization.h"

#include <algorithm>

#include "core/formats/yaml.h"

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
                "It must be one document whose `resources` is a list. Correct it, or remove the "
                "file to have it made anew.");
  }
  return std::move(first);
}

}  // namespace

Result<std::optional<std::string>> MergeKustomization(const std::optional<std::string>& text,
                                                      const std::set<std::string>& present,
                                                      const std::set<std::string>& absent,
                                                      const std::string& source) {
  auto parsed = Parse(text, source);
  if (!parsed) return tl::unexpected(parsed.error());
  Value::List entries;
  if (parsed->Get("resources").is_list()) entries = parsed->Get("resources").as_list();
  const auto before = entries.size();
  std::erase_if(entries, [&](const Value& e) { return absent.contains(e.StringOr("")); });
  bool changed = entries.size() != before;
  std::set<std::string> missing = present;
  for (const Value& entry : entries) missing.erase(entry.StringOr(""));
  for (const std::string& name : missing) {
    const auto place =
        std::ranges::find_if(entries, [&](const Value& e) { return e.StringOr("") > name; });
    entries.insert(place, Value(name));
    changed = true;
  }
  if (text && !changed) return text;
  const bool only_ours = std::ranges::all_of(parsed->as_map(), [](const auto& member) {
    return member.first == "apiVersion" || member.first == "kind" || member.first == "resources";
  });
  if (entries.empty() && only_ours) return std::nullopt;
  parsed->Set("resources", std::move(entries));
  return WriteYaml(*parsed);
}

}  // namespace mesh
