#include "planes/kubernetes/patience.h"

namespace mesh {
namespace {

constexpr std::chrono::milliseconds kMoment(250);

}  // namespace

bool Patience::Wait(Time time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, time, [this] { return cancelled_; });
}

bool Patience::WaitFor(const std::string& what) {
  {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    const auto since = missed_since_.try_emplace(what, now).first->second;
    if (now - since >= longest_) return false;
  }
  return Wait(kMoment);
}

void Patience::Cancel() {
  {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
  }
  changed_.notify_all();
}

}  // namespace mesh
