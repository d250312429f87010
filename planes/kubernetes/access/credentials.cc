#include "planes/kubernetes/access/credentials.h"

#include <algorithm>

#include "core/formats/encoding.h"
#include "planes/kubernetes/access/renewed_credentials.h"

namespace mesh {
namespace {

constexpr std::chrono::seconds kHold{5};

class Anonymous final : public Credentials {
 public:
  Result<RequestCredentials> Current(std::uint64_t) override {
    RequestCredentials none;
    none.version = 1;
    return none;
  }
};

}  // namespace

std::shared_ptr<Credentials> NoCredentials() { return std::make_shared<Anonymous>(); }

bool IsHeaderToken(const std::string& token) {
  return std::ranges::all_of(token, [](char c) { return c > ' ' && c < 0x7F; });
}

Secret BearerAuthorization(const Secret& token) { return Secret("Bearer " + token.Reveal()); }

Secret BasicAuthorization(const std::string& username, const Secret& password) {
  return Secret("Basic " + EncodeBase64(username + ":" + password.Reveal()));
}

TimePoint RenewBefore(TimePoint expires, TimePoint now, std::chrono::seconds margin) {
  return expires - std::min<TimePoint::duration>(margin, (expires - now) / 2);
}

std::optional<Result<RequestCredentials>> RenewedCredentials::Kept(std::uint64_t refused,
                                                                   TimePoint now) const {
  const bool held = not_before_ && now < *not_before_ && now >= *not_before_ - kHold;
  if (held && error_) return tl::unexpected(*error_);
  if (current_.version == 0) return std::nullopt;
  const bool expired = renew_at_ && now >= *renew_at_;
  if (held || (!expired && refused != current_.version)) return current_;
  return std::nullopt;
}

void RenewedCredentials::Take(Result<Fresh> fresh, TimePoint now) {
  error_.reset();
  not_before_.reset();
  if (!fresh) {
    error_ = std::move(fresh.error());
    not_before_ = now + kHold;
    return;
  }
  const bool same = current_.version != 0 && current_.SameContent(fresh->credentials);
  if (same) not_before_ = now + kHold;
  fresh->credentials.version = current_.version + (same ? 0 : 1);
  current_ = std::move(fresh->credentials);
  renew_at_ = fresh->renew_at;
}

Result<RequestCredentials> RenewedCredentials::Current(std::uint64_t refused) {
  std::unique_lock lock(mutex_);
  const bool joined = renewing_;
  if (joined) {
    finished_.wait(lock, [this, running = renewals_] { return renewals_ != running; });
    if (error_) return tl::unexpected(*error_);
    return current_;
  }
  if (auto kept = Kept(refused, Now())) return std::move(*kept);
  renewing_ = true;
  const bool last_refused = refused != 0 && refused == current_.version;
  lock.unlock();
  Result<Fresh> fresh = Fetch(last_refused);
  lock.lock();
  Take(std::move(fresh), Now());
  renewing_ = false;
  ++renewals_;
  finished_.notify_all();
  if (error_) return tl::unexpected(*error_);
  return current_;
}

}  // namespace mesh
