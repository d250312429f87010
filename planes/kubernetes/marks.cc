#include "planes/kubernetes/marks.h"

#include <utility>

namespace mesh {

std::string ManagerOf(const std::string& owner) { return std::string("mesh:").append(owner); }

std::optional<Mark> MarkOf(const Value& object) {
  const Value& annotations = object.At({"metadata", "annotations"});
  const std::string resource = annotations.Get(kResourceAnnotation).StringOr("");
  if (resource.empty()) return std::nullopt;
  std::string run = annotations.Get(kRunAnnotation).StringOr("");
  const bool pending = !run.empty();
  return Mark{annotations.Get(kOwnerAnnotation).StringOr(""), resource,
              annotations.Get(kAdoptedAnnotation).StringOr("") != "true", pending, std::move(run)};
}

Value WithMark(Value content, const Mark& mark, const std::string& open_runs) {
  Value metadata = content.Get("metadata");
  Value annotations = metadata.Get("annotations");
  annotations.Set(kOwnerAnnotation, mark.owner);
  annotations.Set(kResourceAnnotation, mark.resource);
  if (!mark.created) annotations.Set(kAdoptedAnnotation, "true");
  if (!mark.run.empty()) annotations.Set(kRunAnnotation, mark.run);
  if (!open_runs.empty()) annotations.Set(kOpenAnnotation, open_runs);
  metadata.Set("annotations", std::move(annotations));
  content.Set("metadata", std::move(metadata));
  return content;
}

std::vector<std::vector<std::string>> MarkPaths() {
  std::vector<std::vector<std::string>> out;
  for (const char* name : {kOwnerAnnotation, kResourceAnnotation, kAdoptedAnnotation,
                           kRunAnnotation, kOpenAnnotation}) {
    out.push_back({"metadata", "annotations", name});
  }
  return out;
}

}  // namespace mesh
