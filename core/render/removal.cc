#include "core/render/removal.h"

#include "core/render/render.h"

namespace mesh {
namespace {

bool IsNamespace(const ObjectKey& key) { return key.kind == "Namespace" && key.group().empty(); }

/// The namespace that an object stands or falls with; empty when it is none's.
std::string Home(const ObjectKey& key, const Value& content) {
  if (IsNamespace(key)) return key.name;
  if (!key.name_space.empty()) return key.name_space;
  return content.At({"metadata", "labels", kNamespaceLabel}).StringOr("");
}

}  // namespace

std::set<std::string> NamespacesIn(const std::map<ObjectKey, Value>& objects) {
  std::set<std::string> out;
  for (const auto& [key, content] : objects) {
    if (IsNamespace(key)) out.insert(key.name);
  }
  return out;
}

Removal SplitLeaving(const std::map<ObjectKey, Value>& objects, Leaving why,
                     const std::set<ObjectKey>& closed) {
  const std::set<std::string> namespaces = NamespacesIn(objects);
  Removal out;
  for (const auto& [key, content] : objects) {
    const bool keep = why.keeps && (why.destroyed || namespaces.contains(Home(key, content)));
    (keep ? out.kept : out.deleted).push_back(key);
  }
  out.deleted = DeleteOrder(std::move(out.deleted), closed);
  return out;
}

}  // namespace mesh
