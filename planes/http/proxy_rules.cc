#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "planes/http/options.h"

namespace mesh {
namespace {

/// An IPv4 address is kept as IPv6 does (::ffff:a.b.c.d), so that there is one kind.
using Address = std::array<std::uint8_t, 16>;
constexpr int kMappedBits = 96;

std::optional<Address> ReadAddress(const std::string& text) {
  Address out{};
  if (inet_pton(AF_INET6, text.c_str(), out.data()) == 1) return out;
  std::array<std::uint8_t, 4> four{};
  if (inet_pton(AF_INET, text.c_str(), four.data()) != 1) return std::nullopt;
  out[10] = out[11] = 0xff;
  std::copy(four.begin(), four.end(), out.begin() + 12);
  return out;
}

bool SharePrefix(const Address& a, const Address& b, int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (std::memcmp(a.data(), b.data(), whole) != 0) return false;
  const int rest = bits % 8;
  return rest == 0 || (a[whole] ^ b[whole]) >> (8 - rest) == 0;
}

struct Host {
  std::string name;  // lower case
  std::string port;
  std::optional<Address> address;
};

bool InRange(const std::string& entry, std::size_t slash, const Host& host) {
  const std::optional<Address> net = ReadAddress(entry.substr(0, slash));
  int bits = -1;
  const char* end = entry.data() + entry.size();
  const auto read = std::from_chars(entry.data() + slash + 1, end, bits);
  if (!net || !host.address || read.ec != std::errc{} || read.ptr != end || bits < 0) return false;
  if (entry.find(':') == std::string::npos) bits += kMappedBits;
  return bits <= 128 && SharePrefix(*net, *host.address, bits);
}

/// Takes `:port` off an entry. An address of IPv6 needs brackets to have one.
std::string TakePort(std::string& entry) {
  std::string port;
  const std::size_t colon = entry.rfind(':');
  const bool brackets = entry.starts_with('[');
  const std::size_t closing = entry.find(']');
  if (brackets ? closing != std::string::npos && colon == closing + 1
               : colon != std::string::npos && entry.find(':') == colon) {
    port = entry.substr(colon + 1);
    entry.resize(colon);
  }
  if (entry.starts_with('[') && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
  return port;
}

bool Matches(std::string entry, const Host& host) {
  if (entry == "*") return true;
  if (const std::size_t slash = entry.find('/'); slash != std::string::npos)
    return InRange(entry, slash, host);
  const std::string port = TakePort(entry);
  if (entry.empty() || (!port.empty() && port != host.port)) return false;
  if (const std::optional<Address> address = ReadAddress(entry)) return address == host.address;
  if (entry.starts_with("*.")) entry.erase(0, 1);
  if (entry.starts_with('.')) return host.name.ends_with(entry);
  return host.name == entry || host.name.ends_with("." + entry);
}

std::string Lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

}  // namespace

bool BypassesProxy(const std::string& no_proxy, const std::string& host, const std::string& port) {
  Host wanted{Lower(host), port, ReadAddress(host)};
  if (wanted.name.ends_with('.')) wanted.name.pop_back();
  std::string_view rest = no_proxy;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    std::string entry = Lower(rest.substr(0, comma));
    std::erase_if(entry, [](unsigned char c) { return std::isspace(c) != 0; });
    if (!entry.empty() && Matches(std::move(entry), wanted)) return true;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return false;
}

}  // namespace mesh
