#include "planes/http/testing/proxies.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace mesh::testing {
namespace {

int Dial(int port) {
  const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (connect(made, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return made;
  close(made);
  return -1;
}

/// Carries bytes both ways until either end is closed. One read takes a whole record of TLS, so
/// that nothing is left where poll does not see it.
void Relay(Peer& client, int server) {
  std::array<pollfd, 2> ends{pollfd{client.socket(), POLLIN, 0}, pollfd{server, POLLIN, 0}};
  std::array<char, 16384> buffer{};
  while (poll(ends.data(), ends.size(), -1) > 0) {
    if (ends[0].revents) {
      const std::string bytes = client.Read();
      if (bytes.empty() || send(server, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) break;
    }
    if (ends[1].revents) {
      const long got = recv(server, buffer.data(), buffer.size(), 0);
      if (got <= 0 || !client.Write({buffer.data(), static_cast<std::size_t>(got)})) break;
    }
  }
  close(server);
}

int PortOf(const std::string& target) { return std::stoi(target.substr(target.rfind(':') + 1)); }

}  // namespace

void ProxyRecord::Add(std::string target) {
  const std::lock_guard lock(mutex_);
  targets_.push_back(std::move(target));
}

std::vector<std::string> ProxyRecord::targets() const {
  const std::lock_guard lock(mutex_);
  return targets_;
}

SocketServer::Script ConnectProxy(ProxyRecord& record, std::string user) {
  return [&record, user = std::move(user)](Peer& peer) {
    const std::string head = peer.ReadHead();
    if (!head.starts_with("CONNECT ")) return;
    const std::string target = head.substr(8, head.find(' ', 8) - 8);
    if (!user.empty() && head.find("Proxy-Authorization: Basic " + user) == std::string::npos) {
      peer.Write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    record.Add(target);
    const int server = Dial(PortOf(target));
    if (server < 0) {
      peer.Write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    peer.Write("HTTP/1.1 200 OK\r\n\r\n");
    Relay(peer, server);
  };
}

SocketServer::Script SocksProxy(ProxyRecord& record) {
  return [&record](Peer& peer) {
    // RFC 1928: version, methods; then version, CONNECT, 0, kind of address, address, port.
    if (!peer.Read().starts_with('\5') || !peer.Write(std::string("\5\0", 2))) return;
    const std::string request = peer.Read();
    if (request.size() < 10) return;
    std::string host;
    std::size_t at = 4;
    if (request[3] == 3) {
      const auto size = static_cast<std::size_t>(static_cast<unsigned char>(request[4]));
      host = request.substr(5, size);
      at = 5 + size;
    } else {
      std::array<char, INET_ADDRSTRLEN> text{};
      inet_ntop(AF_INET, request.data() + 4, text.data(), text.size());
      host = text.data();
      at = 8;
    }
    const int port =
        static_cast<unsigned char>(request[at]) * 256 + static_cast<unsigned char>(request[at + 1]);
    record.Add(host + ":" + std::to_string(port));
    const int server = Dial(port);
    std::string answer("\5\0\0\1\0\0\0\0\0\0", 10);
    if (server < 0) answer[1] = 5;
    peer.Write(answer);
    if (server >= 0) Relay(peer, server);
  };
}

}  // namespace mesh::testing
