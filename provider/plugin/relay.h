#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>

#include "provider/plugin/event.h"

namespace mesh::plugin {

/// Polls with one thread, and never waits for long for a call that this thread answers itself.
///
/// One thread that polls and answers costs a third of what a pool of pollers costs, because nothing
/// is handed from thread to thread. Its price would be that one slow call holds up all others. So a
/// second thread looks every two milliseconds whether the first is still at the same call, and then
/// takes over the polling; the first becomes a spare when its call is done. While nothing happens
/// nobody looks.
class Relay {
 public:
  /// Waits for the next event and fills `ok`; null when there is none yet. Called by one thread at
  /// a time.
  using Next = std::function<Event*(bool& ok)>;

  explicit Relay(Next next) : next_(std::move(next)) {}
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// Handles events on this and further threads, for as long as the process lives.
  void Run();

 private:
  static constexpr std::chrono::milliseconds kLook{2};
  /// Looks without news before the watching thread goes to sleep.
  static constexpr int kQuietLooks = 50;

  /// A turn is one event that may take long: odd while it is being handled, even afterwards.
  using Turn = std::uint64_t;

  /// Polls until another thread took over.
  void Lead(Turn turn);
  /// Watches the leader until its turn takes too long; then this thread leads from that turn on.
  Turn TakeOver();
  void SleepUntilNews(Turn seen);
  /// A thread's life: watch, lead, watch, ...
  void Serve();
  void AddThread();

  const Next next_;
  std::atomic<Turn> turn_{0};
  std::atomic<bool> watcher_sleeps_{false};
  /// Held by the one thread that watches.
  std::mutex watching_;
  std::atomic<int> spare_threads_{0};
};

}  // namespace mesh::plugin
