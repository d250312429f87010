#include "planes/directory/ledger.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace mesh {
namespace {

using Kind = JournalLine::Kind;

/// Run n holds the lock of the byte at this offset plus n: far beyond the end of any journal.
constexpr off_t kRunLocks = off_t{1} << 40;

struct flock LockOfRun(int run, short type) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  lock.l_start = kRunLocks + run;
  lock.l_len = 1;
  return lock;
}

bool IsAlive(const Fd& journal, int run) {
  struct flock lock = LockOfRun(run, F_RDLCK);
  return fcntl(journal.get(), F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

Diagnostic JournalFailure(const Walk& walk, int error) {
  return Error("Cannot write " + walk.root() + "/" + kJournal,
               std::string(std::strerror(error)) + ". " + Remedy(error) +
                   " Nothing was changed: every change is recorded there first.");
}

std::string ReadFrom(const Fd& file, off_t from) {
  struct stat facts {};
  if (fstat(file.get(), &facts) != 0 || facts.st_size <= from) return {};
  std::string out(static_cast<std::size_t>(facts.st_size - from), '\0');
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t n =
        pread(file.get(), out.data() + done, out.size() - done, from + static_cast<off_t>(done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    done += static_cast<std::size_t>(n);
  }
  out.resize(done);
  return out;
}

/// Calls `take` with each whole line that can be read. Returns how many bytes these are; what
/// follows was cut short by a crash, unless readable lines come after it: then nullopt.
template <class F>
std::optional<std::size_t> EachLine(std::string_view text, F take) {
  std::size_t good = 0;
  bool broken = false;
  for (std::size_t at = 0;;) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) return good;
    auto line = ReadLine(text.substr(at, end - at));
    at = end + 1;
    if (!line) {
      broken = true;
    } else if (broken) {
      return std::nullopt;
    } else {
      take(*std::move(line));
      good = at;
    }
  }
}

}  // namespace

std::string DescribeWriters(Walk& walk) {
  const auto journal = walk.OpenFile(kJournal, O_RDONLY);
  if (!journal) return "";
  std::map<int, std::int64_t> alive;
  EachLine(ReadFrom(*journal, 0), [&](const JournalLine& line) {
    if (line.kind == Kind::kBegin && IsAlive(*journal, line.run)) alive[line.run] = line.process;
  });
  std::string out;
  for (const auto& [run, process] : alive) {
    out += (out.empty() ? " (process " : ", ") + std::to_string(process);
  }
  return out.empty() ? out : out + ")";
}

Result<bool> Ledger::IsStale(Walk& walk) const {
  const auto inventory = walk.StampOf(kInventory);
  if (!inventory) return tl::unexpected(inventory.error());
  if (*inventory != inventory_stamp_) return true;
  const auto journal = walk.StampOf(kJournal);
  if (!journal) return tl::unexpected(journal.error());
  const ino_t inode = *journal ? (*journal)->inode : 0;
  return inode != journal_inode_ || (*journal && (*journal)->size != read_to_);
}

void Ledger::Forget() {
  inventory_.Clear();
  runs_.clear();
  files_.clear();
  inventory_stamp_.reset();
  journal_inode_ = 0;
  read_to_ = 0;
  doubtful_ = false;
  journal_ = Fd();
}

Diagnostics Ledger::Load(Walk& walk) {
  const auto inventory = walk.StampOf(kInventory);
  if (!inventory) return inventory.error();
  const auto journal = walk.StampOf(kJournal);
  if (!journal) return journal.error();
  const ino_t inode = *journal ? (*journal)->inode : 0;
  if (*inventory != inventory_stamp_ || inode != journal_inode_ ||
      (*journal && (*journal)->size < read_to_)) {
    if (inode != journal_inode_) {
      own_ = Fd();
      own_run_ = 0;
    }
    Forget();
    const auto text = walk.Read(kInventory);
    if (!text) return text.error();
    if (*text) {
      const Diagnostics wrong = inventory_.Add(**text, walk.root() + "/" + kInventory);
      if (HasErrors(wrong)) return wrong;
    }
    if (*journal) {
      auto opened = walk.OpenFile(kJournal, O_RDONLY);
      if (!opened) return opened.error();
      journal_ = std::move(*opened);
    }
    inventory_stamp_ = *inventory;
    journal_inode_ = inode;
  }
  if (Diagnostics wrong = ReadTail(walk); HasErrors(wrong)) return wrong;
  if (FindDeadRuns()) RestoreUnfinishedRemovals(walk);
  return {};
}

