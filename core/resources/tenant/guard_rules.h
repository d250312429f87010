#pragma once

#include <string>
#include <vector>

#include "core/resources/tenant/tenant.h"

namespace mesh {

/// A named CEL expression that the guard's rules refer to as `variables.<name>`.
struct GuardVariable {
  std::string name;
  std::string expression;
};

/// One thing that the guard refuses: a CEL expression that must be true, and what it says if not.
struct GuardRule {
  std::string expression;
  std::string message;
};

/// Kinds that the guard looks at: one API group and its resources (plural names).
struct GuardedKinds {
  std::string group;
  StringList resources;
  StringList operations = {"CREATE", "UPDATE"};
};

inline constexpr const char* kHostnamesVariable = "hostnames";
/// What the guard of a namespace is called, followed by the namespace's name.
inline constexpr const char* kGuardPrefix = "mesh-tenant-guard-";

std::vector<GuardedKinds> GuardedKindsAll();

/// What differs from namespace to namespace. Requires: everything that it reads is known.
std::vector<GuardVariable> GuardVariables(const TenantConfig& tenant,
                                          const NamespaceConfig& name_space,
                                          const Settings& settings);

/// Opting out of the mesh is refused in a meshed namespace, wide egress where it is restricted.
std::vector<GuardRule> GuardRules(bool meshed, bool restricted_egress);

/// A CEL list of strings, and the strings of such a list.
std::string CelList(const StringList& strings);
StringList ParseCelList(const std::string& expression);

}  // namespace mesh
