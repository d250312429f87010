#include "planes/http/retrying_http.h"

#include <algorithm>
#include <deque>
#include <random>
#include <utility>

namespace mesh {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

/// Requests handed to the transport at once. It begins fewer than that; the rest stays here, where
/// credentials are still fresh when their turn comes.
constexpr std::size_t kAhead = 128;

milliseconds QueuedOf(const HttpOutcome& outcome) {
  return outcome ? outcome->figures.queued : outcome.error().figures.queued;
}

}  // namespace

RetryClock::TimePoint RetryClock::Now() { return std::chrono::steady_clock::now(); }

std::chrono::sys_seconds RetryClock::WallNow() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

double RetryClock::Chance() {
  thread_local std::minstd_rand source{std::random_device{}()};
  return std::uniform_real_distribution<double>(0, 1)(source);
}

void RetryClock::Wait(std::unique_lock<std::mutex>& lock, std::condition_variable& woken,
                      std::optional<TimePoint> until) {
  if (until) {
    woken.wait_until(lock, *until);
  } else {
    woken.wait(lock);
  }
}

/// Outcomes on their way from the transport's thread to the one that sends. Shared, since the
/// transport still touches it after the last one has been taken.
struct RetryingHttp::Arrivals {
  std::mutex mutex;
  std::condition_variable woken;
  std::vector<std::pair<std::size_t, HttpOutcome>> outcomes;
  bool cancelled = false;
};

/// The requests of one SendAll.
class RetryingHttp::Batch {
 public:
  Batch(RetryingHttp& owner, std::span<const HttpRequest> requests)
      : owner_(owner), requests_(requests), items_(requests.size()), missing_(requests.size()) {
    for (std::size_t i = 0; i < requests.size(); ++i) ready_.push_back(i);
    const std::lock_guard lock(owner_.mutex_);
    arrivals_->cancelled = cancelled_ = owner_.cancelled_;
    owner_.batches_.insert(arrivals_.get());
  }
  ~Batch() {
    const std::lock_guard lock(owner_.mutex_);
    owner_.batches_.erase(arrivals_.get());
  }
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

  std::vector<HttpOutcome> Run() {
    while (missing_ > 0) {
      StartReady();
      if (missing_ == 0) break;
      TakeArrivals();
      for (auto& [i, outcome] : taken_) Judge(i, std::move(outcome));
      taken_.clear();
      WakeDue();
    }
    std::vector<HttpOutcome> out;
    out.reserve(items_.size());
    for (Item& item : items_) out.push_back(*std::move(item.outcome));
    return out;
  }

 private:
  struct Item {
    int attempts = 0;
    bool renewing = false;
    bool renewed = false;
    std::uint64_t generation = 0;
    RetryClock::TimePoint begun{};
    milliseconds queued{0};
    std::optional<HttpOutcome> outcome;
  };

  RetryClock& clock() { return *owner_.hooks_.clock; }

  void StartReady() {
    while (!ready_.empty() && under_way_ < kAhead) {
      const std::size_t i = ready_.front();
      ready_.pop_front();
      if (cancelled_) {
        Finish(i, tl::unexpected(FaultOf(i, TransportFault::kCancelled)));
      } else {
        Start(i);
      }
    }
  }

  void Start(std::size_t i) {
    Item& item = items_[i];
    if (item.attempts++ == 0) item.begun = clock().Now();
    Result<CredentialHeaders> credentials = std::exchange(item.renewing, false)
                                                ? owner_.RenewedCredentials(item.generation)
                                                : owner_.CredentialsFor(item.generation);
    if (!credentials) {
      HttpFault fault = FaultOf(i, TransportFault::kCredentials);
      fault.cause = std::move(credentials.error());
      Finish(i, tl::unexpected(std::move(fault)));
      return;
    }
    ++under_way_;
    owner_.transport_.Start(requests_[i], *std::move(credentials),
                            [arrivals = arrivals_, i](HttpOutcome outcome) {
                              const std::lock_guard lock(arrivals->mutex);
                              arrivals->outcomes.emplace_back(i, std::move(outcome));
                              arrivals->woken.notify_one();
                            });
  }

