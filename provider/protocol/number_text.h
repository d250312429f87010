#pragma once

#include <optional>
#include <string_view>

#include "core/model/number.h"

namespace mesh {

/// The number that decimal text, `inf` or `-inf` means; nullopt for other text, and for numbers so
/// large or small (beyond 10^+-10000) that they cannot be written out in digits.
std::optional<Number> NumberFromText(std::string_view text);

/// The double as a number: whole ones with all their digits, others with as few as identify them,
/// which is how hosts compare them; nullopt when it is no number.
std::optional<Number> NumberFromDouble(double value);

}  // namespace mesh
