#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "core/model/diagnostic.h"
#include "core/model/secret.h"

namespace mesh {

struct Header {
  std::string name;
  Secret value;
};

/// One request that getting credentials takes (AWS only).
struct HttpAsk {
  std::string method = "GET";
  /// Absolute; path and query are encoded. Holds no secret.
  std::string url;
  std::vector<Header> headers = {};
  Secret body = {};
  /// The address is on this machine or link-local: never go through a proxy.
  bool direct = false;
  /// Bound of the whole exchange.
  std::chrono::milliseconds timeout = std::chrono::seconds(30);
};

struct HttpAnswer {
  int status = 0;
  /// What came back; it may hold credentials.
  Secret body = {};
};

/// Makes one request: TLS verified against the authorities of this machine, redirects not followed,
/// proxies of the environment used unless it is direct, transient failures (connection lost, 429,
/// 5xx) retried as the implementation sees fit. An error says that no answer came; any status is an
/// answer. Called from several threads.
using HttpFunction = std::function<Result<HttpAnswer>(const HttpAsk&)>;

}  // namespace mesh
