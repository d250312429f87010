#include "core/checks/kubernetes/kinds.h"
#include "core/checks/kubernetes/rules.h"
#include "core/checks/read.h"
#include "core/checks/text/ip.h"
#include "core/checks/text/label_selector.h"
#include "core/checks/text/names.h"

namespace mesh::kubernetes {
namespace {

constexpr const Rule& kFraction = RuleOf(kRules, "MSH6002");
constexpr const Rule& kNullItem = RuleOf(kRules, "MSH6008");
constexpr const Rule& kEmptyPeer = RuleOf(kRules, "MSH6021");
constexpr const Rule& kNetwork = RuleOf(kRules, "MSH6022");
constexpr const Rule& kPadded = RuleOf(kRules, "MSH6023");
constexpr const Rule& kMapped = RuleOf(kRules, "MSH6024");
constexpr const Rule& kHostBits = RuleOf(kRules, "MSH6025");
constexpr const Rule& kNoPart = RuleOf(kRules, "MSH6026");
constexpr const Rule& kPortNumber = RuleOf(kRules, "MSH6027");
constexpr const Rule& kPortName = RuleOf(kRules, "MSH6028");
constexpr const Rule& kNoFirstPort = RuleOf(kRules, "MSH6029");
constexpr const Rule& kPortOrder = RuleOf(kRules, "MSH6030");
constexpr const Rule& kSpelling = RuleOf(kRules, "MSH6109");
constexpr const Rule& kNullPort = RuleOf(kRules, "MSH6111");
constexpr LabelSelectorRules kSelectorRules = {RuleOf(kRules, "MSH6011"), RuleOf(kRules, "MSH6012"),
                                               RuleOf(kRules, "MSH6013"),
                                               RuleOf(kRules, "MSH6014")};

constexpr std::int64_t kMostPort = 65535;

/// The network, where there is one to compare with. What is no text is the shape's to report.
std::optional<Subnet> CheckNetwork(const Value& text, const Place& at, Findings& out) {
  if (!text.is_string()) return std::nullopt;
  const std::string quoted = InQuotes(TextOf(text));
  const auto subnet = ParseSubnet(TextOf(text));
  if (!subnet) {
    out.Add(kNetwork, at, "It is " + quoted + ".");
    return std::nullopt;
  }
  const std::string network = ToText(Subnet{subnet->Network(), subnet->length});
  if (subnet->padded || subnet->address.padded) {
    out.Add(kPadded, at, "It is " + quoted + ".");
  } else if (subnet->address.mapped()) {
    out.Add(kMapped, at, "It is " + quoted + ".");
  } else if (subnet->Network().bytes != subnet->address.bytes) {
    out.Add(kHostBits, at,
            quoted + " is an address: write " + InQuotes(network) + " for the network, or " +
                InQuotes(ToText(Subnet{subnet->address, subnet->address.bits()})) +
                " for the address.");
  } else if (TextOf(text) != network) {
    out.Add(kSpelling, at, quoted + " is usually " + InQuotes(network) + ".");
  }
  return subnet;
}

void CheckBlock(const Value& block, const Place& at, Findings& out) {
  const auto whole = CheckNetwork(block.Get("cidr"), at / "cidr", out);
  if (!whole) return;
  const Value::List& exceptions = ItemsOf(block.Get("except"));
  for (std::size_t i = 0; i < exceptions.size(); ++i) {
    const Place here = (at / "except")[i];
    if (exceptions[i].is_null()) out.Add(kNullItem, here, "It is null.");
    const auto part = CheckNetwork(exceptions[i], here, out);
    if (part && (!whole->Contains(*part) || whole->length >= part->length)) {
      out.Add(kNoPart, here,
              InQuotes(TextOf(exceptions[i])) + " is no smaller network within " +
                  InQuotes(TextOf(block.Get("cidr"))) + ".");
    }
  }
}

/// Kubernetes' own kinds take digits alone; false when there is something else.
bool IsPlain(const Value& number, const Place& at, Findings& out) {
  if (number.as_number().text().find_first_not_of("-0123456789") == std::string::npos) return true;
  out.Add(kFraction, at, "It is " + number.as_number().text() + ".");
  return false;
}

void CheckNumber(const Value& number, const Place& at, Findings& out) {
  if (!IsPlain(number, at, out)) return;
  const std::int64_t port = WholeOf(number, -1);
  if (port < 1 || port > kMostPort) {
    out.Add(kPortNumber, at, "It is " + number.as_number().text() + ".");
  }
}

void CheckPort(const Value& port, const Place& at, Findings& out) {
  if (port.is_null()) out.Add(kNullPort, at, "It is null.");
  const Value& first = port.Get("port");
  const Value& last = port.Get("endPort");
  if (first.is_number()) CheckNumber(first, at / "port", out);
  if (first.is_string()) {
    std::string wrong = WrongPortName(first.as_string());
    if (!wrong.empty()) out.Add(kPortName, at / "port", std::move(wrong));
  }
  if (!last.is_number()) return;
  // Its bounds are the shape's.
  if (!IsPlain(last, at / "endPort", out)) return;
  if (!first.is_number()) {
    out.Add(kNoFirstPort, at / "endPort",
            first.is_null() ? "There is no `port`." : "`port` is a name.");
  } else if (WholeOf(last) < WholeOf(first)) {
    out.Add(kPortOrder, at / "endPort",
            "The range is " + first.as_number().text() + " to " + last.as_number().text() + ".");
  }
}

void CheckPeer(const Value& peer, const Place& at, Findings& out) {
  bool any = false;
  for (const std::string_view member : {"podSelector", "namespaceSelector"}) {
    any = any || !peer.Get(member).is_null();
    CheckLabelSelector(peer.Get(member), kSelectorRules, at / member, out);
  }
  const Value& block = peer.Get("ipBlock");
  if (block.is_map()) CheckBlock(block, at / "ipBlock", out);
  if (!any && block.is_null()) {
    out.Add(kEmptyPeer, at, "There is none of `podSelector`, `namespaceSelector` and `ipBlock`.");
  }
}

void CheckDirection(const Value& rules, std::string_view peers, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(rules);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Value::List& ports = ItemsOf(items[i].Get("ports"));
    for (std::size_t j = 0; j < ports.size(); ++j) CheckPort(ports[j], (at[i] / "ports")[j], out);
    const Value::List& ends = ItemsOf(items[i].Get(peers));
    for (std::size_t j = 0; j < ends.size(); ++j) CheckPeer(ends[j], (at[i] / peers)[j], out);
  }
}

}  // namespace

void CheckNetworkPolicy(const Value& object, const CheckContext& context, Findings& out) {
  CheckNoStatus(object, out);
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  CheckLabelSelector(spec.Get("podSelector"), kSelectorRules, at / "podSelector", out);
  const Value::List& types = ItemsOf(spec.Get("policyTypes"));
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (types[i].is_null()) out.Add(kNullItem, (at / "policyTypes")[i], "It is null.");
  }
  CheckDirection(spec.Get("ingress"), "from", at / "ingress", out);
  CheckDirection(spec.Get("egress"), "to", at / "egress", out);
  WarnOfPolicy(object, context, out);
}

}  // namespace mesh::kubernetes
