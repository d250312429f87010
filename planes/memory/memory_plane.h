#pragma once

#include <map>
#include <mutex>
#include <string>

#include "planes/plane.h"

namespace mesh {

/// A plane without a system behind it, for tests: objects by identity, readable and editable.
class MemoryPlane final : public Plane {
 public:
  /// Live objects by ObjectKey::Identity(); tests edit them as somebody else would.
  std::map<std::string, LiveObject> objects;
  /// Changes of these identities fail.
  std::map<std::string, std::string> failures;
  /// Objects that somebody makes after the next look and before the next write.
  std::map<std::string, LiveObject> late;

  Capabilities capabilities() const override { return {"memory", false}; }
  Result<std::vector<std::optional<LiveObject>>> Read(const std::vector<ObjectKey>& keys) override;
  std::vector<ChangeResult> Make(const std::vector<Change>& changes) override;
  Result<std::vector<ObjectKey>> FindByResource(const std::string& resource) override;
  Result<std::vector<std::string>> Resources(const std::string& prefix) override;
  Diagnostics Finish() override { return {}; }

 private:
  ChangeResult MakeOne(const Change& change);
  std::mutex mutex_;
};

}  // namespace mesh
