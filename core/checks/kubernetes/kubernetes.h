#pragma once

#include "core/checks/finding.h"

namespace mesh {

/// Rules of Kubernetes' own kinds, as API server 1.36 has them.
std::span<const Rule> KubernetesRules();
std::span<const KindCheckRow> KubernetesChecks();

/// Labels, annotations and unknown fields in metadata: API servers judge them alike for all kinds,
/// custom ones too.
void CheckMetadata(const Value& object, Findings& out);

}  // namespace mesh
