#include "planes/http/testing/socket_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace mesh::testing {
namespace {

int Listen(int& port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0) std::abort();
  if (listen(listener, 256) != 0) std::abort();
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  port = ntohs(address.sin_port);
  return listener;
}

int SelectProtocol(SSL*, const unsigned char** out, unsigned char* out_size,
                   const unsigned char* offered, unsigned int size, void* wanted) {
  const std::string_view list(reinterpret_cast<const char*>(offered), size);
  for (const std::string& name : *static_cast<const std::vector<std::string>*>(wanted)) {
    for (std::size_t at = 0; at < list.size(); at += 1 + static_cast<unsigned char>(list[at])) {
      if (list.substr(at + 1, static_cast<unsigned char>(list[at])) != name) continue;
      // What is chosen must outlive this call: it stays in the list of the client.
      *out = offered + at + 1;
      *out_size = static_cast<unsigned char>(name.size());
      return SSL_TLSEXT_ERR_OK;
    }
  }
  return SSL_TLSEXT_ERR_NOACK;
}

X509* ReadCertificate(const std::string& pem) {
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  X509* certificate = PEM_read_bio_X509(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  return certificate;
}

SSL_CTX* MakeContext(const SocketServer::Tls& tls) {
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  X509* certificate = ReadCertificate(tls.pair.certificate_pem);
  SSL_CTX_use_certificate(context, certificate);
  X509_free(certificate);
  BIO* bio = BIO_new_mem_buf(tls.pair.key_pem.data(), static_cast<int>(tls.pair.key_pem.size()));
  EVP_PKEY* key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  SSL_CTX_use_PrivateKey(context, key);
  EVP_PKEY_free(key);
  if (!tls.client_ca_pem.empty()) {
    X509* ca = ReadCertificate(tls.client_ca_pem);
    X509_STORE_add_cert(SSL_CTX_get_cert_store(context), ca);
    X509_free(ca);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  }
  return context;
}

}  // namespace

int UnusedPort() {
  int port = 0;
  close(Listen(port));
  return port;
}

Peer::~Peer() { SSL_free(ssl_); }

bool Peer::Handshake(SSL_CTX* context) {
  ssl_ = SSL_new(context);
  SSL_set_fd(ssl_, socket_);
  if (SSL_accept(ssl_) != 1) {
    ERR_clear_error();
    // Closing with something unread would reset the connection, and the alert would be lost.
    shutdown(socket_, SHUT_WR);
    std::array<char, 4096> rest{};
    while (recv(socket_, rest.data(), rest.size(), 0) > 0) {
    }
    return false;
  }
  const unsigned char* name = nullptr;
  unsigned int size = 0;
  SSL_get0_alpn_selected(ssl_, &name, &size);
  if (name) alpn_.assign(reinterpret_cast<const char*>(name), size);
  if (const char* asked = SSL_get_servername(ssl_, TLSEXT_NAMETYPE_host_name)) sni_ = asked;
  return true;
}

std::string Peer::Read() {
  if (!pending_.empty()) return std::exchange(pending_, "");
  std::array<char, 16384> buffer{};
  if (reset_) return "";
  const long got = ssl_ ? SSL_read(ssl_, buffer.data(), static_cast<int>(buffer.size()))
                        : recv(socket_, buffer.data(), buffer.size(), 0);
  ERR_clear_error();
  return got > 0 ? std::string(buffer.data(), static_cast<std::size_t>(got)) : "";
}

void Peer::AwaitBytes() {
  char first = 0;
  recv(socket_, &first, 1, MSG_PEEK);
}

bool Peer::Write(std::string_view bytes) {
  while (!bytes.empty() && !reset_) {
    const long put = ssl_ ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                          : send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    ERR_clear_error();
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return !reset_;
}

std::string Peer::ReadHead() {
  std::string text;
  while (text.find("\r\n\r\n") == std::string::npos) {
    const std::string more = Read();
    if (more.empty()) return "";
    text += more;
  }
  const std::size_t end = text.find("\r\n\r\n") + 4;
  pending_ = text.substr(end);
  return text.substr(0, end);
}

std::string Peer::ReadRequest() {
  std::string text = ReadHead();
  const std::size_t at = text.find("Content-Length: ");
  if (at == std::string::npos) return text;
  const std::size_t wanted = text.size() + std::stoul(text.substr(at + 16));
  while (text.size() < wanted) {
    const std::string more = Read();
    if (more.empty()) return "";
    text += more;
  }
  return text;
}

bool Peer::Answer(const std::string& status, const std::string& body, const std::string& headers) {
  return Write("HTTP/1.1 " + status + "\r\n" + headers +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
}

void Peer::Reset() {
  const linger at_once{1, 0};
  setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  // The server closes it when the script is over, which is now.
  reset_ = true;
}

void Peer::Drop() { shutdown(socket_, SHUT_RDWR); }

void Peer::AwaitEnd() {
  while (!Read().empty()) {
  }
}

SocketServer::SocketServer(Script script, std::optional<Tls> tls)
    : script_(std::move(script)), tls_(std::move(tls)) {
  if (tls_) {
    context_ = MakeContext(*tls_);
    if (!tls_->protocols.empty())
      SSL_CTX_set_alpn_select_cb(context_, SelectProtocol, &tls_->protocols);
  }
  listener_ = Listen(port_);
  acceptor_ = std::thread([this] { AcceptAll(); });
}

SocketServer::~SocketServer() {
  ending_ = true;
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : open_) shutdown(socket, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
  close(listener_);
  SSL_CTX_free(context_);
}

void SocketServer::AcceptAll() {
  while (!ending_) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::lock_guard lock(mutex_);
    open_.push_back(socket);
    const int index = connections_++;
    threads_.emplace_back([this, socket, index] { Serve(socket, index); });
  }
}

void SocketServer::Serve(int socket, int index) {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  Peer peer(socket, index);
  const bool served = !context_ || peer.Handshake(context_);
  if (served) script_(peer);
  const std::lock_guard lock(mutex_);
  std::erase(open_, socket);
  // Closed under the lock: a number that is used again must not be shut down for this one.
  if (served && peer.ssl_ && !peer.reset_) SSL_shutdown(peer.ssl_);
  ERR_clear_error();
  close(socket);
}

}  // namespace mesh::testing
