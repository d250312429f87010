#pragma once

#include <string_view>

namespace mesh::monitoring {

/// The metric of Istio or Kong 3 that is meant by a name that is none; empty when it may be one.
std::string_view MeantMetric(std::string_view name);

/// What Kong 3 has instead of a metric of Kong 2; empty when it is none.
std::string_view SuccessorInKong3(std::string_view name);

}  // namespace mesh::monitoring
