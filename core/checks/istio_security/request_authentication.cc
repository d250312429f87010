#include <charconv>

#include "core/checks/istio/policy_checks.h"
#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio/url_text.h"
#include "core/checks/istio_security/key_set_text.h"
#include "core/checks/istio_security/security_kinds.h"
#include "core/checks/istio_security/security_rules.h"
#include "core/checks/istio_security/security_warnings.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kNobody = RuleOf(kSecurityRules, "MSH3051");
constexpr const Rule& kUrl = RuleOf(kSecurityRules, "MSH3052");
constexpr const Rule& kKeySet = RuleOf(kSecurityRules, "MSH3053");
constexpr const Rule& kPrivateKey = RuleOf(kSecurityWarnings, "MSH3161");
constexpr const Rule& kNoKeys = RuleOf(kSecurityWarnings, "MSH3162");
constexpr const Rule& kPlainFetch = RuleOf(kSecurityWarnings, "MSH3163");
constexpr const Rule& kNoPrefix = RuleOf(kSecurityWarnings, "MSH3164");
constexpr const Rule& kNoRules = RuleOf(kSecurityWarnings, "MSH3165");
constexpr const Rule& kTrailing = RuleOf(kSecurityWarnings, "MSH3166");

// Two spellings of one field.
constexpr std::string_view kUrlFields[] = {"jwksUri", "jwks_uri"};

bool IsAuthorization(std::string_view header) {
  constexpr std::string_view kName = "authorization";
  if (header.size() != kName.size()) return false;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const char c = header[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != kName[i]) return false;
  }
  return true;
}

/// Istio reads the port into an int64, even though no port is that large.
bool IsReadablePort(std::string_view port) {
  std::int64_t ignored = 0;
  return port.empty() ||
         std::from_chars(port.data(), port.data() + port.size(), ignored).ec == std::errc();
}

/// Names without a dot and those of the cluster, where mutual TLS is the mesh's affair.
bool IsInside(std::string_view host) {
  return host.find('.') == std::string_view::npos || host.ends_with(".svc") ||
         host.ends_with(".local");
}

void CheckUrl(const Value& text, const Place& at, Findings& out) {
  if (!text.is_string() || text.as_string().empty()) return;
  const auto url = ReadUrl(text.as_string());
  if (!url || !IsReadablePort(url->port)) {
    out.Add(kUrl, at, InQuotes(text.as_string()) + " is no URL.");
  } else if (url->scheme != "http" && url->scheme != "https") {
    out.Add(kUrl, at,
            InQuotes(text.as_string()) + (url->scheme.empty()
                                              ? " has no scheme."
                                              : " has the scheme " + InQuotes(url->scheme) + "."));
  } else if (url->scheme == "http" && !IsInside(url->host)) {
    out.Add(kPlainFetch, at, "It is " + InQuotes(text.as_string()) + ".");
  }
}

void CheckKeys(const Value& jwks, const Place& at, Findings& out) {
  if (!jwks.is_string() || jwks.as_string().empty()) return;
  const KeySet keys = ReadKeySet(jwks.as_string());
  if (!keys.wrong.empty()) return out.Add(kKeySet, at, keys.wrong);
  if (keys.count == 0) out.Add(kNoKeys, at, "Its `keys` are empty.");
  if (keys.trailing) out.Add(kTrailing, at, "There is more than one JSON value.");
  for (const std::size_t index : keys.secret) {
    out.Add(kPrivateKey, at, "Key " + std::to_string(index) + " of it is private.");
  }
}

void CheckJwtRule(const Value& rule, const Place& at, Findings& out) {
  bool source = !TextOf(rule.Get("issuer")).empty();
  for (const std::string_view field : kUrlFields) {
    source = source || !TextOf(rule.Get(field)).empty();
    CheckUrl(rule.Get(field), at / field, out);
  }
  if (!source) out.Add(kNobody, at, "There is neither issuer nor jwksUri.");
  CheckKeys(rule.Get("jwks"), at / "jwks", out);
  CheckDuration(rule.Get("timeout"), at / "timeout", out);
  const Value::List& headers = ItemsOf(rule.Get("fromHeaders"));
  for (std::size_t i = 0; i < headers.size(); ++i) {
    if (IsAuthorization(TextOf(headers[i].Get("name"))) &&
        TextOf(headers[i].Get("prefix")).empty()) {
      out.Add(kNoPrefix, (at / "fromHeaders")[i], "There is no prefix.");
    }
  }
}

}  // namespace

void CheckRequestAuthentication(const Value& object, const CheckContext& context, Findings& out) {
  CheckPolicy(object, context, out);
  const Place at = Place() / "spec";
  const Value::List& rules = ItemsOf(object.At({"spec", "jwtRules"}));
  if (rules.empty()) out.Add(kNoRules, at, "There are no jwtRules.");
  for (std::size_t i = 0; i < rules.size(); ++i) {
    CheckJwtRule(rules[i], (at / "jwtRules")[i], out);
  }
}

}  // namespace mesh::istio
