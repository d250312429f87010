#include "core/resources/tenant/checks.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/model/ascii.h"
#include "core/resources/namespace/names.h"

namespace mesh {
namespace {

std::string Is(const Value& value) { return "is \"" + value.as_string() + "\". "; }

std::optional<int> WholeNumber(std::string_view text) {
  int out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return out;
}

bool IsDnsSubdomain(std::string_view name) {
  if (name.size() > 253) return false;
  while (true) {
    const std::size_t dot = name.find('.');
    if (WrongDnsLabel(Value(name.substr(0, dot)))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

/// An address range: the first `prefix` of `bits` bits.
struct Cidr {
  std::array<unsigned char, 16> address{};
  int prefix = 0;
  int bits = 0;
  bool bit(int i) const { return (address[static_cast<std::size_t>(i / 8)] >> (7 - i % 8)) & 1; }
};

std::optional<Cidr> ParseCidr(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return std::nullopt;
  const std::string host = text.substr(0, slash);
  const auto prefix = WholeNumber(std::string_view(text).substr(slash + 1));
  Cidr out;
  const bool v4 = inet_pton(AF_INET, host.c_str(), out.address.data()) == 1;
  if (!v4 && inet_pton(AF_INET6, host.c_str(), out.address.data()) != 1) return std::nullopt;
  out.bits = v4 ? 32 : 128;
  if (!prefix || *prefix < 0 || *prefix > out.bits) return std::nullopt;
  out.prefix = *prefix;
  return out;
}

}  // namespace

std::optional<std::string> WrongPort(const Value& value) {
  const auto port = value.as_number().AsInt64();
  if (port && *port >= 1 && *port <= 65535) return std::nullopt;
  return "is " + value.as_number().text() + ". A port is a whole number from 1 to 65535.";
}

std::optional<std::string> WrongCount(const Value& value) {
  const auto count = value.as_number().AsInt64();
  if (count && *count >= 1 && *count <= 4294967295) return std::nullopt;
  return "is " + value.as_number().text() + ". It must be a whole number from 1 to 4294967295.";
}

std::optional<std::string> WrongCidr(const Value& value) {
  const auto cidr = ParseCidr(value.as_string());
  if (!cidr) {
    return Is(value) + "Write an address range such as \"10.0.0.0/8\" or \"203.0.113.7/32\".";
  }
  for (int i = cidr->prefix; i < cidr->bits; ++i) {
    if (cidr->bit(i)) {
      return Is(value) +
             "Its address has bits set behind the prefix length: write the first "
             "address of the range, or /" +
             std::to_string(cidr->bits) + " for a single one.";
    }
  }
  return std::nullopt;
}

std::int64_t IntervalMs(const std::string& text) {
  constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;
  const char* const end = text.data() + text.size();
  const char* const unit = std::find_if_not(text.data(), end, IsDigit);
  const auto count = WholeNumber(std::string_view(text.data(), unit));
  const std::string_view suffix(unit, end);
  const int scale = suffix == "ms" ? 1 : suffix == "s" ? 1000 : suffix == "m" ? 60000 : 0;
  const std::int64_t ms = count.value_or(0) * std::int64_t{scale};
  return ms > kDayMs ? 0 : ms;
}

bool CidrContains(const std::string& outer, const std::string& inner) {
  const auto o = ParseCidr(outer);
  const auto i = ParseCidr(inner);
  if (!o || !i || o->bits != i->bits || o->prefix > i->prefix) return false;
  for (int bit = 0; bit < o->prefix; ++bit) {
    if (o->bit(bit) != i->bit(bit)) return false;
  }
  return true;
}

std::optional<std::string> WrongServiceAccount(const Value& value) {
  if (IsDnsSubdomain(value.as_string())) return std::nullopt;
  return Is(value) +
         "It must be the name of a service account: lower-case letters, digits, \"-\" "
         "and \".\"; wildcards are not allowed.";
}

std::optional<std::string> WrongNamespacedServiceAccount(const Value& value) {
  const std::string& text = value.as_string();
  const std::size_t slash = text.find('/');
  if (slash != std::string::npos && !WrongDnsLabel(Value(text.substr(0, slash))) &&
      IsDnsSubdomain(std::string_view(text).substr(slash + 1))) {
    return std::nullopt;
  }
  return Is(value) +
         "Write it as namespace/name, such as \"shop/frontend\"; wildcards are not "
         "allowed.";
}

std::optional<std::string> WrongQuantity(const Value& value) {
  std::string_view text = value.as_string();
  const auto digits = [&] {
    const auto* end = std::ranges::find_if_not(text, IsDigit);
    const auto count = static_cast<std::size_t>(end - text.begin());
    text.remove_prefix(count);
    return count;
  };
  std::size_t figures = digits();
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    figures += digits();
  }
  constexpr std::array kSuffixes = {"",  "n", "u",  "m",  "k",  "M",  "G",  "T",
                                    "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  bool fine = figures > 0 && std::ranges::find(kSuffixes, text) != kSuffixes.end();
  if (!fine && figures > 0 && (text.starts_with('e') || text.starts_with('E'))) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    fine = !text.empty() && digits() > 0 && text.empty();
  }
  if (fine) return std::nullopt;
  return Is(value) + "Write a Kubernetes quantity, such as \"4\", \"500m\" or \"8Gi\".";
}

std::optional<std::string> WrongInterval(const Value& value) {
  // Envoy refuses a token bucket that fills more often than every 50 ms.
  constexpr std::int64_t kShortestMs = 50;
  if (IntervalMs(value.as_string()) >= kShortestMs) return std::nullopt;
  return Is(value) + "Write a whole number of ms, s or m, from 50ms to 1440m, such as \"1s\".";
}

std::optional<std::string> WrongHostname(const Value& value) {
  std::string_view name = value.as_string();
  if (name.starts_with("*.")) name.remove_prefix(2);
  if (name.find('.') != std::string_view::npos && IsDnsSubdomain(name)) return std::nullopt;
  return Is(value) +
         "Write a full hostname in lower case, such as \"api.example.com\", or one "
         "with a leading wildcard, such as \"*.example.com\".";
}

std::optional<std::string> WrongTopicPrefix(const Value& value) {
  const std::string& text = value.as_string();
  if (!text.empty() && text.size() <= 249 && std::ranges::all_of(text, [](char c) {
        return IsAlphanumeric(c) || c == '.' || c == '_' || c == '-';
      })) {
    return std::nullopt;
  }
  return Is(value) +
         "Use 1 to 249 letters, digits, \".\", \"_\" and \"-\", as Kafka's topic names "
         "do, such as \"shop.\".";
}

std::optional<std::string> WrongTenantName(const Value& value) {
  if (IsDnsSubdomain(value.as_string())) return std::nullopt;
  return Is(value) +
         "Use lower-case letters, digits, \"-\" and \".\", starting and ending with a "
         "letter or digit, at most 253 in all.";
}

}  // namespace mesh
