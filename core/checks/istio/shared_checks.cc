#include "core/checks/istio/shared_checks.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "core/checks/duration.h"
#include "core/checks/istio/host_text.h"
#include "core/checks/istio/shared_rules.h"
#include "core/checks/read.h"
#include "core/model/ascii.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kMeshHost = RuleOf(kSharedRules, "MSH2001");
constexpr const Rule& kSubnet = RuleOf(kSharedRules, "MSH2002");
constexpr const Rule& kPort = RuleOf(kSharedRules, "MSH2003");
constexpr const Rule& kShort = RuleOf(kSharedRules, "MSH2004");
constexpr const Rule& kFine = RuleOf(kSharedRules, "MSH2005");
constexpr const Rule& kNoDuration = RuleOf(kSharedRules, "MSH2006");
constexpr const Rule& kGateway = RuleOf(kSharedRules, "MSH2017");
constexpr const Rule& kOldGateway = RuleOf(kSharedRules, "MSH2018");
constexpr const Rule& kDryRun = RuleOf(kSharedRules, "MSH2019");
constexpr const Rule& kReserved = RuleOf(kSharedRules, "MSH2020");
constexpr const Rule& kEmptyRegex = RuleOf(kSharedRules, "MSH2032");
constexpr const Rule& kLongRegex = RuleOf(kSharedRules, "MSH2033");
constexpr const Rule& kWrongRegex = RuleOf(kSharedRules, "MSH2034");
constexpr const Rule& kPortName = RuleOf(kSharedRules, "MSH2040");
constexpr const Rule& kProtocol = RuleOf(kSharedRules, "MSH2041");
constexpr const Rule& kLostGateway = RuleOf(kSharedRules, "MSH2042");

constexpr const Rule& kAnyDestination = RuleOf(kSharedRules, "MSH2043");
constexpr const Rule& kSubsetName = RuleOf(kSharedRules, "MSH2044");

constexpr std::int64_t kHighestPort = 65535;
constexpr std::size_t kLongestRegex = 1024;
constexpr std::string_view kDryRunAnnotation = "istio.io/dry-run";
constexpr std::string_view kReservedAnnotations[] = {
    "internal.istio.io/webhook-always-reject",
    "internal.istio.io/parent-namespace",
    "internal.istio.io/parents",
};
constexpr std::string_view kPortProtocols[] = {"tcp",  "udp",        "grpc",  "grpc-web",
                                               "http", "http_proxy", "http2", "https",
                                               "tls",  "mongo",      "redis", "mysql"};

/// What is wrong with `namespace/name`; the name is all there is when there is no slash.
std::string WrongGatewayName(std::string_view name) {
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) return WrongFqdn(name);
  std::string wrong = WrongDnsLabel(name.substr(0, slash));
  return wrong.empty() ? WrongDnsLabel(name.substr(slash + 1)) : wrong;
}

/// Named groups written `(?<name>` as `(?P<name>`: Go reads both, older RE2 only the second.
std::string WithOldGroups(std::string_view regex) {
  std::string out;
  for (std::size_t i = 0; i < regex.size(); ++i) {
    out += regex[i];
    if (regex[i] == '\\' && i + 1 < regex.size()) {
      out += regex[++i];
      continue;
    }
    const std::string_view rest = regex.substr(i);
    if (rest.starts_with("(?<") && !rest.starts_with("(?<=") && !rest.starts_with("(?<!")) {
      out += "?P<";
      i += 2;
    }
  }
  return out;
}

}  // namespace

std::span<const Rule> SharedRules() { return kSharedRules; }

std::string_view NamespaceOf(const Value& object) {
  return TextOf(object.At({"metadata", "namespace"}));
}

void CheckAnnotations(const Value& object, Findings& out) {
  const Value& annotations = object.At({"metadata", "annotations"});
  const Place at = Place() / "metadata" / "annotations";
  if (annotations.Has(kDryRunAnnotation) && TextOf(object.Get("kind")) != "AuthorizationPolicy") {
    out.Add(kDryRun, at.Key(kDryRunAnnotation),
            "This is a " + std::string(TextOf(object.Get("kind"))) + ".");
  }
  for (const std::string_view name : kReservedAnnotations) {
    if (annotations.Has(name)) out.Add(kReserved, at.Key(name), "It is there.");
  }
}

void CheckWildcardHost(const Value& host, const Place& at, Findings& out) {
  if (!host.is_string()) return;
  if (std::string wrong = WrongWildcardHost(host.as_string()); !wrong.empty()) {
    out.Add(kMeshHost, at, std::move(wrong));
  }
}

