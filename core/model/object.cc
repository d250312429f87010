#include "core/model/object.h"

#include <array>

namespace mesh {

std::string ObjectKey::group() const {
  const std::size_t slash = api_version.find('/');
  return slash == std::string::npos ? "" : api_version.substr(0, slash);
}

std::string ObjectKey::ToString() const {
  return api_version + "/" + kind + "/" + name_space + "/" + name;
}

std::optional<ObjectKey> ObjectKey::Parse(std::string_view text) {
  std::array<std::string, 3> tail;  // name, namespace, kind: none of them holds a slash
  for (std::string& part : tail) {
    const std::size_t slash = text.rfind('/');
    if (slash == std::string_view::npos) return std::nullopt;
    part = text.substr(slash + 1);
    text = text.substr(0, slash);
  }
  if (text.empty() || tail[2].empty() || tail[0].empty()) return std::nullopt;
  return ObjectKey{std::string(text), tail[2], tail[1], tail[0]};
}

Result<ObjectKey> KeyOf(const Value& object) {
  const Value& metadata = object.Get("metadata");
  const ObjectKey key{object.Get("apiVersion").StringOr(""), object.Get("kind").StringOr(""),
                      metadata.Get("namespace").StringOr(""), metadata.Get("name").StringOr("")};
  const char* missing = key.api_version.empty() ? "apiVersion"
                        : key.kind.empty()      ? "kind"
                        : key.name.empty()      ? "metadata.name"
                                                : nullptr;
  if (missing != nullptr) {
    return Fail("Object without " + std::string(missing),
                std::string("Every object needs apiVersion, kind and metadata.name as non-empty "
                            "strings; add ") +
                    missing + ".");
  }
  const Value& name_space = metadata.Get("namespace");
  if (!name_space.is_null() && !name_space.is_string()) {
    return Fail("Object with a namespace that is no text",
                "metadata.namespace of " + key.kind + " " + key.name +
                    " is no string. Quote it (YAML reads words such as no and 1e3 as something "
                    "else).");
  }
  return key;
}

Value NewObject(std::string api_version, std::string kind, std::string name_space,
                std::string name) {
  Value metadata;
  metadata.Set("name", std::move(name));
  if (!name_space.empty()) metadata.Set("namespace", std::move(name_space));
  Value out;
  out.Set("apiVersion", std::move(api_version));
  out.Set("kind", std::move(kind));
  out.Set("metadata", std::move(metadata));
  return out;
}

}  // namespace mesh
