#include "core/checks/kubernetes/resources.h"

#include <algorithm>

#include "core/checks/text/names.h"
#include "core/ownership/quantity.h"

namespace mesh::kubernetes {
namespace {

struct Resource {
  std::string_view name;
  Use use = Use::kOther;
  bool counted = false;
  bool of_quotas = true;
  bool of_containers = false;
};
// Those without a domain. Beside them: huge pages of any size.
constexpr Resource kResources[] = {
    {"cpu", Use::kPodCompute, false, true, true},
    {"memory", Use::kPodCompute, false, true, true},
    {"ephemeral-storage", Use::kOther, false, true, true},
    {"storage", Use::kOther, false, false},
    {"requests.cpu", Use::kPodCompute},
    {"requests.memory", Use::kPodCompute},
    {"requests.storage", Use::kClaimStorage},
    {"requests.ephemeral-storage"},
    {"limits.cpu", Use::kPodCompute},
    {"limits.memory", Use::kPodCompute},
    {"limits.ephemeral-storage"},
    {"pods", Use::kPodNumber, true},
    {"resourcequotas", Use::kOther, true},
    {"services", Use::kOther, true},
    {"services.nodeports", Use::kOther, true},
    {"services.loadbalancers", Use::kOther, true},
    {"replicationcontrollers", Use::kOther, true},
    {"secrets", Use::kOther, true},
    {"configmaps", Use::kOther, true},
    {"persistentvolumeclaims", Use::kClaimNumber, true},
};
constexpr std::string_view kHugePages = "hugepages-";
constexpr std::string_view kRequestedHugePages = "requests.hugepages-";
constexpr std::string_view kRequests = "requests.";
constexpr std::string_view kOwnDomain = "kubernetes.io/";

const Resource* Find(std::string_view name) {
  const auto* found = std::ranges::find(kResources, name, &Resource::name);
  return found == std::end(kResources) ? nullptr : found;
}

bool IsHugePages(std::string_view name) {
  return name.starts_with(kHugePages) || name.starts_with(kRequestedHugePages);
}

bool HasDomain(std::string_view name) { return name.find('/') != name.npos; }

/// A device or the like, of another domain than Kubernetes' own.
bool IsExtended(std::string_view name) {
  return HasDomain(name) && name.find(kOwnDomain) == name.npos && !name.starts_with(kRequests) &&
         WrongQualifiedName(std::string(kRequests) + std::string(name)).empty();
}

}  // namespace

std::string WrongResourceName(std::string_view name) {
  std::string wrong = WrongQualifiedName(name);
  if (!wrong.empty() || HasDomain(name) || IsHugePages(name) || Find(name) != nullptr) return wrong;
  return "\"" + std::string(name) + "\" is no resource that Kubernetes knows.";
}

bool IsQuotaResource(std::string_view name) {
  const Resource* found = Find(name);
  return HasDomain(name) || IsHugePages(name) || (found != nullptr && found->of_quotas);
}

bool IsContainerResource(std::string_view name) {
  if (HasDomain(name)) return name.find(kOwnDomain) != name.npos || IsExtended(name);
  const Resource* found = Find(name);
  return name.starts_with(kHugePages) || (found != nullptr && found->of_containers);
}

bool IsCounted(std::string_view name) {
  const Resource* found = Find(name);
  return found != nullptr ? found->counted : IsExtended(name);
}

bool MayOvercommit(std::string_view name) {
  return (!HasDomain(name) || name.find(kOwnDomain) != name.npos) && !name.starts_with(kHugePages);
}

std::optional<Use> UseOf(std::string_view name) {
  const Resource* found = Find(name);
  if (found != nullptr && found->of_quotas) return found->use;
  return IsHugePages(name) ? std::optional(Use::kOther) : std::nullopt;
}

std::string QuantityText(const Value& quantity) {
  if (quantity.is_number()) return quantity.as_number().text();
  return quantity.StringOr(quantity.is_null() ? "0" : "");
}

std::optional<int> CompareQuantities(std::string_view a, std::string_view b) {
  const auto order = ownership::QuantityCompare(a, b);
  if (!order) return std::nullopt;
  return *order < 0 ? -1 : *order > 0 ? 1 : 0;
}

std::optional<std::int64_t> RoundedUp(std::string_view quantity, std::string_view unit) {
  std::int64_t below = -(std::int64_t{1} << 61U);
  std::int64_t enough = -below;
  const auto reaches = [&](std::int64_t count) {
    return CompareQuantities(std::to_string(count) + std::string(unit), quantity).value_or(-1) >= 0;
  };
  if (!reaches(enough) || reaches(below)) return std::nullopt;
  while (enough - below > 1) {
    const std::int64_t middle = below + (enough - below) / 2;
    (reaches(middle) ? enough : below) = middle;
  }
  return enough;
}

}  // namespace mesh::kubernetes
