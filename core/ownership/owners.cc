#include "core/ownership/owners.h"

#include <algorithm>

namespace mesh::ownership {

std::optional<Shape> ShapeOf(const FieldSet::Node& list) {
  if (list.is_leaf()) return Shape{};
  for (auto child = list.FirstChild(); child; child = list.NextChild(child)) {
    const auto step = ParseElement(child.element());
    if (!step) continue;
    if (std::holds_alternative<ItemValue>(*step)) return Shape{ListShape::kSet, {}};
    const auto* key = std::get_if<ItemKey>(&*step);
    if (key == nullptr) continue;
    Shape shape{ListShape::kMap, {}};
    for (const auto& [name, value] : key->fields) shape.keys.push_back(name);
    return shape;
  }
  return std::nullopt;
}

Owners::Owners(const Value& object, std::string_view manager)
    : fields_(ManagedFields::Read(object)), our_entry_(fields_.AppliedBy(manager)) {
  has_entry_ = our_entry_ != nullptr;
  if (has_entry_) ours_ = our_entry_->fields();
}

std::optional<FieldManager> Owners::OtherAt(const FieldPath& path) const {
  asked_others_ = true;
  const FieldManager* found = nullptr;
  const auto rank = [](const FieldManager& m) {
    return std::pair(m.operation == Operation::kApply, std::string_view(m.time));
  };
  for (const ManagedEntry& entry : fields_.entries()) {
    // A path above that stands for the whole value does not count: of a map that is not kept whole
    // it only says that the manager made it.
    if (&entry == our_entry_ || !entry.fields().Find(path)) continue;
    if (found == nullptr || rank(*found) <= rank(entry.manager())) found = &entry.manager();
  }
  return found == nullptr ? std::nullopt : std::optional(*found);
}

bool Owners::OtherHoldsWhole(const FieldPath& path) const {
  asked_others_ = true;
  bool whole = false;
  for (const ManagedEntry& entry : fields_.entries()) {
    const FieldSet::Node here = entry.fields().Find(path);
    if (here.has_children()) return false;  // the leaf of another stands for an empty map
    whole = whole || (&entry != our_entry_ && here.is_leaf());
  }
  return whole;
}

std::optional<Shape> Owners::ShapeAt(const FieldPath& path, const FieldSet::Node& own) const {
  std::optional<Shape> whole = ShapeOf(own);
  if (whole && whole->list != ListShape::kAtomic) return whole;
  // A list that one manager left empty is in its set like one that is kept whole: another's items
  // tell the two apart.
  asked_others_ = true;
  for (const ManagedEntry& entry : fields_.entries()) {
    if (&entry == our_entry_) continue;
    const auto shape = ShapeOf(entry.fields().Find(path));
    if (!shape) continue;
    if (shape->list != ListShape::kAtomic) return shape;
    whole = shape;
  }
  return whole;
}

Diagnostics Owners::Warnings() const {
  Diagnostics out;
  for (const ManagedEntry& entry : fields_.entries()) {
    if (&entry != our_entry_ && !asked_others_) continue;
    for (const Diagnostic& wrong : entry.wrong()) {
      out.push_back(
          Warning(wrong.summary, "Manager " + entry.manager().ToString() + ": " + wrong.detail));
    }
  }
  return out;
}

}  // namespace mesh::ownership
