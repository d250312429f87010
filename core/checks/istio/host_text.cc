#include "core/checks/istio/host_text.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <vector>

#include "core/checks/read.h"
#include "core/model/ascii.h"

namespace mesh::istio {
namespace {

constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestName = 255;
constexpr std::string_view kInnerPrefix = "outbound";

std::vector<std::string_view> Split(std::string_view text, char at) {
  std::vector<std::string_view> out;
  for (std::size_t end = 0; (end = text.find(at)) != std::string_view::npos;) {
    out.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  out.push_back(text);
  return out;
}

/// Whether the text is a number that int64 holds: what tells an address from a top level domain.
bool IsWholeNumber(std::string_view text) {
  std::int64_t ignored = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ignored);
  return !text.empty() && error == std::errc() && end == text.data() + text.size();
}

std::string WrongLength(std::string_view host) {
  if (host.empty()) return "The host name is empty.";
  if (host.size() > kLongestName) {
    return "The host name has " + std::to_string(host.size()) + " characters, 255 are allowed.";
  }
  return {};
}

std::string WrongPart(std::string_view host, std::string_view label) {
  return InQuotes(host) + " is no host name: " + InQuotes(label) +
         " in it is no DNS label (letters, digits and hyphens, at most 63, first and last no "
         "hyphen).";
}

/// `host` is what is said to be wrong, `rest` the part of it that is looked at.
std::string WrongLabels(std::string_view host, std::string_view rest) {
  const std::vector<std::string_view> labels = Split(rest, '.');
  if (IsWholeNumber(labels.back())) {
    return InQuotes(host) + " is no host name: its last part, " + InQuotes(labels.back()) +
           ", is a number.";
  }
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i].empty() && i + 1 == labels.size()) return {};
    if (!IsDnsLabel(labels[i])) return WrongPart(host, labels[i]);
  }
  return {};
}

bool IsWildcardLabel(std::string_view label) {
  if (label.size() > kLongestLabel) return false;
  if (label == "*") return true;
  if (label.starts_with("*-") && IsDnsLabel(label.substr(2))) return true;
  if (label.starts_with('*')) label.remove_prefix(1);
  return IsDnsLabel(label);
}

bool IsIp(int family, std::string_view text) {
  unsigned char ignored[sizeof(in6_addr)];
  return inet_pton(family, std::string(text).c_str(), ignored) == 1 &&
         text.find('\0') == std::string_view::npos;
}

std::string_view WithoutWildcard(std::string_view host) { return host.substr(1); }

}  // namespace

bool IsDnsLabel(std::string_view text) {
  return !text.empty() && text.size() <= kLongestLabel && IsAlphanumeric(text.front()) &&
         IsAlphanumeric(text.back()) &&
         std::ranges::all_of(text, [](char c) { return c == '-' || IsAlphanumeric(c); });
}

std::string WrongDnsLabel(std::string_view text) {
  if (IsDnsLabel(text)) return {};
  return InQuotes(text) +
         " is no DNS label: 1 to 63 letters, digits and hyphens, first and last no hyphen.";
}

std::string WrongFqdn(std::string_view host) {
  if (std::string wrong = WrongLength(host); !wrong.empty()) return wrong;
  return WrongLabels(host, host);
}

std::string WrongWildcardHost(std::string_view host) {
  if (std::string wrong = WrongLength(host); !wrong.empty()) return wrong;
  const std::size_t dot = host.find('.');
  const std::string_view first = host.substr(0, dot);
  if (!IsWildcardLabel(first)) return WrongPart(host, first);
  return dot == std::string_view::npos ? "" : WrongLabels(host, host.substr(dot + 1));
}

std::string WrongSniHost(std::string_view host) {
  if (std::string wrong = WrongLength(host); !wrong.empty()) return wrong;
  if (!host.starts_with(std::string(kInnerPrefix) + "_")) return WrongWildcardHost(host);
  const std::vector<std::string_view> parts = Split(host, '_');
  // Parts are the direction, `.port`, `.subset` and `.host`: the webhook looks for a digit in one
  // and for a letter in the other.
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto letter = [&](char c) { return IsAlphanumeric(c) && !digit(c); };
  if (parts.size() >= 4 && std::ranges::any_of(parts[1], digit) &&
      std::ranges::any_of(parts[3], letter)) {
    return {};
  }
  return InQuotes(host) + " does not have the form outbound_.PORT_._.HOST.";
}

bool HasPartialWildcard(std::string_view host) {
  return host.size() != 1 && host.find('*') != std::string_view::npos && !host.starts_with("*.");
}

bool IsIpAddress(std::string_view text) {
  const std::size_t zone = text.find('%');
  if (zone == std::string_view::npos) return IsIp(AF_INET, text) || IsIp(AF_INET6, text);
  return zone + 1 < text.size() && IsIp(AF_INET6, text.substr(0, zone));
}

bool IsSubnet(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view address = text.substr(0, slash);
  const std::string_view bits = text.substr(slash + 1);
  const bool plain = std::ranges::all_of(bits, [](char c) { return c >= '0' && c <= '9'; });
  if (bits.empty() || bits.size() > 3 || !plain || (bits.size() > 1 && bits[0] == '0')) {
    return false;
  }
  const int count = std::stoi(std::string(bits));
  return (count <= 32 && IsIp(AF_INET, address)) || (count <= 128 && IsIp(AF_INET6, address));
}

std::string WrongSubnet(std::string_view text) {
  if (std::ranges::count(text, '/') == 1) {
    return IsSubnet(text) ? "" : InQuotes(text) + " is no subnet such as 10.0.0.0/8.";
  }
  return IsIpAddress(text) ? "" : InQuotes(text) + " is no IP address and no subnet.";
}

bool HostsOverlap(std::string_view a, std::string_view b) {
  if (!a.starts_with('*')) std::swap(a, b);
  if (!a.starts_with('*')) return a == b;
  if (!b.starts_with('*')) return b.ends_with(WithoutWildcard(a));
  if (a.size() > b.size()) std::swap(a, b);
  return WithoutWildcard(b).ends_with(WithoutWildcard(a));
}

bool IsHostWithin(std::string_view inner, std::string_view outer) {
  if (!outer.starts_with('*')) return inner == outer;
  if (!inner.starts_with('*')) return inner.ends_with(WithoutWildcard(outer));
  return inner.size() >= outer.size() && WithoutWildcard(inner).ends_with(WithoutWildcard(outer));
}

}  // namespace mesh::istio
