#include "planes/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace mesh {

unsigned UsefulThreads() { return std::clamp(std::thread::hardware_concurrency(), 1U, 4U); }

void InParallel(std::size_t count, unsigned threads, std::size_t chunk,
                const std::function<void(std::size_t begin, std::size_t end)>& each) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t begin = next.fetch_add(chunk); begin < count; begin = next.fetch_add(chunk)) {
      each(begin, std::min(begin + chunk, count));
    }
  };
  std::vector<std::jthread> others;
  const std::size_t chunks = (count + chunk - 1) / chunk;
  for (unsigned t = 1; t < threads && t < chunks; ++t) others.emplace_back(work);
  work();
}

}  // namespace mesh
