#include "planes/kubernetes/access/proxy.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace mesh {
namespace {

constexpr std::array<std::string_view, 4> kSchemes = {"http", "https", "socks5", "socks5h"};

/// What is wrong with a proxy's URL; never quotes it, since it may hold a password.
std::optional<std::string> ProxyProblem(const std::string& text) {
  const std::size_t mark = text.find("://");
  if (mark == std::string::npos) return "it has no scheme";
  if (std::ranges::find(kSchemes, text.substr(0, mark)) == kSchemes.end()) {
    return "its scheme is neither http, https nor socks5";
  }
  std::string rest = text.substr(mark + 3);
  if (const std::size_t user = rest.rfind('@'); user != std::string::npos) rest.erase(0, user + 1);
  if (!ParseServerUrl("http://" + rest, "")) return "it names no host, or its port is wrong";
  return std::nullopt;
}

struct Address {
  int family = 0;
  std::array<unsigned char, 16> bytes = {};
  std::size_t size() const { return family == AF_INET ? 4 : 16; }
};

std::optional<Address> ParseAddress(const std::string& text) {
  Address out;
  for (const int family : {AF_INET, AF_INET6}) {
    if (inet_pton(family, text.c_str(), out.bytes.data()) == 1) {
      out.family = family;
      return out;
    }
  }
  return std::nullopt;
}

bool InCidr(const Address& address, const std::string& cidr) {
  const std::size_t slash = cidr.find('/');
  const auto network = ParseAddress(cidr.substr(0, slash));
  const std::string length = cidr.substr(slash + 1);
  if (!network || network->family != address.family || length.empty() || length.size() > 3 ||
      !std::ranges::all_of(length, [](char c) { return c >= '0' && c <= '9'; })) {
    return false;
  }
  const auto bits = static_cast<std::size_t>(std::stoi(length));
  if (bits > address.size() * 8) return false;
  for (std::size_t bit = 0; bit < bits; ++bit) {
    const unsigned mask = 0x80U >> bit % 8;
    if (((address.bytes[bit / 8] ^ network->bytes[bit / 8]) & mask) != 0) return false;
  }
  return true;
}

/// Splits a port off `entry` and says whether it is the server's, or absent.
bool TakePort(std::string& entry, int port) {
  const std::size_t colon = entry.rfind(':');
  const bool bracketed = entry.starts_with('[');
  if (colon == std::string::npos || (!bracketed && entry.find(':') != colon) ||
      (bracketed && entry.find(']') > colon)) {
    if (bracketed && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
    return true;
  }
  const bool same = entry.substr(colon + 1) == std::to_string(port);
  entry.erase(colon);
  if (bracketed && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
  return same;
}

bool Excepts(std::string entry, const ServerUrl& server) {
  if (entry == "*") return true;
  const auto address = ParseAddress(server.host);
  if (entry.find('/') != std::string::npos) return address && InCidr(*address, entry);
  if (!TakePort(entry, server.PortOrDefault())) return false;
  if (const auto excepted = ParseAddress(entry)) {
    return address && address->family == excepted->family && address->bytes == excepted->bytes;
  }
  if (entry.starts_with("*.")) entry.erase(0, 1);
  if (entry.starts_with('.')) return server.host.ends_with(entry);
  return !entry.empty() && (server.host == entry || server.host.ends_with("." + entry));
}

bool IsExcepted(const ServerUrl& server, const std::string& no_proxy) {
  std::string entry;
  for (const char c : no_proxy + ",") {
    if (c == ' ' || c == '\t') continue;
    if (c != ',') {
      entry += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
      continue;
    }
    if (!entry.empty() && Excepts(entry, server)) return true;
    entry.clear();
  }
  return false;
}

}  // namespace

Result<Secret> ParseProxyUrl(const Secret& text, const std::string& source, const Path& at) {
  if (const auto wrong = ProxyProblem(text.Reveal())) {
    return Fail("Invalid proxy URL",
                source + " is no URL of a proxy: " + *wrong +
                    ". Write it as http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT.",
                at);
  }
  return text;
}

Result<Secret> ProxyFromEnvironment(const ServerUrl& server, const Environment& environment) {
  const std::string upper = server.scheme == "http" ? "HTTP_PROXY" : "HTTPS_PROXY";
  const std::string lower = server.scheme == "http" ? "http_proxy" : "https_proxy";
  const std::string name = Variable(environment, upper) ? upper : lower;
  const auto proxy = Variable(environment, name);
  if (!proxy || server.IsLoopback()) return Secret();
  const auto upper_no = Variable(environment, "NO_PROXY");
  const auto no_proxy = upper_no ? upper_no : Variable(environment, "no_proxy");
  if (no_proxy && IsExcepted(server, *no_proxy)) return Secret();
  const bool has_scheme = proxy->find("://") != std::string::npos;
  return ParseProxyUrl(Secret(has_scheme ? *proxy : "http://" + *proxy),
                       "The environment variable " + name);
}

}  // namespace mesh
