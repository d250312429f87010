#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "planes/http/testing/socket_server.h"

namespace mesh::testing {

struct H2Request {
  std::int32_t stream = 0;
  /// Of the server, from 0.
  int connection = 0;
  std::string method;
  std::string path;
  std::string authority;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;

  std::string Header(const std::string& name) const;
};

/// What becomes of a request. Where several things are set they happen in the order of the members.
struct H2Reply {
  /// Nothing for now; a later reply with `release` answers it.
  bool hold = false;
  /// GOAWAY with this last stream.
  std::optional<std::int32_t> goaway = {};
  /// RST_STREAM with this code, in place of an answer.
  std::optional<std::uint32_t> reset = {};
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  /// The body is longer than what is sent, and the connection ends.
  bool cut = false;
  /// The connection ends in place of an answer.
  bool drop = false;
  /// Held requests of this connection get this answer, too.
  bool release = false;
};

using H2Handler = std::function<H2Reply(const H2Request&)>;

/// A script for SocketServer that speaks HTTP/2. The handler is called when a request is there as
/// a whole, on the connection's thread.
SocketServer::Script ServeH2(H2Handler handler, std::uint32_t max_streams = 250);

/// TLS that offers HTTP/2.
inline SocketServer::Tls H2Tls(KeyPair pair) { return {std::move(pair), "", {"h2"}}; }

}  // namespace mesh::testing
