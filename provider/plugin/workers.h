#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mesh::plugin {

/// Threads for calls that may wait: started when first needed, kept, never more than `limit`.
class Workers {
 public:
  explicit Workers(std::size_t limit) : limit_(limit) {}
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  /// Finishes what was handed over.
  ~Workers();

  /// Runs `task` on some thread, at once unless `limit` tasks are running. It must not throw.
  void Run(std::function<void()> task);

 private:
  void Loop();

  const std::size_t limit_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  std::size_t idle_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace mesh::plugin
