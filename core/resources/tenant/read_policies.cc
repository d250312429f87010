#include "core/resources/tenant/read_policies.h"

#include <charconv>

namespace mesh {
namespace {

StringList Strings(const Value& list) {
  StringList out;
  if (!list.is_list()) return out;
  for (const Value& v : list.as_list()) {
    if (v.is_string()) out.push_back(v.as_string());
  }
  return out;
}

const Value::List& ListAt(const Value& value) {
  static const Value::List kEmpty;
  return value.is_list() ? value.as_list() : kEmpty;
}

const Value& First(const Value& list) {
  static const Value kNone;
  return ListAt(list).empty() ? kNone : list.as_list().front();
}

std::optional<PortSet> PortsOf(const Value& rule) {
  if (!rule.Has("ports")) return std::nullopt;
  PortSet out;
  for (const Value& port : ListAt(rule.Get("ports"))) {
    const Value& number = port.Get("port");
    if (number.is_number()) out.insert(number.as_number().AsInt64().value_or(0));
  }
  return out;
}

StringMap LabelsOf(const Value& peer) {
  const Value& labels = peer.At({"podSelector", "matchLabels"});
  StringMap out;
  if (!labels.is_map()) return out;
  for (const auto& [key, value] : labels.as_map()) out[key] = value.StringOr("");
  return out;
}

/// `<domain>/ns/<namespace>/sa/<name>`; a name `*` stands for the whole namespace.
std::optional<Caller> ParsePrincipal(const std::string& principal) {
  const std::size_t ns = principal.find("/ns/");
  const std::size_t sa = principal.find("/sa/");
  if (ns == std::string::npos || sa == std::string::npos || sa < ns) return std::nullopt;
  const std::string account = principal.substr(sa + 4);
  return Caller{principal.substr(ns + 4, sa - ns - 4), account == "*" ? "" : account};
}

Callers CallersOf(const Value& source) {
  Callers out;
  for (const std::string& name : Strings(source.Get("notNamespaces"))) out.insert({name, ""});
  for (const std::string& principal : Strings(source.Get("notPrincipals"))) {
    if (const auto caller = ParsePrincipal(principal)) out.insert(*caller);
  }
  return out;
}

}  // namespace

PeersOf ReadPeers(const Value& rules, const char* direction) {
  PeersOf out;
  for (const Value& rule : ListAt(rules)) {
    const std::optional<PortSet> ports = PortsOf(rule);
    for (const Value& peer : ListAt(rule.Get(direction))) {
      const Value& cidr = peer.At({"ipBlock", "cidr"});
      if (cidr.is_string()) {
        out.cidrs[ports].insert(cidr.as_string());
        continue;
      }
      const std::string name =
          peer.At({"namespaceSelector", "matchLabels", "kubernetes.io/metadata.name"}).StringOr("");
      out.namespaces[{name, LabelsOf(peer)}] = ports;
    }
  }
  return out;
}

FenceCallers ReadFence(const Value& policy) {
  FenceCallers out;
  std::vector<std::pair<PortSet, Callers>> by_port;
  for (const Value& rule : ListAt(policy.At({"spec", "rules"}))) {
    const Value& source = First(rule.Get("from")).Get("source");
    const Callers callers = CallersOf(source);
    PortSet ports;
    for (const std::string& port : Strings(First(rule.Get("to")).At({"operation", "ports"}))) {
      std::int64_t number = 0;
      std::from_chars(port.data(), port.data() + port.size(), number);
      ports.insert(number);
    }
    if (callers.empty()) continue;  // judges callers without an identity
    if (ports.empty()) {
      out.everywhere = callers;
    } else {
      by_port.emplace_back(std::move(ports), callers);
    }
  }
  for (const auto& [ports, callers] : by_port) {
    for (const Caller& caller : callers) {
      if (!out.everywhere.contains(caller)) out.ports[caller].insert(ports.begin(), ports.end());
    }
  }
  return out;
}

}  // namespace mesh