void CheckSubnet(const Value& subnet, const Place& at, Findings& out) {
  if (!subnet.is_string()) return;
  if (std::string wrong = WrongSubnet(subnet.as_string()); !wrong.empty()) {
    out.Add(kSubnet, at, std::move(wrong));
  }
}

void CheckPort(const Value& port, const Place& at, Findings& out) {
  if (!port.is_number()) return;
  const std::int64_t number = WholeOf(port, -1);
  if (number >= 1 && number <= kHighestPort) return;
  out.Add(kPort, at, "It is " + port.as_number().text() + ".");
}

void CheckOptionalPort(const Value& port, const Place& at, Findings& out) {
  if (WholeOf(port) != 0) CheckPort(port, at, out);
}

void CheckPortSelector(const Value& selector, const Place& at, Findings& out) {
  if (!selector.is_map()) return;
  if (selector.Get("number").is_null()) {
    return out.Add(kPort, at / "number", "There is no number, which reads as 0.");
  }
  CheckPort(selector.Get("number"), at / "number", out);
}

void CheckDestination(const Value& destination, const Place& at, Findings& out) {
  if (!destination.is_map()) return;
  const Value& host = destination.Get("host");
  if (TextOf(host) == "*") {
    out.Add(kAnyDestination, at / "host", "The host is \"*\".");
  } else {
    CheckWildcardHost(host, at / "host", out);
  }
  if (!TextOf(destination.Get("subset")).empty()) {
    CheckSubsetName(destination.Get("subset"), at / "subset", out);
  }
  CheckPortSelector(destination.Get("port"), at / "port", out);
}

void CheckSubsetName(const Value& name, const Place& at, Findings& out) {
  if (!name.is_string() || IsDnsLabel(name.as_string())) return;
  out.Add(kSubsetName, at, WrongDnsLabel(name.as_string()));
}

void CheckPortName(const Value& name, const Place& at, Findings& out) {
  if (!name.is_string()) return;
  if (std::string wrong = WrongDnsLabel(name.as_string()); !wrong.empty()) {
    out.Add(kPortName, at, std::move(wrong));
  }
}

void CheckProtocol(const Value& protocol, const Place& at, Findings& out) {
  std::string low(TextOf(protocol));
  std::ranges::transform(low, low.begin(), ToLower);
  if (low.empty() || std::ranges::find(kPortProtocols, low) != std::end(kPortProtocols)) return;
  out.Add(kProtocol, at, InQuotes(TextOf(protocol)) + " is no protocol that Istio knows.");
}

void CheckDuration(const Value& duration, const Place& at, Findings& out) {
  const auto length = Nanoseconds(TextOf(duration));
  if (!length) return;
  if (*length < kNanosecondsPerMillisecond) {
    out.Add(kShort, at, InQuotes(TextOf(duration)) + " is less than `1ms`.");
  } else if (*length % kNanosecondsPerMillisecond != 0) {
    out.Add(kFine, at, InQuotes(TextOf(duration)) + " is not a whole number of milliseconds.");
  }
}

void CheckDurationText(const Value& duration, const Place& at, Findings& out) {
  if (!duration.is_string() || Nanoseconds(duration.as_string())) return;
  out.Add(kNoDuration, at, InQuotes(duration.as_string()) + " is no duration.");
}

void CheckRegex(const Value& regex, const Place& at, Findings& out) {
  if (!regex.is_string()) return;
  const std::string& text = regex.as_string();
  if (text.empty()) return out.Add(kEmptyRegex, at, "It is empty.");
  if (text.size() > kLongestRegex) {
    return out.Add(kLongRegex, at, "It has " + std::to_string(text.size()) + " bytes.");
  }
  const re2::RE2 compiled(WithOldGroups(text), re2::RE2::Quiet);
  // How large a program may grow is the proxy's affair: it is told to allow much.
  if (compiled.ok() || compiled.error_code() == re2::RE2::ErrorPatternTooLarge) return;
  out.Add(kWrongRegex, at, InQuotes(text) + ": " + compiled.error() + ".");
}

void CheckGatewayNames(const Value& names, const Place& at, Findings& out) {
  bool seen = true;
  const Value::List& items = ItemsOf(names);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].is_string()) continue;
    const std::string& name = items[i].as_string();
    std::string wrong = WrongGatewayName(name);
    if (!wrong.empty()) {
      out.Add(seen ? kGateway : kLostGateway, at[i],
              InQuotes(name) + " is no gateway. " + std::move(wrong));
    }
    if (name.find('/') != std::string::npos) continue;
    if (name.find('.') != std::string::npos) {
      out.Add(kOldGateway, at[i], InQuotes(name) + " has no slash.");
    }
    // The webhook looks no further.
    seen = false;
  }
}

}  // namespace mesh::istio
