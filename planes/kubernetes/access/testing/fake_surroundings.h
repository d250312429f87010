#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "planes/kubernetes/access/surroundings.h"

namespace mesh {

/// Files that a test writes; thread-safe.
class FakeFiles final : public FilesReader {
 public:
  Result<std::optional<std::string>> Read(const std::string& path) const override;
  void Write(const std::string& path, std::string text);
  void Remove(const std::string& path);
  /// Reading it is an error from now on.
  void Forbid(const std::string& path);
  int reads() const { return reads_; }

 private:
  mutable std::mutex mutex_;
  mutable std::atomic<int> reads_ = 0;
  std::map<std::string, std::string> files_;
  std::set<std::string> forbidden_;
};

/// An outside world that a test controls.
class FakeWorld {
 public:
  FakeWorld();

  /// What the code under test gets; later changes of files, time and answers reach it.
  Surroundings Get() const;

  Environment environment;
  const std::shared_ptr<FakeFiles> files = std::make_shared<FakeFiles>();
  /// Answers requests to AWS, by `METHOD URL`; the URL's query is cut off.
  std::map<std::string, HttpAnswer> answers;
  /// What was asked, in order.
  const std::shared_ptr<std::vector<HttpAsk>> asks = std::make_shared<std::vector<HttpAsk>>();

  void Advance(std::chrono::seconds by) { *now_ += by.count(); }
  TimePoint now() const;

 private:
  std::shared_ptr<std::atomic<std::int64_t>> now_;
};

/// `METHOD URL` of each, and its value of a header ("" when absent).
std::vector<std::string> Lines(const std::vector<HttpAsk>& asks);
std::string HeaderOf(const HttpAsk& ask, const std::string& name);

/// All texts of diagnostics in one, for assertions.
std::string Text(const Diagnostics& diagnostics);

}  // namespace mesh
