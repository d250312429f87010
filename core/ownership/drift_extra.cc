// What the live object has and the prior manifest has not.
#include "core/ownership/drift_walk.h"

namespace mesh::ownership {
namespace {

constexpr std::string_view kDryRun = "istio.io/dry-run";

}  // namespace

void DriftWalk::AddExtras(const Value& prior, const Value& live, const Node& own, Value::Map& out) {
  const bool top = path_.empty();
  if (own.has_children() || InClosedSpec() || top) {
    Node hint;
    for (const auto& [name, member] : live.as_map()) {
      if (prior.Has(name)) continue;
      const Node child = own.ChildField(name, hint);
      if (child) hint = child;
      const Step step(*this, FieldName{name});
      if (AtServerField()) continue;
      if (Shown shown = Extra(member, child)) out.emplace(name, std::move(*shown));
    }
  }
  if (top && input_.closed) AddDryRun(live, out);
}

DriftWalk::Shown DriftWalk::Extra(const Value& live, const Node& own) {
  if (IsIgnored()) return std::nullopt;
  // In a closed object there is nothing of others' to be left out of what is shown.
  if (InClosedSpec()) {
    if (Shown shown = Foreign(live)) return shown;
  }
  return FormerlyOurs(live, own);
}

DriftWalk::Shown DriftWalk::FormerlyOurs(const Value& live, const Node& own) {
  if (!own) return std::nullopt;
  if (own.has_children() && live.is_map()) {
    Value::Map out;
    Node hint;
    for (const auto& [name, member] : live.as_map()) {
      const Node child = own.ChildField(name, hint);
      if (!child) continue;
      hint = child;
      const Step step(*this, FieldName{name});
      if (IsIgnored()) continue;
      if (Shown shown = FormerlyOurs(member, child)) out.emplace_hint(out.end(), name, *shown);
    }
    if (out.empty()) return std::nullopt;
    return out;
  }
  const auto shape = ShapeOf(own);
  if (!live.is_list() || !shape || shape->list == ListShape::kAtomic) {
    if (!own.is_member()) return std::nullopt;
    // Giving a field up is never refused; where another owns it as well, it stays.
    drifts_.push_back({path_, FieldDrift::Change::kAdded, WayBack::kApply, owners_.OtherAt(path_)});
    return live;
  }
  Value::List out;
  for (const Value& item : live.as_list()) {
    FieldStep name = ItemValue{item};
    if (shape->list == ListShape::kMap) {
      auto key = KeyOf(item, *shape);
      if (!key) continue;
      name = std::move(*key);
    }
    const Node child = own.Child(ElementText(name));
    const Step step(*this, std::move(name));
    if (Shown shown = FormerlyOurs(item, child)) out.push_back(std::move(*shown));
  }
  if (out.empty()) return std::nullopt;
  return out;
}

DriftWalk::Shown DriftWalk::Foreign(const Value& live) {
  if (IsIgnored() || tables_.IsDefault(path_, live, input_.live)) return std::nullopt;
  if (live.is_map() && !live.as_map().empty()) {
    Value::Map out;
    for (const auto& [name, member] : live.as_map()) {
      const Step step(*this, FieldName{name});
      if (Shown shown = Foreign(member)) out.emplace_hint(out.end(), name, std::move(*shown));
    }
    if (out.empty()) return std::nullopt;
    return out;
  }
  // Nobody's field in an object whose record of ownership is there is a default of a kind that we
  // do not know all defaults of.
  if (owners_.has_entry() && !tables_.knows_all_defaults() && !owners_.OtherAt(path_)) {
    return std::nullopt;
  }
  ReportForeign();
  return live;
}

void DriftWalk::AddDryRun(const Value& live, Value::Map& out) {
  const Value& value = live.At({"metadata", "annotations", kDryRun});
  if (value.is_null()) return;
  if (!input_.prior.At({"metadata", "annotations", kDryRun}).is_null()) return;
  const Step metadata(*this, FieldName{"metadata"});
  const Step annotations(*this, FieldName{"annotations"});
  const Step name(*this, FieldName{std::string(kDryRun)});
  if (IsIgnored()) return;
  Value& shown = out["metadata"];
  Value below = shown.Get("annotations");
  if (!below.Has(kDryRun)) ReportForeign();
  below.Set(std::string(kDryRun), value);
  shown.Set("annotations", std::move(below));
}

void DriftWalk::ReportForeign() {
  FieldDrift drift{path_, FieldDrift::Change::kAdded, WayBack::kRemoval, owners_.OtherAt(path_)};
  if (!drift.owner && owners_.ours().IsOwned(path_)) drift.way_back = WayBack::kApply;
  drifts_.push_back(std::move(drift));
}

}  // namespace mesh::ownership