  /// Waits for outcomes, the end of a wait or the end of everything.
  void TakeArrivals() {
    std::unique_lock lock(arrivals_->mutex);
    if (arrivals_->outcomes.empty() && !(arrivals_->cancelled && !waits_.empty())) {
      std::optional<RetryClock::TimePoint> until;
      if (!waits_.empty()) until = waits_.begin()->first;
      clock().Wait(lock, arrivals_->woken, until);
    }
    taken_.swap(arrivals_->outcomes);
    cancelled_ = arrivals_->cancelled;
  }

  void Judge(std::size_t i, HttpOutcome outcome) {
    Item& item = items_[i];
    const HttpRequest& request = requests_[i];
    --under_way_;
    item.queued += QueuedOf(outcome);
    if (outcome && outcome->status == 401 && owner_.hooks_.authorize && !item.renewed) {
      item.renewed = item.renewing = true;
      if (owner_.hooks_.meter) owner_.hooks_.meter->CountRetry(request.label, milliseconds(0));
      ready_.push_back(i);
      return;
    }
    const auto elapsed = duration_cast<milliseconds>(clock().Now() - item.begun) - item.queued;
    const RetryDecision decision =
        Decide(owner_.options_, request.repeatable, outcome,
               {item.attempts, elapsed, clock().Chance(), clock().WallNow()});
    if (!decision.retry) {
      Finish(i, std::move(outcome));
      return;
    }
    if (owner_.hooks_.meter) owner_.hooks_.meter->CountRetry(request.label, decision.wait);
    waits_.emplace(clock().Now() + decision.wait, i);
  }

  void WakeDue() {
    const RetryClock::TimePoint now = clock().Now();
    while (!waits_.empty() && (cancelled_ || waits_.begin()->first <= now)) {
      ready_.push_back(waits_.begin()->second);
      waits_.erase(waits_.begin());
    }
  }

  HttpFault FaultOf(std::size_t i, TransportFault kind) const {
    HttpFault fault;
    fault.kind = kind;
    fault.server = owner_.server();
    fault.method = requests_[i].method;
    fault.path = PathOf(requests_[i].target);
    return fault;
  }

  void Finish(std::size_t i, HttpOutcome outcome) {
    const int attempts = std::max(1, items_[i].attempts);
    (outcome ? outcome->attempts : outcome.error().attempts) = attempts;
    items_[i].outcome = std::move(outcome);
    --missing_;
  }

  RetryingHttp& owner_;
  std::span<const HttpRequest> requests_;
  std::shared_ptr<Arrivals> arrivals_ = std::make_shared<Arrivals>();
  std::vector<Item> items_;
  std::size_t missing_;
  bool cancelled_ = false;
  std::size_t under_way_ = 0;
  std::deque<std::size_t> ready_;
  std::multimap<RetryClock::TimePoint, std::size_t> waits_;
  std::vector<std::pair<std::size_t, HttpOutcome>> taken_;
};

RetryingHttp::RetryingHttp(HttpTransport& transport, RetryOptions options, Hooks hooks)
    : transport_(transport), options_(options), hooks_(std::move(hooks)) {
  if (!hooks_.clock) hooks_.clock = std::make_shared<RetryClock>();
}

HttpOutcome RetryingHttp::Send(const HttpRequest& request) {
  return std::move(SendAll({&request, 1}).front());
}

std::vector<HttpOutcome> RetryingHttp::SendAll(std::span<const HttpRequest> requests) {
  return Batch(*this, requests).Run();
}

void RetryingHttp::Cancel() {
  {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    for (Arrivals* arrivals : batches_) {
      const std::lock_guard its(arrivals->mutex);
      arrivals->cancelled = true;
      arrivals->woken.notify_one();
    }
  }
  transport_.Cancel();
}

Result<CredentialHeaders> RetryingHttp::CredentialsFor(std::uint64_t& generation) {
  if (!hooks_.authorize) return CredentialHeaders{};
  {
    const std::lock_guard lock(renewal_);
    generation = generation_;
  }
  return hooks_.authorize(false);
}

Result<CredentialHeaders> RetryingHttp::RenewedCredentials(std::uint64_t& generation) {
  const std::lock_guard lock(renewal_);
  const bool stale = generation == generation_;
  Result<CredentialHeaders> credentials = hooks_.authorize(stale);
  if (stale && credentials) ++generation_;
  generation = generation_;
  return credentials;
}

}  // namespace mesh
