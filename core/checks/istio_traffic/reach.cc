// Which requests get to which route: routes are tried in order, and the first that matches wins.
#include <algorithm>
#include <vector>

#include "core/checks/istio_traffic/virtual_service.h"
#include "core/checks/istio_traffic/virtual_service_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kUnreached = RuleOf(kVirtualServiceRules, "MSH2100");
constexpr const Rule& kTwice = RuleOf(kVirtualServiceRules, "MSH2101");
constexpr const Rule& kCovered = RuleOf(kVirtualServiceRules, "MSH2102");
constexpr const Rule& kUntaken = RuleOf(kVirtualServiceRules, "MSH2104");

/// Members of a match that are no conditions.
constexpr std::string_view kNames[] = {"name", "statPrefix"};
/// Members that choose proxies or ports, and not requests.
constexpr std::string_view kChoosers[] = {"port", "gateways", "sourceLabels", "sourceNamespace"};
/// Members whose conditions are all to hold.
constexpr std::string_view kMaps[] = {"headers", "withoutHeaders", "queryParams", "sourceLabels"};

/// Whether Istio reads a member as if it were not there.
bool IsNothing(std::string_view name, const Value& member) {
  if (member.is_null()) return true;
  if (member.is_string()) return member.as_string().empty();
  if (member.is_bool()) return !member.as_bool();
  if (member.is_number()) return WholeOf(member, 1) == 0;
  if (member.is_list()) return member.as_list().empty();
  return Holds(kMaps, name) && MembersOf(member).empty();
}

/// The conditions of a match alone.
Value Conditions(const Value& match) {
  Value::Map out;
  for (const auto& [name, member] : MembersOf(match)) {
    if (!Holds(kNames, name) && !IsNothing(name, member)) out.emplace(name, member);
  }
  return Value(std::move(out));
}

bool TakesAnyPath(const Value& uri) {
  return TextOf(uri.Get("prefix")) == "/" || TextOf(uri.Get("regex")) == ".*";
}

/// Whether a match takes all requests; `may_choose`: all of those that come through proxies and
/// ports of its choice.
bool TakesAll(const Value& conditions, bool may_choose) {
  return std::ranges::all_of(MembersOf(conditions), [&](const auto& member) {
    const auto& [name, value] = member;
    if (name == "uri") return TakesAnyPath(value);
    return name == "ignoreUriCase" || (may_choose && Holds(kChoosers, name));
  });
}

/// Whether every path that `narrow` takes is taken by `wide`; only where that is sure.
bool CoversPath(const Value& wide, const Value& narrow) {
  if (wide == narrow) return true;
  const Value& prefix = wide.Get("prefix");
  if (!prefix.is_string()) return false;
  return TextOf(narrow.Get("prefix")).starts_with(prefix.as_string()) ||
         TextOf(narrow.Get("exact")).starts_with(prefix.as_string());
}

/// Whether every request that `narrow` takes is taken by `wide`: each condition of `wide` is one of
/// `narrow`, too. Only where that is sure.
bool Covers(const Value& wide, const Value& narrow) {
  if (IsTrue(narrow.Get("ignoreUriCase")) != IsTrue(wide.Get("ignoreUriCase"))) return false;
  return std::ranges::all_of(MembersOf(wide), [&](const auto& member) {
    const auto& [name, value] = member;
    const Value& other = narrow.Get(name);
    if (name == "uri") return !other.is_null() && CoversPath(value, other);
    if (!Holds(kMaps, name)) return value == other;
    return std::ranges::all_of(MembersOf(value), [&](const auto& entry) {
      return other.Has(entry.first) && other.Get(entry.first) == entry.second;
    });
  });
}

struct SeenMatch {
  std::size_t route;
  std::size_t match;
  Value conditions;
  std::string Name() const {
    return "match " + std::to_string(match) + " of route " + std::to_string(route);
  }
};

/// One walk over the routes of one protocol.
class ReachWalk {
 public:
  ReachWalk(bool is_http, Findings& out) : is_http_(is_http), out_(out) {}

  void Routes(const Value::List& routes, const Place& at) {
    for (std::size_t i = 0; i < routes.size(); ++i) {
      if (!routes[i].is_map()) continue;
      if (taker_ != kNone) {
        out_.Add(kUnreached, at[i],
                 "Route " + std::to_string(taker_) + " takes everything that gets so far.");
        continue;
      }
      Route(routes[i], i, at[i]);
    }
  }

 private:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  void Route(const Value& route, std::size_t index, const Place& at) {
    const Value::List& matches = ItemsOf(route.Get("match"));
    if (matches.empty()) {
      taker_ = index;
      return;
    }
    std::size_t used = 0;
    for (std::size_t i = 0; i < matches.size(); ++i) {
      SeenMatch match{index, i, Conditions(matches[i])};
      if (is_http_ && TakesAll(match.conditions, false)) taker_ = index;
      if (IsNew(match, (at / "match")[i])) ++used;
      seen_.push_back(std::move(match));
    }
    if (used == 0) out_.Add(kUnreached, at, "Routes before it take all of its matches.");
  }

  bool IsNew(const SeenMatch& match, const Place& at) {
    for (const SeenMatch& seen : seen_) {
      if (seen.conditions == match.conditions) {
        out_.Add(kTwice, at, "It is the same as " + seen.Name() + ".");
        return false;
      }
      // Within a route both lead to the same place.
      if (is_http_ && seen.route != match.route && Covers(seen.conditions, match.conditions)) {
        out_.Add(kCovered, at, "What it takes is taken by " + seen.Name() + ".");
        return false;
      }
    }
    return true;
  }

  bool is_http_;
  Findings& out_;
  /// The first route that takes everything.
  std::size_t taker_ = kNone;
  std::vector<SeenMatch> seen_;
};

/// Sidecars answer 404 where a service has routes and none of them takes a request.
void CheckRest(const VirtualServiceScope& scope, const Place& at, Findings& out) {
  const Value::List& routes = ItemsOf(scope.spec.Get("http"));
  if (routes.empty() || scope.is_delegate || scope.is_for_gateways_only) return;
  const bool takes_all = std::ranges::any_of(routes, [](const Value& route) {
    const Value::List& matches = ItemsOf(route.Get("match"));
    return matches.empty() || std::ranges::any_of(matches, [](const Value& match) {
             return TakesAll(Conditions(match), true);
           });
  });
  if (!takes_all) out.Add(kUntaken, at, "Every route has matches that leave requests out.");
}

}  // namespace

void CheckReach(const VirtualServiceScope& scope, const Place& at, Findings& out) {
  for (const std::string_view protocol : {"http", "tls", "tcp"}) {
    ReachWalk(protocol == "http", out).Routes(ItemsOf(scope.spec.Get(protocol)), at / protocol);
  }
  CheckRest(scope, at / "http", out);
}

}  // namespace mesh::istio
