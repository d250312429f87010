#include "core/resources/namespace/istio_api.h"

#include <charconv>

#include "core/model/object.h"

namespace mesh {
namespace {

constexpr int kDefaultMinor = 31;
/// networking.istio.io and security.istio.io serve v1 from this minor on.
constexpr int kFirstV1Minor = 22;

}  // namespace

std::optional<int> IstioMinor(const std::string& version) {
  std::string_view rest = version;
  if (!rest.starts_with("1.")) return std::nullopt;
  rest.remove_prefix(2);
  int minor = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), minor);
  if (error != std::errc() || minor < 0) return std::nullopt;
  if (end != rest.data() + rest.size() && *end != '.' && *end != '-') return std::nullopt;
  return minor;
}

int IstioMinor(const Settings& settings) {
  return IstioMinor(settings.istio_version.value_or("")).value_or(kDefaultMinor);
}

Diagnostics CheckIstioVersion(const Settings& settings) {
  if (!settings.istio_version || IstioMinor(*settings.istio_version)) return {};
  return {
      Error("Unreadable istio_version",
            "The provider setting istio_version is \"" + *settings.istio_version +
                "\". Write it as major.minor or with a patch, such as \"1.31\" or \"1.31.1\".")};
}

std::string IstioApiVersion(const char* group, const Settings& settings) {
  return std::string(group) + (IstioMinor(settings) >= kFirstV1Minor ? "/v1" : "/v1beta1");
}

Value NewManagedObject(std::string api_version, std::string kind, std::string name_space,
                       std::string name) {
  Value object =
      NewObject(std::move(api_version), std::move(kind), std::move(name_space), std::move(name));
  object.as_map().at("metadata").Set("labels", Value::Map{{kManagedByLabel, kManagedBy}});
  return object;
}

}  // namespace mesh
