#pragma once

#include <curl/curl.h>

#include <string>

#include "planes/http/curl_handle.h"
#include "planes/http/options.h"

namespace mesh {

/// HttpOptions made ready for a handle: where to connect, whom to trust, what to show.
/// Handles refer to it: it must live as long as they are in use.
class Route {
 public:
  /// Requires: CheckHttpOptions had nothing to say.
  explicit Route(HttpOptions options);

  const HttpOptions& options() const { return options_; }
  const std::string& server() const { return server_; }
  bool proxied() const { return !proxy_.empty(); }
  /// The Host header where it is not what the URL says; else empty.
  const std::string& host_header() const { return host_header_; }
  std::string UrlFor(const std::string& target) const { return url_ + target; }

  /// Sets what concerns the connection.
  void Apply(CURL* easy) const;

 private:
  void ApplyTrust(CURL* easy) const;
  void ApplyProxy(CURL* easy) const;

  HttpOptions options_;
  std::string server_;
  std::string url_;
  std::string host_header_;
  HeaderList connect_to_;
  std::string proxy_;
  std::string system_ca_;
};

}  // namespace mesh
