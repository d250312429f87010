#pragma once

#include <string>
#include <vector>

#include "core/checks/finding.h"

namespace mesh {

/// What a check knows of the platform.
struct CheckSettings {
  /// Minor versions, such as `1.31`; empty: the newest that the catalogue knows.
  std::string istio_version = {};
  std::string root_namespace = "istio-system";
};

/// Judges an object of a kind in the catalogue as the API server with its definitions and the
/// kind's controller would, and beyond: fields without effect, versions that go away. Objects of
/// other kinds pass. Parts that are unknown are left out; while any is, only the shape is judged.
std::vector<Finding> CheckObject(const Value& object, const CheckSettings& settings = {});

/// The rule of that code; null when there is none.
const Rule* FindRule(std::string_view code);

}  // namespace mesh
