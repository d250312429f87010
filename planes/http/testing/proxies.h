#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

#include "planes/http/testing/socket_server.h"

namespace mesh::testing {

/// What a proxy was asked for: "host:port", as the client spelled it.
class ProxyRecord {
 public:
  void Add(std::string target);
  std::vector<std::string> targets() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> targets_;
};

/// Scripts for SocketServer. Whatever host is asked for, the proxy connects to that port of
/// loopback: names that only a proxy can resolve work so.
/// CONNECT of HTTP; where `user` is set ("user:password" in base64), others are answered 407.
SocketServer::Script ConnectProxy(ProxyRecord& record, std::string user = "");
/// SOCKS 5 without authentication.
SocketServer::Script SocksProxy(ProxyRecord& record);

}  // namespace mesh::testing
