#include "core/checks/kong/consumers.h"

#include "core/checks/kong/kong_rules.h"
#include "core/checks/read.h"

namespace mesh::kong {
namespace {

constexpr const Rule& kNoClass = RuleOf(kKongRules, "MSH7040");
constexpr const Rule& kNoCredentials = RuleOf(kKongRules, "MSH7041");
constexpr const Rule& kPartOfMetrics = RuleOf(kKongRules, "MSH7042");

constexpr const char* kClass = "kubernetes.io/ingress.class";

/// Whether the object is for a control plane in Konnect, whose controller asks for no class.
bool IsForKonnect(const Value& object) {
  return TextOf(object.At({"spec", "controlPlaneRef", "type"})) == "konnectNamespacedRef";
}

}  // namespace

void CheckIngressClass(const Value& object, const CheckContext&, Findings& out) {
  if (IsForKonnect(object) || object.At({"metadata", "annotations", kClass}).is_string()) return;
  out.Add(kNoClass, Place() / "metadata" / "annotations",
          "The annotation " + std::string(kClass) + " is not there.");
}

void CheckConsumer(const Value& object, const CheckContext&, Findings& out) {
  if (IsForKonnect(object) || !ItemsOf(object.Get("credentials")).empty()) return;
  out.Add(kNoCredentials, Place() / "credentials", "There are none.");
}

void CheckGlobalMetrics(const Value& object, const CheckContext&, Findings& out) {
  if (TextOf(object.Get("plugin")) != "prometheus") return;
  if (TextOf(object.At({"metadata", "labels", "global"})) == "true") return;
  out.Add(kPartOfMetrics, Place() / "metadata" / "labels", "The label global is not there.");
}

}  // namespace mesh::kong
