#include "planes/http/http_client.h"

#include "planes/http/event_loop.h"

namespace mesh {

HttpClient::HttpClient(HttpOptions options) {
  auto route = std::make_shared<const Route>(std::move(options));
  server_ = route->server();
  loop_ = std::make_unique<EventLoop>(std::move(route));
}

HttpClient::~HttpClient() = default;

Result<std::unique_ptr<HttpClient>> HttpClient::Open(HttpOptions options) {
  Diagnostics wrong = CheckHttpOptions(options);
  if (HasErrors(wrong)) return tl::unexpected(std::move(wrong));
  return std::unique_ptr<HttpClient>(new HttpClient(std::move(options)));
}

Result<void> HttpClient::Reconfigure(HttpOptions options) {
  Diagnostics wrong = CheckHttpOptions(options);
  if (HasErrors(wrong)) return tl::unexpected(std::move(wrong));
  auto route = std::make_shared<const Route>(std::move(options));
  if (route->server() != server_) {
    return Fail(
        "a client cannot move from " + server_ + " to " + route->server(),
        "CredentialHeaders and counts belong to the server that the client was made for. Make "
        "another client for the other server.");
  }
  loop_->SetRoute(std::move(route));
  return {};
}

void HttpClient::Start(const HttpRequest& request, CredentialHeaders credentials, Done done) {
  loop_->Add(std::make_unique<Transfer>(server_, request, std::move(credentials), std::move(done)));
}

void HttpClient::Cancel() { loop_->Cancel(); }

}  // namespace mesh
