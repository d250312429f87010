#include "core/checks/gateway_api/listeners.h"

#include <algorithm>

#include "core/checks/gateway_api/rules.h"
#include "core/checks/read.h"
#include "core/checks/text/label_selector.h"

namespace mesh::gateway_api {
namespace {

constexpr const Rule& kPlainWithTls = RuleOf(kRules, "MSH5065");
constexpr const Rule& kHttpsPassedThrough = RuleOf(kRules, "MSH5066");
constexpr const Rule& kTlsWithoutSettings = RuleOf(kRules, "MSH5067");
constexpr const Rule& kStreamWithHost = RuleOf(kRules, "MSH5068");
constexpr const Rule& kClash = RuleOf(kRules, "MSH5069");
constexpr const Rule& kNoCertificate = RuleOf(kRules, "MSH5070");
constexpr const Rule& kHttpsWithoutSettings = RuleOf(kRules, "MSH5205");
constexpr const Rule& kUnreadCertificates = RuleOf(kRules, "MSH5206");
constexpr const Rule& kUnreadSelector = RuleOf(kRules, "MSH5207");
constexpr const Rule& kNoSelector = RuleOf(kRules, "MSH5208");
constexpr const Rule& kSelectorForm = RuleOf(kRules, "MSH5209");
constexpr const Rule& kEmptySelection = RuleOf(kRules, "MSH5210");

/// What a protocol of the standard asks of its listeners.
struct Protocol {
  std::string_view name;
  bool has_hosts = true;
  /// What it means that there is, or is not, `tls`; null when it is as it should be.
  const Rule* with_tls = nullptr;
  const Rule* without_tls = nullptr;
};
constexpr Protocol kProtocols[] = {
    {"HTTP", true, &kPlainWithTls, nullptr},      {"HTTPS", true, nullptr, &kHttpsWithoutSettings},
    {"TLS", true, nullptr, &kTlsWithoutSettings}, {"TCP", false, &kPlainWithTls, nullptr},
    {"UDP", false, &kPlainWithTls, nullptr},
};

void CheckTls(const Value& tls, std::string_view protocol, const Place& at, Findings& out) {
  const std::string_view mode = TextOf(tls.Get("mode"));
  const bool certificates = !ItemsOf(tls.Get("certificateRefs")).empty();
  if (mode == "Terminate" && !certificates && MembersOf(tls.Get("options")).empty()) {
    out.Add(kNoCertificate, at, "There are neither `certificateRefs` nor `options`.");
  }
  if (mode == "Passthrough" && protocol == "HTTPS") {
    out.Add(kHttpsPassedThrough, at / "mode", "It is Passthrough.");
  } else if (mode == "Passthrough" && certificates) {
    out.Add(kUnreadCertificates, at / "certificateRefs", "The mode is Passthrough.");
  }
}

void CheckListener(const Value& listener, const Place& at, Findings& out) {
  const std::string_view name = TextOf(listener.Get("protocol"));
  const Value& tls = listener.Get("tls");
  const auto* protocol = std::ranges::find(kProtocols, name, &Protocol::name);
  if (protocol != std::end(kProtocols)) {
    const Rule* broken = tls.is_null() ? protocol->without_tls : protocol->with_tls;
    if (broken != nullptr) {
      out.Add(*broken, at, "The protocol is " + std::string(name) + ".");
    }
    if (!protocol->has_hosts && !TextOf(listener.Get("hostname")).empty()) {
      out.Add(kStreamWithHost, at / "hostname", "The protocol is " + std::string(name) + ".");
    }
  }
  if (tls.is_map()) CheckTls(tls, name, at / "tls", out);
  CheckNamespaces(listener.At({"allowedRoutes", "namespaces"}), at / "allowedRoutes" / "namespaces",
                  out);
}

bool Clash(const Value& a, const Value& b) {
  return a.Get("port") == b.Get("port") && a.Get("protocol") == b.Get("protocol") &&
         a.Get("hostname") == b.Get("hostname");
}

}  // namespace

void CheckListeners(const Value& listeners, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(listeners);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!items[i].is_map()) continue;
    CheckListener(items[i], at[i], out);
    for (std::size_t j = 0; j < i; ++j) {
      if (!Clash(items[j], items[i])) continue;
      out.Add(kClash, at[i],
              "It has port, protocol and host name of listener " +
                  InQuotes(TextOf(items[j].Get("name"))) + ".");
      break;
    }
  }
}

void CheckNamespaces(const Value& namespaces, const Place& at, Findings& out) {
  const bool reads = TextOf(namespaces.Get("from")) == "Selector";
  const Value& selector = namespaces.Get("selector");
  if (selector.is_null()) {
    if (reads) out.Add(kNoSelector, at, "There is no `selector`.");
    return;
  }
  if (!reads) out.Add(kUnreadSelector, at / "selector", "`from` is not `Selector`.");
  kubernetes::CheckLabelSelector(
      selector, {kSelectorForm, kSelectorForm, kSelectorForm, kSelectorForm, &kSelectorForm},
      at / "selector", out);
  if (std::string why = kubernetes::WhyNothingMatches(selector); !why.empty()) {
    out.Add(kEmptySelection, at / "selector", std::move(why));
  }
}

}  // namespace mesh::gateway_api
