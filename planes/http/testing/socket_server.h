#pragma once

#include <openssl/ssl.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "planes/http/testing/certificates.h"

namespace mesh::testing {

/// The server's end of one connection; reads and writes block.
class Peer {
 public:
  Peer(int socket, int index) : socket_(socket), index_(index) {}
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  /// The how manieth connection of the server this is, from 0.
  int index() const { return index_; }
  int socket() const { return socket_; }
  /// What TLS agreed on and was asked for; empty without TLS.
  const std::string& alpn() const { return alpn_; }
  const std::string& sni() const { return sni_; }

  /// Some bytes; empty when the connection is over.
  std::string Read();
  /// Waits until the client has sent something, and takes none of it.
  void AwaitBytes();
  /// False when the connection is over.
  bool Write(std::string_view bytes);
  /// An HTTP/1.1 request with its whole body; empty when the connection is over.
  std::string ReadRequest();
  /// As far as its headers.
  std::string ReadHead();
  /// Answers HTTP/1.1 with a status line's end ("200 OK"), headers ("a: b\r\n") and a body.
  bool Answer(const std::string& status, const std::string& body, const std::string& headers = "");
  /// Ends it with a TCP reset, once the script returns.
  void Reset();
  /// Ends it as a process that is killed would: TCP's end, no farewell of TLS.
  void Drop();
  /// Waits until the client ends it.
  void AwaitEnd();

 private:
  friend class SocketServer;
  bool Handshake(SSL_CTX* context);

  int socket_;
  int index_;
  bool reset_ = false;
  SSL* ssl_ = nullptr;
  std::string alpn_;
  std::string sni_;
  std::string pending_;
};

/// A server on loopback that does on each connection, in a thread of its own, what a script says.
class SocketServer {
 public:
  using Script = std::function<void(Peer&)>;
  struct Tls {
    KeyPair pair;
    /// Asked of clients where it is set: who must have signed their certificates.
    std::string client_ca_pem = {};
    /// What the server would speak, best first; empty offers nothing.
    std::vector<std::string> protocols = {"http/1.1"};
  };

  explicit SocketServer(Script script, std::optional<Tls> tls = std::nullopt);
  ~SocketServer();
  SocketServer(const SocketServer&) = delete;
  SocketServer& operator=(const SocketServer&) = delete;

  int port() const { return port_; }
  std::string Authority() const { return "127.0.0.1:" + std::to_string(port_); }
  std::string HttpsUrl() const { return "https://" + Authority(); }
  std::string HttpUrl() const { return "http://" + Authority(); }
  /// Connections that were accepted so far.
  int connections() const { return connections_; }

 private:
  void AcceptAll();
  void Serve(int socket, int index);

  Script script_;
  std::optional<Tls> tls_;
  SSL_CTX* context_ = nullptr;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> connections_ = 0;
  std::atomic<bool> ending_ = false;
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

/// A port of loopback on which nothing listens.
int UnusedPort();

}  // namespace mesh::testing
