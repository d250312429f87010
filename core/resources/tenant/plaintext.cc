#include "core/resources/tenant/plaintext.h"

#include <algorithm>

#include "core/resources/namespace/istio_api.h"
#include "core/resources/tenant/network_policy.h"

namespace mesh {
namespace {

/// FNV-1a, 64 bits: a short name for a selector that stays when doors are reordered.
std::string DigestOf(const StringMap& selector) {
  std::uint64_t hash = 14695981039346656037u;
  const auto add = [&](const std::string& text) {
    for (const char c : text + '\n') {
      hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    }
  };
  for (const auto& [key, value] : selector) {
    add(key);
    add(value);
  }
  constexpr const char* kHex = "0123456789abcdef";
  std::string out;
  for (int shift = 60; shift >= 32; shift -= 4) out += kHex[(hash >> shift) & 15];
  return out;
}

using Doors = std::vector<const PlaintextDoor*>;

std::set<std::int64_t> PortsOf(const Doors& doors) {
  std::set<std::int64_t> out;
  for (const PlaintextDoor* door : doors) out.insert(door->ports->begin(), door->ports->end());
  return out;
}

Value::List IngressRules(const Doors& doors) {
  Value::List rules;
  for (const PlaintextDoor* door : doors) {
    Value::List from;
    const auto sorted = [](StringList list) {
      std::ranges::sort(list);
      return list;
    };
    for (const std::string& name : sorted(door->namespaces.value_or({}))) {
      from.push_back(NamespacePeer(name));
    }
    for (const std::string& cidr : sorted(door->cidrs.value_or({}))) {
      from.push_back(Value::Map{{"ipBlock", Value::Map{{"cidr", cidr}}}});
    }
    // A rule without peers would let in everybody.
    if (from.empty()) continue;
    rules.push_back(Value::Map{{"from", std::move(from)}, {"ports", TcpPorts(PortsOf({door}))}});
  }
  return rules;
}

Value PermissivePorts(const std::set<std::int64_t>& ports) {
  Value::Map out;
  for (const std::int64_t port : ports) {
    out[std::to_string(port)] = Value::Map{{"mode", "PERMISSIVE"}};
  }
  return out;
}

void Explain(Value& object, const Doors& doors) {
  std::set<std::string> reasons;
  for (const PlaintextDoor* door : doors) reasons.insert(door->reason.value_or(""));
  std::string text;
  for (const std::string& reason : reasons) text += (text.empty() ? "" : "; ") + reason;
  object.as_map().at("metadata").Set("annotations", Value::Map{{kReason, text}});
}

}  // namespace

std::vector<DesiredObject> RenderPlaintext(const TenantConfig& tenant,
                                           const NamespaceConfig& name_space,
                                           const Settings& settings) {
  std::map<StringMap, Doors> by_selector;
  const auto doors = tenant.allow_plaintext.value_or({});
  for (const PlaintextDoor& door : doors) {
    if (OpensInto(door, name_space)) by_selector[door.selector.value_or({})].push_back(&door);
  }
  std::vector<DesiredObject> out;
  for (const auto& [selector, opened] : by_selector) {
    const std::string name = kPlaintextPrefix + DigestOf(selector);
    const Value labels = Codec<StringMap>::To(selector);
    const Value pods =
        selector.empty() ? Value(Value::Map{}) : Value(Value::Map{{"matchLabels", labels}});
    if (name_space.meshed()) {
      Value mode = NewManagedObject(IstioApiVersion("security.istio.io", settings),
                                    "PeerAuthentication", *name_space.name, name);
      mode.Set("spec", Value::Map{{"selector", pods},
                                  {"mtls", Value::Map{{"mode", "STRICT"}}},
                                  {"portLevelMtls", PermissivePorts(PortsOf(opened))}});
      Explain(mode, opened);
      out.push_back({.content = std::move(mode), .closed = true});
    }
    Value policy =
        NewManagedObject("networking.k8s.io/v1", "NetworkPolicy", *name_space.name, name);
    policy.Set("spec", Value::Map{{"podSelector", pods},
                                  {"policyTypes", Value::List{"Ingress"}},
                                  {"ingress", IngressRules(opened)}});
    Explain(policy, opened);
    out.push_back({.content = std::move(policy), .closed = true});
  }
  return out;
}

bool MayOverlap(const StringMap& a, const StringMap& b) {
  return std::ranges::none_of(a, [&](const auto& entry) {
    const auto other = b.find(entry.first);
    return other != b.end() && other->second != entry.second;
  });
}

}  // namespace mesh
