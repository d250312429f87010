#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/object.h"
#include "generator/documents.h"

namespace mesh::generator {

/// One line of an import's report.
struct ImportNote {
  std::string file;
  int line = 1;
  /// Place among the documents of its file, from 0.
  std::size_t document = 0;
  /// Stable: of a rule, or one of the import's own (MSH00..).
  std::string code;
  Severity severity = Severity::kWarning;
  std::string summary;
  std::string detail;
  /// The object, as `<apiVersion>/<kind>/<namespace>/<name>`; empty when there is none.
  std::string object;
};

/// An object that gets a resource.
struct ImportedObject {
  ObjectKey key;
  /// Without what the server alone sets.
  Value object;
  /// Without the provider's prefix: a kind's resource, or `object`.
  std::string type;
  /// The resource's configuration, by attribute.
  Value config;
  /// Unique among the resources of its type.
  std::string name;
  /// The tenant whose namespace it is in, where a Namespace in the input says so.
  std::string tenant;
};

struct Imported {
  std::vector<ImportedObject> objects;
  std::vector<ImportNote> notes;
};

struct ImportRules {
  /// Objects that their typed resource cannot hold are errors instead of mesh_object.
  bool typed_only = false;
  /// Given to objects of namespaced kinds that name none; empty: they stay without.
  std::string name_space = {};
  std::string istio_version = {};
  /// True where the objects are in a cluster, which shows its own defaults beside them: values that
  /// equal those are left out, as the provider leaves them out when it imports.
  bool in_cluster = false;
  /// By namespace, kind and name instead of in the order of the input.
  bool sorted = false;
};

/// Turns documents into resources, each as typed as it can be. Pure, but for using several threads.
Imported ImportObjects(Input input, const ImportRules& rules);

}  // namespace mesh::generator
