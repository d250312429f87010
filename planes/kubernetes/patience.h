#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>

namespace mesh {

/// Waits that Cancel ends. Thread-safe.
class Patience {
 public:
  using Clock = std::chrono::steady_clock;
  using Time = std::chrono::milliseconds;

  /// `longest`: how long something that others are about to make is waited for.
  explicit Patience(Time longest) : longest_(longest) {}

  /// False when cancelled, before or meanwhile.
  bool Wait(Time time);
  /// Waits a moment before the caller looks for `what` again; false when cancelled, or when `what`
  /// has been missed for too long. The time runs from the first who missed it, so that of a
  /// thousand who need a kind that never comes only the first wait.
  bool WaitFor(const std::string& what);
  void Cancel();

 private:
  const Time longest_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool cancelled_ = false;
  std::map<std::string, Clock::time_point> missed_since_;
};

}  // namespace mesh
