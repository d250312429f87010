#include "planes/kubernetes/access/server_url.h"

#include <arpa/inet.h>

#include <algorithm>
#include <optional>

namespace mesh {
namespace {

std::string Lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

std::optional<int> ParsePort(const std::string& text) {
  if (text.empty() || text.size() > 5 ||
      !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  const int port = std::stoi(text);
  return port >= 1 && port <= 65535 ? std::optional(port) : std::nullopt;
}

bool IsName(const std::string& host) {
  return !host.empty() && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

/// Splits `host:port`, `[::1]:port`; returns what is wrong.
std::optional<std::string> SplitAuthority(const std::string& authority, ServerUrl& out) {
  std::string port;
  bool has_port = false;
  if (authority.starts_with('[')) {
    const std::size_t close = authority.find(']');
    if (close == std::string::npos) return "its IPv6 address has no closing bracket";
    out.host = Lower(authority.substr(1, close - 1));
    in6_addr ignored{};
    if (inet_pton(AF_INET6, out.host.c_str(), &ignored) != 1) return "it holds no IPv6 address";
    const std::string rest = authority.substr(close + 1);
    if (!rest.empty() && rest.front() != ':') return "text follows the bracket";
    has_port = !rest.empty();
    if (has_port) port = rest.substr(1);
  } else {
    const std::size_t colon = authority.find(':');
    has_port = colon != std::string::npos;
    out.host = Lower(authority.substr(0, colon));
    if (has_port) port = authority.substr(colon + 1);
    if (out.host.empty()) return "it names no host";
    if (!IsName(out.host)) return "its host is neither a name nor an address";
  }
  if (!has_port) return std::nullopt;
  const auto number = ParsePort(port);
  if (!number) return "its port is no number from 1 to 65535";
  out.port = *number;
  return std::nullopt;
}

std::optional<std::string> Parse(const std::string& text, ServerUrl& out) {
  if (std::ranges::any_of(text, [](char c) { return c <= ' ' || c == 0x7F; })) {
    return "it holds white space or control characters";
  }
  const std::size_t mark = text.find("://");
  out.scheme = mark == std::string::npos ? "https" : Lower(text.substr(0, mark));
  if (out.scheme != "https" && out.scheme != "http") return "its scheme is neither https nor http";
  const std::string rest = mark == std::string::npos ? text : text.substr(mark + 3);
  const std::size_t end = rest.find_first_of("/?#");
  const std::string authority = rest.substr(0, end);
  if (authority.find('@') != std::string::npos) {
    return "it holds a user; give `username` and `password` instead";
  }
  if (auto wrong = SplitAuthority(authority, out)) return wrong;
  if (end == std::string::npos) return std::nullopt;
  out.path = rest.substr(end);
  if (out.path.find_first_of("?#") != std::string::npos) return "it has a query or a fragment";
  while (out.path.ends_with('/')) out.path.pop_back();
  return std::nullopt;
}

}  // namespace

bool IsLoopbackHost(const std::string& host) {
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24U == 127;
  in6_addr v6{};
  if (inet_pton(AF_INET6, host.c_str(), &v6) == 1) return IN6_IS_ADDR_LOOPBACK(&v6);
  return host == "localhost";
}

bool ServerUrl::IsLoopback() const { return IsLoopbackHost(host); }

std::string ServerUrl::ToString() const {
  const bool v6 = host.find(':') != std::string::npos;
  return scheme + "://" + (v6 ? "[" + host + "]" : host) +
         (port != 0 ? ":" + std::to_string(port) : "") + path;
}

Result<ServerUrl> ParseServerUrl(const std::string& text, const std::string& source,
                                 const Path& at) {
  ServerUrl out;
  if (const auto wrong = Parse(text, out)) {
    // What stands before an @ may be a password.
    const std::string shown = text.find('@') == std::string::npos ? " \"" + text + "\"" : "";
    return Fail("Invalid server URL",
                source + " is no URL of an API server" + shown + ": " + *wrong +
                    ". Write it as https://HOST:PORT.",
                at);
  }
  return out;
}

}  // namespace mesh
