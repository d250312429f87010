#include <algorithm>
#include <vector>

#include "core/checks/istio_networking/listener_parts.h"
#include "core/checks/istio_networking/listener_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kTwoSources = RuleOf(kListenerRules, "MSH2210");
constexpr const Rule& kIstioMutual = RuleOf(kListenerRules, "MSH2211");
constexpr const Rule& kNoCertificate = RuleOf(kListenerRules, "MSH2212");
constexpr const Rule& kNoKey = RuleOf(kListenerRules, "MSH2213");
constexpr const Rule& kNoClientCa = RuleOf(kListenerRules, "MSH2214");
constexpr const Rule& kCrlSimple = RuleOf(kListenerRules, "MSH2215");
constexpr const Rule& kCrlSecret = RuleOf(kListenerRules, "MSH2216");
constexpr const Rule& kOldVersion = RuleOf(kListenerRules, "MSH2217");
constexpr const Rule& kCipher = RuleOf(kListenerRules, "MSH2218");
constexpr const Rule& kCipherTwice = RuleOf(kListenerRules, "MSH2219");
constexpr const Rule& kPassthrough = RuleOf(kListenerRules, "MSH2220");
constexpr const Rule& kNoClients = RuleOf(kListenerRules, "MSH2221");
constexpr const Rule& kOtherSource = RuleOf(kListenerRules, "MSH2222");
constexpr const Rule& kNoVersion = RuleOf(kListenerRules, "MSH2223");

constexpr std::string_view kCiphers[] = {
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-CHACHA20-POLY1305",
    "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-RSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-SHA",
    "ECDHE-RSA-AES256-SHA",
    "AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
    "AES128-SHA",
    "AES256-SHA",
    "DES-CBC3-SHA",
    "ALL",
};
// Oldest first.
constexpr std::string_view kVersions[] = {"TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3"};

using Names = std::vector<std::string_view>;

bool IsSet(const Value& field) {
  return !TextOf(field).empty() || !ItemsOf(field).empty() || IsTrue(field);
}

/// Those of the fields that say something.
std::string SetAmong(const Value& tls, const Names& fields) {
  std::string out;
  for (const std::string_view field : fields) {
    if (IsSet(tls.Get(field))) out += (out.empty() ? "" : ", ") + std::string(field);
  }
  return out;
}

bool HasCredential(const Value& tls) {
  return IsSet(tls.Get("credentialName")) || IsSet(tls.Get("credentialNames"));
}

bool AsksClients(std::string_view mode) {
  return mode == "MUTUAL" || mode == "OPTIONAL_MUTUAL" || mode == "ISTIO_MUTUAL";
}

/// Expressions of OpenSSL (`-ALL`, `+AES`) pass, as Istio lets them.
bool IsCipher(std::string_view name) {
  const auto is_alphanumeric = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           byte >= 0x80;
  };
  return name.empty() || !is_alphanumeric(name.front()) ||
         std::ranges::find(kCiphers, name) != std::end(kCiphers);
}

void CheckCiphers(const Value& tls, const Place& at, Findings& out) {
  const Value::List& ciphers = ItemsOf(tls.Get("cipherSuites"));
  std::vector<std::string_view> seen;
  for (std::size_t i = 0; i < ciphers.size(); ++i) {
    const std::string_view name = TextOf(ciphers[i]);
    if (!IsCipher(name)) {
      out.Add(kCipher, (at / "cipherSuites")[i], InQuotes(name) + " is none.");
    } else if (std::ranges::find(seen, name) != seen.end()) {
      out.Add(kCipherTwice, (at / "cipherSuites")[i], "It is " + InQuotes(name) + ".");
    } else {
      seen.push_back(name);
    }
  }
}

void CheckVersions(const Value& tls, const Place& at, Findings& out) {
  const auto place = [](std::string_view name) {
    return std::ranges::find(kVersions, name) - std::begin(kVersions);
  };
  const std::string_view least = TextOf(tls.Get("minProtocolVersion"));
  const std::string_view most = TextOf(tls.Get("maxProtocolVersion"));
  if ((least == "TLSV1_0" || least == "TLSV1_1") && !IsSet(tls.Get("cipherSuites"))) {
    out.Add(kOldVersion, at / "minProtocolVersion", "It is " + std::string(least) + ".");
  }
  const auto none = std::ssize(kVersions);
  if (place(least) != none && place(most) != none && place(least) > place(most)) {
    out.Add(kNoVersion, at,
            "minProtocolVersion is " + std::string(least) + " and maxProtocolVersion " +
                std::string(most) + ".");
  }
}

