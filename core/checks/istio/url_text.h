#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mesh::istio {

/// What checks look at in a URL.
struct Url {
  /// In lower case; empty when there is none.
  std::string scheme;
  /// As written, without user and port.
  std::string host;
  /// Digits; empty when there is none.
  std::string port;
};

/// A URL that the API server and Istio can read: absolute, or a path that begins with `/`. Both
/// read URLs with Go's net/url, which is stricter than browsers in some ways (no spaces, no
/// unfinished `%` escapes) and looser in others; a fragment is allowed. Nullopt for anything else.
std::optional<Url> ReadUrl(std::string_view text);

/// Whether all of the text, a fragment included, can stand in a request: what the API server calls
/// a URL. Not every such text is one for ReadUrl: of `//host/path` that one looks at the host, too.
bool IsRequestUri(std::string_view text);

}  // namespace mesh::istio
