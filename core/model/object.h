#pragma once

#include <compare>
#include <optional>
#include <string>

#include "core/model/diagnostic.h"
#include "core/model/value.h"

namespace mesh {

/// What tells one Kubernetes-style object from every other one in a cluster.
struct ObjectKey {
  std::string api_version;
  std::string kind;
  /// Empty for objects of the cluster's own scope.
  std::string name_space;
  std::string name;

  auto operator<=>(const ObjectKey&) const = default;
  /// The API group: empty for core kinds.
  std::string group() const;
  /// What stays when the object is written in another version of its group:
  /// `<group>/<kind>/<namespace>/<name>`.
  std::string Identity() const { return group() + "/" + kind + "/" + name_space + "/" + name; }
  /// `<apiVersion>/<kind>/<namespace>/<name>`: the key of the `manifests` attribute.
  std::string ToString() const;
  /// Reads what ToString writes; apiVersion may hold a slash.
  static std::optional<ObjectKey> Parse(std::string_view text);
};

/// The key of an object; an error names what is missing (apiVersion, kind or metadata.name).
Result<ObjectKey> KeyOf(const Value& object);

/// An object skeleton: apiVersion, kind, metadata.name and, unless empty, metadata.namespace.
Value NewObject(std::string api_version, std::string kind, std::string name_space,
                std::string name);

}  // namespace mesh
