#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "planes/http/http.h"
#include "planes/http/options.h"

namespace mesh {

class EventLoop;

/// Carries requests to one server over the network. One thread serves them all: over HTTP/2 they
/// share one connection, over HTTP/1.1 they take turns on a few that are kept. What cannot begin
/// yet waits. Each request is sent once: repeating is for who knows whether that is safe.
class HttpClient : public HttpTransport {
 public:
  static Result<std::unique_ptr<HttpClient>> Open(HttpOptions options);
  /// Ends what is under way.
  ~HttpClient() override;

  void Start(const HttpRequest& request, CredentialHeaders credentials, Done done) override;
  void Cancel() override;
  const std::string& server() const override { return server_; }

  /// Requests that begin from now on use these options (a rotated CA, a renewed certificate,
  /// another proxy), on connections made with them; what is under way ends as it began. The limits
  /// on numbers stay, and so does the server's address. On an error nothing changes.
  Result<void> Reconfigure(HttpOptions options);

 private:
  explicit HttpClient(HttpOptions options);

  std::string server_;
  std::unique_ptr<EventLoop> loop_;
};

}  // namespace mesh
