#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/render/render.h"

namespace mesh {

/// Who holds what in a run. Not thread-safe.
class ClaimTable {
 public:
  struct Other {
    std::string owner;
    ClaimHolder holder;
  };
  /// Adds a claim of `holder` under `owner` (what tells one resource instance from another) and
  /// returns who holds something that meets it, if anybody else does.
  std::optional<Other> Take(const std::string& owner, const ClaimHolder& holder,
                            const Claim& claim);
  /// Gives up everything that was taken under `owner`.
  void Release(const std::string& owner);

 private:
  struct Held {
    std::string owner;
    ClaimHolder holder;
    Claim claim;
  };
  /// By `what` and, for exact claims, the key.
  std::multimap<std::string, Held> held_;
  std::multimap<std::string, std::string> places_of_;
};

/// True when the keys of two claims of one `what` mean something in common.
bool Meet(const Claim& a, const Claim& b);

/// The error about a claim of `second` that `first` holds already.
Diagnostic TwoClaims(const std::string& first, const std::string& second, const Claim& claim);

}  // namespace mesh
