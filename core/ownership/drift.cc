#include "core/ownership/drift.h"

#include <algorithm>

#include "core/ownership/drift_walk.h"
#include "core/ownership/server_fields.h"

namespace mesh::ownership {

bool SaysNothing(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::kNull:
      return true;
    case Value::Kind::kBool:
      return !value.as_bool();
    case Value::Kind::kNumber:
      return value == Value(0);
    case Value::Kind::kString:
      return value.as_string().empty();
    case Value::Kind::kList:
      return value.as_list().empty();
    case Value::Kind::kMap:
      return std::ranges::all_of(value.as_map(),
                                 [](const auto& member) { return SaysNothing(member.second); });
    default:
      return false;
  }
}

DriftWalk::DriftWalk(const ReadBackInput& input)
    : input_(input), owners_(input.live, input.manager), tables_(KindTables::Of(input.prior)) {}

ReadBack DriftWalk::Run() {
  ReadBack out;
  Shown shown = Visit(input_.prior, &input_.live, owners_.ours().root());
  out.manifest = shown ? std::move(*shown) : Value(Value::Map{});
  out.drifts = std::move(drifts_);
  out.diagnostics = owners_.Warnings();
  return out;
}

DriftWalk::Shown DriftWalk::Visit(const Value& prior, const Value* live, const Node& own) {
  if (live == nullptr || (live->is_null() && !prior.is_null())) return Absent(prior, own);
  if (prior.is_map() && live->is_map()) return VisitMap(prior, *live, own);
  if (prior.is_list() && live->is_list()) return VisitList(prior, *live, own);
  if (prior == *live || SameMeaning(prior, *live, tables_.MeaningAt(path_))) return prior;
  Report(FieldDrift::Change::kChanged);
  return *live;
}

DriftWalk::Shown DriftWalk::Absent(const Value& prior, const Node& own) {
  if (ServerDrops(prior, own)) return prior;
  Report(FieldDrift::Change::kMissing);
  return std::nullopt;
}

bool DriftWalk::ServerDrops(const Value& prior, const Node& own) const {
  // Whoever else removes a field takes it out of our set as well, so that a field of ours that is
  // not there was left out by the server. An empty list is in our set only when it is kept whole,
  // which cannot be told of one that is not there: in a closed object it counts as removed,
  // elsewhere it is taken to say nothing.
  if (own.is_leaf()) return SaysNothing(prior);
  if (prior.is_list()) return prior.as_list().empty() && !InClosedSpec();
  if (!prior.is_map()) return prior.is_null();
  return !prior.as_map().empty() && std::ranges::all_of(prior.as_map(), [&](const auto& member) {
    return ServerDrops(member.second, own.ChildField(member.first, Node()));
  });
}

DriftWalk::Shown DriftWalk::VisitMap(const Value& prior, const Value& live, const Node& own) {
  const bool ours_whole = own.is_leaf() && !prior.as_map().empty();
  if (ours_whole || (!own && owners_.OtherHoldsWhole(path_))) {
    return VisitWhole(prior, live, ours_whole);
  }
  Value::Map out;
  Node hint;
  for (const auto& [name, member] : prior.as_map()) {
    const Step step(*this, FieldName{name});
    if (AtServerField() || IsIgnored()) {
      out.emplace_hint(out.end(), name, member);
      continue;
    }
    const Node child = own.ChildField(name, hint);
    if (child) hint = child;
    const auto found = live.as_map().find(name);
    Shown shown = Visit(member, found == live.as_map().end() ? nullptr : &found->second, child);
    if (shown) out.emplace_hint(out.end(), name, std::move(*shown));
  }
  AddExtras(prior, live, own, out);
  return out;
}

bool DriftWalk::AtServerField() const { return IsServerField(path_); }

bool DriftWalk::IsIgnored() const {
  return std::ranges::any_of(input_.ignored, [&](const std::vector<std::string>& names) {
    return std::ranges::equal(names, path_, [](const std::string& name, const FieldStep& step) {
      const auto* field = std::get_if<FieldName>(&step);
      return field != nullptr && field->name == name;
    });
  });
}

bool DriftWalk::InClosedSpec() const {
  if (!input_.closed || path_.empty()) return false;
  const auto* first = std::get_if<FieldName>(&path_.front());
  return first != nullptr && first->name == "spec";
}

void DriftWalk::Report(FieldDrift::Change change) {
  FieldDrift drift{path_, change, WayBack::kApply, owners_.OtherAt(path_)};
  if (drift.owner) {
    drift.way_back =
        drift.owner->operation == Operation::kApply ? WayBack::kConflict : WayBack::kForcedApply;
  }
  drifts_.push_back(std::move(drift));
}

ReadBack ReadBackManifest(const ReadBackInput& input) { return DriftWalk(input).Run(); }

}  // namespace mesh::ownership
