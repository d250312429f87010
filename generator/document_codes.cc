#include "generator/document_codes.h"

#include "core/model/object.h"

namespace mesh::generator {

std::optional<NotAnObject> WhyNoObject(const Value& document) {
  if (!document.is_map()) {
    return NotAnObject{codes::kNoObject, "It is " +
                                             std::string(document.is_string() ? "text" : "no map") +
                                             ". An object has apiVersion, kind and metadata."};
  }
  const std::string version = document.Get("apiVersion").StringOr("");
  if (version.starts_with("kustomize.config.k8s.io/")) {
    return NotAnObject{codes::kSkipped, std::string(codes::kSkipped.advice)};
  }
  const auto key = KeyOf(document);
  if (key) return std::nullopt;
  return NotAnObject{codes::kNoObject, key.error().front().detail};
}

}  // namespace mesh::generator
