// Read back what the API server's own field manager made of an object, and compare what we say of
// it with what the server says to another apply.
#include <gmock/gmock.h>

#include <algorithm>

#include "core/ownership/conflicts.h"
#include "core/ownership/drift.h"
#include "core/ownership/owners.h"
#include "core/ownership/testing/vectors.h"

namespace mesh::ownership {
namespace {

using ::testing::IsEmpty;

std::string Describe(const std::vector<FieldDrift>& drifts) {
  std::string out;
  for (const FieldDrift& d : drifts) {
    out += ToText(d.path) + " way " + std::to_string(static_cast<int>(d.way_back)) + " change " +
           std::to_string(static_cast<int>(d.change)) + " " +
           (d.owner ? d.owner->ToString() : "nobody") + "\n";
  }
  return out;
}

/// Brings a list that is kept as a map or set into one order. An empty list is as good as none: no
/// record of ownership has it when it is kept as a map or set, and how it is kept cannot be seen.
void Arrange(Value& owner, const std::string& name) {
  if (!owner.Has(name)) return;
  auto& items = owner.as_map().at(name).as_list();
  for (Value& item : items) {
    if (item.is_map()) Arrange(item, "tags");
  }
  std::ranges::sort(items, {}, [](const Value& item) { return WriteJson(item); });
  if (items.empty()) owner.as_map().erase(name);
}

/// Takes out empty maps and lists: a server keeps or drops them as it likes, while they stay ours.
/// A map that we applied empty even stays ours when somebody deletes it together with what the
/// server had put into it; all that is lost is defaults.
void DropEmpty(Value& owner) {
  if (!owner.is_map()) return;
  if (owner.Get("b") == Value("by default") && owner.as_map().size() == 1) owner = Value::Map{};
  for (auto& [name, member] : owner.as_map()) DropEmpty(member);
  std::erase_if(owner.as_map(), [](const auto& member) {
    return member.second == Value(Value::Map{}) || member.second == Value(Value::List{});
  });
}

/// The object without what the server keeps of its managers.
std::string Content(Value object) {
  object.as_map().at("metadata").as_map().erase("managedFields");
  if (object.Has("spec")) {
    for (const char* name : {"ports", "envs", "tags"}) {
      Arrange(object.as_map().at("spec"), name);
    }
  }
  DropEmpty(object);
  return WriteJson(object);
}

bool StartsWith(const FieldPath& path, const FieldPath& start) {
  return path.size() >= start.size() && std::equal(start.begin(), start.end(), path.begin());
}

/// True when the path leads to an empty map or list.
bool IsEmptyAt(const Value& object, const FieldPath& path) {
  const Value* here = &object;
  for (const FieldStep& step : path) {
    if (const auto* field = std::get_if<FieldName>(&step)) {
      here = &here->Get(field->name);
    } else if (const auto item = FindItem(*here, step)) {
      here = &here->as_list()[*item];
    } else {
      return false;
    }
  }
  return *here == Value(Value::Map{}) || *here == Value(Value::List{});
}

void CheckConflicts(const std::vector<FieldConflict>& conflicts, const Value& prior,
                    const Value& live, const std::vector<FieldDrift>& drifts) {
  for (const FieldConflict& conflict : conflicts) {
    ASSERT_TRUE(conflict.path) << conflict.field;
    if (IsEmptyAt(prior, *conflict.path)) continue;  // there or not, it says nothing
    const auto drift = std::ranges::find_if(drifts, [&](const FieldDrift& d) {
      return StartsWith(d.path, *conflict.path) || StartsWith(*conflict.path, d.path);
    });
    ASSERT_NE(drift, drifts.end()) << conflict.field << " is a conflict and no drift";
    EXPECT_NE(drift->way_back, WayBack::kApply) << conflict.field;
  }
  for (const FieldDrift& drift : drifts) {
    const auto refused = std::ranges::any_of(conflicts, [&](const FieldConflict& c) {
      return StartsWith(drift.path, *c.path) || StartsWith(*c.path, drift.path);
    });
    if (drift.change == FieldDrift::Change::kAdded) continue;
    // Of a map that we and another left empty and that has something in it now, nobody can tell
    // whether it is the other's or a default.
    if (IsEmptyAt(prior, drift.path)) continue;
    // Who emptied something that is not kept whole is taken for its owner; forcing does no harm.
    if (drift.way_back == WayBack::kForcedApply && IsEmptyAt(live, drift.path)) continue;
    EXPECT_EQ(refused, drift.way_back != WayBack::kApply) << ToText(drift.path);
    if (!refused) continue;
    const auto named = std::ranges::any_of(conflicts, [&](const FieldConflict& c) {
      return c.owner.manager == drift.owner->manager && c.owner.operation == drift.owner->operation;
    });
    EXPECT_TRUE(named) << ToText(drift.path) << " belongs to " << drift.owner->ToString();
    EXPECT_EQ(drift.way_back == WayBack::kConflict, drift.owner->operation == Operation::kApply);
  }
}

/// True for what another writer put there with the server's defaults in it: it may be equal to
/// ours, and nobody can tell.
bool IsForeignWhole(const FieldDrift& drift) {
  const std::string path = ToText(drift.path);
  return drift.owner && drift.change == FieldDrift::Change::kChanged &&
         (path == ".spec.rules" || path == ".spec.box" || path == ".spec.group");
}

TEST(Drift, AgreesWithTheServersFieldManager) {
  std::size_t number = 0, clean = 0, drifted = 0, conflicting = 0;
  for (const Value& v : LoadVectors("drift.json")) {
    const Value& prior = v.Get("prior");
    const Value& live = v.Get("live");
    SCOPED_TRACE("drift.json, line " + std::to_string(++number + 1) + ": " +
                 WriteJson(v.Get("steps")));
    const ReadBack seen = ReadBackManifest({prior, live, "mesh"});
    SCOPED_TRACE(Describe(seen.drifts));
    EXPECT_THAT(seen.diagnostics, IsEmpty());
    EXPECT_EQ(seen.drifts.empty(), seen.manifest == prior) << WriteJson(seen.manifest);

    CheckConflicts(FieldConflictsOf(v.Get("status"), prior), prior, live, seen.drifts);
    const Value& after = v.Has("after") ? v.Get("after") : live;
    if (seen.drifts.empty()) {
      EXPECT_EQ(Content(after), Content(live)) << "an apply changes what is no drift";
      ++clean;
    } else if (!std::ranges::all_of(seen.drifts, IsForeignWhole)) {
      EXPECT_NE(WriteJson(after), WriteJson(live)) << "an apply does not change what is drift";
      ++drifted;
    }
    if (v.Has("status")) ++conflicting;
    const ReadBack again = ReadBackManifest({prior, after, "mesh"});
    EXPECT_EQ(WriteJson(again.manifest), WriteJson(prior)) << "drift stays after an apply\n"
                                                           << Describe(again.drifts);
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(clean, 150U);
  EXPECT_GT(drifted, 150U);
  EXPECT_GT(conflicting, 100U);
}

}  // namespace
}  // namespace mesh::ownership
