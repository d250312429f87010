#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>

#include "planes/kubernetes/access/credentials.h"
#include "planes/kubernetes/access/surroundings.h"

namespace mesh {

/// Credentials that are kept until they must be renewed. However many threads ask, one renewal runs
/// at a time, and all that waited for it share its outcome. An error is answered for five seconds
/// without trying again, and so is a renewal that brought what the server had refused: a source
/// that is down is not asked once for each of a thousand requests.
class RenewedCredentials : public Credentials {
 public:
  explicit RenewedCredentials(Clock clock) : clock_(std::move(clock)) {}
  Result<RequestCredentials> Current(std::uint64_t refused) final;

 protected:
  struct Fresh {
    /// The version is filled in by the caller.
    RequestCredentials credentials;
    /// When to renew; absent: only when refused.
    std::optional<TimePoint> renew_at;
  };
  /// Gets new credentials; never called by two threads at once. `last_refused` says that the server
  /// refused what the last call brought.
  virtual Result<Fresh> Fetch(bool last_refused) = 0;

  TimePoint Now() const { return clock_(); }

 private:
  /// What to answer without a renewal; nullopt when one is due. Requires: the lock is held.
  std::optional<Result<RequestCredentials>> Kept(std::uint64_t refused, TimePoint now) const;
  void Take(Result<Fresh> fresh, TimePoint now);

  const Clock clock_;
  std::mutex mutex_;
  std::condition_variable finished_;
  bool renewing_ = false;
  std::uint64_t renewals_ = 0;
  RequestCredentials current_;
  std::optional<TimePoint> renew_at_;
  /// The last renewal failed, or brought nothing new: no other before `not_before_`.
  std::optional<Diagnostics> error_;
  std::optional<TimePoint> not_before_;
};

/// When to renew what expires: some time before, and never in the first half of a short life.
TimePoint RenewBefore(TimePoint expires, TimePoint now, std::chrono::seconds margin);

}  // namespace mesh