/// Whether the certificates come from one place. The API server looks at what is there, the webhook
/// at what says something.
void CheckSources(const Value& tls, bool is_istio_mutual, const Place& at, Findings& out) {
  const auto is_given = [&](std::string_view field) { return !tls.Get(field).is_null(); };
  const bool files = IsSet(tls.Get("serverCertificate")) && IsSet(tls.Get("privateKey"));
  const int sources = (files ? 1 : 0) + (IsSet(tls.Get("credentialName")) ? 1 : 0) +
                      (IsSet(tls.Get("credentialNames")) ? 1 : 0) +
                      (IsSet(tls.Get("tlsCertificates")) ? 1 : 0);
  const bool server_refuses =
      is_given("credentialNames") && (is_given("credentialName") || is_given("tlsCertificates"));
  if ((is_istio_mutual || sources < 2) && !server_refuses) return;
  std::string given;
  for (const std::string_view field :
       {"credentialName", "credentialNames", "tlsCertificates", "serverCertificate"}) {
    if (is_given(field)) given += (given.empty() ? "" : ", ") + std::string(field);
  }
  out.Add(kTwoSources, at, "There are " + given + ".");
}

void CheckFiles(const Value& holder, std::string_view mode, const Place& at, Findings& out) {
  if (!IsSet(holder.Get("serverCertificate"))) {
    out.Add(kNoCertificate, at,
            "The mode is " + std::string(mode) + ", and there is no serverCertificate.");
  }
  if (!IsSet(holder.Get("privateKey"))) {
    out.Add(kNoKey, at, "The mode is " + std::string(mode) + ", and there is no privateKey.");
  }
}

/// Of modes that end TLS with files.
void CheckTermination(const Value& tls, std::string_view mode, const Place& at, Findings& out) {
  if (mode != "SIMPLE" && !IsSet(tls.Get("caCertificates"))) {
    out.Add(kNoClientCa, at,
            "The mode is " + std::string(mode) + ", and there is no caCertificates.");
  }
  const Value::List& pairs = ItemsOf(tls.Get("tlsCertificates"));
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (pairs[i].is_map()) CheckFiles(pairs[i], mode, (at / "tlsCertificates")[i], out);
  }
  if (pairs.empty()) CheckFiles(tls, mode, at, out);
  if (mode == "SIMPLE" && IsSet(tls.Get("caCrl"))) {
    out.Add(kCrlSimple, at / "caCrl", "The mode is SIMPLE.");
  }
}

/// What is accepted and not read. `caCrl` in mode SIMPLE with files is an error already.
void CheckUnread(const Value& tls, std::string_view mode, const Place& at, Findings& out) {
  if (!AsksClients(mode)) {
    Names names = {"caCertificates",        "caCertCredentialName",  "subjectAltNames",
                   "verifyCertificateSpki", "verifyCertificateHash", "insecureSkipVerify"};
    if (HasCredential(tls)) names.push_back("caCrl");
    const std::string unread = SetAmong(tls, names);
    if (!unread.empty()) {
      out.Add(kNoClients, at,
              "The mode is " + std::string(mode) + ", and there is " + unread + ".");
    }
    return;
  }
  const bool secret = HasCredential(tls) && mode != "ISTIO_MUTUAL";
  const std::string unread = SetAmong(
      tls, secret
               ? Names{"caCrl"}
               : Names{"verifyCertificateSpki", "verifyCertificateHash", "caCertCredentialName"});
  if (!unread.empty()) {
    out.Add(kOtherSource, at,
            unread + " is not read " + (secret ? "beside credentialName." : "without one."));
  }
}

}  // namespace

std::string_view ServerTlsMode(const Value& tls) {
  const std::string_view mode = TextOf(tls.Get("mode"));
  return mode.empty() ? "PASSTHROUGH" : mode;
}

bool IsPassthrough(std::string_view mode) {
  return mode == "PASSTHROUGH" || mode == "AUTO_PASSTHROUGH";
}

void CheckServerTls(const Value& tls, const Place& at, Findings& out) {
  if (!tls.is_map()) return;
  const std::string_view mode = ServerTlsMode(tls);
  CheckVersions(tls, at, out);
  CheckCiphers(tls, at, out);
  CheckSources(tls, mode == "ISTIO_MUTUAL", at, out);
  if (mode == "ISTIO_MUTUAL") {
    const std::string others =
        SetAmong(tls, {"serverCertificate", "privateKey", "caCertificates", "tlsCertificates",
                       "credentialName", "credentialNames"});
    if (!others.empty()) out.Add(kIstioMutual, at, "There is " + others + ".");
    return CheckUnread(tls, mode, at, out);
  }
  if (IsPassthrough(mode)) {
    const std::string unused =
        SetAmong(tls, {"caCrl", "serverCertificate", "privateKey", "caCertificates",
                       "tlsCertificates", "credentialName", "credentialNames"});
    if (!unused.empty()) {
      out.Add(kPassthrough, at,
              "The mode is " + std::string(mode) +
                  (tls.Get("mode").is_null() ? ", the default" : "") + ", and there is " + unused +
                  ".");
    }
    if (IsSet(tls.Get("caCrl")) && IsSet(tls.Get("credentialName"))) {
      out.Add(kCrlSecret, at / "caCrl", "credentialName is there, too.");
    }
    return;
  }
  CheckUnread(tls, mode, at, out);
  if (!HasCredential(tls)) CheckTermination(tls, mode, at, out);
}

}  // namespace mesh::istio
