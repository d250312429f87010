#include "planes/http/retry.h"

#include <gtest/gtest.h>

#include <string>

namespace mesh {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using std::chrono::sys_seconds;
using enum TransportFault;

constexpr RetryDecision kNo{};
/// Waits in the rows are without chance: half the doubled wait.
constexpr RetryDecision Yes(milliseconds wait) { return {true, wait}; }

HttpOutcome Status(int status, const char* retry_after = nullptr) {
  HttpResponse response{.status = status};
  if (retry_after) response.headers = {{"retry-after", retry_after}};
  return response;
}

HttpOutcome Fault(TransportFault kind, bool may_have_executed, bool delivered = false) {
  HttpFault fault;
  fault.kind = kind;
  fault.may_have_executed = may_have_executed;
  fault.delivered = delivered;
  return tl::unexpected(fault);
}

struct Row {
  const char* what;
  HttpOutcome outcome;
  Attempt attempt;
  RetryDecision repeatable;
  RetryDecision once;
};

TEST(Decide, EachOutcome) {
  const Row rows[] = {
      {"done", Status(200), {1}, kNo, kNo},
      {"not there", Status(404), {1}, kNo, kNo},
      {"conflict", Status(409), {1}, kNo, kNo},
      {"no right", Status(403), {1}, kNo, kNo},
      {"too many requests", Status(429), {1}, Yes(100ms), kNo},
      {"too many requests, asked to wait", Status(429, "2"), {1}, Yes(2s), Yes(2s)},
      {"asked to wait 0 s", Status(429, "0"), {1}, Yes(0ms), Yes(0ms)},
      {"not ready", Status(503), {1}, Yes(100ms), kNo},
      {"not ready, asked to wait", Status(503, "1"), {3}, Yes(1s), Yes(1s)},
      {"failed", Status(500), {1}, Yes(100ms), kNo},
      {"failed twice", Status(500), {2}, Yes(200ms), kNo},
      {"failed three times", Status(500), {3}, kNo, kNo},
      {"failed, asked to wait", Status(500, "1"), {5}, Yes(1s), Yes(1s)},
      {"bad gateway", Status(502), {1}, Yes(100ms), kNo},
      {"gateway timed out", Status(504), {1}, Yes(100ms), kNo},
      {"gateway timed out again and again", Status(504), {3}, kNo, kNo},
      {"not implemented", Status(501), {1}, kNo, kNo},
      {"Retry-After on something else", Status(404, "1"), {1}, kNo, kNo},
      {"Retry-After that is nonsense", Status(503, "soon"), {1}, Yes(100ms), kNo},
      {"asked to wait longer than we may", Status(503, "600"), {1}, kNo, kNo},
      {"cancelled", Fault(kCancelled, true), {1}, kNo, kNo},
      {"cannot be sent", Fault(kInvalid, false), {1}, kNo, kNo},
      {"no credentials", Fault(kCredentials, false), {1}, kNo, kNo},
      {"not trusted", Fault(kUntrusted, false), {1}, kNo, kNo},
      {"no TLS", Fault(kTls, false), {1}, kNo, kNo},
      {"too large", Fault(kTooLarge, true), {1}, kNo, kNo},
      {"no HTTP", Fault(kProtocol, true), {1}, kNo, kNo},
      {"no address", Fault(kResolve, false), {1}, Yes(100ms), Yes(100ms)},
      {"no address three times", Fault(kResolve, false), {3}, kNo, kNo},
      {"no connection", Fault(kConnect, false), {1}, Yes(100ms), Yes(100ms)},
      {"no connection five times", Fault(kConnect, false), {5}, Yes(1600ms), Yes(1600ms)},
      {"no connection six times", Fault(kConnect, false), {6}, kNo, kNo},
      {"no connection in time", Fault(kConnectTimeout, false), {2}, Yes(200ms), Yes(200ms)},
      {"no connection in time again", Fault(kConnectTimeout, false), {3}, kNo, kNo},
      {"proxy", Fault(kProxy, false), {1}, Yes(100ms), Yes(100ms)},
      {"refused unread", Fault(kRefused, false), {1}, Yes(0ms), Yes(0ms)},
      {"refused unread again", Fault(kRefused, false), {2}, Yes(200ms), Yes(200ms)},
      {"lost before it was sent", Fault(kReset, false), {1}, Yes(0ms), Yes(0ms)},
      {"lost after it was sent", Fault(kReset, true), {1}, Yes(0ms), kNo},
      {"stream reset", Fault(kStreamReset, true), {1}, Yes(100ms), kNo},
      {"cut off", Fault(kPartial, true), {1}, Yes(100ms), kNo},
      {"cut off after some was used", Fault(kPartial, true, true), {1}, kNo, kNo},
      {"timed out", Fault(kTimeout, true), {1}, Yes(100ms), kNo},
      {"timed out twice", Fault(kTimeout, true), {2}, kNo, kNo},
      {"stalled", Fault(kStalled, true), {1}, Yes(100ms), kNo},
      {"waits double up to the longest", Status(503), {9}, Yes(5s), kNo},
      {"the last attempt", Status(503), {10}, kNo, kNo},
      {"the last attempt, asked to wait", Status(503, "1"), {10}, kNo, kNo},
      {"no time left", Status(503), {1, 180s}, kNo, kNo},
      {"no time left for the wait", Status(503, "2"), {1, 179s}, kNo, kNo},
  };
  for (const Row& row : rows) {
    const RetryDecision repeatable = Decide({}, true, row.outcome, row.attempt);
    EXPECT_EQ(repeatable.retry, row.repeatable.retry) << row.what;
    EXPECT_EQ(repeatable.wait.count(), row.repeatable.wait.count()) << row.what;
    const RetryDecision once = Decide({}, false, row.outcome, row.attempt);
    EXPECT_EQ(once.retry, row.once.retry) << row.what << ", not repeatable";
    EXPECT_EQ(once.wait.count(), row.once.wait.count()) << row.what << ", not repeatable";
  }
}

TEST(Decide, ChanceSpreadsWaitsAndNeverShortensWhatIsAskedFor) {
  EXPECT_EQ(Decide({}, true, Status(503), {1, 0s, 0.5}), Yes(150ms));
  EXPECT_EQ(Decide({}, true, Status(503), {1, 0s, 0.999}), Yes(199ms));
  EXPECT_EQ(Decide({}, true, Status(503, "2"), {1, 0s, 0.5}), Yes(2100ms));
}

TEST(Decide, AHugeNumberOfAttemptsDoesNotOverflow) {
  const RetryOptions patient{.max_attempts = 1'000'000'000, .total = 24h};
  EXPECT_EQ(Decide(patient, true, Status(503), {999'999'998}), Yes(5s));
}

// 1994-11-06 08:49:37 UTC, RFC 9110's own example, is 784111777 (date -u -d).
TEST(ReadRetryAfter, SecondsAndDates) {
  const sys_seconds now(std::chrono::seconds(784111770));
  const std::pair<const char*, milliseconds> rows[] = {
      {"0", 0s},
      {"120", 120s},
      {"007", 7s},
      {"99999999999999999999999", 24h},
      {"Sun, 06 Nov 1994 08:49:37 GMT", 7s},
      {"Sunday, 06-Nov-94 08:49:37 GMT", 7s},
      {"Sun Nov  6 08:49:37 1994", 7s},
      {"Sun, 06 Nov 1994 08:49:00 GMT", 0s},
      {"Tue, 06 Nov 2035 08:49:37 GMT", 24h},
  };
  for (const auto& [text, wait] : rows) {
    const auto read = ReadRetryAfter(text, now);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->count(), wait.count()) << text;
  }
  for (const char* text : {"", " ", "-1", "1.5", "1s", "soon", "Sun, 06 Nov"})
    EXPECT_FALSE(ReadRetryAfter(text, now)) << text;
}

}  // namespace
}  // namespace mesh
