#include "planes/directory/tree_lock.h"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <thread>

#include "planes/directory/ledger.h"

namespace mesh {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::microseconds kBetweenTries{500};

/// True, too, where the file system knows no locks (some network ones): a tree there is left to the
/// care of its users, rather than made unusable.
bool TakeUntil(const Fd& file, int mode, Clock::time_point deadline) {
  while (flock(file.get(), mode | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) return true;
    if (Clock::now() > deadline) return false;
    std::this_thread::sleep_for(kBetweenTries);
  }
  return true;
}

}  // namespace

Result<TreeLock> TreeLock::Take(Walk& walk, Mode mode, std::chrono::milliseconds longest) {
  TreeLock out;
  if (mode == Mode::kWrite) {
    if (Diagnostics wrong = walk.MakeFolder(kRecords); HasErrors(wrong)) {
      return tl::unexpected(wrong);
    }
  } else {
    const auto there = walk.StampOf(kRecords);
    if (!there) return tl::unexpected(there.error());
    if (!*there) return out;
  }
  auto records = walk.OpenFile(kRecords, O_RDONLY | O_DIRECTORY);
  if (!records) return tl::unexpected(records.error());
  out.records_ = std::move(*records);
  // Whoever waits holds the turn, which is the root folder's lock: one that has just been served
  // queues up behind.
  const auto turn = walk.OpenFile(".", O_RDONLY | O_DIRECTORY);
  if (!turn) return tl::unexpected(turn.error());
  const auto deadline = Clock::now() + longest;
  if (TakeUntil(*turn, LOCK_EX, deadline) &&
      TakeUntil(out.records_, mode == Mode::kWrite ? LOCK_EX : LOCK_SH, deadline)) {
    return out;
  }
  return Fail("The tree " + walk.root() + " is locked",
              "Another run" + DescribeWriters(walk) + " has been writing it for more than " +
                  std::to_string(longest.count() / 1000) +
                  " seconds, so nothing was read or changed here. Wait for it to end (or end it, "
                  "when it hangs), then run again.");
}

}  // namespace mesh
