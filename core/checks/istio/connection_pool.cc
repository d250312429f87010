#include "core/checks/duration.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio/shared_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kEmpty = RuleOf(kSharedRules, "MSH2027");
constexpr const Rule& kNegative = RuleOf(kSharedRules, "MSH2028");
constexpr const Rule& kTwoProtocols = RuleOf(kSharedRules, "MSH2029");
constexpr const Rule& kKeepalive = RuleOf(kSharedRules, "MSH2030");
constexpr const Rule& kZero = RuleOf(kSharedRules, "MSH2031");

/// A limit on what a proxy has open at a time.
struct Limit {
  std::string_view part;
  std::string_view field;
  /// 0 is documented as no limit: nobody takes it for the strictest one.
  bool zero_is_known = false;
};
constexpr Limit kLimits[] = {
    {"http", "http1MaxPendingRequests"},        {"http", "http2MaxRequests"},
    {"http", "maxRequestsPerConnection", true}, {"http", "maxRetries"},
    {"http", "maxConcurrentStreams", true},     {"tcp", "maxConnections"},
};

void CheckLimits(const Value& pool, const Place& at, Findings& out) {
  for (const Limit& limit : kLimits) {
    const Value& value = pool.At({limit.part, limit.field});
    if (!value.is_number()) continue;
    const Place limit_at = at / limit.part / limit.field;
    const std::int64_t count = WholeOf(value, 1);
    if (count < 0) out.Add(kNegative, limit_at, "It is " + value.as_number().text() + ".");
    if (count == 0 && !limit.zero_is_known) out.Add(kZero, limit_at, "It is 0.");
  }
}

void CheckHttp(const Value& http, const Place& at, Findings& out) {
  CheckDuration(http.Get("idleTimeout"), at / "idleTimeout", out);
  if (TextOf(http.Get("h2UpgradePolicy")) == "UPGRADE" && IsTrue(http.Get("useClientProtocol"))) {
    out.Add(kTwoProtocols, at, "Both are there.");
  }
  const Value& keepalive = http.Get("http2KeepAlive");
  if (!keepalive.is_map()) return;
  for (const std::string_view field : {"interval", "timeout"}) {
    if (keepalive.Get(field).is_null()) {
      out.Add(kKeepalive, at / "http2KeepAlive", "There is no " + std::string(field) + ".");
    }
    CheckDuration(keepalive.Get(field), at / "http2KeepAlive" / field, out);
  }
}

void CheckTcp(const Value& tcp, const Place& at, Findings& out) {
  for (const std::string_view field : {"connectTimeout", "maxConnectionDuration"}) {
    CheckDuration(tcp.Get(field), at / field, out);
  }
  const Value& idle = tcp.Get("idleTimeout");
  CheckDurationText(idle, at / "idleTimeout", out);
  // Less than a millisecond turns it off.
  if (Nanoseconds(TextOf(idle)).value_or(0) / kNanosecondsPerMillisecond != 0) {
    CheckDuration(idle, at / "idleTimeout", out);
  }
  for (const std::string_view field : {"time", "interval"}) {
    CheckDuration(tcp.At({"tcpKeepalive", field}), at / "tcpKeepalive" / field, out);
  }
}

}  // namespace

void CheckConnectionPool(const Value& pool, const Place& at, Findings& out) {
  if (!pool.is_map()) return;
  if (pool.Get("http").is_null() && pool.Get("tcp").is_null()) {
    return out.Add(kEmpty, at, "There is neither `tcp` nor `http` in it.");
  }
  CheckLimits(pool, at, out);
  CheckHttp(pool.Get("http"), at / "http", out);
  CheckTcp(pool.Get("tcp"), at / "tcp", out);
}

}  // namespace mesh::istio
