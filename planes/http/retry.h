#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "planes/http/http.h"

namespace mesh {

struct RetryOptions {
  /// Bounds for one request: attempts, the first included, and the time after which none begins any
  /// more; waiting for a place among the others is not counted.
  int max_attempts = 10;
  std::chrono::milliseconds total = std::chrono::minutes(3);
  /// The first wait and the longest; they double in between.
  std::chrono::milliseconds first_wait{200};
  std::chrono::milliseconds longest_wait = std::chrono::seconds(10);
};

/// Where a request stands when an attempt has ended.
struct Attempt {
  /// Counted from 1.
  int number = 1;
  /// Since the first began.
  std::chrono::milliseconds elapsed{0};
  /// Somewhere in [0, 1): spreads waits, so that those who failed together do not come back so.
  double chance = 0;
  /// For a Retry-After that is a date.
  std::chrono::sys_seconds now{};
};

struct RetryDecision {
  bool retry = false;
  std::chrono::milliseconds wait{0};
  bool operator==(const RetryDecision&) const = default;
};

/// Whether to try again, and when. What the server asks for (Retry-After) is obeyed for every
/// request, since it says so before it acts; everything else that may have been carried out is only
/// repeated when that is harmless (`repeatable`).
RetryDecision Decide(const RetryOptions& options, bool repeatable, const HttpOutcome& outcome,
                     const Attempt& attempt);

/// How long a Retry-After header asks to wait: seconds or an HTTP date; nothing when it is neither.
std::optional<std::chrono::milliseconds> ReadRetryAfter(std::string_view value,
                                                        std::chrono::sys_seconds now);

}  // namespace mesh
