#include "core/ownership/server_fields.h"

#include <algorithm>
#include <string_view>

namespace mesh::ownership {
namespace {

constexpr std::string_view kTop[] = {"apiVersion", "kind", "status"};
constexpr std::string_view kMetadata[] = {"name",
                                          "namespace",
                                          "generateName",
                                          "uid",
                                          "resourceVersion",
                                          "generation",
                                          "creationTimestamp",
                                          "deletionTimestamp",
                                          "deletionGracePeriodSeconds",
                                          "selfLink",
                                          "managedFields"};

std::string_view NameAt(const FieldPath& path, std::size_t i) {
  const auto* field = std::get_if<FieldName>(&path[i]);
  return field == nullptr ? std::string_view() : std::string_view(field->name);
}

template <std::size_t N>
bool IsIn(const std::string_view (&names)[N], std::string_view name) {
  return std::ranges::find(names, name) != std::end(names);
}

}  // namespace

bool IsServerField(const FieldPath& path) {
  if (path.size() == 1) return IsIn(kTop, NameAt(path, 0));
  return path.size() == 2 && NameAt(path, 0) == "metadata" && IsIn(kMetadata, NameAt(path, 1));
}

std::vector<std::string> RemoveServerFields(Value& object) {
  constexpr std::string_view kKept[] = {"name", "namespace", "generateName"};
  std::vector<std::string> out;
  if (!object.is_map()) return out;
  if (object.as_map().erase("status") > 0) out.emplace_back("status");
  if (!object.Get("metadata").is_map()) return out;
  Value::Map& metadata = object.as_map().at("metadata").as_map();
  for (const std::string_view name : kMetadata) {
    if (IsIn(kKept, name)) continue;
    if (metadata.erase(std::string(name)) > 0) out.push_back("metadata." + std::string(name));
  }
  return out;
}

}  // namespace mesh::ownership
