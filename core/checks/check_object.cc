#include "core/checks/check_object.h"

#include <algorithm>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "core/checks/kubernetes/kubernetes.h"
#include "core/checks/shape_check.h"
#include "core/checks/shape_rules.h"
#include "core/checks/version.h"
#include "core/kinds/catalogue.h"
#include "core/kinds/kind.h"
#include "core/model/object.h"

namespace mesh {
namespace {

constexpr const Rule& kUnserved = RuleOf(kShapeRules, "MSH1019");
constexpr const Rule& kOutdated = RuleOf(kShapeRules, "MSH1020");
constexpr const Rule& kName = RuleOf(kShapeRules, "MSH1021");

bool IsServed(const ServedVersion& served, std::string_view version) {
  return version.empty() || ((served.since.empty() || !IsOlder(version, served.since)) &&
                             (served.until.empty() || !IsOlder(served.until, version)));
}

void CheckVersion(std::string_view name, const CheckContext& context, Findings& out) {
  std::string served;
  const ServedVersion* newest = nullptr;
  for (const ServedVersion& one : context.kind.versions) {
    if (!IsServed(one, context.version)) continue;
    if (newest == nullptr) newest = &one;
    served += (served.empty() ? "" : ", ") + context.kind.ApiVersion(one.name);
    if (one.name != name) continue;
    if (newest != &one && newest->name == "v1") {
      out.Add(kOutdated, Place() / "apiVersion",
              "It is " + context.kind.ApiVersion(name) + ", and " +
                  context.kind.ApiVersion(newest->name) + " is there.");
    }
    return;
  }
  out.Add(kUnserved, Place() / "apiVersion",
          context.kind.ApiVersion(name) + " is not served" +
              (context.version.empty() ? "" : " by " + std::string(context.version)) +
              "; served are " + served + ".");
}

/// Whether an object without a name would be judged if it had one.
bool IsOfKnownKind(const Value& object) {
  const std::string version = object.Get("apiVersion").StringOr("");
  const std::size_t slash = version.find('/');
  return Kinds().Find(slash == version.npos ? "" : version.substr(0, slash),
                      object.Get("kind").StringOr("")) != nullptr;
}

/// The checks of all families for that kind, in the order of the families.
std::span<const KindCheck> ChecksOf(const KindShape& kind) {
  static const auto kChecks = [] {
    std::map<std::pair<std::string_view, std::string_view>, std::vector<KindCheck>> out;
    for (const RuleFamily& family : RuleFamilies()) {
      for (const KindCheckRow& row : family.checks) {
        out[{row.group, row.kind}].push_back(row.check);
      }
    }
    return out;
  }();
  const auto found = kChecks.find({kind.group, kind.kind});
  return found == kChecks.end() ? std::span<const KindCheck>() : found->second;
}

}  // namespace

Diagnostic Finding::ToDiagnostic() const {
  return {rule->severity, std::string(rule->title),
          path.ToString() + ": " + what + " " + std::string(rule->advice) + " (" +
              std::string(rule->code) + ")",
          path};
}

std::vector<Finding> CheckObject(const Value& object, const CheckSettings& settings) {
  Findings out;
  const Result<ObjectKey> key = KeyOf(object);
  if (!key) {
    if (IsOfKnownKind(object)) {
      out.Add(kName, Place() / "metadata" / "name", key.error().front().detail);
    }
    return out.Take();
  }
  const std::string group = key->group();
  const KindShape* kind = Kinds().Find(group, key->kind);
  if (kind == nullptr) return {};
  const CheckContext context{
      *kind, kind->product == "istio" ? std::string_view(settings.istio_version) : "",
      settings.root_namespace};
  const std::size_t slash = key->api_version.find('/');
  CheckVersion(
      std::string_view(key->api_version).substr(slash == std::string::npos ? 0 : slash + 1),
      context, out);
  if (std::string wrong = WrongName(*key); !wrong.empty()) {
    out.Add(kName, Place() / "metadata" / "name", std::move(wrong));
  }
  CheckShape(object, context, out);
  if (object.HasUnknown()) return out.Take();
  CheckMetadata(object, out);
  for (const KindCheck check : ChecksOf(*kind)) check(object, context, out);
  return out.Take();
}

const Rule* FindRule(std::string_view code) {
  for (const RuleFamily& family : RuleFamilies()) {
    const auto found = std::ranges::find(family.rules, code, &Rule::code);
    if (found != family.rules.end()) return &*found;
  }
  return nullptr;
}

}  // namespace mesh
