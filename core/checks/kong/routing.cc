#include "core/checks/kong/routing.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/checks/kong/conditions.h"
#include "core/checks/kong/kong_rules.h"
#include "core/checks/read.h"
#include "core/checks/scalar_check.h"

namespace mesh::kong {
namespace {

constexpr const Rule& kProtocol = RuleOf(kKongRules, "MSH7050");
constexpr const Rule& kNumber = RuleOf(kKongRules, "MSH7051");
constexpr const Rule& kTlsSettings = RuleOf(kKongRules, "MSH7052");
constexpr const Rule& kServicePath = RuleOf(kKongRules, "MSH7053");
constexpr const Rule& kMixture = RuleOf(kKongRules, "MSH7054");
constexpr const Rule& kNoMatch = RuleOf(kKongRules, "MSH7055");
constexpr const Rule& kPath = RuleOf(kKongRules, "MSH7056");
constexpr const Rule& kHost = RuleOf(kKongRules, "MSH7057");
constexpr const Rule& kHostHeader = RuleOf(kKongRules, "MSH7058");
constexpr const Rule& kMethod = RuleOf(kKongRules, "MSH7059");
constexpr const Rule& kSnis = RuleOf(kKongRules, "MSH7060");
constexpr const Rule& kRoutingValue = RuleOf(kKongRules, "MSH7061");
constexpr const Rule& kUpstreamName = RuleOf(kKongRules, "MSH7062");
constexpr const Rule& kFallback = RuleOf(kKongRules, "MSH7063");

/// A protocol of Kong's routes and services.
struct Protocol {
  std::string_view name;
  /// Protocols of one route are of one sort.
  std::string_view sort;
  bool has_tls;
  /// Fields of which a route for it needs one, with `|` between them.
  std::string_view matches;
};
constexpr std::array<Protocol, 10> kProtocols = {{
    {"http", "HTTP", false, "methods|hosts|headers|paths"},
    {"https", "HTTP", true, "methods|hosts|headers|paths|snis"},
    {"tcp", "streams", false, "sources|destinations|snis"},
    {"tls", "streams", true, "sources|destinations|snis"},
    {"udp", "streams", false, "sources|destinations|snis"},
    {"tls_passthrough", "TLS passthrough", true, "snis"},
    {"grpc", "gRPC", false, "hosts|headers|paths"},
    {"grpcs", "gRPC", true, "hosts|headers|paths|snis"},
    {"ws", "WebSocket", false, "hosts|headers|paths"},
    {"wss", "WebSocket", true, "hosts|headers|paths|snis"},
}};

const Protocol* FindProtocol(std::string_view name) {
  const auto* const found = std::ranges::find(kProtocols, name, &Protocol::name);
  return found == kProtocols.end() ? nullptr : found;
}

struct Bounds {
  std::string_view field;
  std::int64_t least;
  std::int64_t most;
};
constexpr std::int64_t kLongestTimeout = 2'147'483'646;
constexpr Bounds kServiceBounds[] = {
    {"port", 0, 65535},
    {"retries", 0, 32767},
    {"connect_timeout", 1, kLongestTimeout},
    {"read_timeout", 1, kLongestTimeout},
    {"write_timeout", 1, kLongestTimeout},
    {"tls_verify_depth", 0, 64},
};
constexpr Bounds kStreamBounds[] = {{"port", 0, 65535}};

void CheckBounds(const Value& object, std::span<const Bounds> all, const Place& at, Findings& out) {
  for (const Bounds& one : all) {
    const Value& value = object.Get(one.field);
    if (!value.is_number()) continue;
    const auto whole = value.as_number().AsInt64();
    if (whole && *whole >= one.least && *whole <= one.most) continue;
    out.Add(kNumber, at / one.field,
            "It is " + value.as_number().text() + " and should be between " +
                std::to_string(one.least) + " and " + std::to_string(one.most) + ".");
  }
}

/// `allowed` has `|` between values.
void CheckOneOf(const Value& object, std::string_view field, std::string_view allowed,
                const Place& at, Findings& out) {
  const Value& value = object.Get(field);
  if (!value.is_string() || HasPart(allowed, '|', value.as_string())) return;
  std::string list(allowed);
  std::ranges::replace(list, '|', ' ');
  out.Add(kRoutingValue, at / field,
          "It is " + InQuotes(value.as_string()) + " and should be one of: " + list + ".");
}

void CheckRoutePaths(const Value& spec, const Place& at, Findings& out) {
  const Value::List& paths = ItemsOf(spec.Get("paths"));
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string_view path = TextOf(paths[i]);
    if (!path.starts_with('/') && !path.starts_with("~/")) {
      out.Add(kPath, (at / "paths")[i], "It is " + InQuotes(path) + ".");
    } else if (path.starts_with('/') && path.find("//") != std::string_view::npos) {
      out.Add(kPath, (at / "paths")[i], InQuotes(path) + " has an empty part.");
    }
  }
}

bool IsRouteHost(std::string_view host) {
  if (host.starts_with("*."))
    host.remove_prefix(2);
  else if (host.ends_with(".*"))
    host.remove_suffix(2);
  return Matches(
      R"(^[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*(:[0-9]{1,5})?$)",
      host);
}

void CheckRouteMatches(const Value& spec, const Place& at, Findings& out) {
  CheckRoutePaths(spec, at, out);
  const Value::List& hosts = ItemsOf(spec.Get("hosts"));
  for (std::size_t i = 0; i < hosts.size(); ++i) {
    if (!hosts[i].is_string() || IsRouteHost(hosts[i].as_string())) continue;
    out.Add(kHost, (at / "hosts")[i], "It is " + InQuotes(hosts[i].as_string()) + ".");
  }
  for (const auto& [name, values] : MembersOf(spec.Get("headers"))) {
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
    if (lower == "host") out.Add(kHostHeader, (at / "headers").Key(name), "It is a header here.");
  }
  const Value::List& methods = ItemsOf(spec.Get("methods"));
  for (std::size_t i = 0; i < methods.size(); ++i) {
    const std::string_view method = TextOf(methods[i]);
    if (std::ranges::all_of(method, [](char c) { return c >= 'A' && c <= 'Z'; })) continue;
    out.Add(kMethod, (at / "methods")[i], "It is " + InQuotes(method) + ".");
  }
  for (const std::string_view field : {"sources", "destinations"}) {
    const Value::List& ends = ItemsOf(spec.Get(field));
    for (std::size_t i = 0; i < ends.size(); ++i) {
      CheckBounds(ends[i], kStreamBounds, (at / field)[i], out);
    }
  }
}

bool IsGiven(const Value& spec, std::string_view fields) {
  while (!fields.empty()) {
    const Value& value = spec.Get(NextPart(fields, '|'));
    if (!ItemsOf(value).empty() || !MembersOf(value).empty()) return true;
  }
  return false;
}

void CheckRouteProtocols(const Value& spec, const Place& at, Findings& out) {
  const Value::List& names = ItemsOf(spec.Get("protocols"));
  std::set<std::string_view> sorts;
  bool has_tls = names.empty();
  bool matches = names.empty();
  std::string fields;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Protocol* const protocol = FindProtocol(TextOf(names[i]));
    if (protocol == nullptr) {
      out.Add(kProtocol, (at / "protocols")[i], "It is " + InQuotes(TextOf(names[i])) + ".");
      return;
    }
    sorts.insert(protocol->sort);
    has_tls = has_tls || protocol->has_tls;
    matches = matches || IsGiven(spec, protocol->matches);
    fields = std::string(protocol->matches);
  }
  if (sorts.size() > 1) {
    std::string list;
    for (const std::string_view sort : sorts)
      list += (list.empty() ? "" : ", ") + std::string(sort);
    out.Add(kMixture, at / "protocols", "There are protocols of these sorts: " + list + ".");
    return;
  }
  if (!has_tls && !ItemsOf(spec.Get("snis")).empty()) {
    out.Add(kSnis, at / "snis", "No protocol of the route has TLS.");
  }
  if (matches) return;
  std::ranges::replace(fields, '|', ' ');
  out.Add(kNoMatch, at, "There is none of: " + fields + ".");
}

}  // namespace

