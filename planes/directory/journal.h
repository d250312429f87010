#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planes/directory/inventory.h"

namespace mesh {

/// One line of the journal. Every run that writes the tree appends to the one journal, under the
/// tree's lock, before it touches a file; so the journal alone can tell what a run that was killed,
/// or a machine that lost power, was about to leave.
struct JournalLine {
  enum class Kind {
    kBegin,    ///< a run begins
    kSet,      ///< a file is ours from now on, with this entry
    kGone,     ///< a file is removed; `entry` is what it was
    kRelease,  ///< a file is not ours any more, and stays
    kDone,     ///< a run ended well
  };
  Kind kind = Kind::kBegin;
  /// Number of the run, from 1, unique in one journal.
  int run = 0;
  /// kBegin: who runs, and the boot of the machine that runs it.
  std::int64_t process = 0;
  std::string boot = {};
  /// All but kBegin and kDone.
  std::string path = {};
  /// kSet; kGone when the file was ours.
  std::optional<Entry> entry = {};
  /// kSet: the file's new content, nullopt when it stays as it is. kGone: the content removed.
  std::optional<std::string> text = {};
};

/// The lines with their ends, in pieces: the journal of a first run holds every file of the tree.
std::vector<std::string> WriteLines(const std::vector<JournalLine>& lines);
/// nullopt when `text` is no line of a journal.
std::optional<JournalLine> ReadLine(std::string_view text);

/// Names the current boot of this machine; empty where the system does not tell.
std::string CurrentBoot();
/// When it began, in nanoseconds since 1970.
std::int64_t BootTime();

}  // namespace mesh
