#include "core/checks/kubernetes/kubernetes.h"

#include "core/checks/kubernetes/kinds.h"
#include "core/checks/kubernetes/rules.h"

namespace mesh {
namespace {

constexpr KindCheckRow kChecks[] = {
    {"networking.k8s.io", "NetworkPolicy", kubernetes::CheckNetworkPolicy},
    {"", "ResourceQuota", kubernetes::CheckResourceQuota},
    {"", "LimitRange", kubernetes::CheckLimitRange},
};

}  // namespace

std::span<const Rule> KubernetesRules() { return kubernetes::kRules; }
std::span<const KindCheckRow> KubernetesChecks() { return kChecks; }

}  // namespace mesh