void CheckService(const Value& object, const CheckContext&, Findings& out) {
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  CheckBounds(spec, kServiceBounds, at, out);
  const Value& name = spec.Get("protocol");
  // `url` may say the protocol, too, and wins.
  if (spec.Has("url") || !(name.is_null() || name.is_string())) return;
  const std::string protocol = name.StringOr("http");
  if (FindProtocol(protocol) == nullptr) {
    out.Add(kProtocol, at / "protocol", "It is " + InQuotes(protocol) + ".");
    return;
  }
  if (protocol != "https" && protocol != "tls") {
    for (const std::string_view field :
         {"tls_verify", "tls_verify_depth", "caCertificateRefs", "clientCertificateRef"}) {
      if (spec.Get(field).is_null()) continue;
      out.Add(kTlsSettings, at / field, "The protocol is " + protocol + ".");
    }
  }
  if (!spec.Get("path").is_null() &&
      HasPart("tcp|tls|udp|grpc|grpcs|tls_passthrough", '|', protocol)) {
    out.Add(kServicePath, at / "path", "The protocol is " + protocol + ".");
  }
}

void CheckRoute(const Value& object, const CheckContext&, Findings& out) {
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  CheckRouteProtocols(spec, at, out);
  CheckRouteMatches(spec, at, out);
  CheckOneOf(spec, "path_handling", "v0|v1", at, out);
  const Value& status = spec.Get("https_redirect_status_code");
  if (status.is_number() && !HasPart("301|302|307|308|426", '|', status.as_number().Canonical())) {
    out.Add(kNumber, at / "https_redirect_status_code",
            "It is " + status.as_number().text() + " and should be 426, 301, 302, 307 or 308.");
  }
}

void CheckUpstream(const Value& object, const CheckContext&, Findings& out) {
  constexpr std::string_view kHashes = "none|consumer|ip|header|cookie|path|query_arg|uri_capture";
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  CheckOneOf(spec, "algorithm",
             "round-robin|consistent-hashing|least-connections|latency|sticky-sessions", at, out);
  for (const std::string_view field : {"hash_on", "hash_fallback"}) {
    CheckOneOf(spec, field, kHashes, at, out);
  }
  const std::string first = spec.Get("hash_on").StringOr("none");
  const std::string fallback = spec.Get("hash_fallback").StringOr("none");
  const bool ends_there = first == "none" || first == "cookie";
  const bool is_same = HasPart("consumer|ip|path", '|', first) && first == fallback;
  if (fallback != "none" && (ends_there || is_same)) {
    out.Add(kFallback, at / "hash_fallback",
            "It is " + fallback + ", and hash_on is " + first + ".");
  }
  const std::string_view name = TextOf(spec.Get("name"));
  if (Matches(R"(^\d{1,3}(\.\d{1,3}){3}$|:)", name)) {
    out.Add(kUpstreamName, at / "name", "It is " + InQuotes(name) + ".");
  }
}

}  // namespace mesh::kong
