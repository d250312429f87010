#pragma once

#include <string_view>

namespace mesh {

/// The answer to GetProviderSchema for everything that is served, as it goes over the wire. Made
/// while the provider is built, by schema_main.cc from the same sources.
std::string_view EncodedSchema();

}  // namespace mesh
