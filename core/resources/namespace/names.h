#pragma once

#include <optional>
#include <string>

#include "core/model/value.h"

namespace mesh {

/// Field checks for Kubernetes' own naming rules. Each continues the sentence "<attribute> ..." and
/// names the fix; nullopt when the string is fine. A wrong value is refused, never changed.

/// A namespace or similar: at most 63 of a-z, 0-9 and `-`, no `-` at either end.
std::optional<std::string> WrongDnsLabel(const Value& name);
/// A label value: at most 63 of A-Z, a-z, 0-9, `-`, `_`, `.`, letters or digits at both ends, or
/// empty.
std::optional<std::string> WrongLabelValue(const Value& value);
/// A label value that is not empty.
std::optional<std::string> WrongFilledLabelValue(const Value& value);
/// A label or annotation key: an optional DNS subdomain and `/`, then a name of at most 63
/// characters.
std::optional<std::string> WrongLabelKey(const Value& key);

}  // namespace mesh
