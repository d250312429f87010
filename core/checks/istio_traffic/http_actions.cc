#include <algorithm>
#include <charconv>
#include <iterator>

#include "core/checks/duration.h"
#include "core/checks/istio/header_text.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio/shared_rules.h"
#include "core/checks/istio_traffic/virtual_service.h"
#include "core/checks/istio_traffic/virtual_service_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kChangedHeader = RuleOf(kSharedRules, "MSH2039");
constexpr const Rule& kFaultPercentage = RuleOf(kVirtualServiceRules, "MSH2065");
constexpr const Rule& kOrigin = RuleOf(kVirtualServiceRules, "MSH2077");
constexpr const Rule& kMethod = RuleOf(kVirtualServiceRules, "MSH2078");
constexpr const Rule& kAge = RuleOf(kVirtualServiceRules, "MSH2079");
constexpr const Rule& kNoFault = RuleOf(kVirtualServiceRules, "MSH2080");
constexpr const Rule& kNoStatus = RuleOf(kVirtualServiceRules, "MSH2081");
constexpr const Rule& kUnsupported = RuleOf(kVirtualServiceRules, "MSH2082");
constexpr const Rule& kStatus = RuleOf(kVirtualServiceRules, "MSH2083");
constexpr const Rule& kGrpcStatus = RuleOf(kVirtualServiceRules, "MSH2084");
constexpr const Rule& kNegativeAttempts = RuleOf(kVirtualServiceRules, "MSH2085");
constexpr const Rule& kNoAttempts = RuleOf(kVirtualServiceRules, "MSH2086");
constexpr const Rule& kRetryOn = RuleOf(kVirtualServiceRules, "MSH2087");
constexpr const Rule& kTwoPaths = RuleOf(kVirtualServiceRules, "MSH2088");
constexpr const Rule& kNoPrefix = RuleOf(kVirtualServiceRules, "MSH2089");
constexpr const Rule& kSameAgain = RuleOf(kVirtualServiceRules, "MSH2090");
constexpr const Rule& kRedirectCode = RuleOf(kVirtualServiceRules, "MSH2091");
constexpr const Rule& kScheme = RuleOf(kVirtualServiceRules, "MSH2092");
constexpr const Rule& kHugeBody = RuleOf(kVirtualServiceRules, "MSH2093");
constexpr const Rule& kLargeBody = RuleOf(kVirtualServiceRules, "MSH2094");
constexpr const Rule& kTwoRewrites = RuleOf(kVirtualServiceRules, "MSH2095");
constexpr const Rule& kNoRewrite = RuleOf(kVirtualServiceRules, "MSH2096");
constexpr const Rule& kHalfRewrite = RuleOf(kVirtualServiceRules, "MSH2097");
constexpr const Rule& kCutOff = RuleOf(kVirtualServiceRules, "MSH2103");
constexpr const Rule& kUnsafeRetry = RuleOf(kVirtualServiceRules, "MSH2105");
constexpr const Rule& kUnsentCode = RuleOf(kVirtualServiceRules, "MSH2108");
constexpr const Rule& kStatus600 = RuleOf(kVirtualServiceRules, "MSH2110");

constexpr std::string_view kMethods[] = {"GET",    "HEAD",    "POST",    "PUT",   "PATCH",
                                         "DELETE", "CONNECT", "OPTIONS", "TRACE", "*"};
constexpr std::string_view kGrpcStatuses[] = {
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
};
/// Envoy's conditions for x-envoy-retry-on and x-envoy-retry-grpc-on.
constexpr std::string_view kRetryConditions[] = {
    "5xx",
    "gateway-error",
    "reset",
    "reset-before-request",
    "connect-failure",
    "retriable-4xx",
    "refused-stream",
    "retriable-status-codes",
    "retriable-headers",
    "envoy-ratelimited",
    "http3-post-connect-failure",
    "cancelled",
    "deadline-exceeded",
    "internal",
    "resource-exhausted",
    "unavailable",
};
/// Conditions that can come after a server has begun to act on the request.
constexpr std::string_view kLateConditions[] = {"5xx", "gateway-error", "reset",
                                                "retriable-status-codes"};
