#pragma once

#include <map>
#include <optional>
#include <string>

#include "planes/plane.h"

namespace mesh {

/// What we know of one file of ours.
struct Entry {
  ObjectKey key;
  Mark mark;
  /// Mask of the fields that the last write owned (core/model/ownership.h), as canonical JSON:
  /// there are many entries, and few are asked.
  std::string owned;
  /// The run whose journal line this is; 0 when it stands in the inventory. See ledger.h.
  int run = 0;
};

/// Appends the members of a JSON object that say which file is ours and what its entry is, sorted
/// by name.
void AppendMembers(const std::string& path, const Entry& entry, bool pending, std::string& out);
/// The way back; nullopt when `line` has no entry.
std::optional<Entry> EntryFromJson(const Value& line);

/// The record of which files are ours, by path below the root (`<cluster>/<folder>/<file>`).
///
/// Its text is one line of canonical JSON per file, sorted by path, so that it merges like any
/// other text under version control.
class Inventory {
 public:
  using Entries = std::map<std::string, Entry, std::less<>>;

  /// Adds the lines of an inventory; an unreadable one is an error that names `source` and line.
  Diagnostics Add(std::string_view text, const std::string& source);

  /// `is_pending` says which of the entries that came from a journal were never confirmed.
  template <class Pending>
  std::string Write(Pending is_pending) const {
    std::string out;
    for (const auto& [path, entry] : entries_) {
      out += "{";
      AppendMembers(path, entry, is_pending(entry), out);
      out += "}\n";
    }
    return out;
  }

  const Entries& entries() const { return entries_; }
  const Entry* Find(std::string_view path) const;
  void Set(const std::string& path, Entry entry);
  void Erase(std::string_view path);
  void Clear() { entries_.clear(); }

 private:
  Entries entries_;
};

}  // namespace mesh
