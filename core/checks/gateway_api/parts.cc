#include "core/checks/gateway_api/parts.h"

#include <algorithm>
#include <set>

#include "core/checks/gateway_api/rules.h"
#include "core/checks/read.h"

namespace mesh::gateway_api {
namespace {

constexpr const Rule& kWholeAndPart = RuleOf(kRules, "MSH5001");
constexpr const Rule& kSameReference = RuleOf(kRules, "MSH5002");
constexpr const Rule& kByPortAlone = RuleOf(kRules, "MSH5003");
constexpr const Rule& kNoPort = RuleOf(kRules, "MSH5004");
constexpr const Rule& kMissingMember = RuleOf(kRules, "MSH5011");
constexpr const Rule& kStrayMember = RuleOf(kRules, "MSH5012");
constexpr const Rule& kManyMatches = RuleOf(kRules, "MSH5044");
constexpr const Rule& kSameName = RuleOf(kRules, "MSH5045");
constexpr const Rule& kNoParents = RuleOf(kRules, "MSH5201");
constexpr const Rule& kNoWeight = RuleOf(kRules, "MSH5203");
constexpr const Rule& kCoreKind = RuleOf(kRules, "MSH5204");
constexpr const Rule& kExperimentalVersion = RuleOf(kRules, "MSH5211");
constexpr const Rule& kBackendWithPort = RuleOf(kRules, "MSH5215");

constexpr std::size_t kMostMatches = 128;

/// Absent and empty are the same to the server's rules here.
bool IsNamed(const Value& reference, std::string_view member) {
  return !TextOf(reference.Get(member)).empty();
}

bool SameTarget(const Value& a, const Value& b) {
  return std::ranges::all_of(
      std::initializer_list<std::string_view>{"group", "kind", "name", "namespace"},
      [&](std::string_view member) { return TextOf(a.Get(member)) == TextOf(b.Get(member)); });
}

/// The rule that two references to one target break together; null when they break none.
const Rule* Clash(const Value& a, const Value& b, Channel channel) {
  const bool by_port = channel == Channel::kExperimental;
  const bool ports_differ = !(a.Get("port") == b.Get("port"));
  const bool one_has_port = a.Get("port").is_null() != b.Get("port").is_null();
  if (IsNamed(a, "sectionName") != IsNamed(b, "sectionName") || (by_port && one_has_port)) {
    return &kWholeAndPart;
  }
  if (TextOf(a.Get("sectionName")) != TextOf(b.Get("sectionName"))) return nullptr;
  if (!ports_differ) return &kSameReference;
  return by_port ? nullptr : &kByPortAlone;
}

}  // namespace

void CheckTypedMembers(const Value& object, const TypedMembers& typed, const Place& at,
                       Findings& out) {
  const std::string_view type = TextOf(object.Get(typed.selector));
  for (const TypedMember& each : typed.members) {
    const bool given = !object.Get(each.member).is_null();
    if (given == (each.type == type)) continue;
    const std::string selected = "`" + std::string(typed.selector) + "` is `" + std::string(type);
    const std::string member = "`" + std::string(each.member) + "`";
    if (given) {
      out.Add(kStrayMember, at / each.member, selected + "`, and there is " + member + ".");
    } else {
      out.Add(kMissingMember, at, selected + "`, and there is no " + member + ".");
    }
  }
}

Channel ChannelOf(const Value& object) {
  return TextOf(object.Get("apiVersion")).find("/v1alpha") != std::string_view::npos
             ? Channel::kExperimental
             : Channel::kStandard;
}

void CheckChannel(const Value& object, Findings& out) {
  if (ChannelOf(object) == Channel::kStandard) return;
  out.Add(kExperimentalVersion, Place() / "apiVersion",
          "It is " + std::string(TextOf(object.Get("apiVersion"))) + ".");
}

void CheckReferences(const Value& references, Channel channel, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(references);
  for (std::size_t j = 1; j < items.size(); ++j) {
    for (std::size_t i = 0; i < j; ++i) {
      if (!SameTarget(items[i], items[j])) continue;
      const Rule* broken = Clash(items[i], items[j], channel);
      if (broken == nullptr) continue;
      out.Add(*broken, at[j],
              "It and item " + std::to_string(i) + " refer to " +
                  std::string(TextOf(items[j].Get("kind"))) + " " +
                  InQuotes(TextOf(items[j].Get("name"))) + ".");
      break;
    }
  }
}

void CheckParents(const Value& spec, Channel channel, const Place& at, Findings& out) {
  const Value::List& parents = ItemsOf(spec.Get("parentRefs"));
  const Place here = at / "parentRefs";
  if (parents.empty()) out.Add(kNoParents, at, "There are no `parentRefs`.");
  for (std::size_t i = 0; i < parents.size(); ++i) {
    if (TextOf(parents[i].Get("kind")) == "Service" &&
        TextOf(parents[i].Get("group")) == "gateway.networking.k8s.io") {
      out.Add(kCoreKind, here[i], "Its kind is Service.");
    }
  }
  CheckReferences(spec.Get("parentRefs"), channel, here, out);
}

void CheckBackend(const Value& backend, const Place& at, Findings& out) {
  const std::string_view group = TextOf(backend.Get("group"));
  const std::string_view kind = TextOf(backend.Get("kind"));
  const bool has_port = !backend.Get("port").is_null();
  if (group.empty() && kind == "Service" && !has_port) {
    out.Add(kNoPort, at,
            "Service " + InQuotes(TextOf(backend.Get("name"))) + " is named without `port`.");
  }
  if (group == "gateway.networking.x-k8s.io" && kind == "XBackend" && has_port) {
    out.Add(kBackendWithPort, at / "port", "There is a port.");
  }
}

void CheckBackends(const Value& rule, const Place& at, Findings& out) {
  const Value::List& backends = ItemsOf(rule.Get("backendRefs"));
  for (std::size_t i = 0; i < backends.size(); ++i) {
    CheckBackend(backends[i], (at / "backendRefs")[i], out);
  }
  const bool none = std::ranges::all_of(
      backends, [](const Value& backend) { return WholeOf(backend.Get("weight"), 1) == 0; });
  if (none && !backends.empty()) {
    out.Add(kNoWeight, at / "backendRefs", "Each `weight` is 0.");
  }
}

void CheckRules(const Value& rules, const Place& at, Findings& out) {
  const Value::List& items = ItemsOf(rules);
  std::set<std::string_view> names;
  std::size_t matches = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    matches += ItemsOf(items[i].Get("matches")).size();
    const std::string_view name = TextOf(items[i].Get("name"));
    if (!name.empty() && !names.insert(name).second) {
      out.Add(kSameName, at[i] / "name", InQuotes(name) + " names another rule.");
    }
  }
  if (matches > kMostMatches) {
    out.Add(kManyMatches, at, "There are " + std::to_string(matches) + ".");
  }
}

}  // namespace mesh::gateway_api
