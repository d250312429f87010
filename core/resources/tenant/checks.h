#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/model/value.h"

namespace mesh {

/// Field checks of mesh_tenant. Each continues the sentence "<attribute> ..." and names the fix;
/// nullopt when the value is fine.
std::optional<std::string> WrongPort(const Value& value);
std::optional<std::string> WrongCount(const Value& value);
std::optional<std::string> WrongCidr(const Value& value);
std::optional<std::string> WrongServiceAccount(const Value& value);
std::optional<std::string> WrongNamespacedServiceAccount(const Value& value);
std::optional<std::string> WrongQuantity(const Value& value);
std::optional<std::string> WrongInterval(const Value& value);
std::optional<std::string> WrongHostname(const Value& value);
std::optional<std::string> WrongTopicPrefix(const Value& value);
std::optional<std::string> WrongTenantName(const Value& value);

/// The milliseconds of a duration that WrongInterval accepts; 0 for any other text.
std::int64_t IntervalMs(const std::string& text);

/// True when every address of `inner` lies in `outer`; false when either is no CIDR.
bool CidrContains(const std::string& outer, const std::string& inner);

}  // namespace mesh
