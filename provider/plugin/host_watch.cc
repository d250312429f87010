#include "provider/plugin/host_watch.h"

#include <algorithm>

namespace mesh::plugin {

void HostWatch::StreamOpened(pid_t parent) {
  ++open_;
  parent_was_there_ = parent == parent_;
  silent_since_.reset();
}

void HostWatch::StreamClosed(Clock::time_point now) {
  --open_;
  if (open_ == 0) silent_since_ = now;
}

bool HostWatch::Gone(Clock::time_point now, pid_t parent) const {
  if (open_ > 0) return false;
  if (!silent_since_) return parent != parent_;
  return (parent_was_there_ && parent != parent_) || now - *silent_since_ >= kGrace;
}

std::optional<HostWatch::Clock::time_point> HostWatch::NextLook(Clock::time_point now) const {
  if (open_ > 0) return std::nullopt;
  if (silent_since_) return std::min(now + kSilentLook, *silent_since_ + kGrace);
  return now + kParentCheck;
}

}  // namespace mesh::plugin
