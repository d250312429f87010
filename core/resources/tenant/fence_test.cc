#include "core/resources/tenant/fence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace mesh {
namespace {

/// A caller as it arrives: without a namespace it has no identity.
struct Peer {
  std::string domain;
  std::string name_space;
  std::string account;
  std::string address;
  bool identified() const { return !name_space.empty(); }
  std::string principal() const { return domain + "/ns/" + name_space + "/sa/" + account; }
};

bool Has(const Value& list, const auto& matches) {
  return list.is_list() && std::ranges::any_of(list.as_list(), [&](const Value& v) {
           return matches(v.as_string());
         });
}

/// How Envoy and ztunnel read one source: fields ANDed, values ORed, negatives true without a
/// value.
bool SourceMatches(const Value& source, const Peer& peer) {
  const auto principal = [&](const std::string& text) {
    if (!peer.identified()) return false;
    if (text == "*") return true;
    if (!text.ends_with('*')) return text == peer.principal();
    return peer.principal().starts_with(text.substr(0, text.size() - 1));
  };
  const auto name_space = [&](const std::string& text) {
    return peer.identified() && text == peer.name_space;
  };
  const auto address = [&](const std::string& text) { return text == peer.address + "/32"; };
  for (const auto& [field, values] : source.as_map()) {
    const bool negative = field.starts_with("not");
    bool found = false;
    if (field == "principals" || field == "notPrincipals") {
      found = Has(values, principal);
    } else if (field == "notNamespaces") {
      found = Has(values, name_space);
    } else if (field == "notIpBlocks") {
      found = Has(values, address);
    } else {
      ADD_FAILURE() << "unexpected source field " << field;
    }
    if (found == negative) return false;
  }
  return true;
}

bool Denied(const Value::List& rules, const Peer& peer, std::int64_t port) {
  const auto is_port = [&](const std::string& text) { return text == std::to_string(port); };
  for (const Value& rule : rules) {
    bool to = !rule.Has("to");
    if (rule.Has("to")) {
      const Value& operation = rule.Get("to").as_list().at(0).Get("operation");
      to = operation.Has("ports") ? Has(operation.Get("ports"), is_port)
                                  : !Has(operation.Get("notPorts"), is_port);
    }
    if (to && SourceMatches(rule.Get("from").as_list().at(0).Get("source"), peer)) return true;
  }
  return false;
}

/// What was granted, read straight from the grants.
bool Granted(const Access& access, const StringList& domains, const Peer& peer, std::int64_t port) {
  const auto door = access.doors.find(port);
  if (!peer.identified()) {
    return door != access.doors.end() &&
           (door->second.any_address || door->second.cidrs.contains(peer.address + "/32"));
  }
  // A single domain is what the proxies verify themselves, so namespaces stand for themselves.
  const bool ours = std::ranges::find(domains, peer.domain) != domains.end();
  const auto in = [&](const Callers& callers) {
    const bool whole = callers.contains({peer.name_space, ""});
    const bool one = callers.contains({peer.name_space, peer.account});
    return (whole && (ours || domains.size() == 1)) || (one && ours);
  };
  const auto by_port = access.by_port.find(port);
  return in(access.everywhere) || (by_port != access.by_port.end() && in(by_port->second));
}

Access RandomAccess(std::mt19937& random) {
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const auto caller = [&] {
    const char* spaces[] = {"own", "a", "b", "c"};
    const char* accounts[] = {"", "x", "y"};
    return Caller{spaces[pick(4)], accounts[pick(3)]};
  };
  Access out;
  out.everywhere.insert({"own", ""});
  for (int i = pick(3); i > 0; --i) out.everywhere.insert(caller());
  for (int i = pick(7); i > 0; --i) out.by_port[80 + pick(4)].insert(caller());
  for (int i = pick(3); i > 0; --i) {
    Door& door = out.doors[80 + pick(4)];
    door.any_address |= pick(3) == 0;
    if (pick(2) == 0 || !door.any_address)
      door.cidrs.insert("10.0.0." + std::to_string(pick(3)) + "/32");
  }
  return out;
}

std::vector<Peer> AllPeers() {
  std::vector<Peer> out;
  for (const char* address : {"10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.9"}) {
    out.push_back({"", "", "", address});
    for (const char* domain : {"one", "two", "evil"}) {
      for (const char* name_space : {"own", "a", "b", "c", "d", "ow"}) {
        for (const char* account : {"x", "y", "z"}) {
          out.push_back({domain, name_space, account, address});
        }
      }
    }
  }
  return out;
}

/// Every caller on every port is denied exactly when nothing grants it that port.
TEST(Fence, DeniesExactlyWhatIsNotGranted) {
  std::mt19937 random(7);
  const std::vector<Peer> peers = AllPeers();
  for (int round = 0; round < 400; ++round) {
    const Access access = RandomAccess(random);
    const StringList domains = round % 2 == 0 ? StringList{"one"} : StringList{"one", "two"};
    const Value::List rules = FenceRules(access, domains);
    for (const Peer& peer : peers) {
      for (std::int64_t port = 79; port < 85; ++port) {
        ASSERT_NE(Denied(rules, peer, port), Granted(access, domains, peer, port))
            << "round " << round << ": " << peer.principal() << " at " << peer.address << " to "
            << port;
      }
    }
  }
}

/// ztunnel skips a match without an L4 predicate, and with it the rule.
TEST(Fence, EveryClauseKeepsAnL4Predicate) {
  std::mt19937 random(11);
  for (int round = 0; round < 400; ++round) {
    for (const Value& rule : FenceRules(RandomAccess(random), {"one", "two"})) {
      ASSERT_FALSE(rule.Has("when"));
      for (const auto& [clause, items] : rule.as_map()) {
        for (const Value& item : items.as_list()) {
          for (const auto& [kind, fields] : item.as_map()) {
            ASSERT_FALSE(fields.as_map().empty());
            for (const auto& [field, values] : fields.as_map()) {
              ASSERT_FALSE(values.as_list().empty()) << field;
            }
          }
        }
      }
    }
  }
}

TEST(Fence, OneNamespaceAndOneOfItsAccountsGetWhatEachWasGranted) {
  Access access;
  access.everywhere.insert({"own", ""});
  access.by_port[8080].insert({"shop", ""});
  access.by_port[9090].insert({"shop", "admin"});
  const Value::List rules = FenceRules(access, {"one"});
  EXPECT_FALSE(Denied(rules, {"one", "shop", "web", ""}, 8080));
  EXPECT_TRUE(Denied(rules, {"one", "shop", "web", ""}, 9090));
  EXPECT_FALSE(Denied(rules, {"one", "shop", "admin", ""}, 8080));
  EXPECT_FALSE(Denied(rules, {"one", "shop", "admin", ""}, 9090));
  EXPECT_TRUE(Denied(rules, {"one", "shop", "admin", ""}, 7070));
}

}  // namespace
}  // namespace mesh
