#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/model/common.h"
#include "core/model/platform.h"
#include "core/model/resource.h"

namespace mesh {

/// One object of a rendered resource, ready for a plane: defaults applied, its name checked.
struct RenderedObject : DesiredObject {
  ObjectKey key;
};

/// What a resource means as objects, or why it means none.
struct Rendered {
  /// In apply order: by the rank of their kinds, in rendering order within a rank. No key twice.
  std::vector<RenderedObject> objects;
  /// False when something unknown decides which objects there are: then `objects` promises nothing.
  bool complete = true;
  Diagnostics diagnostics;

  bool ok() const { return !HasErrors(diagnostics); }
};

/// What a run does not touch: neither written nor compared.
struct Ignored {
  /// Dotted paths into objects, of one resource. They go through lists, and through keys that hold
  /// dots themselves (`metadata.labels.app.kubernetes.io/name`).
  StringList fields;
  /// Keys below metadata.labels and metadata.annotations; a `*` at the end matches any ending.
  StringList labels;
  StringList annotations;

  bool empty() const { return fields.empty() && labels.empty() && annotations.empty(); }
  /// Unknown lists read as empty: ask RenderingUnknown first.
  static Ignored Of(const Platform& platform, const Common& common);
};

/// Removes what is ignored from an object, or from anything of its shape such as a tree of owned
/// fields. What tells the object from others (apiVersion, kind, name, namespace) always stays.
void RemoveIgnored(const Ignored& ignored, Value& object);

/// Shape, presence and meaning of a configuration: the field table first and, when that holds, the
/// resource's own rules. Pure.
Diagnostics ValidateResource(const ResourceDefinition& definition, const Value& config,
                             const Settings& settings);

/// Renders a configuration that passed CheckFields and finishes the objects: default labels and
/// annotations added (an object's own win), keys and names checked, duplicates refused, sorted.
/// Pure. With unknown settings nothing is rendered and `complete` is false.
Rendered RenderResource(const ResourceDefinition& definition, const Value& config,
                        const Settings& settings);

/// The same under a whole platform: its settings, and without what platform and resource ignore.
/// This is what provider and generator write. Not complete while anything it needs is unknown.
Rendered RenderResource(const ResourceDefinition& definition, const Value& config,
                        const Platform& platform);

/// The `manifests` attribute: key text to canonical JSON text. An object with an unknown leaf is an
/// unknown element; nullopt (the whole attribute is unknown) unless `rendered` is complete.
std::optional<std::map<std::string, Value>> Manifests(const Rendered& rendered);

/// Manifests as one value, unknown where there is no map.
Value ManifestsValue(const Rendered& rendered);

/// Errors for objects with write-only values, which a tree of files must not hold.
Diagnostics SecretsInFiles(const Rendered& rendered);

/// `keys` in the order to delete them: Namespaces first, then by falling rank, and the closed ones
/// last, so that a fence outlives what it guards.
std::vector<ObjectKey> DeleteOrder(std::vector<ObjectKey> keys, const std::set<ObjectKey>& closed);

/// Everything the resource claims in `cluster`: what its definition says and every object's key.
/// Keys of claims are scoped to the cluster, but for namespaces: in one mesh a namespace belongs to
/// one tenant in every cluster. (The same resource in two clusters may share it: see Conflicts.)
std::vector<Claim> ClaimsOf(const ResourceDefinition& definition, const Value& config,
                            const Rendered& rendered, const std::string& cluster);

/// Who holds a claim: the resource as its marks and messages name it.
struct ClaimHolder {
  /// With the prefix: `mesh_tenant`.
  std::string type;
  std::string cluster;
  /// The display name.
  std::string name;

  bool operator==(const ClaimHolder&) const = default;
};

/// True when two holders of one claim get in each other's way: always, except that one resource
/// stated for several clusters shares with itself.
bool Conflicts(const ClaimHolder& a, const ClaimHolder& b);

/// The resource's mark on its objects: `mesh_<type>/<cluster>/<display name>`. An object that is a
/// resource of its own is marked as mesh_object whatever its type is, so that a `moved` block from
/// one type to another leaves the object untouched.
std::string ResourceMark(const ResourceDefinition& definition, const std::string& cluster,
                         const std::string& display_name);

}  // namespace mesh
