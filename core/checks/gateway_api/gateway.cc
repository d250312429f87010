#include <algorithm>

#include "core/checks/filled.h"
#include "core/checks/gateway_api/kinds.h"
#include "core/checks/gateway_api/listeners.h"
#include "core/checks/gateway_api/rules.h"
#include "core/checks/read.h"
#include "core/checks/scalar_check.h"
#include "core/checks/text/ip.h"
#include "core/checks/text/names.h"

namespace mesh::gateway_api {
namespace {

constexpr const Rule& kSameAddress = RuleOf(kRules, "MSH5061");
constexpr const Rule& kIpAddress = RuleOf(kRules, "MSH5062");
constexpr const Rule& kHostAddress = RuleOf(kRules, "MSH5063");
constexpr const Rule& kKey = RuleOf(kRules, "MSH5064");
constexpr const Rule& kInsecure = RuleOf(kRules, "MSH5212");
constexpr const Rule& kBundle = RuleOf(kRules, "MSH5216");

constexpr std::string_view kHostForm =
    R"(^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$)";
// One less than where the API server's own kinds end.
constexpr std::size_t kLongestDomain = 252;

void CheckAddresses(const Value& addresses, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(addresses);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Value& value = items[i].Get("value");
    const std::string_view type = TextOf(items[i].Get("type"));
    const bool is_ip = type == "IPAddress";
    if (!value.is_string() || (!is_ip && type != "Hostname")) continue;
    const std::string& text = value.as_string();
    if (is_ip && !kubernetes::ParseIp(text)) {
      out.Add(kIpAddress, at[i] / "value", "It is " + InQuotes(text) + ".");
    } else if (!is_ip && !Matches(kHostForm, text)) {
      out.Add(kHostAddress, at[i] / "value", "It is " + InQuotes(text) + ".");
    }
    const auto first = std::ranges::find(items, items[i]);
    if (static_cast<std::size_t>(first - items.begin()) != i) {
      out.Add(kSameAddress, at[i], InQuotes(text) + " is there before.");
    }
  }
}

void CheckKeys(const Value& map, const Place& at, Findings& out) {
  for (const auto& [key, value] : MembersOf(map)) {
    std::string wrong = kubernetes::WrongQualifiedName(key);
    const std::size_t slash = key.find('/');
    if (wrong.empty() && slash != key.npos && slash > kLongestDomain) {
      wrong = InQuotes(key) + " has more than 252 characters before the `/`.";
    }
    if (!wrong.empty()) out.Add(kKey, at.Key(key), std::move(wrong));
  }
}

void CheckClients(const Value& settings, const Place& at, Findings& out) {
  const Value& validation = settings.Get("validation");
  const Place here = at / "validation";
  if (TextOf(validation.Get("mode")) == "AllowInsecureFallback") {
    out.Add(kInsecure, here / "mode", "It is AllowInsecureFallback.");
  }
  const Value::List& authorities = ItemsOf(validation.Get("caCertificateRefs"));
  for (std::size_t i = 0; i < authorities.size(); ++i) {
    if (TextOf(authorities[i].Get("group")) == "certificates.k8s.io" &&
        TextOf(authorities[i].Get("kind")) == "ClusterTrustBundle" &&
        !authorities[i].Get("namespace").is_null()) {
      out.Add(kBundle, (here / "caCertificateRefs")[i] / "namespace", "There is a namespace.");
    }
  }
}

}  // namespace

void CheckGateway(const Value& object, const CheckContext& context, Findings& out) {
  const Value filled = Filled(object, context.kind.body);
  const Value& spec = filled.Get("spec");
  const Place at = Place() / "spec";
  CheckAddresses(spec.Get("addresses"), at / "addresses", out);
  for (const std::string_view name : {"labels", "annotations"}) {
    CheckKeys(spec.Get("infrastructure").Get(name), at / "infrastructure" / name, out);
  }
  CheckListeners(spec.Get("listeners"), at / "listeners", out);
  CheckNamespaces(spec.At({"allowedListeners", "namespaces"}),
                  at / "allowedListeners" / "namespaces", out);
  const Value& frontend = spec.At({"tls", "frontend"});
  const Place front = at / "tls" / "frontend";
  CheckClients(frontend.Get("default"), front / "default", out);
  const Value::List& ports = ItemsOf(frontend.Get("perPort"));
  for (std::size_t i = 0; i < ports.size(); ++i) {
    CheckClients(ports[i].Get("tls"), (front / "perPort")[i] / "tls", out);
  }
}

void CheckListenerSet(const Value& object, const CheckContext& context, Findings& out) {
  const Value filled = Filled(object, context.kind.body);
  CheckListeners(filled.At({"spec", "listeners"}), Place() / "spec" / "listeners", out);
}

}  // namespace mesh::gateway_api
