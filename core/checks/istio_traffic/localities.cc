#include <algorithm>
#include <vector>

#include "core/checks/istio_traffic/destination_rule.h"
#include "core/checks/istio_traffic/destination_rule_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kTwoSpreads = RuleOf(kDestinationRuleRules, "MSH2143");
constexpr const Rule& kSharesAndFailover = RuleOf(kDestinationRuleRules, "MSH2144");
constexpr const Rule& kTopologyLabel = RuleOf(kDestinationRuleRules, "MSH2145");
constexpr const Rule& kWeight = RuleOf(kDestinationRuleRules, "MSH2146");
constexpr const Rule& kSum = RuleOf(kDestinationRuleRules, "MSH2147");
constexpr const Rule& kLocality = RuleOf(kDestinationRuleRules, "MSH2148");
constexpr const Rule& kLocalityOverlap = RuleOf(kDestinationRuleRules, "MSH2149");
constexpr const Rule& kSameRegion = RuleOf(kDestinationRuleRules, "MSH2150");
constexpr const Rule& kNoRegion = RuleOf(kDestinationRuleRules, "MSH2151");
constexpr const Rule& kWildcard = RuleOf(kDestinationRuleRules, "MSH2152");
constexpr const Rule& kNoOutliers = RuleOf(kDestinationRuleRules, "MSH2153");

constexpr std::string_view kTopologyLabels[] = {
    "topology.kubernetes.io/region",
    "topology.kubernetes.io/zone",
    "topology.istio.io/subzone",
};
constexpr std::int64_t kAll = 100;

struct PlacedLocality {
  std::string_view text;
  Place at;
};

/// `region/zone/subzone` in its parts, the last of which may hold slashes.
std::vector<std::string_view> Parts(std::string_view locality) {
  std::vector<std::string_view> out;
  while (out.size() < 2) {
    const std::size_t slash = locality.find('/');
    if (slash == std::string_view::npos) break;
    out.push_back(locality.substr(0, slash));
    locality.remove_prefix(slash + 1);
  }
  out.push_back(locality);
  return out;
}

bool IsLocality(std::string_view text) {
  const auto stars = std::ranges::count(text, '*');
  if (stars > 1 || (stars == 1 && !text.ends_with('*'))) return false;
  return std::ranges::none_of(Parts(text), [](std::string_view part) { return part.empty(); });
}

/// Whether a later locality is in an earlier one, or the other way round: one is the beginning of
/// the other, or they differ where one has the wildcard.
bool Overlap(std::string_view earlier, std::string_view later) {
  const std::vector<std::string_view> a = Parts(earlier);
  const std::vector<std::string_view> b = Parts(later);
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    // A wildcard for all regions, zones or subzones counts if it comes first: later ones are
    // inside.
    if (a[i] == "*") return true;
    if (a[i] != b[i]) return false;
  }
  return true;
}

void CheckSet(const std::vector<PlacedLocality>& localities, Findings& out) {
  for (std::size_t i = 0; i < localities.size(); ++i) {
    const auto& [text, at] = localities[i];
    if (!IsLocality(text)) return out.Add(kLocality, at, "It is " + InQuotes(text) + ".");
    for (std::size_t j = 0; j < i; ++j) {
      if (!Overlap(localities[j].text, text)) continue;
      return out.Add(kLocalityOverlap, at,
                     InQuotes(text) + " overlaps with " + InQuotes(localities[j].text) + ".");
    }
  }
}

/// The shares of one source; false when the webhook looks no further after them.
bool CheckShares(const Value& shares, const Place& at, Findings& out) {
  std::vector<PlacedLocality> targets;
  std::int64_t sum = 0;
  for (const auto& [locality, weight] : MembersOf(shares)) {
    targets.push_back({locality, at.Key(locality)});
    const std::int64_t share = WholeOf(weight);
    if (share < 1 || share > kAll) {
      out.Add(kWeight, at.Key(locality), "It is " + std::to_string(share) + ".");
      return false;
    }
    sum += share;
  }
  if (sum != kAll) {
    out.Add(kSum, at, "It is " + std::to_string(sum) + ".");
    return false;
  }
  CheckSet(targets, out);
  return true;
}

void CheckDistribute(const Value& distribute, const Place& at, Findings& out) {
  std::vector<PlacedLocality> sources;
  const Value::List& items = ItemsOf(distribute);
  for (std::size_t i = 0; i < items.size(); ++i) {
    sources.push_back({TextOf(items[i].Get("from")), at[i] / "from"});
    if (!CheckShares(items[i].Get("to"), at[i] / "to", out)) return;
  }
  CheckSet(sources, out);
}

void CheckFailover(const Value& failover, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(failover);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string_view from = TextOf(items[i].Get("from"));
    const std::string_view to = TextOf(items[i].Get("to"));
    const std::string both = std::string(from) + " " + std::string(to);
    if (from == to) out.Add(kSameRegion, at[i], "Both are " + InQuotes(from) + ".");
    if (both.find('/') != std::string::npos) {
      out.Add(kNoRegion, at[i], InQuotes(from) + " and " + InQuotes(to) + " are not both regions.");
    }
    if (both.find('*') != std::string::npos) out.Add(kWildcard, at[i], "There is a `*` in it.");
  }
}

/// Labels that say where an endpoint is, in the order of failover.
void CheckPriority(const Value& priority, const Place& at, Findings& out) {
  const Value::List& labels = ItemsOf(priority);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (std::ranges::find(kTopologyLabels, TextOf(labels[i])) == std::end(kTopologyLabels))
      continue;
    out.Add(kTopologyLabel, at[i], "It is " + InQuotes(TextOf(labels[i])) + ".");
  }
}

void CheckOutliers(const Value& setting, const Value& outlier, const Place& at, Findings& out) {
  const bool fails_over = !ItemsOf(setting.Get("failover")).empty() ||
                          !ItemsOf(setting.Get("failoverPriority")).empty();
  if (fails_over && outlier.is_null()) {
    out.Add(kNoOutliers, at, "There is no outlierDetection beside the load balancer.");
  }
}

void CheckLocalitySetting(const Value& setting, const Value& outlier, const Place& at,
                          Findings& out) {
  if (!setting.is_map()) return;
  const bool has_failover = !ItemsOf(setting.Get("failover")).empty();
  if (!ItemsOf(setting.Get("distribute")).empty() && has_failover) {
    return out.Add(kSharesAndFailover, at, "There are items in both.");
  }
  if (has_failover) CheckPriority(setting.Get("failoverPriority"), at / "failoverPriority", out);
  CheckDistribute(setting.Get("distribute"), at / "distribute", out);
  CheckOutliers(setting, outlier, at, out);
  CheckFailover(setting.Get("failover"), at / "failover", out);
}

void CheckZoneSetting(const Value& setting, const Value& outlier, const Place& at, Findings& out) {
  if (!setting.is_map()) return;
  CheckPriority(setting.Get("failoverPriority"), at / "failoverPriority", out);
  CheckOutliers(setting, outlier, at, out);
  CheckFailover(setting.Get("failover"), at / "failover", out);
}

}  // namespace

void CheckLocalities(const Value& balancer, const Value& outlier, const Place& at, Findings& out) {
  const Value& locality = balancer.Get("localityLbSetting");
  const Value& zone = balancer.Get("zoneAwareLbSetting");
  if (!locality.is_null() && !zone.is_null()) out.Add(kTwoSpreads, at, "Both are there.");
  CheckLocalitySetting(locality, outlier, at / "localityLbSetting", out);
  CheckZoneSetting(zone, outlier, at / "zoneAwareLbSetting", out);
}

}  // namespace mesh::istio
