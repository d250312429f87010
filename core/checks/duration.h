#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mesh {

/// The nanoseconds of a duration as Go writes them (`1h30m`, `.5s`, `-3ms`, `0`): units are h, m,
/// s, ms, us and ns, parts of a nanosecond are cut off. Nullopt for text that is none, or that is
/// longer than int64 holds (292 years).
std::optional<std::int64_t> Nanoseconds(std::string_view text);

inline constexpr std::int64_t kNanosecondsPerMillisecond = 1'000'000;
inline constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;

}  // namespace mesh
