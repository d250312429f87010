#pragma once

#include "core/ownership/status.h"
#include "planes/http/http.h"

namespace mesh {

/// What an answer that is no success means, and what to do about it.
Diagnostics ExplainFailure(const HttpResponse& answer, const ownership::AskedFor& asked);

/// The server's own warnings about a request, as warnings about `key`.
Diagnostics WarningsOf(const HttpResponse& answer, const ObjectKey& key);

}  // namespace mesh
