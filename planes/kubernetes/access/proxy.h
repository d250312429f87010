#pragma once

#include "core/model/secret.h"
#include "planes/kubernetes/access/server_url.h"
#include "planes/kubernetes/access/surroundings.h"

namespace mesh {

/// A proxy's URL, checked: `http`, `https`, `socks5` or `socks5h`, a host, and a port if there is
/// one. It may hold a password. `source` says in messages where the text is from.
Result<Secret> ParseProxyUrl(const Secret& text, const std::string& source, const Path& at = {});

/// The proxy that the environment wants for `server`, by the rules of Go's programs (kubectl):
/// HTTPS_PROXY or HTTP_PROXY by the server's scheme, in upper case before lower case; NO_PROXY
/// holds names, domains, addresses, CIDRs or `*`; loopback is never reached through a proxy. Empty
/// for none.
Result<Secret> ProxyFromEnvironment(const ServerUrl& server, const Environment& environment);

}  // namespace mesh
