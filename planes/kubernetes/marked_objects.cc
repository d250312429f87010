#include "planes/kubernetes/marked_objects.h"

#include "core/kinds/kind.h"
#include "planes/kubernetes/marks.h"
#include "planes/kubernetes/own_part.h"

namespace mesh {

Diagnostics MarkedObjects::Look(const std::string& api_version, const std::string& kind,
                                Found& found) const {
  const auto objects = server_.objects.ListMetadata(api_version, kind);
  if (!objects) return objects.error();
  if (!*objects) {
    found.hidden.insert(kind);
    return {};
  }
  for (const LiveObjects::Object& object : **objects) {
    const auto mark = MarkOf(*object);
    auto key = KeyOf(*object);
    if (!mark || !key) continue;
    if (std::string applied = AppliedVersion(*object, server_.manager); !applied.empty()) {
      key->api_version = std::move(applied);
    }
    found.by_resource[mark->resource].insert(*key);
  }
  return {};
}

Diagnostics MarkedObjects::LookAtKnown(Found& found) const {
  for (const KindFacts& facts : ListedKinds()) {
    const std::string kind(facts.kind);
    const auto versions = server_.resources.VersionsOf(std::string(facts.group));
    if (!versions) return versions.error();
    for (const std::string& version : *versions) {
      const auto served = server_.resources.Find(version, kind);
      if (!served) return served.error();
      if (!*served) continue;
      if (Diagnostics wrong = Look(version, kind, found); HasErrors(wrong)) return wrong;
      break;  // every version shows the same objects
    }
  }
  return {};
}

Result<std::shared_ptr<const MarkedObjects::Found>> MarkedObjects::OfKnownKinds() {
  const std::lock_guard lock(mutex_);
  if (known_) return known_;
  Found found;
  if (Diagnostics wrong = LookAtKnown(found); HasErrors(wrong)) {
    return tl::unexpected(std::move(wrong));
  }
  known_ = std::make_shared<const Found>(std::move(found));
  return known_;
}

Result<std::shared_ptr<const MarkedObjects::Found>> MarkedObjects::OfAllKinds() {
  const std::lock_guard lock(mutex_);
  if (all_) return all_;
  const auto kinds = server_.resources.Everything();
  if (!kinds) return tl::unexpected(kinds.error());
  Found found;
  for (const auto& [api_version, kind] : *kinds) {
    if (kind == "Event") continue;  // many, short-lived, and nobody's
    if (Diagnostics wrong = Look(api_version, kind, found); HasErrors(wrong)) {
      return tl::unexpected(std::move(wrong));
    }
  }
  all_ = std::make_shared<const Found>(std::move(found));
  return all_;
}

void MarkedObjects::Forget() {
  const std::lock_guard lock(mutex_);
  known_.reset();
  all_.reset();
}

}  // namespace mesh
