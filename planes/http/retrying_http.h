#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "planes/http/http.h"
#include "planes/http/observe.h"
#include "planes/http/retry.h"

namespace mesh {

/// The headers that say who we are, asked for before each attempt, on the thread that sends; with
/// `renew` when the server has just refused the last ones. Thread-safe, and bounded in time.
using Authorize = std::function<Result<CredentialHeaders>(bool renew)>;

/// Time and chance, so that tests need neither.
class RetryClock {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  virtual ~RetryClock() = default;
  virtual TimePoint Now();
  virtual std::chrono::sys_seconds WallNow();
  /// In [0, 1).
  virtual double Chance();
  /// Waits until woken or, where set, that time.
  virtual void Wait(std::unique_lock<std::mutex>& lock, std::condition_variable& woken,
                    std::optional<TimePoint> until);
};

/// Sends requests and repeats those where that helps and does no harm (retry.h). A 401 asks for new
/// credentials once. Thread-safe; the sending threads wait.
class RetryingHttp {
 public:
  struct Hooks {
    Authorize authorize = nullptr;
    /// Where repetitions are counted; may be null.
    HttpMeter* meter = nullptr;
    std::shared_ptr<RetryClock> clock = nullptr;
  };

  /// Requires: `transport` and the meter outlive this.
  RetryingHttp(HttpTransport& transport, RetryOptions options, Hooks hooks);

  HttpOutcome Send(const HttpRequest& request);
  /// All at once; outcomes are in the order of the requests.
  std::vector<HttpOutcome> SendAll(std::span<const HttpRequest> requests);
  /// Ends everything now, waits included, and refuses what comes later. From any thread.
  void Cancel();
  const std::string& server() const { return transport_.server(); }

 private:
  class Batch;
  struct Arrivals;

  Result<CredentialHeaders> CredentialsFor(std::uint64_t& generation);
  Result<CredentialHeaders> RenewedCredentials(std::uint64_t& generation);

  HttpTransport& transport_;
  RetryOptions options_;
  Hooks hooks_;

  std::mutex mutex_;
  bool cancelled_ = false;
  std::set<Arrivals*> batches_;

  // Held while credentials are renewed, so that many who are refused at once renew them once.
  std::mutex renewal_;
  std::uint64_t generation_ = 0;
};

}  // namespace mesh
