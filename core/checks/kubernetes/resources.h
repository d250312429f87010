#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/model/value.h"

namespace mesh::kubernetes {

// Names and amounts of resources: `cpu`, `requests.storage`, `example.com/gpu`, `count/secrets`.

/// What objects use a resource that quotas count.
enum class Use : std::uint8_t { kOther, kPodNumber, kPodCompute, kClaimNumber, kClaimStorage };

/// What is wrong with a name anywhere; as a sentence, empty when nothing.
std::string WrongResourceName(std::string_view name);
/// Whether a quota can count it. Requires: nothing is wrong with the name.
bool IsQuotaResource(std::string_view name);
/// Whether containers and pods can have it. Requires: nothing is wrong with the name.
bool IsContainerResource(std::string_view name);
/// Whether there are only whole ones: pods, devices.
bool IsCounted(std::string_view name);
/// Whether more limits than there is of it may be given out.
bool MayOvercommit(std::string_view name);
/// What uses a quota resource; nullopt where quotas do not ask: names with a domain.
std::optional<Use> UseOf(std::string_view name);

/// A quantity as text; null is 0, as the server reads it.
std::string QuantityText(const Value& quantity);
/// Less than, equal to or greater than 0 as `a` is to `b`; nullopt when one is no quantity.
std::optional<int> CompareQuantities(std::string_view a, std::string_view b);
/// The least whole number of `unit` (`m`, or nothing for one) that is not less. Nullopt when it is
/// no quantity, or beyond +-2^61 of them.
std::optional<std::int64_t> RoundedUp(std::string_view quantity, std::string_view unit);

}  // namespace mesh::kubernetes
