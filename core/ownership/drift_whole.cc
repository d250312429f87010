// Lists and maps that are kept whole: one writer sets them, and their parts have no owners.
#include <algorithm>

#include "core/ownership/drift_walk.h"

namespace mesh::ownership {
namespace {

/// Lists beyond this many pairs of elements are compared by place alone.
constexpr std::size_t kMostPairs = 10000;

}  // namespace

DriftWalk::Shown DriftWalk::VisitWhole(const Value& prior, const Value& live, bool ours) {
  bool differs = false;
  Shown shown = Blend(prior, live, ours, differs);
  if (differs) Report(FieldDrift::Change::kChanged);
  return shown;
}

bool DriftWalk::SetByServer(const Value& value, bool ours) const {
  if (tables_.IsDefault(path_, value, input_.live)) return true;
  return ours && !(InClosedSpec() && tables_.knows_all_defaults());
}

DriftWalk::Shown DriftWalk::Blend(const Value& prior, const Value& live, bool ours, bool& differs) {
  if (prior.is_map() && live.is_map()) return BlendMap(prior, live, ours, differs);
  if (prior.is_list() && live.is_list()) return BlendList(prior, live, ours, differs);
  if (prior == live || SameMeaning(prior, live, tables_.MeaningAt(path_))) return prior;
  differs = true;
  return live;
}

DriftWalk::Shown DriftWalk::BlendMap(const Value& prior, const Value& live, bool ours,
                                     bool& differs) {
  Value::Map out;
  for (const auto& [name, member] : prior.as_map()) {
    const Step step(*this, FieldName{name});
    const auto found = live.as_map().find(name);
    if (found != live.as_map().end()) {
      out.emplace_hint(out.end(), name, *Blend(member, found->second, ours, differs));
    } else if (ours && SaysNothing(member)) {
      out.emplace_hint(out.end(), name, member);
    } else {
      differs = true;
    }
  }
  for (const auto& [name, member] : live.as_map()) {
    if (prior.Has(name)) continue;
    const Step step(*this, FieldName{name});
    if (IsIgnored() || SetByServer(member, ours)) continue;
    differs = true;
    out.emplace(name, member);
  }
  return out;
}

DriftWalk::Shown DriftWalk::BlendList(const Value& prior, const Value& live, bool ours,
                                      bool& differs) {
  const Value::List& before = prior.as_list();
  const Value::List& now = live.as_list();
  const bool by_place = before.size() == now.size() || before.size() * now.size() > kMostPairs;
  if (before.size() != now.size()) differs = true;
  Value::List out;
  std::size_t next = 0;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const Step step(*this, ItemIndex{static_cast<std::int64_t>(i)});
    if (by_place) {
      out.push_back(i < before.size() ? *Blend(before[i], now[i], ours, differs) : now[i]);
      continue;
    }
    // Elements that stayed keep their spelling, wherever others were put in or taken out.
    Shown same;
    for (std::size_t k = next; k < before.size() && !same; ++k) {
      bool other = false;
      Shown blended = Blend(before[k], now[i], ours, other);
      if (other) continue;
      same = std::move(blended);
      next = k + 1;
    }
    out.push_back(same ? std::move(*same) : now[i]);
  }
  return out;
}

}  // namespace mesh::ownership
