#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

#include "planes/http/http.h"

namespace mesh {

/// What the requests of one label took.
struct HttpCounts {
  /// Attempts, repetitions included.
  std::uint64_t calls = 0;
  /// Attempts without an answer, and answers of 400 and above.
  std::uint64_t failures = 0;
  std::uint64_t retries = 0;
  std::uint64_t connects = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t bytes_in = 0;
  /// Between attempts.
  std::chrono::milliseconds waited{0};
  /// The sum over all attempts, which overlap.
  std::chrono::milliseconds took{0};
  std::chrono::milliseconds slowest{0};

  HttpCounts& operator+=(const HttpCounts& other);
};

/// Counts per label, sorted.
using HttpReport = std::map<std::string, HttpCounts>;

/// Counts of one server. Thread-safe.
class HttpMeter {
 public:
  void CountCall(const std::string& label, const HttpOutcome& outcome);
  void CountRetry(const std::string& label, std::chrono::milliseconds waited);
  HttpReport Report() const;

 private:
  mutable std::mutex mutex_;
  HttpReport counts_;
};

/// An attempt, for a log: no query, header or body.
struct HttpLogLine {
  std::string method;
  std::string path;
  /// 0 when there was no answer; then `fault` says why.
  int status = 0;
  std::string_view fault = {};
  std::chrono::milliseconds took{0};
};
/// Called on the thread that serves requests: it must be quick.
using HttpLog = std::function<void(const HttpLogLine&)>;

/// Counts and logs each attempt on its way.
class ObservedTransport : public HttpTransport {
 public:
  /// Requires: `next` and `meter` outlive this and its requests.
  ObservedTransport(HttpTransport& next, HttpMeter& meter, HttpLog log)
      : next_(next), meter_(meter), log_(std::move(log)) {}

  void Start(const HttpRequest& request, CredentialHeaders credentials, Done done) override;
  void Cancel() override { next_.Cancel(); }
  const std::string& server() const override { return next_.server(); }

 private:
  HttpTransport& next_;
  HttpMeter& meter_;
  HttpLog log_;
};

}  // namespace mesh
