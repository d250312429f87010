#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>

namespace mesh::plugin {

/// Judges whether the host is still there, so that no provider outlives it. A host keeps one or two
/// streams open for as long as it lives; it closes one of them a moment before it asks for the end,
/// so a short silence is no death, unless the parent process has gone since the stream was opened.
/// A host that never opened a stream is judged by the parent process alone. Used by one thread.
class HostWatch {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kGrace{250};
  /// Between looks in a silence: a process that ends closes its streams a moment before its
  /// children get another parent.
  static constexpr std::chrono::milliseconds kSilentLook{10};
  static constexpr std::chrono::seconds kParentCheck{2};

  explicit HostWatch(pid_t parent) : parent_(parent) {}

  void StreamOpened(pid_t parent);
  void StreamClosed(Clock::time_point now);

  bool Gone(Clock::time_point now, pid_t parent) const;
  /// When to look again at the latest; nothing: the next event is enough.
  std::optional<Clock::time_point> NextLook(Clock::time_point now) const;

 private:
  const pid_t parent_;
  bool parent_was_there_ = false;
  int open_ = 0;
  /// Since when no stream is open; nothing before the first stream.
  std::optional<Clock::time_point> silent_since_;
};

}  // namespace mesh::plugin
