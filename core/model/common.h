#pragma once

#include "core/model/attr.h"

namespace mesh {

/// The attributes that every resource has beside its own.
struct Common {
  Attr<std::string> cluster;
  Attr<std::string> on_destroy;
  Attr<bool> adopt;
  Attr<bool> force_conflicts;
  Attr<StringList> ignore_fields;

  static std::vector<Binding<Common>> Fields();
};

/// Name of the computed attribute that shows what a resource owns.
inline constexpr char kManifests[] = "manifests";

/// The fields of a resource as users see them: its own, the common ones, and `manifests`.
std::vector<Field> WithCommonFields(std::vector<Field> own);

}  // namespace mesh
