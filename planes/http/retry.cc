#include "planes/http/retry.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>

namespace mesh {
namespace {

using std::chrono::milliseconds;

constexpr int kAll = std::numeric_limits<int>::max();

/// How often something is tried in all; 1 is never again.
struct Limit {
  int attempts;
  /// The first repetition needs no wait: nothing says that the server is in trouble.
  bool at_once = false;
};

struct StatusRule {
  int status;
  Limit limit;
};

/// Failures that pass, as a rule. A server that fails over and over in acting, or takes all its
/// time for it, is not asked as often as one that only sends us away.
constexpr std::array kStatusRules{
    StatusRule{429, {kAll}}, StatusRule{500, {3}}, StatusRule{502, {kAll}},
    StatusRule{503, {kAll}}, StatusRule{504, {3}},
};

struct FaultRule {
  TransportFault kind;
  Limit limit;
};

/// Faults that are not listed do not pass by waiting.
constexpr std::array kFaultRules{
    FaultRule{TransportFault::kResolve, {3}},
    FaultRule{TransportFault::kConnect, {6}},
    FaultRule{TransportFault::kConnectTimeout, {3}},
    FaultRule{TransportFault::kProxy, {3}},
    FaultRule{TransportFault::kRefused, {kAll, true}},
    FaultRule{TransportFault::kReset, {kAll, true}},
    FaultRule{TransportFault::kStreamReset, {kAll}},
    FaultRule{TransportFault::kPartial, {kAll}},
    FaultRule{TransportFault::kTimeout, {2}},
    FaultRule{TransportFault::kStalled, {2}},
};

milliseconds Backoff(const RetryOptions& options, const Attempt& attempt) {
  // Past 2^20 the kLongest wait rules in any case.
  const int doublings = std::min(attempt.number - 1, 20);
  const double whole =
      std::min(std::ldexp(static_cast<double>(options.first_wait.count()), doublings),
               static_cast<double>(options.longest_wait.count()));
  return milliseconds(static_cast<std::int64_t>(whole * (0.5 + attempt.chance / 2)));
}

RetryDecision Within(const RetryOptions& options, Limit limit, const Attempt& attempt,
                     milliseconds wait) {
  const bool allowed = attempt.number < std::min(limit.attempts, options.max_attempts) &&
                       attempt.elapsed + wait < options.total;
  return allowed ? RetryDecision{true, wait} : RetryDecision{};
}

RetryDecision DecideFault(const RetryOptions& options, bool repeatable, const HttpFault& fault,
                          const Attempt& attempt) {
  if (fault.delivered || (fault.may_have_executed && !repeatable)) return {};
  for (const FaultRule& row : kFaultRules) {
    if (row.kind != fault.kind) continue;
    const bool at_once = row.limit.at_once && attempt.number == 1;
    return Within(options, row.limit, attempt,
                  at_once ? milliseconds(0) : Backoff(options, attempt));
  }
  return {};
}

RetryDecision DecideStatus(const RetryOptions& options, bool repeatable,
                           const HttpResponse& response, const Attempt& attempt) {
  if (response.status == 429 || response.status / 100 == 5) {
    const std::string* header = response.Header("Retry-After");
    const auto asked = header ? ReadRetryAfter(*header, attempt.now) : std::nullopt;
    if (asked) {
      const auto spread = milliseconds(static_cast<std::int64_t>(
          attempt.chance * static_cast<double>(options.first_wait.count())));
      return Within(options, {kAll}, attempt, *asked + spread);
    }
  }
  if (!repeatable) return {};
  for (const StatusRule& row : kStatusRules)
    if (row.status == response.status)
      return Within(options, row.limit, attempt, Backoff(options, attempt));
  return {};
}

}  // namespace

RetryDecision Decide(const RetryOptions& options, bool repeatable, const HttpOutcome& outcome,
                     const Attempt& attempt) {
  return outcome ? DecideStatus(options, repeatable, *outcome, attempt)
                 : DecideFault(options, repeatable, outcome.error(), attempt);
}

std::optional<milliseconds> ReadRetryAfter(std::string_view value, std::chrono::sys_seconds now) {
  // A day is longer than any run waits; larger numbers only overflow.
  constexpr std::int64_t kLongest = 24 * 60 * 60;
  if (value.empty()) return std::nullopt;
  const bool number =
      std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (number) {
    std::int64_t seconds = kLongest;
    std::from_chars(value.data(), value.data() + value.size(), seconds);
    return std::chrono::seconds(std::min(seconds, kLongest));
  }
  const std::int64_t date = curl_getdate(std::string(value).c_str(), nullptr);
  if (date < 0) return std::nullopt;
  const std::int64_t seconds = date - now.time_since_epoch().count();
  return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kLongest));
}

}  // namespace mesh
