#pragma once

#include <optional>
#include <string>

#include "core/model/settings.h"
#include "core/model/value.h"

namespace mesh {

/// The label that tells which objects mesh renders, and its value.
inline constexpr const char* kManagedByLabel = "app.kubernetes.io/managed-by";
inline constexpr const char* kManagedBy = "mesh";
/// On cluster-scoped objects that belong to one namespace: its name.
inline constexpr const char* kBelongsToLabel = "mesh.meshgen.io/namespace";

/// The minor of an Istio 1.x version written as `1.31` or `1.31.2`; nullopt when it is none.
std::optional<int> IstioMinor(const std::string& version);

/// The minor that the settings ask for; the default's when the setting is unreadable (validation
/// says so).
int IstioMinor(const Settings& settings);

/// What is wrong with `istio_version`; empty when it is readable or unknown.
Diagnostics CheckIstioVersion(const Settings& settings);

/// The apiVersion to write for networking.istio.io or security.istio.io: v1 exists from 1.22 on.
std::string IstioApiVersion(const char* group, const Settings& settings);

/// An object of ours: as NewObject, labelled as managed by mesh.
Value NewManagedObject(std::string api_version, std::string kind, std::string name_space,
                       std::string name);

}  // namespace mesh
