#include "core/checks/filled.h"
#include "core/checks/gateway_api/kinds.h"
#include "core/checks/gateway_api/parts.h"
#include "core/checks/gateway_api/rules.h"
#include "core/checks/read.h"

namespace mesh::gateway_api {
namespace {

constexpr const Rule& kNoAuthority = RuleOf(kRules, "MSH5081");
constexpr const Rule& kTwoAuthorities = RuleOf(kRules, "MSH5082");

constexpr TypedMember kNameMembers[] = {{"Hostname", "hostname"}, {"URI", "uri"}};

void CheckAuthorities(const Value& validation, Channel channel, const Place& at, Findings& out) {
  // The experimental channel counts an empty list as given, and allows none.
  const Value& own_list = validation.Get("caCertificateRefs");
  const bool own =
      channel == Channel::kExperimental ? own_list.is_list() : !ItemsOf(own_list).empty();
  const bool known = !TextOf(validation.Get("wellKnownCACertificates")).empty();
  if ((!own && !known) || (own && ItemsOf(own_list).empty())) {
    out.Add(kNoAuthority, at, "There is none.");
  } else if (own && known) {
    out.Add(kTwoAuthorities, at, "There are both.");
  }
}

}  // namespace

void CheckBackendTlsPolicy(const Value& object, const CheckContext& context, Findings& out) {
  const Value filled = Filled(object, context.kind.body);
  const Value& spec = filled.Get("spec");
  const Place at = Place() / "spec";
  CheckChannel(object, out);
  CheckReferences(spec.Get("targetRefs"), Channel::kStandard, at / "targetRefs", out);
  const Value& validation = spec.Get("validation");
  const Place here = at / "validation";
  if (validation.is_map()) CheckAuthorities(validation, ChannelOf(object), here, out);
  const Value::List& names = ItemsOf(validation.Get("subjectAltNames"));
  for (std::size_t i = 0; i < names.size(); ++i) {
    CheckTypedMembers(names[i], {"type", kNameMembers}, (here / "subjectAltNames")[i], out);
  }
}

}  // namespace mesh::gateway_api
