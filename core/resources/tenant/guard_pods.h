#pragma once

#include <string>
#include <vector>

#include "core/resources/tenant/guard_rules.h"

namespace mesh {

/// Matches keys of labels and annotations that Istio reads (RE2).
inline constexpr const char* kIstioKey = "^([a-zA-Z0-9-]+[.])*istio[.]io/";

/// `rule` for one resource (plural name); others pass.
std::string GuardExcept(const char* resource, const std::string& rule);

/// What rules of pods refer to, and who asks.
std::vector<GuardVariable> PodVariables(const NamespaceConfig& name_space,
                                        const Settings& settings);

/// Opting out of the mesh is refused in a meshed namespace, the host network everywhere.
std::vector<GuardRule> PodRules(bool meshed);

}  // namespace mesh