struct Span {
  int first;
  int last;
};
/// The statuses of HTTP that have a name, which is what the webhook asks of a number here.
constexpr Span kNamedStatuses[] = {{100, 103}, {200, 208}, {226, 226}, {300, 305},
                                   {307, 308}, {400, 418}, {421, 426}, {428, 429},
                                   {431, 431}, {451, 451}, {500, 508}, {510, 511}};
constexpr std::int64_t kSentCodes[] = {301, 302, 303, 307, 308};
constexpr std::size_t kHuge = 1024 * 1024;
constexpr std::size_t kLarge = 100 * 1024;
constexpr double kSmallestShare = 0.0001;

int StatusOf(std::string_view text) {
  int out = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size() ? out : 0;
}

bool IsRetryCondition(std::string_view text) {
  const int status = StatusOf(text);
  return Holds(kRetryConditions, text) ||
         std::ranges::any_of(kNamedStatuses, [&](const Span& span) {
           return status >= span.first && status <= span.last;
         });
}

/// Calls `use` with each text between commas.
void EachCondition(std::string_view text, const auto& use) {
  for (std::size_t comma = 0; (comma = text.find(',')) != std::string_view::npos;) {
    use(text.substr(0, comma));
    text.remove_prefix(comma + 1);
  }
  use(text);
}

void CheckFaultShare(const Value& share, const Place& at, Findings& out) {
  if (!share.is_number()) return;
  const double percentage = DecimalOf(share);
  if (percentage == 0 || (percentage >= kSmallestShare && percentage <= 100)) return;
  out.Add(kFaultPercentage, at, "It is " + share.as_number().text() + ".");
}

void CheckStatus(const Value& status, const Place& at, Findings& out) {
  const std::int64_t number = WholeOf(status);
  if (number < 200 || number > 600) {
    out.Add(kStatus, at, "It is " + std::to_string(number) + ".");
  } else if (number == 600) {
    out.Add(kStatus600, at, "It is 600.");
  }
}

void CheckAbort(const Value& abort, const Place& at, Findings& out) {
  if (!abort.is_map()) return;
  CheckFaultShare(abort.At({"percentage", "value"}), at / "percentage" / "value", out);
  const Value& grpc = abort.Get("grpcStatus");
  if (!abort.Get("httpStatus").is_null()) {
    CheckStatus(abort.Get("httpStatus"), at / "httpStatus", out);
  } else if (!abort.Get("http2Error").is_null()) {
    out.Add(kUnsupported, at / "http2Error", "It is there.");
  } else if (grpc.is_null()) {
    out.Add(kNoStatus, at, "There is neither httpStatus nor grpcStatus.");
  } else if (!Holds(kGrpcStatuses, TextOf(grpc))) {
    out.Add(kGrpcStatus, at / "grpcStatus", InQuotes(TextOf(grpc)) + " is no status of gRPC.");
  }
}

void CheckDelay(const Value& delay, const Place& at, Findings& out) {
  CheckFaultShare(delay.At({"percentage", "value"}), at / "percentage" / "value", out);
  CheckDuration(delay.Get("fixedDelay"), at / "fixedDelay", out);
  if (!delay.Get("exponentialDelay").is_null()) {
    CheckDuration(delay.Get("exponentialDelay"), at / "exponentialDelay", out);
    out.Add(kUnsupported, at / "exponentialDelay", "It is there.");
  }
}

void CheckOrigin(const Value& origin, const Place& at, Findings& out) {
  if (!origin.is_map()) return;
  const bool has_text = std::ranges::any_of(
      MembersOf(origin), [](const auto& member) { return !TextOf(member.second).empty(); });
  if (!has_text) return out.Add(kOrigin, at, "There is no text in it.");
  CheckRegex(origin.Get("regex"), at / "regex", out);
}

/// Whether the route is for requests that change something each time they are carried out.
bool MatchesUnsafeMethod(const Value& route) {
  return std::ranges::any_of(ItemsOf(route.Get("match")), [](const Value& match) {
    const std::string_view method = TextOf(match.At({"method", "exact"}));
    return method == "POST" || method == "PATCH";
  });
}

