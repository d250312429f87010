#include "core/render/claims.h"

#include <algorithm>
#include <string_view>

namespace mesh {
namespace {

std::string PlaceOf(const Claim& claim) {
  return claim.what + "\n" + (claim.match == Claim::Match::kExact ? claim.key : "");
}

/// True when the pattern `wide` covers the host or pattern `other`.
bool Covers(std::string_view wide, std::string_view other) {
  if (wide == other || wide == "*") return true;
  if (!wide.starts_with("*.")) return false;
  const std::string_view domain = wide.substr(1);
  if (other.starts_with("*.")) other.remove_prefix(1);
  return other.size() >= domain.size() && other.ends_with(domain);
}

}  // namespace

bool Meet(const Claim& a, const Claim& b) {
  if (a.shared && b.shared) return false;
  if (a.match == Claim::Match::kExact) return a.key == b.key;
  // Keys are scoped to a cluster: `<cluster>/<pattern>`.
  const std::size_t scope = a.key.find('/');
  if (a.key.substr(0, scope) != b.key.substr(0, b.key.find('/'))) return false;
  const std::string_view x = std::string_view(a.key).substr(scope + 1);
  const std::string_view y = std::string_view(b.key).substr(scope + 1);
  if (a.match == Claim::Match::kPrefix) return x.starts_with(y) || y.starts_with(x);
  return Covers(x, y) || Covers(y, x);
}

std::optional<ClaimTable::Other> ClaimTable::Take(const std::string& owner,
                                                  const ClaimHolder& holder, const Claim& claim) {
  std::optional<Other> out;
  const std::string place = PlaceOf(claim);
  const auto [begin, end] = held_.equal_range(place);
  const auto found = std::find_if(begin, end, [&](const auto& entry) {
    const Held& other = entry.second;
    return other.owner != owner && Meet(other.claim, claim) && Conflicts(other.holder, holder);
  });
  if (found != end) out = Other{found->second.owner, found->second.holder};
  held_.emplace(place, Held{owner, holder, claim});
  places_of_.emplace(owner, place);
  return out;
}

void ClaimTable::Release(const std::string& owner) {
  const auto [begin, end] = places_of_.equal_range(owner);
  for (auto place = begin; place != end; ++place) {
    auto [it, last] = held_.equal_range(place->second);
    while (it != last) it = it->second.owner == owner ? held_.erase(it) : std::next(it);
  }
  places_of_.erase(begin, end);
}

Diagnostic TwoClaims(const std::string& first, const std::string& second, const Claim& claim) {
  const std::string fix = claim.fix.empty()
                              ? "It can belong to one resource only: remove it from one of the two."
                              : claim.fix;
  return Error(
      "Two resources claim one " + claim.what,
      first + " and " + second + " both claim the " + claim.what + " " + claim.key + ". " + fix,
      claim.path);
}

}  // namespace mesh
