#include "provider/plugin/ending.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <future>
#include <thread>

namespace mesh::plugin {

namespace {

const char* Name(EndReason why) {
  switch (why) {
    case EndReason::kAsked:
      return "shutdown";
    case EndReason::kHostGone:
      return "the host is gone";
    case EndReason::kKilled:
      break;
  }
  return "signal";
}

}  // namespace

void Ending::Settle(EndReason why) {
  // The thread that came second must not return to work that is being abandoned.
  while (begun_.test_and_set()) pause();
  log_.Debug("ending", {{"why", Name(why)}});
  if (finish_) {
    std::promise<void> done;
    const std::future<void> finished = done.get_future();
    std::thread([this, why, &done] {
      finish_(why);
      done.set_value();
    }).detach();
    if (finished.wait_for(kBooksBound) != std::future_status::ready) {
      log_.Error("the end came before the books were finished; the next run repairs them",
                 {{"waited_ms", kBooksBound.count()}});
      unlink(socket_path_.c_str());
      _exit(1);
    }
  }
  unlink(socket_path_.c_str());
}

void Ending::Now(EndReason why) {
  Settle(why);
  _exit(0);
}

void Ending::BySignal(int signal) {
  Settle(EndReason::kKilled);
  ::signal(signal, SIG_DFL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, signal);
  pthread_sigmask(SIG_UNBLOCK, &only, nullptr);
  raise(signal);
  _exit(1);
}

}  // namespace mesh::plugin
