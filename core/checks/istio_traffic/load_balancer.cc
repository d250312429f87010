#include <set>

#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio_traffic/destination_rule.h"
#include "core/checks/istio_traffic/destination_rule_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kNoName = RuleOf(kDestinationRuleRules, "MSH2139");
constexpr const Rule& kAttributeTwice = RuleOf(kDestinationRuleRules, "MSH2140");
constexpr const Rule& kTwoSizes = RuleOf(kDestinationRuleRules, "MSH2141");
constexpr const Rule& kTableSize = RuleOf(kDestinationRuleRules, "MSH2142");
constexpr const Rule& kAggression = RuleOf(kDestinationRuleRules, "MSH2155");
constexpr const Rule& kOldName = RuleOf(kDestinationRuleRules, "MSH2170");
constexpr const Rule& kTwoWarmUps = RuleOf(kDestinationRuleRules, "MSH2176");
constexpr const Rule& kNoWarmUp = RuleOf(kDestinationRuleRules, "MSH2177");

constexpr std::int64_t kTableBound = 5000011;

/// As Envoy counts, for which 1 is one, too.
bool IsPrime(std::int64_t number) {
  if (number < 1) return false;
  for (std::int64_t factor = 2; factor * factor <= number; ++factor) {
    if (number % factor == 0) return false;
  }
  return true;
}

void CheckCookie(const Value& cookie, const Place& at, Findings& out) {
  if (!cookie.is_map()) return;
  const auto is_empty = [](const Value& name) {
    return name.is_string() && name.as_string().empty();
  };
  if (is_empty(cookie.Get("name"))) out.Add(kNoName, at / "name", "It is empty.");
  CheckDurationText(cookie.Get("ttl"), at / "ttl", out);
  const Value::List& attributes = ItemsOf(cookie.Get("attributes"));
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < attributes.size(); ++i) {
    const Value& name = attributes[i].Get("name");
    const Place name_at = (at / "attributes")[i] / "name";
    if (is_empty(name)) {
      out.Add(kNoName, name_at, "It is empty.");
    } else if (name.is_string() && !seen.insert(name.as_string()).second) {
      out.Add(kAttributeTwice, name_at, InQuotes(name.as_string()) + " is there already.");
    }
  }
}

void CheckHash(const Value& hash, const Place& at, Findings& out) {
  if (!hash.is_map()) return;
  CheckCookie(hash.Get("httpCookie"), at / "httpCookie", out);
  const bool has_algorithm = !hash.Get("ringHash").is_null() || !hash.Get("maglev").is_null();
  if (WholeOf(hash.Get("minimumRingSize")) != 0 && has_algorithm) {
    out.Add(kTwoSizes, at / "minimumRingSize", "There is ringHash or maglev beside it.");
  }
  if (!hash.Get("maglev").is_map()) return;
  const std::int64_t size = WholeOf(hash.At({"maglev", "tableSize"}));
  if (size < kTableBound && IsPrime(size)) return;
  out.Add(kTableSize, at / "maglev" / "tableSize",
          hash.At({"maglev", "tableSize"}).is_null() ? "There is none."
                                                     : "It is " + std::to_string(size) + ".");
}

void CheckWarmUp(const Value& balancer, const Place& at, Findings& out) {
  const Value& warm_up = balancer.Get("warmup");
  const Value& old = balancer.Get("warmupDurationSecs");
  CheckDuration(old, at / "warmupDurationSecs", out);
  if (warm_up.is_map()) {
    // Where it is absent, the shape says so.
    CheckDuration(warm_up.Get("duration"), at / "warmup" / "duration", out);
    const Value& aggression = warm_up.Get("aggression");
    // Less than 0 is out of the field's bounds, which the shape has.
    if (aggression.is_number() && DecimalOf(aggression) == 0) {
      out.Add(kAggression, at / "warmup" / "aggression", "It is 0.");
    }
    if (!old.is_null()) out.Add(kTwoWarmUps, at / "warmupDurationSecs", "There is warmup, too.");
  }
  const std::string_view simple = TextOf(balancer.Get("simple"));
  const bool has_none =
      simple == "RANDOM" || simple == "PASSTHROUGH" || !balancer.Get("consistentHash").is_null();
  if (has_none && (warm_up.is_map() || !old.is_null())) {
    out.Add(kNoWarmUp, at / (warm_up.is_map() ? "warmup" : "warmupDurationSecs"),
            "The algorithm is " + (simple.empty() ? "consistentHash" : std::string(simple)) + ".");
  }
}

}  // namespace

void CheckLoadBalancer(const Value& balancer, const Value& outlier, const Place& at,
                       Findings& out) {
  if (!balancer.is_map()) return;
  if (TextOf(balancer.Get("simple")) == "LEAST_CONN") {
    out.Add(kOldName, at / "simple", "It is LEAST_CONN.");
  }
  CheckHash(balancer.Get("consistentHash"), at / "consistentHash", out);
  CheckLocalities(balancer, outlier, at, out);
  CheckWarmUp(balancer, at, out);
  for (const std::string_view period :
       {"weightExpirationPeriod", "weightStabilizationPeriod", "weightUpdatePeriod"}) {
    CheckDurationText(balancer.At({"backendUtilization", period}),
                      at / "backendUtilization" / period, out);
  }
}

}  // namespace mesh::istio
