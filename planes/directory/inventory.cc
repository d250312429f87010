#include "planes/directory/inventory.h"

#include "core/formats/json.h"

namespace mesh {

void AppendMembers(const std::string& path, const Entry& entry, bool pending, std::string& out) {
  // Put together from canonical parts: reading `owned` back costs too much for every line of a
  // large tree.
  out += entry.mark.created ? "\"created\":true,\"key\":" : "\"created\":false,\"key\":";
  out += WriteJson(entry.key.ToString());
  out += ",\"owned\":" + (entry.owned.empty() ? "null" : entry.owned);
  out += ",\"owner\":" + WriteJson(entry.mark.owner);
  out += ",\"path\":" + WriteJson(path);
  if (pending) out += ",\"pending\":true";
  out += ",\"resource\":" + WriteJson(entry.mark.resource);
}

std::optional<Entry> EntryFromJson(const Value& line) {
  const auto key = ObjectKey::Parse(line.Get("key").StringOr(""));
  if (!key) return std::nullopt;
  const auto flag = [&](const char* name) {
    return line.Get(name).is_bool() && line.Get(name).as_bool();
  };
  return Entry{*key,
               {line.Get("owner").StringOr(""), line.Get("resource").StringOr(""), flag("created"),
                flag("pending")},
               WriteJson(line.Get("owned"))};
}

Diagnostics Inventory::Add(std::string_view text, const std::string& source) {
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.empty()) continue;
    const auto value = ReadJson(line, source);
    const std::string path = value ? value->Get("path").StringOr("") : "";
    auto entry = value ? EntryFromJson(*value) : std::nullopt;
    if (!path.empty() && entry) {
      Set(path, *std::move(entry));
      continue;
    }
    return {Error("Invalid inventory " + source,
                  source + ":" + std::to_string(number) +
                      ": the line does not say which file of which object it means. The inventory "
                      "says which files are ours. Restore it from version control (after a merge: "
                      "keep the lines of both sides and remove the markers), or remove the line: "
                      "its file then counts as somebody else's, and is adopted again.")};
  }
  return {};
}

const Entry* Inventory::Find(std::string_view path) const {
  const auto found = entries_.find(path);
  return found == entries_.end() ? nullptr : &found->second;
}

void Inventory::Set(const std::string& path, Entry entry) {
  entries_.insert_or_assign(path, std::move(entry));
}

void Inventory::Erase(std::string_view path) {
  const auto found = entries_.find(path);
  if (found != entries_.end()) entries_.erase(found);
}

}  // namespace mesh
