#pragma once

#include <memory>
#include <span>
#include <vector>

#include "planes/http/http_client.h"
#include "planes/http/observe.h"
#include "planes/http/retrying_http.h"

namespace mesh {

/// All there is to talk to one server: requests go out with credentials, are counted and logged,
/// and repeated where that helps. Thread-safe.
class HttpChannel {
 public:
  struct Settings {
    HttpOptions http;
    RetryOptions retry = {};
    Authorize authorize = nullptr;
    HttpLog log = nullptr;
  };
  static Result<std::unique_ptr<HttpChannel>> Open(Settings settings);

  HttpOutcome Send(const HttpRequest& request) { return retrying_.Send(request); }
  std::vector<HttpOutcome> SendAll(std::span<const HttpRequest> requests) {
    return retrying_.SendAll(requests);
  }
  void Cancel() { retrying_.Cancel(); }
  Result<void> Reconfigure(HttpOptions options) { return client_->Reconfigure(std::move(options)); }
  HttpReport Report() const { return meter_.Report(); }
  const std::string& server() const { return client_->server(); }

 private:
  HttpChannel(std::unique_ptr<HttpClient> client, Settings settings);

  HttpMeter meter_;
  std::unique_ptr<HttpClient> client_;
  ObservedTransport observed_;
  RetryingHttp retrying_;
};

}  // namespace mesh