Diagnostics Ledger::ReadTail(Walk& walk) {
  if (!journal_) return {};
  const std::string tail = ReadFrom(journal_, read_to_);
  const auto good = EachLine(tail, [&](JournalLine line) { Take(std::move(line)); });
  if (!good) {
    inventory_stamp_.reset();  // so that the next call looks again
    return {Error("Invalid journal " + walk.root() + "/" + kJournal,
                  "It holds what a run that was interrupted had recorded, and a line in it is no "
                  "such record. Remove that line and run again.")};
  }
  read_to_ += static_cast<off_t>(*good);
  return {};
}

void Ledger::Take(JournalLine line) {
  switch (line.kind) {
    case Kind::kBegin:
      runs_[line.run] = {line.process, line.boot, false, false};
      return;
    case Kind::kDone:
      runs_[line.run].done = true;
      return;
    case Kind::kSet:
      files_.insert_or_assign(line.path, Last{line.kind, line.run, std::nullopt});
      line.entry->run = line.run;
      inventory_.Set(line.path, *std::move(line.entry));
      return;
    case Kind::kGone:
    case Kind::kRelease:
      inventory_.Erase(line.path);
      files_.insert_or_assign(line.path, Last{line.kind, line.run, std::move(line.entry)});
  }
}

bool Ledger::FindDeadRuns() {
  bool found = false;
  for (auto& [run, facts] : runs_) {
    if (facts.done || facts.dead || run == own_run_) continue;
    facts.dead = !IsAlive(journal_, run);
    found = found || facts.dead;
  }
  return found;
}

bool Ledger::Died(int run) const {
  const auto found = runs_.find(run);
  return found != runs_.end() && found->second.dead && !found->second.done;
}

/// A run that died between recording a removal and making it left the file, which is still ours.
void Ledger::RestoreUnfinishedRemovals(Walk& walk) {
  for (const auto& [path, last] : files_) {
    if (last.kind != Kind::kGone || !last.removed || !Died(last.run)) continue;
    const auto there = walk.StampOf(path);
    if (there && *there && inventory_.Find(path) == nullptr) inventory_.Set(path, *last.removed);
  }
}

Mark Ledger::MarkOf(const Entry& entry) const {
  Mark out = entry.mark;
  out.pending = out.pending || Died(entry.run);
  return out;
}

bool Ledger::HasLeftovers() const {
  return own_run_ == 0 && journal_ &&
         (!HasOtherRuns() ||
          std::ranges::any_of(runs_, [&](auto& run) { return Died(run.first); }));
}

bool Ledger::HasOtherRuns() const {
  return std::ranges::any_of(runs_, [&](const auto& run) {
    return run.first != own_run_ && !run.second.done && !run.second.dead;
  });
}

/// The folders above the journal's files, the root not among them.
std::set<std::string> Ledger::Folders() const {
  std::set<std::string> out;
  for (const auto& [path, last] : files_) {
    for (std::string at = FolderOf(path); !at.empty(); at = FolderOf(at)) out.insert(at);
  }
  return out;
}

Diagnostics Ledger::Sweep(Walk& walk) const {
  std::set<std::string> folders = Folders();
  folders.insert(kRecords);
  for (const std::string& folder : folders) {
    if (Diagnostics wrong = walk.Remove(folder + "/" + kStaged); HasErrors(wrong)) return wrong;
  }
  return {};
}

