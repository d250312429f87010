#include <algorithm>
#include <vector>

#include "core/checks/istio/shared_checks.h"
#include "core/checks/istio/shared_rules.h"
#include "core/checks/read.h"

namespace mesh::istio {
namespace {

constexpr const Rule& kConfigMap = RuleOf(kSharedRules, "MSH2021");
constexpr const Rule& kUnverified = RuleOf(kSharedRules, "MSH2022");
constexpr const Rule& kTwoPlaces = RuleOf(kSharedRules, "MSH2023");
constexpr const Rule& kNoCertificate = RuleOf(kSharedRules, "MSH2024");
constexpr const Rule& kNoKey = RuleOf(kSharedRules, "MSH2025");
constexpr const Rule& kUnused = RuleOf(kSharedRules, "MSH2026");

constexpr std::string_view kConfigMapPrefix = "configmap://";

using Names = std::vector<std::string_view>;

/// Fields that a mode does not read, as Istio builds TLS settings of Envoy from them.
struct ModeRow {
  std::string_view mode;
  Names unused;
};
const std::vector<ModeRow>& Modes() {
  static const std::vector<ModeRow> kModes = {
      {"DISABLE",
       {"clientCertificate", "privateKey", "caCertificates", "caCrl", "credentialName",
        "subjectAltNames", "sni", "insecureSkipVerify"}},
      {"SIMPLE", {"clientCertificate", "privateKey"}},
      {"ISTIO_MUTUAL",
       {"clientCertificate", "privateKey", "caCertificates", "caCrl", "credentialName",
        "insecureSkipVerify"}},
  };
  return kModes;
}

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

/// `configmap://NAMESPACE/NAME`, in the own namespace where that is known.
void CheckConfigMap(std::string_view name, std::string_view own, const Place& at, Findings& out) {
  if (!name.starts_with(kConfigMapPrefix)) return;
  const std::string_view rest = name.substr(kConfigMapPrefix.size());
  const std::size_t slash = rest.find('/');
  const std::string_view space = rest.substr(0, slash);
  const bool is_whole = slash != std::string_view::npos && !space.empty() &&
                        !rest.substr(slash + 1).empty() && rest[slash + 1] != '/';
  if (!is_whole) {
    out.Add(kConfigMap, at, InQuotes(name) + " does not name a namespace and a ConfigMap.");
  } else if (!own.empty() && space != own) {
    out.Add(kConfigMap, at,
            InQuotes(name) + " is in namespace " + InQuotes(space) + ", and the object in " +
                InQuotes(own) + ".");
  }
}

void CheckMode(const Value& tls, std::string_view mode, const Place& at, Findings& out) {
  for (const ModeRow& row : Modes()) {
    if (row.mode != mode) continue;
    const std::string unused = SetAmong(tls, row.unused);
    // With a credential in mode SIMPLE, files are an error already.
    if (unused.empty() || (mode == "SIMPLE" && IsSet(tls.Get("credentialName")))) continue;
    const std::string which = tls.Get("mode").is_null()
                                  ? "There is no mode, which means DISABLE: no TLS at all."
                                  : "The mode is " + std::string(mode) + ".";
    out.Add(kUnused, at, which + " It does not use " + unused + ".");
  }
}

}  // namespace

void CheckClientTls(const Value& tls, std::string_view own, const Place& at, Findings& out) {
  if (!tls.is_map()) return;
  CheckConfigMap(TextOf(tls.Get("credentialName")), own, at / "credentialName", out);
  const std::string_view given = TextOf(tls.Get("mode"));
  const std::string_view mode = given.empty() ? "DISABLE" : given;
  CheckMode(tls, mode, at, out);
  const bool simple = mode == "SIMPLE";
  const bool mutual = mode == "MUTUAL";
  if (!simple && !mutual) return;

  if (IsTrue(tls.Get("insecureSkipVerify"))) {
    const std::string verifying =
        SetAmong(tls, simple ? Names{"caCertificates", "credentialName", "subjectAltNames"}
                             : Names{"caCertificates", "subjectAltNames"});
    if (!verifying.empty()) {
      out.Add(kUnverified, at,
              "Beside insecureSkipVerify there is " + verifying + ", in mode " + std::string(mode) +
                  ".");
    }
  }
  if (IsSet(tls.Get("credentialName"))) {
    const std::string files =
        SetAmong(tls, {"clientCertificate", "caCertificates", "privateKey", "caCrl"});
    if (!files.empty()) out.Add(kTwoPlaces, at, "Beside credentialName there is " + files + ".");
    return;
  }
  if (mutual && !IsSet(tls.Get("clientCertificate"))) {
    out.Add(kNoCertificate, at, "The mode is MUTUAL, and there is no clientCertificate.");
  }
  if (mutual && !IsSet(tls.Get("privateKey"))) {
    out.Add(kNoKey, at, "The mode is MUTUAL, and there is no privateKey.");
  }
}

}  // namespace mesh::istio
