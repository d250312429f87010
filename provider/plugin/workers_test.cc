#include "provider/plugin/workers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>

namespace mesh::plugin {
namespace {

TEST(Workers, RunAtOnceUpToTheLimit) {
  constexpr int kTasks = 8;
  std::barrier together(kTasks);  // nobody gets through before all are running
  std::atomic<int> done{0};
  {
    Workers workers(kTasks);
    for (int i = 0; i < kTasks; ++i) {
      workers.Run([&] {
        together.arrive_and_wait();
        ++done;
      });
    }
  }
  EXPECT_EQ(done, kTasks);
}

TEST(Workers, BeyondTheLimitTasksWaitAndAreStillDone) {
  std::atomic<int> running{0}, most{0}, done{0};
  {
    Workers workers(2);
    for (int i = 0; i < 200; ++i) {
      workers.Run([&] {
        int seen = most;
        const int now = ++running;
        while (now > seen && !most.compare_exchange_weak(seen, now)) {
        }
        --running;
        ++done;
      });
    }
  }
  EXPECT_EQ(done, 200);
  EXPECT_LE(most, 2);
}

}  // namespace
}  // namespace mesh::plugin
