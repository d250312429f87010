#include "planes/http/testing/client.h"

#include <gtest/gtest.h>

namespace mesh::testing {

std::unique_ptr<HttpClient> Open(HttpOptions options) {
  auto client = HttpClient::Open(std::move(options));
  EXPECT_TRUE(client) << client.error().front().summary;
  return client ? *std::move(client) : nullptr;
}

std::unique_ptr<HttpClient> Connect(const SocketServer& server, const TestCa& ca) {
  return Open({.base_url = server.HttpsUrl(), .ca_pem = ca.pem()});
}

HttpFault FaultOf(HttpTransport& client, const HttpRequest& request) {
  HttpOutcome outcome = client.Send(request);
  if (!outcome) return outcome.error();
  ADD_FAILURE() << "answered with " << outcome->status << " " << outcome->body;
  return {};
}

}  // namespace mesh::testing
