#include "planes/kubernetes/marks.h"

namespace mesh {

std::string ManagerOf(const std::string& owner) { return "mesh:" + owner; }

std::optional<Mark> MarkOf(const Value& object) {
  const Value& annotations = object.At({"metadata", "annotations"});
  const std::string resource = annotations.Get(kResourceAnnotation).StringOr("");
  if (resource.empty()) return std::nullopt;
  return Mark{annotations.Get(kOwnerAnnotation).StringOr(""), resource,
              annotations.Get(kAdoptedAnnotation).StringOr("") != "true",
              annotations.Get(kPendingAnnotation).StringOr("") == "true"};
}

Value WithMark(Value content, const Mark& mark) {
  Value metadata = content.Get("metadata");
  Value annotations = metadata.Get("annotations");
  annotations.Set(kOwnerAnnotation, mark.owner);
  annotations.Set(kResourceAnnotation, mark.resource);
  if (!mark.created) annotations.Set(kAdoptedAnnotation, "true");
  if (mark.pending) annotations.Set(kPendingAnnotation, "true");
  metadata.Set("annotations", std::move(annotations));
  content.Set("metadata", std::move(metadata));
  return content;
}

std::vector<std::vector<std::string>> MarkPaths() {
  std::vector<std::vector<std::string>> out;
  for (const char* name :
       {kOwnerAnnotation, kResourceAnnotation, kAdoptedAnnotation, kPendingAnnotation}) {
    out.push_back({"metadata", "annotations", name});
  }
  return out;
}

}  // namespace mesh
