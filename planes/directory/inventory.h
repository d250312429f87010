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
  /// Mask of the fields that the last write owned (core/model/ownership.h).
  Value owned;
};

/// The record of which files are ours, by path below the root (`<cluster>/<folder>/<file>`).
///
/// Its text is one line of canonical JSON per file, sorted by path, so that it merges like any
/// other text under version control. A journal has lines of the same form in the order of the
/// changes; a line with `"gone":true` ends a file's entry.
class Inventory {
 public:
  using Entries = std::map<std::string, Entry, std::less<>>;

  /// Adds the lines of an inventory or a journal. Lines of a journal whose run died are `pending`.
  /// The last line of a journal may be cut short by a crash and is then left out; any other
  /// unreadable line is an error that names `source` and line.
  Diagnostics Add(std::string_view text, const std::string& source, bool journal, bool pending);

  std::string Write() const;
  static std::string Line(const std::string& path, const std::optional<Entry>& entry);

  const Entries& entries() const { return entries_; }
  const Entry* Find(std::string_view path) const;
  void Set(const std::string& path, Entry entry);
  void Erase(std::string_view path);

 private:
  Entries entries_;
};

}  // namespace mesh
