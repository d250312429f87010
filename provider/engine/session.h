#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "core/model/platform.h"
#include "core/render/claims.h"
#include "planes/plane.h"

namespace mesh::engine {

/// Opens the plane of a cluster. Must be thread-safe.
using OpenPlane = std::function<Result<std::unique_ptr<Plane>>(
    const ClusterSettings& settings, const std::string& cluster, const std::string& owner)>;

/// Who holds what in one run. A claim belongs to a nonce, which stands for one resource instance:
/// the host gives no address, and plans one resource twice when it replaces it. Thread-safe.
class ClaimRegistry {
 public:
  /// Takes `claims` for `nonce`, giving up what it held before; an error for each claim that
  /// another nonce holds, naming the holder.
  Diagnostics Take(const std::string& nonce, const ClaimHolder& holder,
                   const std::vector<Claim>& claims);
  /// Gives up everything that `nonce` holds.
  void Release(const std::string& nonce);

 private:
  std::mutex mutex_;
  ClaimTable table_;
};

/// What one ConfigureProvider call set up: settings, planes and the claims of the run. Reattached
/// processes are configured again and again; each call makes a new session. Thread-safe.
class Session {
 public:
  Session(Platform platform, OpenPlane open);

  const Platform& platform() const { return platform_; }
  const Settings& settings() const { return settings_; }
  /// True while a provider setting that rendering uses is unknown.
  bool rendering_unknown() const { return rendering_unknown_; }
  /// The owner to leave on objects; empty while unknown.
  std::string owner() const { return platform_.owner.value_or(""); }
  ClaimRegistry& claims() { return claims_; }

  /// The plane of a cluster; nullptr while its settings are unknown (planning goes on offline).
  Result<Plane*> PlaneOf(const std::string& cluster);

  /// Remembers which instance wrote an object in this run, so that the destroy of an instance that
  /// was replaced under the same name leaves it alone.
  void Wrote(const std::string& cluster, const ObjectKey& key, const std::string& nonce);
  /// True when another instance than `nonce` wrote the object in this run.
  bool WrittenByOther(const std::string& cluster, const ObjectKey& key, const std::string& nonce);

  /// The next three tell a resource that is replaced (or tainted: the host then plans a creation
  /// and gives no private data) from one that was renamed without `moved`. Both create what the
  /// state has; only the renamed one is planned to be destroyed, too, before or after. Remembers
  /// that a state was read in this session that has the object.
  void SawInState(const std::string& cluster, const ObjectKey& key);
  /// Plans to create an object that a state of this session has: false when the resource that has
  /// it is planned to be destroyed, or no state of this session has it.
  bool MayComeBack(const std::string& cluster, const ObjectKey& key);
  /// Plans to destroy the resource that has the object: false when another creates it.
  bool MayLeave(const std::string& cluster, const ObjectKey& key);

  /// Ends what waits for a system, now.
  void Cancel();
  /// What the calls of this run took: by cluster, what its plane counted.
  Value Report();
  /// Lets every plane finish its bookkeeping.
  Diagnostics Finish();

 private:
  const Platform platform_;
  const Settings settings_;
  const bool rendering_unknown_;
  const OpenPlane open_;
  ClaimRegistry claims_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Plane>> planes_;
  /// Clusters whose settings are not known yet.
  std::set<std::string> unknown_;
  std::map<std::string, std::string> writers_;
  std::set<std::string> seen_;
  std::set<std::string> coming_back_;
  std::set<std::string> leaving_;
};

}  // namespace mesh::engine
