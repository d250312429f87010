#pragma once

#include <compare>
#include <map>
#include <set>
#include <string>

#include "core/resources/tenant/tenant.h"

namespace mesh {

/// Callers: all of a namespace, or one service account in it.
struct Caller {
  std::string name_space;
  /// Empty: every service account of the namespace, and pods without an identity.
  std::string service_account;
  auto operator<=>(const Caller&) const = default;
};
using Callers = std::set<Caller>;

/// Which callers without an identity one port lets in.
struct Door {
  /// True leaves the port to NetworkPolicy, which knows namespaces.
  bool any_address = false;
  std::set<std::string> cidrs;
  auto operator<=>(const Door&) const = default;
};

/// Who may reach the pods behind one point of enforcement, all ports of the grants united.
struct Access {
  Callers everywhere;
  std::map<std::int64_t, Callers> by_port;
  std::map<std::int64_t, Door> doors;
};

/// Access as ztunnel and sidecars judge it in a namespace: by the port of the pod.
/// Requires: a fenced tenant whose callers are all known.
Access WorkloadAccess(const TenantConfig& tenant, const NamespaceConfig& name_space);

/// Access as the waypoint that `name_space` holds judges it: by the port of the Service, or of the
/// pod, whichever traffic it serves.
Access WaypointAccess(const TenantConfig& tenant, const NamespaceConfig& name_space);

/// The tenant's namespaces that may call each pod of `name_space` because they are its own.
StringList OwnCallers(const TenantConfig& tenant, const NamespaceConfig& name_space);

/// True when the plaintext door opens into `name_space`.
bool OpensInto(const PlaintextDoor& door, const NamespaceConfig& name_space);

/// `namespace/name`, split. Requires: a slash.
Caller ParseServiceAccount(const std::string& text);

/// True when who may call depends on something not yet known.
bool CallersUnknown(const TenantConfig& tenant);
/// True when what the tenant may call depends on something not yet known.
bool TargetsUnknown(const TenantConfig& tenant);

}  // namespace mesh
