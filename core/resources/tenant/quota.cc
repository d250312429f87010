#include "core/resources/tenant/quota.h"

#include "core/resources/namespace/istio_api.h"

namespace mesh {
namespace {

/// Members of a LimitRange item and the members of the configuration that they are.
struct LimitField {
  const char* key;
  Attr<StringMap> ContainerLimits::*member;
};
constexpr LimitField kLimitFields[] = {
    {"default", &ContainerLimits::defaults},
    {"defaultRequest", &ContainerLimits::default_request},
    {"min", &ContainerLimits::min},
    {"max", &ContainerLimits::max},
    {"maxLimitRequestRatio", &ContainerLimits::max_limit_request_ratio},
};

StringMap StringsOf(const Value& map) {
  StringMap out;
  if (!map.is_map()) return out;
  for (const auto& [key, value] : map.as_map()) {
    out[key] = value.is_number() ? value.as_number().text() : value.StringOr("");
  }
  return out;
}

}  // namespace

std::vector<DesiredObject> RenderQuota(const TenantConfig& tenant,
                                       const NamespaceConfig& name_space) {
  std::vector<DesiredObject> out;
  if (tenant.quota && !tenant.quota->empty()) {
    Value quota = NewManagedObject("v1", "ResourceQuota", *name_space.name, kQuotaName);
    quota.Set("spec", Value::Map{{"hard", ToValue(tenant.quota)}});
    out.push_back({std::move(quota)});
  }
  if (tenant.limit_range) {
    Value::Map item{{"type", "Container"}};
    for (const LimitField& field : kLimitFields) {
      const Attr<StringMap>& value = (*tenant.limit_range).*field.member;
      if (!value.is_null()) item[field.key] = ToValue(value);
    }
    Value range = NewManagedObject("v1", "LimitRange", *name_space.name, kLimitsName);
    range.Set("spec", Value::Map{{"limits", Value::List{std::move(item)}}});
    out.push_back({std::move(range)});
  }
  return out;
}

void ReadQuota(const Value& object, TenantConfig& out) {
  const std::string name = object.At({"metadata", "name"}).StringOr("");
  if (name == kQuotaName) out.quota = StringsOf(object.At({"spec", "hard"}));
  const Value& limits = object.At({"spec", "limits"});
  if (name != kLimitsName || !limits.is_list() || limits.as_list().empty()) return;
  ContainerLimits read;
  for (const LimitField& field : kLimitFields) {
    const Value& value = limits.as_list().front().Get(field.key);
    if (value.is_map()) read.*field.member = StringsOf(value);
  }
  out.limit_range = read;
}

}  // namespace mesh
