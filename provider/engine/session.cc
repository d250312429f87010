#include "provider/engine/session.h"

namespace mesh::engine {

Diagnostics ClaimRegistry::Take(const std::string& nonce, const ClaimHolder& holder,
                                const std::vector<Claim>& claims) {
  const auto title = [](const ClaimHolder& h) {
    return h.type + " \"" + h.name + "\" (cluster " + h.cluster + ")";
  };
  const std::lock_guard lock(mutex_);
  table_.Release(nonce);
  Diagnostics out;
  for (const Claim& claim : claims) {
    if (const auto other = table_.Take(nonce, holder, claim)) {
      out.push_back(TwoClaims(title(other->holder), title(holder), claim));
    }
  }
  return out;
}

void ClaimRegistry::Release(const std::string& nonce) {
  const std::lock_guard lock(mutex_);
  table_.Release(nonce);
}

Session::Session(Platform platform, OpenPlane open)
    : platform_(std::move(platform)),
      settings_(platform_.settings()),
      rendering_unknown_(platform_.RenderingUnknown()),
      open_(std::move(open)) {}

Result<Plane*> Session::PlaneOf(const std::string& cluster) {
  if (platform_.owner.is_unknown() || platform_.clusters.is_unknown()) return nullptr;
  const std::lock_guard lock(mutex_);
  const auto found = planes_.find(cluster);
  if (found != planes_.end()) return found->second.get();
  if (unknown_.contains(cluster)) return nullptr;
  const auto settings = FindCluster(platform_, cluster);
  if (!settings) return tl::unexpected(settings.error());
  if (settings->HasUnknown()) {
    unknown_.insert(cluster);
    return nullptr;
  }
  auto opened = open_(*settings, cluster, owner());
  if (!opened) return tl::unexpected(opened.error());
  return planes_.emplace(cluster, std::move(*opened)).first->second.get();
}

namespace {

std::string PlaceOf(const std::string& cluster, const ObjectKey& key) {
  return cluster + "\n" + key.Identity();
}

}  // namespace

void Session::Wrote(const std::string& cluster, const ObjectKey& key, const std::string& nonce) {
  const std::lock_guard lock(mutex_);
  writers_[PlaceOf(cluster, key)] = nonce;
}

bool Session::WrittenByOther(const std::string& cluster, const ObjectKey& key,
                             const std::string& nonce) {
  const std::lock_guard lock(mutex_);
  const auto found = writers_.find(PlaceOf(cluster, key));
  return found != writers_.end() && found->second != nonce;
}

void Session::SawInState(const std::string& cluster, const ObjectKey& key) {
  const std::lock_guard lock(mutex_);
  seen_.insert(PlaceOf(cluster, key));
}

bool Session::MayComeBack(const std::string& cluster, const ObjectKey& key) {
  const std::lock_guard lock(mutex_);
  const std::string place = PlaceOf(cluster, key);
  if (!seen_.contains(place) || leaving_.contains(place)) return false;
  coming_back_.insert(place);
  return true;
}

bool Session::MayLeave(const std::string& cluster, const ObjectKey& key) {
  const std::lock_guard lock(mutex_);
  const std::string place = PlaceOf(cluster, key);
  leaving_.insert(place);
  return !coming_back_.contains(place);
}

void Session::Cancel() {
  const std::lock_guard lock(mutex_);
  for (const auto& [cluster, plane] : planes_) plane->Cancel();
}

Value Session::Report() {
  const std::lock_guard lock(mutex_);
  Value::Map out;
  for (const auto& [cluster, plane] : planes_) {
    Value counts = plane->Report();
    if (!counts.is_null()) out.emplace(cluster, std::move(counts));
  }
  return out;
}

Diagnostics Session::Finish() {
  const std::lock_guard lock(mutex_);
  Diagnostics out;
  for (const auto& [cluster, plane] : planes_) Append(out, plane->Finish());
  return out;
}

}  // namespace mesh::engine
