#include "provider/plugin/relay.h"

#include <thread>

namespace mesh::plugin {

void Relay::Run() {
  AddThread();
  Lead(0);
  Serve();
}

void Relay::AddThread() {
  std::thread([this] { Serve(); }).detach();
}

void Relay::Serve() {
  while (true) Lead(TakeOver());
}

void Relay::Lead(Turn turn) {
  while (true) {
    bool ok = false;
    Event* const event = next_(ok);
    if (event == nullptr) continue;
    if (!event->MayTakeLong()) {
      event->Happened(ok);
      continue;
    }
    turn_.store(++turn);
    if (watcher_sleeps_.load()) {
      watcher_sleeps_.store(false);
      watcher_sleeps_.notify_one();
    }
    event->Happened(ok);
    Turn expected = turn;
    if (!turn_.compare_exchange_strong(expected, turn + 1)) return;
    ++turn;
  }
}

Relay::Turn Relay::TakeOver() {
  ++spare_threads_;
  const std::lock_guard watching(watching_);
  Turn seen = turn_.load();
  int quiet = 0;
  while (true) {
    std::this_thread::sleep_for(kLook);
    Turn now = turn_.load();
    const bool busy = now % 2 == 1;
    if (busy && now == seen && turn_.compare_exchange_strong(now, now + 1)) {
      if (--spare_threads_ == 0) AddThread();
      return now + 1;
    }
    quiet = now == seen ? quiet + 1 : 0;
    seen = now;
    if (quiet >= kQuietLooks) {
      SleepUntilNews(seen);
      quiet = 0;
    }
  }
}

void Relay::SleepUntilNews(Turn seen) {
  // First the flag, then a last look: the leader writes its turn before it reads the flag.
  watcher_sleeps_.store(true);
  if (turn_.load() != seen) watcher_sleeps_.store(false);
  watcher_sleeps_.wait(true);
}

}  // namespace mesh::plugin
