#include "planes/directory/ledger.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

namespace mesh {
namespace {

constexpr char kFolder[] = ".mesh";
constexpr char kInventory[] = ".mesh/inventory";
constexpr char kJournalPrefix[] = "journal.";
constexpr std::chrono::seconds kLongestWait{10};
constexpr std::chrono::milliseconds kBetweenTries{2};

bool IsHeldByOther(const Fd& file) {
  if (flock(file.get(), LOCK_EX | LOCK_NB) == 0) {
    flock(file.get(), LOCK_UN);
    return false;
  }
  return true;
}

Diagnostics Append(int fd, const std::string& text, const std::string& path) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t n = write(fd, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    done += static_cast<std::size_t>(n);
  }
  if (done == text.size() && fdatasync(fd) == 0) return {};
  return {Error("Cannot write " + path,
                std::string(std::strerror(errno)) +
                    ". Make room on the disk, or give the user that runs this the right to write "
                    "there, and run again; no object was changed.")};
}

}  // namespace

Result<TreeLock> Ledger::Lock() {
  if (Diagnostics wrong = root_.MakeFolder(kFolder); HasErrors(wrong)) return tl::unexpected(wrong);
  // The folder itself is what is locked: no lock file that would be part of the tree.
  auto file = root_.OpenFile(kFolder, O_RDONLY | O_DIRECTORY);
  if (!file) return tl::unexpected(file.error());
  const auto deadline = std::chrono::steady_clock::now() + kLongestWait;
  while (flock(file->get(), LOCK_EX | LOCK_NB) != 0) {
    if (std::chrono::steady_clock::now() > deadline) {
      return Fail("The tree " + root_.path() + " is locked",
                  "Another run" + Writers() +
                      " has been writing it for more than ten seconds. Wait for it to end, then "
                      "run again.");
    }
    std::this_thread::sleep_for(kBetweenTries);
  }
  return TreeLock{std::move(*file)};
}

std::string Ledger::Writers() const {
  std::string out;
  const auto names = root_.List(kFolder);
  if (!names) return out;
  for (const std::string& name : *names) {
    if (!name.starts_with(kJournalPrefix) || name == own_name_) continue;
    out += (out.empty() ? " (process " : ", ") + name.substr(sizeof kJournalPrefix - 1);
  }
  return out.empty() ? out : out + ")";
}

Diagnostics Ledger::Refresh() {
  std::map<std::string, Stamp> now;
  const auto inventory = root_.StampOf(kInventory);
  if (!inventory) return inventory.error();
  if (*inventory) now.emplace(kInventory, **inventory);
  const auto names = root_.List(kFolder);
  if (!names) return names.error();
  for (const std::string& name : *names) {
    if (!name.starts_with(kJournalPrefix) || name == own_name_) continue;
    const std::string path = std::string(kFolder) + "/" + name;
    const auto stamp = root_.StampOf(path);
    if (stamp && *stamp) now.emplace(path, **stamp);
  }
  if (now == stamps_) return {};
  stamps_ = std::move(now);
  return ReadAll();
}

Diagnostics Ledger::ReadAll() {
  Inventory fresh;
  dead_.clear();
  const auto add = [&](const std::string& path, bool journal, bool pending) -> Diagnostics {
    const auto text = root_.Read(path);
    if (!text) return text.error();
    if (!*text) return {};
    return fresh.Add(**text, root_.path() + "/" + path, journal, pending);
  };
  if (Diagnostics wrong = add(kInventory, false, false); HasErrors(wrong)) return wrong;
  for (const auto& [path, stamp] : stamps_) {
    if (path == kInventory) continue;
    const auto file = root_.OpenFile(path, O_RDONLY);
    if (!file) continue;  // its process ended and folded it meanwhile
    const bool live = IsHeldByOther(*file);
    if (!live) dead_.insert(path);
    if (Diagnostics wrong = add(path, true, !live); HasErrors(wrong)) return wrong;
  }
  if (own_) {
    const Diagnostics wrong = add(std::string(kFolder) + "/" + own_name_, true, false);
    if (HasErrors(wrong)) return wrong;
  }
  inventory_ = std::move(fresh);
  return {};
}

Diagnostics Ledger::Begin() {
  if (Diagnostics wrong = Refresh(); HasErrors(wrong)) return wrong;
  if (!dead_.empty()) {
    crashed_ = true;
    for (const std::string& path : dead_) {
      const auto text = root_.Read(path);
      if (!text || !*text) continue;
      Inventory left;
      if (HasErrors(left.Add(**text, path, true, true))) continue;
      for (const auto& [file, entry] : left.entries()) recovered_.insert(file);
    }
    if (Diagnostics wrong = WriteInventory(); HasErrors(wrong)) return wrong;
    for (const std::string& path : dead_) {
      stamps_.erase(path);
      if (Diagnostics wrong = root_.Remove(path); HasErrors(wrong)) return wrong;
    }
    dead_.clear();
  }
  if (own_) return {};
  std::string name = kJournalPrefix + std::to_string(getpid());
  // Two planes of one process write one tree when two clusters share it.
  for (int n = 2;; ++n) {
    auto file =
        root_.OpenFile(std::string(kFolder) + "/" + name, O_WRONLY | O_CREAT | O_EXCL | O_APPEND);
    if (file) {
      own_ = std::move(*file);
      break;
    }
    if (errno != EEXIST || n > 1000) return file.error();
    name = kJournalPrefix + std::to_string(getpid()) + "." + std::to_string(n);
  }
  own_name_ = name;
  flock(own_.get(), LOCK_EX);
  return {};
}

Diagnostics Ledger::Record(const std::map<std::string, std::optional<Entry>>& changes) {
  std::string text;
  for (const auto& [path, entry] : changes) text += Inventory::Line(path, entry);
  Diagnostics wrong = Append(own_.get(), text, root_.path() + "/" + kFolder + "/" + own_name_);
  if (HasErrors(wrong)) return wrong;
  for (const auto& [path, entry] : changes) {
    if (entry) {
      inventory_.Set(path, *entry);
    } else {
      inventory_.Erase(path);
    }
  }
  return {};
}

Diagnostics Ledger::WriteInventory() {
  const auto staged = root_.Stage(kInventory, inventory_.Write(), true);
  if (!staged) return staged.error();
  if (Diagnostics wrong = root_.Commit(*staged, kInventory); HasErrors(wrong)) return wrong;
  if (const auto stamp = root_.StampOf(kInventory); stamp && *stamp) stamps_[kInventory] = **stamp;
  return root_.SyncFolder(kFolder);
}

Diagnostics Ledger::Fold() {
  if (!own_) return {};
  if (Diagnostics wrong = Refresh(); HasErrors(wrong)) return wrong;
  if (Diagnostics wrong = WriteInventory(); HasErrors(wrong)) return wrong;
  const Diagnostics wrong = root_.Remove(std::string(kFolder) + "/" + own_name_);
  own_ = Fd();
  own_name_.clear();
  return wrong;
}

}  // namespace mesh
