#include "core/checks/filled.h"
#include "core/checks/gateway_api/kinds.h"
#include "core/checks/gateway_api/parts.h"
#include "core/checks/gateway_api/rules.h"
#include "core/checks/read.h"
#include "core/checks/text/ip.h"

namespace mesh::gateway_api {
namespace {

constexpr const Rule& kAddress = RuleOf(kRules, "MSH5049");

void CheckHosts(const Value& hosts, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(hosts);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto address = kubernetes::ParseIp(TextOf(items[i]));
    if (!address || address->padded) continue;
    out.Add(kAddress, at[i], InQuotes(TextOf(items[i])) + " is an IP address.");
  }
}

}  // namespace

void CheckStreamRoute(const Value& object, const CheckContext& context, Findings& out) {
  const Value filled = Filled(object, context.kind.body);
  const Value& spec = filled.Get("spec");
  const Place at = Place() / "spec";
  const Channel channel = ChannelOf(object);
  CheckChannel(object, out);
  CheckParents(spec, channel, at, out);
  if (channel == Channel::kStandard) CheckHosts(spec.Get("hostnames"), at / "hostnames", out);
  CheckRules(spec.Get("rules"), at / "rules", out);
  const Value::List& rules = ItemsOf(spec.Get("rules"));
  for (std::size_t i = 0; i < rules.size(); ++i) CheckBackends(rules[i], (at / "rules")[i], out);
}

}  // namespace mesh::gateway_api
