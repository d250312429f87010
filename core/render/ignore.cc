#include "core/render/ignore.h"

#include <algorithm>
#include <string_view>

namespace mesh {
namespace {

bool Matches(const std::string& pattern, std::string_view key) {
  if (pattern.ends_with('*')) {
    return key.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
  }
  return key == pattern;
}

/// Removes `path` below `at`; keys may themselves hold dots, so each prefix of the path is tried.
bool Remove(Value& at, std::string_view path) {
  if (!at.is_map()) return false;
  Value::Map& map = at.as_map();
  if (const auto whole = map.find(path); whole != map.end()) {
    map.erase(whole);
    return true;
  }
  for (std::size_t dot = path.rfind('.'); dot != std::string_view::npos && dot > 0;
       dot = path.rfind('.', dot - 1)) {
    const auto found = map.find(path.substr(0, dot));
    if (found != map.end() && Remove(found->second, path.substr(dot + 1))) return true;
  }
  return false;
}

void RemoveKeys(Value& content, const char* member, const std::vector<std::string>& patterns) {
  if (patterns.empty() || !content.At({"metadata", member}).is_map()) return;
  std::erase_if(content.as_map().at("metadata").as_map().at(member).as_map(), [&](const auto& e) {
    return std::ranges::any_of(patterns, [&](const std::string& p) { return Matches(p, e.first); });
  });
}

bool IsIdentity(const std::string& path) {
  return path == "apiVersion" || path == "kind" || path == "metadata" || path == "metadata.name" ||
         path == "metadata.namespace";
}

}  // namespace

Ignored IgnoredOf(const Platform& platform, const Common& common) {
  return {common.ignore_fields.value_or({}), platform.ignore_labels.value_or({}),
          platform.ignore_annotations.value_or({})};
}

void TakeOutIgnored(const Ignored& ignored, Rendered& rendered) {
  for (RenderedObject& object : rendered.objects) {
    for (const std::string& path : ignored.fields) {
      if (!IsIdentity(path)) Remove(object.content, path);
    }
    RemoveKeys(object.content, "labels", ignored.labels);
    RemoveKeys(object.content, "annotations", ignored.annotations);
  }
}

}  // namespace mesh
