#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/ownership/drift.h"
#include "core/ownership/owners.h"

namespace mesh::ownership {

/// One walk over a prior manifest and the live object, side by side. Returned values are what the
/// manifest gets; nullopt: nothing.
class DriftWalk {
 public:
  using Node = FieldSet::Node;
  explicit DriftWalk(const ReadBackInput& input);
  ReadBack Run();

 private:
  using Shown = std::optional<Value>;
  /// Goes one step down for as long as it lives.
  class Step;

  /// The value at path_; `live` null: it is not there.
  Shown Visit(const Value& prior, const Value* live, const Node& own);
  Shown Absent(const Value& prior, const Node& own);
  /// True when the server leaves a value out that is as in `prior`.
  bool ServerDrops(const Value& prior, const Node& own) const;
  Shown VisitMap(const Value& prior, const Value& live, const Node& own);
  Shown VisitList(const Value& prior, const Value& live, const Node& own);
  /// nullopt also where items cannot be told apart; then `wrong` is true.
  Shown VisitKeyedList(const Value& prior, const Value& live, const Node& own, const Shape& shape,
                       bool& wrong);
  Shown VisitSet(const Value& prior, const Value& live, const Node& own);

  // What is kept whole (drift_whole.cc).
  Shown VisitWhole(const Value& prior, const Value& live, bool ours);
  Shown BlendMap(const Value& prior, const Value& live, bool ours, bool& differs);
  Shown BlendList(const Value& prior, const Value& live, bool ours, bool& differs);
  Shown Blend(const Value& prior, const Value& live, bool ours, bool& differs);
  bool SetByServer(const Value& value, bool ours) const;

  // What only the live object has (drift_extra.cc).
  /// Members of `live` that prior lacks: ours of a former apply, and anybody's in a closed object.
  void AddExtras(const Value& prior, const Value& live, const Node& own, Value::Map& out);
  Shown Extra(const Value& live, const Node& own);
  Shown FormerlyOurs(const Value& live, const Node& own);
  Shown Foreign(const Value& live);
  void AddDryRun(const Value& live, Value::Map& out);

  /// What tells the item from others: its key fields, filled up with what the server takes for
  /// them; nullopt when it is no map.
  std::optional<ItemKey> KeyOf(const Value& item, const Shape& shape) const;
  /// Items of a list by the texts of their keys; nullopt when some have none, or the same.
  using Items = std::map<std::string, const Value*>;
  std::optional<Items> ItemsOf(const Value& list, const Shape& shape) const;
  /// The item that agrees with a key that lacks fields, and the key in full.
  Items::iterator FindPartly(Items& items, ItemKey& key, const Node& own, const Shape& shape) const;

  bool AtServerField() const;
  bool IsIgnored() const;
  bool InClosedSpec() const;
  void Report(FieldDrift::Change change);
  void ReportForeign();

  const ReadBackInput& input_;
  const Owners owners_;
  const KindTables tables_;
  FieldPath path_;
  std::vector<FieldDrift> drifts_;
};

class DriftWalk::Step {
 public:
  Step(DriftWalk& walk, FieldStep step) : walk_(walk) { walk_.path_.push_back(std::move(step)); }
  ~Step() { walk_.path_.pop_back(); }
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;

 private:
  DriftWalk& walk_;
};

/// True for what a server may leave out because it says nothing: null, false, 0, "", [] and maps
/// of nothing else.
bool SaysNothing(const Value& value);

}  // namespace mesh::ownership