void CheckRetryOn(const Value& route, std::int64_t attempts, const Place& at, Findings& out) {
  const std::string_view text = TextOf(route.At({"retries", "retryOn"}));
  if (text.empty()) return;
  bool is_late = false;
  EachCondition(text, [&](std::string_view condition) {
    if (!IsRetryCondition(condition)) {
      out.Add(kRetryOn, at, InQuotes(condition) + " is none.");
    }
    is_late = is_late || Holds(kLateConditions, condition) || StatusOf(condition) >= 500;
  });
  if (is_late && attempts > 0 && MatchesUnsafeMethod(route)) {
    out.Add(kUnsafeRetry, at,
            "The route matches POST or PATCH, and retryOn is " + InQuotes(text) + ".");
  }
}

/// The first try and all others, none of which ends early, against the time for all of them.
void CheckTimeForRetries(const Value& route, std::int64_t attempts, const Place& at,
                         Findings& out) {
  const auto each = Nanoseconds(TextOf(route.At({"retries", "perTryTimeout"})));
  const auto all = Nanoseconds(TextOf(route.Get("timeout")));
  if (!each || !all || attempts <= 0 || *each <= 0) return;
  if (attempts + 1 <= *all / *each) return;
  out.Add(kCutOff, at,
          "The first try and " + std::to_string(attempts) + " more take up to " +
              std::string(TextOf(route.At({"retries", "perTryTimeout"}))) +
              " each, and the timeout is " + std::string(TextOf(route.Get("timeout"))) + ".");
}

void CheckRedirectCode(const Value& redirect, const Place& at, Findings& out) {
  const std::int64_t code = WholeOf(redirect.Get("redirectCode"));
  if (code == 0) return;
  if (code < 300 || code > 399) {
    out.Add(kRedirectCode, at, "It is " + std::to_string(code) + ".");
  } else if (!Holds(kSentCodes, code)) {
    out.Add(kUnsentCode, at, "It is " + std::to_string(code) + ".");
  }
}

/// The bytes that base64 stands for.
std::size_t DecodedSize(std::string_view base64) {
  const std::size_t end = base64.find_last_not_of('=');
  return end == std::string_view::npos ? 0 : (end + 1) * 3 / 4;
}

}  // namespace

void CheckFault(const Value& fault, const Place& at, Findings& out) {
  if (!fault.is_map()) return;
  if (fault.Get("abort").is_null() && fault.Get("delay").is_null()) {
    out.Add(kNoFault, at, "There is neither abort nor delay.");
  }
  CheckAbort(fault.Get("abort"), at / "abort", out);
  CheckDelay(fault.Get("delay"), at / "delay", out);
}

void CheckCors(const Value& policy, const Place& at, Findings& out) {
  const Value::List& origins = ItemsOf(policy.Get("allowOrigins"));
  for (std::size_t i = 0; i < origins.size(); ++i) {
    CheckOrigin(origins[i], (at / "allowOrigins")[i], out);
  }
  const Value::List& methods = ItemsOf(policy.Get("allowMethods"));
  for (std::size_t i = 0; i < methods.size(); ++i) {
    if (!methods[i].is_string() || Holds(kMethods, TextOf(methods[i]))) continue;
    out.Add(kMethod, (at / "allowMethods")[i], InQuotes(TextOf(methods[i])) + " is no method.");
  }
  for (const std::string_view member : {"allowHeaders", "exposeHeaders"}) {
    const Value::List& names = ItemsOf(policy.Get(member));
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (!names[i].is_string()) continue;
      if (std::string wrong = WrongCorsHeader(names[i].as_string()); !wrong.empty()) {
        out.Add(kChangedHeader, (at / member)[i], std::move(wrong));
      }
    }
  }
  CheckDuration(policy.Get("maxAge"), at / "maxAge", out);
  const std::int64_t age = Nanoseconds(TextOf(policy.Get("maxAge"))).value_or(0);
  if (age >= kNanosecondsPerMillisecond && age % kNanosecondsPerSecond != 0) {
    out.Add(kAge, at / "maxAge", "It is " + InQuotes(TextOf(policy.Get("maxAge"))) + ".");
  }
}

