#include "core/checks/filled.h"
#include "core/checks/gateway_api/kinds.h"
#include "core/checks/gateway_api/parts.h"
#include "core/checks/gateway_api/rules.h"
#include "core/checks/read.h"
#include "core/checks/scalar_check.h"

namespace mesh::gateway_api {
namespace {

constexpr const Rule& kSaysNothing = RuleOf(kRules, "MSH5046");
constexpr const Rule& kName = RuleOf(kRules, "MSH5047");
constexpr const Rule& kGrpcNowhere = RuleOf(kRules, "MSH5202");

struct NamedPart {
  std::string_view member;
  std::string_view form;
};
constexpr NamedPart kNamedParts[] = {
    {"service", R"(^(?i)\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$)"},
    {"method", "^[A-Za-z_][A-Za-z_0-9]*$"},
};

void CheckMethod(const Value& method, const Place& at, Findings& out) {
  if (!method.is_map()) return;
  if (method.Get("service").is_null() && method.Get("method").is_null()) {
    out.Add(kSaysNothing, at, "There is neither `service` nor `method`.");
  }
  if (TextOf(method.Get("type")) != "Exact") return;
  for (const NamedPart& part : kNamedParts) {
    const Value& name = method.Get(part.member);
    if (!name.is_string() || Matches(part.form, name.as_string())) continue;
    out.Add(kName, at / part.member, "It is " + InQuotes(name.as_string()) + ".");
  }
}

}  // namespace

void CheckGrpcRoute(const Value& object, const CheckContext& context, Findings& out) {
  const Value filled = Filled(object, context.kind.body);
  const Value& spec = filled.Get("spec");
  const Place at = Place() / "spec";
  CheckParents(spec, ChannelOf(object), at, out);
  CheckRules(spec.Get("rules"), at / "rules", out);
  const Value::List& rules = ItemsOf(spec.Get("rules"));
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const Place here = (at / "rules")[i];
    const Value::List& matches = ItemsOf(rules[i].Get("matches"));
    for (std::size_t j = 0; j < matches.size(); ++j) {
      CheckMethod(matches[j].Get("method"), (here / "matches")[j] / "method", out);
    }
    CheckFilters(rules[i].Get("filters"), here / "filters", out);
    CheckBackends(rules[i], here, out);
    const Value::List& backends = ItemsOf(rules[i].Get("backendRefs"));
    for (std::size_t j = 0; j < backends.size(); ++j) {
      CheckFilters(backends[j].Get("filters"), (here / "backendRefs")[j] / "filters", out);
    }
    if (backends.empty()) out.Add(kGrpcNowhere, here, "There are no `backendRefs`.");
  }
}

}  // namespace mesh::gateway_api
