#pragma once

#include <string_view>

#include "core/checks/finding.h"

namespace mesh::istio {

// Envoy's configuration in a patch. Its fields may be written as Envoy's documentation does
// (`connect_timeout`) and in camel case. Fields that are not known here pass, as Istio lets
// unknown ones pass.

/// Types of the fields that patches often have, and of typed configuration in them.
/// `istio_version` as in CheckContext.
void CheckEnvoyValue(const Value& value, std::string_view apply_to, std::string_view istio_version,
                     const Place& at, Findings& out);
/// Warns of a new filter that has a name and no configuration.
void CheckNamedAlone(const Value& value, std::string_view apply_to, std::string_view operation,
                     const Place& at, Findings& out);

}  // namespace mesh::istio
