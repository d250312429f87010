#pragma once

#include "core/model/resource.h"

namespace mesh {

/// A Gateway of class istio-waypoint and the labels that send a namespace's traffic through it.
struct Waypoint {
  Attr<std::string> name;
  Attr<std::string> serves;
  Attr<bool> ingress;
  Attr<std::string> name_space;
  static std::vector<Binding<Waypoint>> Fields();
};

/// What a namespace is to the mesh; shared by mesh_namespace and the namespaces of a mesh_tenant.
struct NamespaceSpec {
  Attr<std::string> dataplane_mode;
  Attr<std::string> revision;
  Attr<Waypoint> waypoint;
  Attr<bool> opt_out;
  Attr<bool> take_over_labels;
  Attr<StringMap> labels;
  Attr<StringMap> annotations;
  Attr<std::string> pod_security;
  static std::vector<Binding<NamespaceSpec>> Fields();
};

/// One namespace with its name and owner: the configuration of mesh_namespace.
struct NamespaceConfig : NamespaceSpec {
  Attr<std::string> name;
  Attr<std::string> client;
  Attr<std::string> tenant;
  static std::vector<Binding<NamespaceConfig>> Fields();

  /// The mode with its default; empty while unknown.
  std::string mode() const;
  bool meshed() const { return mode() == "ambient" || mode() == "sidecar"; }
  /// The namespace that holds its waypoint, or empty without one.
  std::string waypoint_namespace() const;
  /// True when this namespace itself holds the Gateway of its waypoint.
  bool has_own_waypoint() const { return waypoint && waypoint_namespace() == name.value_or(""); }
};

/// What contradicts within one namespace's configuration, with paths below `path`.
Diagnostics ValidateNamespace(const NamespaceConfig& config, const Settings& settings,
                              const Path& path);

/// The Namespace and, where it holds one, its waypoint's Gateway. `served` are other namespaces
/// that send traffic through that waypoint. Warnings carry paths below `path`.
Desired RenderNamespace(const NamespaceConfig& config, const Settings& settings,
                        const StringList& served, const Path& path);

/// What must happen to running pods when a namespace goes from one configuration to another:
/// sentences, empty when nothing must. Offline wording: nothing is known about live pods.
std::string RestartNote(const NamespaceConfig& prior, const NamespaceConfig& planned);

/// Recovers a namespace from its Namespace object and the Gateways beside it.
NamespaceConfig ReadNamespace(const Value& object, const std::vector<Value>& objects);

/// The claims of one namespace; `path` names it.
std::vector<Claim> NamespaceClaims(const std::string& name, const Path& path);

ResourceDefinition NamespaceResource();

}  // namespace mesh
