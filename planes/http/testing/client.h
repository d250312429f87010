#pragma once

#include <memory>

#include "planes/http/http_client.h"
#include "planes/http/testing/socket_server.h"

namespace mesh::testing {

/// A client for `options`, which must be good.
std::unique_ptr<HttpClient> Open(HttpOptions options);

/// A client for a server with TLS that trusts `ca`.
std::unique_ptr<HttpClient> Connect(const SocketServer& server, const TestCa& ca);

/// A GET, and the fault that it must end with; an answer in its place fails the test.
HttpFault FaultOf(HttpTransport& client, const HttpRequest& request = {});

}  // namespace mesh::testing
