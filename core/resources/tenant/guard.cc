#include "core/resources/tenant/guard.h"

#include "core/resources/namespace/istio_api.h"
#include "core/resources/tenant/access.h"
#include "core/resources/tenant/guard_rules.h"

namespace mesh {
namespace {

constexpr const char* kAdmission = "admissionregistration.k8s.io/v1";
constexpr const char* kNotExempt = "not-exempt";
constexpr const char* kChanges = "changes";
constexpr const char* kUsersMark = "request.userInfo.username in ";
constexpr const char* kGroupsMark = "g in ";

StringList DefaultGroups() { return {"system:masters"}; }

Value ThisNamespace(const std::string& name) {
  return Value::Map{{"matchLabels", Value::Map{{"kubernetes.io/metadata.name", name}}}};
}

Value ResourceRules() {
  Value::List rules;
  for (const GuardedKinds& kinds : GuardedKindsAll()) {
    rules.push_back(Value::Map{{"apiGroups", Value::List{kinds.group}},
                               {"apiVersions", Value::List{"*"}},
                               {"operations", Codec<StringList>::To(kinds.operations)},
                               {"resources", Codec<StringList>::To(kinds.resources)},
                               {"scope", "*"}});
  }
  return rules;
}

/// What the API server would fill in is written out: a closed object holds nothing else.
Value MatchConstraints(const std::string& name) {
  static const Value kRules = ResourceRules();  // shared by every guard
  return Value::Map{{"matchPolicy", "Equivalent"},
                    {"namespaceSelector", ThisNamespace(name)},
                    {"objectSelector", Value::Map{}},
                    {"resourceRules", kRules}};
}

/// What was there before the guard may lose its finalizers and owners, or it could never go.
std::string ChangesExpression() {
  std::string out = "request.operation != 'UPDATE'";
  for (const char* field :
       {"?spec", "metadata.?labels", "metadata.?annotations", "?endpoints", "?subsets"}) {
    out += std::string(" || object.") + field + " != oldObject." + field;
  }
  return out;
}

Value MatchConditions(const Attr<GuardExempt>& attr) {
  if (ToValue(attr).HasUnknown()) return Value::Unknown();
  const GuardExempt exempt = attr.value_or({});
  const std::string users = CelList(exempt.users.value_or({}));
  const std::string groups = CelList(exempt.groups.value_or(DefaultGroups()));
  return Value::List{
      Value::Map{{"name", kNotExempt},
                 {"expression", "!(" + std::string(kUsersMark) + users +
                                    ") && !request.userInfo.?groups.orValue([]).exists(g, " +
                                    kGroupsMark + groups + ")"}},
      Value::Map{{"name", kChanges}, {"expression", ChangesExpression()}}};
}

Value Variables(const TenantConfig& tenant, const NamespaceConfig& ns, const Settings& settings) {
  const bool unknown = CallersUnknown(tenant) || TargetsUnknown(tenant) ||
                       tenant.hostnames.is_unknown() ||
                       (ns.waypoint && ns.waypoint->name.is_unknown());
  if (unknown) return Value::Unknown();
  Value::List out;
  for (const GuardVariable& v : GuardVariables(tenant, ns, settings)) {
    out.push_back(Value::Map{{"name", v.name}, {"expression", v.expression}});
  }
  return out;
}

Value ValidationsOf(bool meshed, bool restricted_egress) {
  Value::List out;
  for (const GuardRule& rule : GuardRules(meshed, restricted_egress)) {
    out.push_back(Value::Map{
        {"expression", rule.expression}, {"message", rule.message}, {"reason", "Forbidden"}});
  }
  return out;
}

/// Guards of one sort share them: they are most of a guard's size.
const Value& Validations(bool meshed, bool restricted_egress) {
  static const Value kAll[2][2] = {{ValidationsOf(false, false), ValidationsOf(false, true)},
                                   {ValidationsOf(true, false), ValidationsOf(true, true)}};
  return kAll[meshed ? 1 : 0][restricted_egress ? 1 : 0];
}

DesiredObject NewGuardObject(const char* kind, const std::string& name_space, Value::Map spec) {
  Value object = NewManagedObject(kAdmission, kind, "", kGuardPrefix + name_space);
  object.as_map().at("metadata").as_map().at("labels").Set(kBelongsToLabel, name_space);
  object.Set("spec", std::move(spec));
  return {.content = std::move(object), .closed = true};
}

/// The list literal that follows `mark` in an expression.
StringList ListAfter(const std::string& expression, const std::string& mark) {
  const std::size_t at = expression.find(mark + "[");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + mark.size();
  return ParseCelList(expression.substr(begin, expression.find(']', begin) - begin));
}

const Value& Named(const Value& list, std::string_view name) {
  static const Value kNone;
  if (!list.is_list()) return kNone;
  for (const Value& item : list.as_list()) {
    if (item.Get("name").StringOr("") == name) return item;
  }
  return kNone;
}

}  // namespace

std::vector<DesiredObject> RenderGuard(const TenantConfig& tenant,
                                       const NamespaceConfig& name_space,
                                       const Settings& settings) {
  const std::string& name = *name_space.name;
  const bool restricted = tenant.egress.value_or("open") == "restricted";
  std::vector<DesiredObject> out;
  out.push_back(NewGuardObject("ValidatingAdmissionPolicy", name,
                               {{"failurePolicy", "Fail"},
                                {"matchConstraints", MatchConstraints(name)},
                                {"matchConditions", MatchConditions(tenant.guard_exempt)},
                                {"variables", Variables(tenant, name_space, settings)},
                                {"validations", Validations(name_space.meshed(), restricted)}}));
  out.push_back(
      NewGuardObject("ValidatingAdmissionPolicyBinding", name,
                     {{"policyName", kGuardPrefix + name},
                      {"validationActions", Value::List{"Deny"}},
                      {"matchResources", Value::Map{{"matchPolicy", "Equivalent"},
                                                    {"namespaceSelector", ThisNamespace(name)},
                                                    {"objectSelector", Value::Map{}}}}}));
  return out;
}

void ReadGuard(const Value& object, TenantConfig& out) {
  out.guard = true;
  const Value& spec = object.Get("spec");
  const StringList hostnames = ParseCelList(
      Named(spec.Get("variables"), kHostnamesVariable).Get("expression").StringOr("[]"));
  if (!hostnames.empty()) out.hostnames = hostnames;
  const std::string condition =
      Named(spec.Get("matchConditions"), kNotExempt).Get("expression").StringOr("");
  GuardExempt exempt;
  const StringList users = ListAfter(condition, kUsersMark);
  const StringList groups = ListAfter(condition, kGroupsMark);
  if (!users.empty()) exempt.users = users;
  if (groups != DefaultGroups()) exempt.groups = groups;
  if (exempt.users || exempt.groups) out.guard_exempt = exempt;
}

}  // namespace mesh
