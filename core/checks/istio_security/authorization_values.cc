// Values of authorization rules: which forms Istio refuses.
#include <algorithm>
#include <charconv>

#include "core/checks/istio/host_text.h"
#include "core/checks/istio_security/authorization_parts.h"
#include "core/checks/istio_security/security_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kAccount = RuleOf(kSecurityRules, "MSH3009");
constexpr const Rule& kDomain = RuleOf(kSecurityRules, "MSH3010");
constexpr const Rule& kPort = RuleOf(kSecurityRules, "MSH3011");
constexpr const Rule& kTemplate = RuleOf(kSecurityRules, "MSH3012");
constexpr const Rule& kAddress = RuleOf(kSecurityRules, "MSH3019");

constexpr std::size_t kLongestAccount = 320;
constexpr int kHighestPort = 65535;
constexpr std::string_view kOneSegment = "{*}";
constexpr std::string_view kAllSegments = "{**}";
constexpr std::string_view kSegmentMarks = "-._~%!$&'()+,;:@=";

bool IsSegmentByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kSegmentMarks.find(c) != std::string_view::npos;
}

void CheckTrustDomain(std::string_view value, const Place& at, Findings& out) {
  if (value.find('/') != std::string_view::npos) {
    out.Add(kDomain, at, InQuotes(value) + " has a slash.");
  } else {
    CheckWildcardDomain(value, at, out);
  }
}

/// What is wrong with one segment; `is_template`: of a path that has templates.
std::string WrongSegment(std::string_view segment, bool is_template) {
  if (segment.find_first_of("{}") != std::string_view::npos) {
    return InQuotes(segment) + " in it is neither {*} nor {**}.";
  }
  if (!is_template) return {};
  if (segment.empty()) return "It has an empty segment.";
  if (!std::ranges::all_of(segment, IsSegmentByte)) {
    return InQuotes(segment) + " in it has characters that a template may not have.";
  }
  return {};
}

/// Slashes at both ends do not count.
std::string_view Trimmed(std::string_view path) {
  const std::size_t first = path.find_first_not_of('/');
  if (first == std::string_view::npos) return {};
  return path.substr(first, path.find_last_not_of('/') + 1 - first);
}

std::string WrongPath(std::string_view path) {
  const bool is_template = path.find(kOneSegment) != std::string_view::npos ||
                           path.find(kAllSegments) != std::string_view::npos;
  bool all_seen = false;
  for (std::string_view rest = Trimmed(path); true;) {
    const std::size_t slash = rest.find('/');
    const std::string_view segment = rest.substr(0, slash);
    if (segment != kOneSegment && segment != kAllSegments) {
      if (std::string wrong = WrongSegment(segment, is_template); !wrong.empty()) return wrong;
    } else if (all_seen) {
      return "{**} in it is not the last of its templates.";
    }
    all_seen = all_seen || segment == kAllSegments;
    if (slash == std::string_view::npos) return {};
    rest.remove_prefix(slash + 1);
  }
}

void CheckPath(std::string_view value, const Place& at, Findings& out) {
  if (std::string wrong = WrongPath(value); !wrong.empty()) {
    out.Add(kTemplate, at, "It is " + InQuotes(value) + ". " + std::move(wrong));
  }
}

constexpr ValueList kSourceValues[] = {
    {.name = "principals",
     .negative = "notPrincipals",
     .before_identity = false,
     .on_tcp = true,
     .on_ztunnel = true},
    {.name = "requestPrincipals", .negative = "notRequestPrincipals", .before_identity = false},
    {.name = "namespaces",
     .negative = "notNamespaces",
     .before_identity = false,
     .on_tcp = true,
     .on_ztunnel = true},
    {.name = "serviceAccounts",
     .negative = "notServiceAccounts",
     .check = CheckServiceAccount,
     .before_identity = false,
     .on_tcp = true,
     .on_ztunnel = true},
    {.name = "trustDomains",
     .negative = "notTrustDomains",
     .check = CheckTrustDomain,
     .before_identity = false},
    {.name = "ipBlocks",
     .negative = "notIpBlocks",
     .check = CheckAddress,
     .on_tcp = true,
     .on_ztunnel = true},
    {.name = "remoteIpBlocks",
     .negative = "notRemoteIpBlocks",
     .check = CheckAddress,
     .on_tcp = true},
};
constexpr ValueList kOperationValues[] = {
    {.name = "hosts", .negative = "notHosts"},
    {.name = "ports",
     .negative = "notPorts",
     .check = CheckPortText,
     .on_tcp = true,
     .on_ztunnel = true},
    {.name = "methods", .negative = "notMethods"},
    {.name = "paths", .negative = "notPaths", .check = CheckPath},
};

}  // namespace

void CheckAddress(std::string_view value, const Place& at, Findings& out) {
  const bool is_subnet = value.find('/') != std::string_view::npos;
  if (is_subnet ? IsSubnet(value) : IsIpAddress(value)) return;
  out.Add(kAddress, at, InQuotes(value) + " is neither an address nor a network.");
}

void CheckServiceAccount(std::string_view value, const Place& at, Findings& out) {
  const std::size_t slash = value.find('/');
  if (value.find('*') != std::string_view::npos) {
    out.Add(kAccount, at, InQuotes(value) + " has a `*`.");
  } else if (std::ranges::count(value, '/') > 1) {
    out.Add(kAccount, at, InQuotes(value) + " has more than one slash.");
  } else if (value.size() > kLongestAccount) {
    out.Add(kAccount, at, "It has " + std::to_string(value.size()) + " bytes.");
  } else if (slash == 0) {
    out.Add(kAccount, at, InQuotes(value) + " has no namespace before the slash.");
  } else if (slash != std::string_view::npos && slash + 1 == value.size()) {
    out.Add(kAccount, at, InQuotes(value) + " has no name behind the slash.");
  }
}

void CheckWildcardDomain(std::string_view value, const Place& at, Findings& out) {
  const auto stars = std::ranges::count(value, '*');
  if (stars > 1) {
    out.Add(kDomain, at, InQuotes(value) + " has more than one `*`.");
  } else if (stars == 1 && !value.starts_with('*') && !value.ends_with('*')) {
    out.Add(kDomain, at, InQuotes(value) + " has a `*` in the middle.");
  }
}

void CheckPortText(std::string_view value, const Place& at, Findings& out) {
  // Zeros in front are read over, however many there are.
  const bool digits =
      !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
  std::string_view number = value;
  while (number.size() > 1 && number.front() == '0') number.remove_prefix(1);
  int port = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), port);
  if (digits && read.ec == std::errc() && port <= kHighestPort) return;
  out.Add(kPort, at, InQuotes(value) + " is no number from 0 to 65535.");
}

const RulePart& SourcePart() {
  static constexpr RulePart kPart{"from", "source", kSourceValues};
  return kPart;
}

const RulePart& OperationPart() {
  static constexpr RulePart kPart{"to", "operation", kOperationValues};
  return kPart;
}

}  // namespace mesh::istio