Diagnostics Ledger::Begin(Walk& walk) {
  if (Diagnostics wrong = Load(walk); HasErrors(wrong)) return wrong;
  if (own_run_ != 0) return {};
  if (HasLeftovers()) {
    if (Diagnostics wrong = Sweep(walk); HasErrors(wrong)) return wrong;
    if (Diagnostics wrong = Redo(walk); HasErrors(wrong)) return wrong;
  }
  auto own = walk.OpenFile(kJournal, O_RDWR | O_CREAT | O_APPEND);
  if (!own) return own.error();
  own_ = std::move(*own);
  const int run = runs_.empty() ? 1 : runs_.rbegin()->first + 1;
  struct flock lock = LockOfRun(run, F_WRLCK);
  fcntl(own_.get(), F_OFD_SETLK, &lock);
  struct stat facts {};
  fstat(own_.get(), &facts);
  journal_inode_ = facts.st_ino;
  if (!journal_) {
    auto opened = walk.OpenFile(kJournal, O_RDONLY);
    if (!opened) return opened.error();
    journal_ = std::move(*opened);
  }
  // What a crash cut short goes, lest the next line continue it.
  if (facts.st_size > read_to_ && ftruncate(own_.get(), read_to_) != 0) {
    return {JournalFailure(walk, errno)};
  }
  own_run_ = run;
  const Diagnostics wrong =
      Append(walk, {{.kind = Kind::kBegin, .process = getpid(), .boot = CurrentBoot()}});
  if (HasErrors(wrong)) {
    own_ = Fd();
    own_run_ = 0;
    return wrong;
  }
  for (const char* folder : {kRecords, ""}) {
    if (Diagnostics failed = walk.SyncFolder(folder); HasErrors(failed)) return failed;
  }
  return {};
}

Diagnostics Ledger::Append(const Walk& walk, std::vector<JournalLine> lines) {
  for (JournalLine& line : lines) line.run = own_run_;
  const std::vector<std::string> pieces = WriteLines(lines);
  off_t length = 0;
  for (const std::string& piece : pieces) length += static_cast<off_t>(piece.size());
  const auto write = [this](const std::string& piece) { return WriteAll(own_.get(), piece); };
  if (!std::ranges::all_of(pieces, write)) {
    const int error = errno;
    // Part of a line would make the next one unreadable.
    if (ftruncate(own_.get(), read_to_) != 0) Forget();
    return {JournalFailure(walk, error)};
  }
  before_append_ = read_to_;
  read_to_ += length;
  for (JournalLine& line : lines) Take(std::move(line));
  return {};
}

Diagnostics Ledger::Sync(const Walk& walk) const {
  return fdatasync(own_.get()) == 0 ? Diagnostics{} : Diagnostics{JournalFailure(walk, errno)};
}

void Ledger::TakeBack() {
  if (ftruncate(own_.get(), before_append_) == 0) inventory_stamp_ = Stamp{};  // Load reads anew
}

std::set<std::string> Ledger::Paths(bool all) const {
  std::set<std::string> out;
  for (const auto& [path, last] : files_) {
    if (all || last.run == own_run_) out.insert(out.end(), path);
  }
  return out;
}

/// After a loss of power the files of a dead run may be older than its journal. What nobody has
/// changed since the machine came back is brought to what the journal says.
Diagnostics Ledger::Redo(Walk& walk) {
  const std::string boot = CurrentBoot();
  const auto lost = [&](int run) {
    return Died(run) && !runs_[run].boot.empty() && runs_[run].boot != boot;
  };
  const bool any = std::ranges::any_of(runs_, [&](const auto& run) { return lost(run.first); });
  if (!any || boot.empty()) return {};
  std::map<std::string, JournalLine> last;
  EachLine(ReadFrom(journal_, 0), [&](JournalLine line) {
    if (!line.path.empty()) last.insert_or_assign(line.path, std::move(line));
  });
  for (const auto& [path, line] : last) {
    if (!lost(line.run)) continue;
    if (Diagnostics wrong = RedoOne(walk, line); HasErrors(wrong)) return wrong;
  }
  return {};
}

Diagnostics Ledger::RedoOne(Walk& walk, const JournalLine& line) {
  const auto stamp = walk.StampOf(line.path);
  if (!stamp) return stamp.error();
  const bool changed_since = *stamp && (*stamp)->modified_ns >= BootTime();
  if (!line.text || changed_since || line.kind == Kind::kRelease) return {};
  const auto text = walk.Read(line.path);
  if (!text) return text.error();
  if (line.kind == Kind::kGone) {
    if (*text != line.text) return {};
    inventory_.Erase(line.path);
    return walk.Remove(line.path);
  }
  if (*text == line.text) return {};
  const Diagnostics made = walk.MakeFolder(FolderOf(line.path));
  if (HasErrors(made)) return made;
  return walk.Write(line.path, *line.text, true);
}

}  // namespace mesh
