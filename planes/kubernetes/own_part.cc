#include "planes/kubernetes/own_part.h"

#include "planes/kubernetes/marks.h"

namespace mesh {
namespace {

Value MaskFrom(const ownership::FieldSet::Node& node) {
  Value::Map out;
  for (auto child = node.FirstChild(); child; child = node.NextChild(child)) {
    const std::string_view element = child.element();
    if (!element.starts_with("f:")) return true;
    out.emplace(std::string(element.substr(2)), MaskFrom(child));
  }
  return out.empty() ? Value(true) : Value(std::move(out));
}

/// Annotations without our marks; null where nothing else is in them.
Value WithoutMarks(Value annotations) {
  if (!annotations.is_map()) return annotations;
  for (const auto& path : MarkPaths()) annotations.as_map().erase(path.back());
  return annotations.as_map().empty() ? Value() : annotations;
}

}  // namespace

Value OwnPart(const ownership::Owners& owners) {
  if (!owners.has_entry()) return {};
  Value mask = MaskFrom(owners.ours().root());
  if (!mask.is_map()) return mask;
  Value metadata = mask.Get("metadata");
  if (!metadata.is_map()) metadata = Value::Map{};
  if (Value annotations = WithoutMarks(metadata.Get("annotations")); !annotations.is_null()) {
    metadata.Set("annotations", std::move(annotations));
  } else {
    metadata.as_map().erase("annotations");
  }
  metadata.Set("name", true);
  metadata.Set("namespace", true);
  mask.Set("metadata", std::move(metadata));
  mask.Set("apiVersion", true);
  mask.Set("kind", true);
  return mask;
}

std::string AppliedVersion(const Value& object, const std::string& manager) {
  const Value& entries = object.At({"metadata", "managedFields"});
  if (!entries.is_list()) return "";
  for (const Value& entry : entries.as_list()) {
    if (entry.Get("manager").StringOr("") == manager &&
        entry.Get("operation").StringOr("") == "Apply") {
      return entry.Get("apiVersion").StringOr("");
    }
  }
  return "";
}

}  // namespace mesh
