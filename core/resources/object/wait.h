#pragma once

#include "core/model/attr.h"
#include "core/model/readiness.h"

namespace mesh {

/// The attribute `wait`: what the live object must show before the apply is over.
struct WaitConfig {
  Attr<StringMap> conditions;
  Attr<StringMap> fields;
  Attr<bool> observed_generation;
  Attr<std::string> timeout;
  static std::vector<Binding<WaitConfig>> Fields();
};

/// An error when it asks for nothing.
Diagnostics CheckWait(const WaitConfig& config, const Path& at);

/// Requires: everything is known and passed CheckFields.
Readiness ReadinessOf(const WaitConfig& config);

}  // namespace mesh
