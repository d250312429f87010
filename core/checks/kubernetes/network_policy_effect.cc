#include <algorithm>

#include "core/checks/kubernetes/kinds.h"
#include "core/checks/kubernetes/rules.h"
#include "core/checks/read.h"
#include "core/checks/text/label_selector.h"

namespace mesh::kubernetes {
namespace {

constexpr const Rule& kLooseLabel = RuleOf(kRules, "MSH6101");
constexpr const Rule& kTwoPeers = RuleOf(kRules, "MSH6102");
constexpr const Rule& kAllowsAll = RuleOf(kRules, "MSH6103");
constexpr const Rule& kNamedDeny = RuleOf(kRules, "MSH6104");
constexpr const Rule& kNothing = RuleOf(kRules, "MSH6105");
constexpr const Rule& kUnread = RuleOf(kRules, "MSH6106");
constexpr const Rule& kSidecarPort = RuleOf(kRules, "MSH6107");
constexpr const Rule& kNoWebhook = RuleOf(kRules, "MSH6108");

constexpr std::string_view kNameLabel = "kubernetes.io/metadata.name";
constexpr std::string_view kLooseNameLabel = "name";
constexpr std::int64_t kWebhookPort = 15017;
constexpr std::int64_t kSidecarPorts[] = {15001, 15006};

struct Direction {
  std::string_view type;
  std::string_view rules;
  std::string_view peers;
};
constexpr Direction kDirections[] = {{"Ingress", "ingress", "from"}, {"Egress", "egress", "to"}};

bool Closes(const Value& spec, const Direction& direction) {
  const Value::List& types = ItemsOf(spec.Get("policyTypes"));
  if (types.empty()) {
    return direction.type == "Ingress" || !ItemsOf(spec.Get(direction.rules)).empty();
  }
  return std::ranges::any_of(types,
                             [&](const Value& type) { return TextOf(type) == direction.type; });
}

/// Whether the item says something of pods alone, or of namespaces alone.
bool Selects(const Value& peer, std::string_view only, std::string_view not_this) {
  return peer.Get(only).is_map() && !MatchesEverything(peer.Get(only)) &&
         peer.Get(not_this).is_null();
}

bool AsksForLabel(const Value& selector, std::string_view label) {
  return selector.Get("matchLabels").Has(label) ||
         std::ranges::any_of(ItemsOf(selector.Get("matchExpressions")),
                             [&](const Value& each) { return TextOf(each.Get("key")) == label; });
}

void WarnOfSelector(const Value& selector, const Place& at, Findings& out) {
  if (std::string why = WhyNothingMatches(selector); !why.empty()) {
    out.Add(kNothing, at, std::move(why));
  }
}

void WarnOfPeers(const Value& rule, const Direction& direction, const Place& at, Findings& out) {
  const Value::List& peers = ItemsOf(rule.Get(direction.peers));
  const Place here = at / direction.peers;
  for (std::size_t i = 0; i < peers.size(); ++i) {
    const Value& namespaces = peers[i].Get("namespaceSelector");
    if (AsksForLabel(namespaces, kLooseNameLabel)) {
      out.Add(kLooseLabel, here[i] / "namespaceSelector", "It asks for label `name`.");
    }
    WarnOfSelector(namespaces, here[i] / "namespaceSelector", out);
    WarnOfSelector(peers[i].Get("podSelector"), here[i] / "podSelector", out);
    if (i > 0 && Selects(peers[i - 1], "namespaceSelector", "podSelector") &&
        Selects(peers[i], "podSelector", "namespaceSelector")) {
      out.Add(kTwoPeers, here[i],
              "The item before has a `namespaceSelector` alone, this one a `podSelector` alone.");
    }
  }
}

bool HasPort(const Value& rule, std::int64_t number) {
  const Value::List& ports = ItemsOf(rule.Get("ports"));
  return ports.empty() || std::ranges::any_of(ports, [&](const Value& port) {
           const Value& first = port.Get("port");
           if (first.is_null()) return true;
           const std::int64_t from = WholeOf(first, -1);
           return from <= number && number <= WholeOf(port.Get("endPort"), from);
         });
}

/// Whether the peers are chosen as the namespace with Istio in it, by name.
bool MeansNamespace(const Value& rule, const Direction& direction, std::string_view name) {
  return std::ranges::any_of(ItemsOf(rule.Get(direction.peers)), [&](const Value& peer) {
    const Value& labels = peer.Get("namespaceSelector").Get("matchLabels");
    return TextOf(labels.Get(kNameLabel)) == name || TextOf(labels.Get(kLooseNameLabel)) == name;
  });
}

void WarnOfSidecarPorts(const Value& rule, const Place& at, Findings& out) {
  const Value::List& ports = ItemsOf(rule.Get("ports"));
  for (std::size_t i = 0; i < ports.size(); ++i) {
    const std::int64_t number = WholeOf(ports[i].Get("port"));
    if (std::ranges::find(kSidecarPorts, number) == std::end(kSidecarPorts)) continue;
    out.Add(kSidecarPort, (at / "ports")[i], "It is " + std::to_string(number) + ".");
  }
}

void WarnOfRules(const Value& object, const Direction& direction, std::string_view istio,
                 Findings& out) {
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec" / direction.rules;
  const Value::List& rules = ItemsOf(spec.Get(direction.rules));
  if (!rules.empty() && !Closes(spec, direction)) {
    out.Add(kUnread, at, "`policyTypes` has no " + std::string(direction.type) + ".");
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const bool no_peers = ItemsOf(rules[i].Get(direction.peers)).empty();
    if (no_peers && ItemsOf(rules[i].Get("ports")).empty()) {
      out.Add(kAllowsAll, at[i],
              "It has neither `" + std::string(direction.peers) + "` nor `ports`.");
    }
    WarnOfPeers(rules[i], direction, at[i], out);
    if (direction.type == "Egress" && MeansNamespace(rules[i], direction, istio)) {
      WarnOfSidecarPorts(rules[i], at[i], out);
    }
  }
}

/// A rule lets the API server in when it names nobody, or networks.
bool LetsServerIn(const Value& rule) {
  const Value::List& peers = ItemsOf(rule.Get("from"));
  return HasPort(rule, kWebhookPort) &&
         (peers.empty() || std::ranges::any_of(peers, [](const Value& peer) {
            return !peer.Get("ipBlock").is_null();
          }));
}

void WarnOfWebhook(const Value& object, std::string_view istio, Findings& out) {
  const Value& spec = object.Get("spec");
  const Value::List& rules = ItemsOf(spec.Get("ingress"));
  if (TextOf(object.At({"metadata", "namespace"})) != istio || rules.empty()) return;
  const Value& pods = spec.Get("podSelector");
  if (!(pods.is_null() || MatchesEverything(pods)) || !Closes(spec, kDirections[0])) return;
  if (std::ranges::any_of(rules, LetsServerIn)) return;
  out.Add(kNoWebhook, Place() / "spec" / "ingress",
          "All pods of " + std::string(istio) + " are closed to it.");
}

}  // namespace

void WarnOfPolicy(const Value& object, const CheckContext& context, Findings& out) {
  const Value& spec = object.Get("spec");
  WarnOfSelector(spec.Get("podSelector"), Place() / "spec" / "podSelector", out);
  bool allows = false;
  for (const Direction& direction : kDirections) {
    WarnOfRules(object, direction, context.root_namespace, out);
    allows = allows || !ItemsOf(spec.Get(direction.rules)).empty();
  }
  const std::string_view name = TextOf(object.At({"metadata", "name"}));
  // `default-deny-allow-dns` says what it does.
  if (allows && name.find("deny") != name.npos && name.find("allow") == name.npos) {
    out.Add(kNamedDeny, Place() / "spec",
            "The policy is named " + InQuotes(name) + " and has rules, which allow.");
  }
  WarnOfWebhook(object, context.root_namespace, out);
}

}  // namespace mesh::kubernetes
