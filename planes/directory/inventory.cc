#include "planes/directory/inventory.h"

#include "core/formats/json.h"

namespace mesh {
namespace {

Diagnostics AddLine(const Value& line, bool pending, Inventory& to) {
  const std::string path = line.Get("path").StringOr("");
  if (path.empty()) return {Error("", "the line has no path")};
  if (line.Get("gone").is_bool()) {
    to.Erase(path);
    return {};
  }
  const auto key = ObjectKey::Parse(line.Get("key").StringOr(""));
  if (!key) return {Error("", "the line has no key of an object")};
  const auto flag = [&](const char* name) {
    return line.Get(name).is_bool() && line.Get(name).as_bool();
  };
  to.Set(path, {*key,
                {line.Get("owner").StringOr(""), line.Get("resource").StringOr(""), flag("created"),
                 pending || flag("pending")},
                line.Get("owned")});
  return {};
}

}  // namespace

Diagnostics Inventory::Add(std::string_view text, const std::string& source, bool journal,
                           bool pending) {
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const bool cut_short = journal && end == std::string_view::npos;
    if (line.empty() || cut_short) continue;
    const auto value = ReadJson(line, source);
    const Diagnostics wrong = value ? AddLine(*value, pending, *this) : value.error();
    if (wrong.empty()) continue;
    return {Error("Invalid inventory " + source,
                  source + ":" + std::to_string(number) + ": " + wrong.front().detail +
                      ". The inventory says which files are ours. Restore it from version "
                      "control, or remove the line: its file is then adopted again.")};
  }
  return {};
}

std::string Inventory::Line(const std::string& path, const std::optional<Entry>& entry) {
  Value line(Value::Map{{"path", path}});
  if (!entry) {
    line.Set("gone", true);
  } else {
    line.Set("key", entry->key.ToString())
        .Set("owner", entry->mark.owner)
        .Set("resource", entry->mark.resource)
        .Set("created", entry->mark.created)
        .Set("owned", entry->owned);
    if (entry->mark.pending) line.Set("pending", true);
  }
  return WriteJson(line) + "\n";
}

std::string Inventory::Write() const {
  std::string out;
  for (const auto& [path, entry] : entries_) out += Line(path, entry);
  return out;
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
