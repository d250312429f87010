#pragma once

#include <string>
#include <string_view>

namespace mesh::istio {

// Names and values of HTTP headers as Istio's webhook reads them; empty: nothing is wrong.

/// A header to match on: an HTTP token, one of the pseudo headers `:authority`, `:method`, `:path`,
/// `:scheme` and `:status`, or a claim (IsJwtClaim).
std::string WrongMatchedHeader(std::string_view name);
/// A header of a CORS policy: an HTTP token.
std::string WrongCorsHeader(std::string_view name);
/// A header to add to a request, or to set in it: any but pseudo headers other than `:authority`.
std::string WrongRequestHeader(std::string_view name);
/// A header to remove from a request, or to change in a response: no pseudo header and no `Host`.
std::string WrongChangedHeader(std::string_view name);
/// A value to add or set: no control characters, and every `%` part of `%%` or of a command such
/// as `%REQ(:path)%`.
std::string WrongHeaderValue(std::string_view value);

/// `@request.auth.claims.NAME` or `@request.auth.claims[NAME]`: no header, but a claim of a token.
bool IsJwtClaim(std::string_view name);
/// `:authority` or `Host`.
bool IsAuthorityHeader(std::string_view name);

}  // namespace mesh::istio
