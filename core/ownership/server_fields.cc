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

}  // namespace mesh::ownership