void CheckRetries(const Value& route, const Place& at, Findings& out) {
  const Value& retries = route.Get("retries");
  if (!retries.is_map()) return;
  const Place retries_at = at / "retries";
  const std::int64_t attempts = WholeOf(retries.Get("attempts"));
  if (attempts < 0) {
    out.Add(kNegativeAttempts, retries_at / "attempts", "It is " + std::to_string(attempts) + ".");
  }
  const bool has_settings = !retries.Get("perTryTimeout").is_null() ||
                            !TextOf(retries.Get("retryOn")).empty() ||
                            !retries.Get("retryRemoteLocalities").is_null();
  if (attempts == 0 && has_settings) {
    out.Add(kNoAttempts, retries_at,
            retries.Get("attempts").is_null() ? "There are no attempts." : "attempts is 0.");
  }
  CheckDuration(retries.Get("perTryTimeout"), retries_at / "perTryTimeout", out);
  CheckDuration(retries.Get("backoff"), retries_at / "backoff", out);
  CheckRetryOn(route, attempts, retries_at / "retryOn", out);
  CheckTimeForRetries(route, attempts, retries_at, out);
}

void CheckRedirect(const Value& route, const Place& at, Findings& out) {
  const Value& redirect = route.Get("redirect");
  if (!redirect.is_map()) return;
  const Place redirect_at = at / "redirect";
  const auto has_text = [&](std::string_view name) { return !TextOf(redirect.Get(name)).empty(); };
  if (has_text("uri") && has_text("prefixRewrite")) {
    out.Add(kTwoPaths, redirect_at, "Both are there.");
  }
  if (has_text("prefixRewrite")) {
    const Value::List& matches = ItemsOf(route.Get("match"));
    for (std::size_t i = 0; i < matches.size(); ++i) {
      const Value& uri = matches[i].Get("uri");
      if (uri.is_null() || !uri.Get("prefix").is_null()) continue;
      out.Add(kNoPrefix, (at / "match")[i] / "uri", "The match is no prefix.");
    }
  }
  const bool has_port = !redirect.Get("port").is_null() || !redirect.Get("derivePort").is_null();
  if (!has_port && !has_text("uri") && !has_text("prefixRewrite") && !has_text("authority") &&
      !has_text("scheme")) {
    out.Add(kSameAgain, redirect_at, "None of its fields says where to go.");
  }
  CheckRedirectCode(redirect, redirect_at / "redirectCode", out);
  const std::string_view scheme = TextOf(redirect.Get("scheme"));
  if (!scheme.empty() && scheme != "http" && scheme != "https") {
    out.Add(kScheme, redirect_at / "scheme", "It is " + InQuotes(scheme) + ".");
  }
  CheckOptionalPort(redirect.Get("port"), redirect_at / "port", out);
}

void CheckDirectResponse(const Value& response, const Place& at, Findings& out) {
  if (!response.is_map()) return;
  const Value& body = response.Get("body");
  const std::size_t size =
      std::max(TextOf(body.Get("string")).size(), DecodedSize(TextOf(body.Get("bytes"))));
  if (size > kHuge) {
    out.Add(kHugeBody, at / "body", "It has " + std::to_string(size) + " bytes.");
  } else if (size > kLarge) {
    out.Add(kLargeBody, at / "body", "It has " + std::to_string(size) + " bytes.");
  }
  if (!response.Get("status").is_null()) CheckStatus(response.Get("status"), at / "status", out);
}

void CheckRewrite(const Value& rewrite, const Place& at, Findings& out) {
  if (!rewrite.is_map()) return;
  const bool has_uri = !TextOf(rewrite.Get("uri")).empty();
  const Value& expression = rewrite.Get("uriRegexRewrite");
  if (has_uri && !expression.is_null()) out.Add(kTwoRewrites, at, "Both are there.");
  if (!has_uri && expression.is_null() && TextOf(rewrite.Get("authority")).empty()) {
    out.Add(kNoRewrite, at, "There is none of uri, uriRegexRewrite and authority.");
  }
  if (!expression.is_map()) return;
  const Place expression_at = at / "uriRegexRewrite";
  if (TextOf(expression.Get("match")).empty() || TextOf(expression.Get("rewrite")).empty()) {
    return out.Add(kHalfRewrite, expression_at, "One of match and rewrite is missing or empty.");
  }
  CheckRegex(expression.Get("match"), expression_at / "match", out);
}

}  // namespace mesh::istio
