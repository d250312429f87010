#pragma once

#include "core/model/attr.h"
#include "core/model/diagnostic.h"

namespace mesh {

/// Judges topic settings as Kafka reads them: what cannot work is an error, what has no effect or
/// is unknown a warning. `replicas` is null while not given or unknown.
Diagnostics CheckTopicConfig(const StringMap& config, const Attr<std::int64_t>& replicas,
                             const Path& at);

}  // namespace mesh
