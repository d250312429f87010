#pragma once

#include "core/model/attr.h"

namespace mesh {

/// What rendering needs to know about the mesh and the platform: one value of the provider's
/// configuration and of meshgen's platform file, written once.
struct Settings {
  Attr<StringList> trust_domains;
  Attr<std::string> root_namespace;
  Attr<std::string> istio_namespace;
  Attr<std::string> istio_version;
  Attr<StringMap> discovery_labels;
  Attr<StringList> probe_sources;
  Attr<StringList> dns_cidrs;
  Attr<StringMap> default_labels;
  Attr<StringMap> default_annotations;

  /// True while any of them is unknown: then nothing that is rendered is known either.
  bool HasUnknown() const;
  static std::vector<Binding<Settings>> Fields();
  /// Settings with every fallback in place: what a provider block without a `mesh` attribute means.
  static Settings Default();
};

}  // namespace mesh
