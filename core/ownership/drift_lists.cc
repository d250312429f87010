// Lists: kept whole, as maps by key fields, or as sets.
#include <algorithm>

#include "core/ownership/drift_walk.h"

namespace mesh::ownership {
namespace {

bool Has(const Value& list, const Value& element) {
  return std::ranges::find(list.as_list(), element) != list.as_list().end();
}

}  // namespace

DriftWalk::Shown DriftWalk::VisitList(const Value& prior, const Value& live, const Node& own) {
  const auto told = owners_.ShapeAt(path_, own);
  Shape shape = told.value_or(Shape{});
  // The fields of an empty list look the same however the list is kept.
  const bool empty = prior.as_list().empty() || live.as_list().empty();
  if (!told || (shape.list == ListShape::kAtomic && empty)) shape = tables_.ShapeAt(path_);
  if (shape.list == ListShape::kSet) return VisitSet(prior, live, own);
  if (shape.list == ListShape::kMap) {
    bool wrong = false;
    Shown shown = VisitKeyedList(prior, live, own, shape, wrong);
    return wrong ? VisitWhole(prior, live, static_cast<bool>(own)) : shown;
  }
  const bool nobodys = !own && !owners_.OtherAt(path_);
  return VisitWhole(prior, live, own.is_leaf() || nobodys);
}

std::optional<ItemKey> DriftWalk::KeyOf(const Value& item, const Shape& shape) const {
  if (!item.is_map()) return std::nullopt;
  ItemKey out;
  for (const std::string& name : shape.keys) {
    Value value = item.Has(name) ? item.Get(name) : KindTables::KeyDefault(name);
    if (!value.is_null()) out.fields.emplace(name, std::move(value));
  }
  return out;
}

std::optional<DriftWalk::Items> DriftWalk::ItemsOf(const Value& list, const Shape& shape) const {
  Items out;
  for (const Value& item : list.as_list()) {
    const auto key = KeyOf(item, shape);
    if (!key || !out.emplace(ElementText(*key), &item).second) return std::nullopt;
  }
  return out;
}

DriftWalk::Items::iterator DriftWalk::FindPartly(Items& items, ItemKey& key, const Node& own,
                                                 const Shape& shape) const {
  // An item that we applied stays in our set for as long as it is there.
  const auto fits = [&](const auto& item) {
    return (!owners_.has_entry() || own.Child(item.first)) &&
           std::ranges::all_of(key.fields, [&](const auto& field) {
             return item.second->Get(field.first) == field.second;
           });
  };
  const auto found = std::ranges::find_if(items, fits);
  if (found != items.end()) key = *KeyOf(*found->second, shape);
  return found;
}

DriftWalk::Shown DriftWalk::VisitKeyedList(const Value& prior, const Value& live, const Node& own,
                                           const Shape& shape, bool& wrong) {
  auto there = ItemsOf(live, shape);
  wrong = !there || !ItemsOf(prior, shape);
  if (wrong) return std::nullopt;
  // Key fields that prior leaves out and no table knows were filled in by the server.
  const auto find = [&](ItemKey& key) {
    const bool whole = key.fields.size() == shape.keys.size();
    const auto found = there->find(ElementText(key));
    return whole || found != there->end() ? found : FindPartly(*there, key, own, shape);
  };
  Value::List out;
  for (const Value& item : prior.as_list()) {
    ItemKey key = *KeyOf(item, shape);
    const auto found = find(key);
    const Node child = own.Child(ElementText(key));
    const Step step(*this, std::move(key));
    Shown shown = Visit(item, found == there->end() ? nullptr : found->second, child);
    if (shown) out.push_back(std::move(*shown));
    if (found != there->end()) there->erase(found);
  }
  for (const Value& item : live.as_list()) {
    ItemKey key = *KeyOf(item, shape);
    const std::string element = ElementText(key);
    if (!there->contains(element)) continue;
    const Step step(*this, std::move(key));
    if (Shown shown = Extra(item, own.Child(element))) out.push_back(std::move(*shown));
  }
  return out;
}

DriftWalk::Shown DriftWalk::VisitSet(const Value& prior, const Value& live, const Node& own) {
  Value::List out;
  for (const Value& element : prior.as_list()) {
    const Step step(*this, ItemValue{element});
    if (Has(live, element)) {
      out.push_back(element);
    } else {
      Report(FieldDrift::Change::kMissing);
    }
  }
  for (const Value& element : live.as_list()) {
    if (Has(prior, element)) continue;
    const Step step(*this, ItemValue{element});
    if (Shown shown = Extra(element, own.Child(ElementText(path_.back())))) {
      out.push_back(std::move(*shown));
    }
  }
  return out;
}

}  // namespace mesh::ownership
