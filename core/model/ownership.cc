#include "core/model/ownership.h"

namespace mesh {
namespace {

Value MaskOfTree(const Value& content) {
  if (!content.is_map() || content.as_map().empty()) return true;
  Value::Map out;
  for (const auto& [key, member] : content.as_map()) {
    out.emplace_hint(out.end(), key, MaskOfTree(member));
  }
  return out;
}

bool IsTree(const Value& value) { return value.is_map() && !value.as_map().empty(); }

/// Takes what `owned` covers and `desired` does not have out of `live`.
void RemoveFormer(Value& live, const Value& desired, const Value& owned) {
  if (!live.is_map() || !owned.is_map()) return;
  Value::Map& members = live.as_map();
  for (const auto& [key, inner] : owned.as_map()) {
    const auto found = members.find(key);
    if (found == members.end()) continue;
    if (inner.is_map() && found->second.is_map()) {
      RemoveFormer(found->second, desired.Get(key), inner);
      if (found->second.as_map().empty() && !desired.Has(key)) members.erase(found);
    } else if (!desired.Has(key)) {
      members.erase(found);
    }
  }
}

void SetOurs(Value& live, const Value& desired) {
  for (const auto& [key, member] : desired.as_map()) {
    Value& place = live.as_map()[key];
    if (IsTree(member) && place.is_map()) {
      SetOurs(place, member);
    } else {
      place = member;
    }
  }
}

}  // namespace

Value MaskOf(const Value& content, bool closed) {
  Value mask = MaskOfTree(content);
  if (closed && mask.is_map()) mask.Set("spec", true);
  return mask;
}

Value Project(const Value& live, const Value& mask) {
  if (!mask.is_map() || !live.is_map()) return live;
  Value::Map out;
  for (const auto& [key, inner] : mask.as_map()) {
    const auto found = live.as_map().find(key);
    if (found != live.as_map().end()) out.emplace(key, Project(found->second, inner));
  }
  return out;
}

Value MergeOwned(const Value& live, const Value& desired, const Value& owned, bool closed) {
  if (!live.is_map()) return desired;
  Value out = live;
  RemoveFormer(out, desired, owned);
  if (closed) out.as_map().erase("spec");
  SetOurs(out, desired);
  return out;
}

void RemoveAt(Value& object, const std::vector<std::string>& path) {
  Value* at = &object;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (!at->is_map()) return;
    const auto found = at->as_map().find(path[i]);
    if (found == at->as_map().end()) return;
    if (i + 1 == path.size()) {
      at->as_map().erase(found);
      return;
    }
    at = &found->second;
  }
}

}  // namespace mesh
