#include "core/ownership/field_path.h"

#include <gmock/gmock.h>

#include <random>

#include "core/ownership/field_set.h"
#include "core/ownership/managed_fields.h"
#include "core/ownership/testing/vectors.h"

namespace mesh::ownership {
namespace {

const Value& Object() {
  static const Value object =
      Json(R"({"metadata": {"labels": {"app": "x", "a.b/c": "y", "a": {"b": 1}}},
    "data": {"a": "1", "a.b": "2", "a.b[0]": "3", "x.y.z": {"w.v": [10, 20]}},
    "spec": {"http": [{"route": []}], "ports": [{"name": "ht\"tp", "port": 80}, {"name": "b", "port": 81}],
             "tags": ["a", "b"], "large": [{"port": 1000000}]}})");
  return object;
}

TEST(FieldPath, TextsOfConflictsAreReadBack) {
  const std::pair<const char*, const char*> cases[] = {
      // text, attribute below `manifest`
      {".spec.http[0].route", "manifest.spec.http[0].route"},
      {".metadata.labels.app", "manifest.metadata.labels.app"},
      {".metadata.labels.a.b/c", "manifest.metadata.labels[\"a.b/c\"]"},
      {".data.a", "manifest.data.a"},
      {".data.a.b", "manifest.data[\"a.b\"]"},
      {".data.a.b[0]", "manifest.data[\"a.b[0]\"]"},
      {".data.x.y.z.w.v[1]", "manifest.data[\"x.y.z\"][\"w.v\"][1]"},
      {R"(.spec.ports[name="ht\"tp"].port)", "manifest.spec.ports[0].port"},
      {R"(.spec.ports[name="b",port=81])", "manifest.spec.ports[1]"},
      {R"(.spec.large[port=1e+06].port)", "manifest.spec.large[0].port"},
      {R"(.spec.tags[="b"])", "manifest.spec.tags"},
      {R"(.spec.ports[name="gone"].port)", "manifest.spec.ports"},
      {".spec.new.field", "manifest.spec.new.field"},
  };
  for (const auto& [text, want] : cases) {
    const Result<FieldPath> path = ParseFieldPath(text, Object());
    ASSERT_TRUE(path) << text;
    EXPECT_EQ(ToText(*path), text);
    EXPECT_EQ(ToAttributePath(*path, Object(), "manifest").ToString(), want);
  }
}

TEST(FieldPath, WithoutAnObjectLabelsAreOneName) {
  const Result<FieldPath> path = ParseFieldPath(".metadata.labels.a.b/c", Value());
  ASSERT_TRUE(path);
  EXPECT_EQ(path->back(), FieldStep(FieldName{"a.b/c"}));
  EXPECT_EQ(ParseFieldPath(".spec.a.b", Value())->size(), 3U);
}

TEST(FieldPath, WhatIsNoPathIsRefused) {
  for (const char* text : {"spec", ".a[", ".a[]", ".a[x]", ".a[=\"b]", ".a[k=]", ".a[k=1",
                           ".a[k=\"\\q\"]", ".a[1.5]", "[=", ".a[k=1}"}) {
    EXPECT_FALSE(ParseFieldPath(text, Value())) << text;
  }
  // Names that can be cut in endlessly many ways do not take forever.
  Value nested;
  for (int i = 0; i < 60; ++i) {
    Value next;
    next.Set("a", nested).Set("a.a", nested.is_null() ? Value() : nested.Get("a"));
    nested = std::move(next);
    if (i > 12) break;
  }
  std::string text;
  for (int i = 0; i < 60; ++i) text += ".a";
  EXPECT_FALSE(ParseFieldPath(text + "[", nested));
}

std::string Word(std::mt19937& random) {
  static constexpr const char* kParts[] = {"a", "b", ".", "/", "-", "[0]", "é", "\"", "\\", "x"};
  std::string out = "n";
  for (auto i = random() % 5; i > 0; --i) out += kParts[random() % std::size(kParts)];
  return out;
}

/// An object, and a path that leads to something in it.
Value Grow(std::mt19937& random, int depth, FieldPath& path) {
  if (depth == 0) return "leaf";
  FieldPath below;
  Value inner = Grow(random, depth - 1, below);
  Value out;
  if (random() % 3 > 0) {
    out = Value::Map{};
    const std::string name = Word(random);
    for (auto i = random() % 3; i > 0; --i) out.Set(Word(random), Value("other"));
    out.Set(name, std::move(inner));
    path.emplace_back(FieldName{name});
  } else if (inner.is_map() && random() % 2 == 0) {
    const std::string key = Word(random);
    inner.Set("key", key);
    Value item;
    item.Set("key", key + "!");
    out = Value::List{item, inner};
    path.emplace_back(ItemKey{{{"key", key}}});
  } else {
    out = Value::List{Value("zero"), inner};
    path.emplace_back(ItemIndex{1});
  }
  path.insert(path.end(), below.begin(), below.end());
  return out;
}

const Value* At(const Value& object, const FieldPath& path) {
  const Value* here = &object;
  for (const FieldStep& step : path) {
    if (const auto* field = std::get_if<FieldName>(&step)) {
      if (!here->Has(field->name)) return nullptr;
      here = &here->Get(field->name);
    } else if (const auto item = FindItem(*here, step)) {
      here = &here->as_list()[*item];
    } else {
      return nullptr;
    }
  }
  return here;
}

TEST(FieldPath, AnyPathOfAnObjectIsReadBack) {
  std::mt19937 random(7);
  for (int i = 0; i < 3000; ++i) {
    FieldPath path;
    Value object = Grow(random, 1 + static_cast<int>(random() % 5), path);
    if (!object.is_map()) object = Value().Set("top", object);
    if (!std::holds_alternative<FieldName>(path.front()))
      path.insert(path.begin(), FieldName{"top"});
    const std::string text = ToText(path);
    const Result<FieldPath> read = ParseFieldPath(text, object);
    ASSERT_TRUE(read) << text << "\n" << WriteJson(object);
    EXPECT_EQ(ToText(*read), text);
    EXPECT_NE(At(object, *read), nullptr) << text << "\n" << WriteJson(object);
    EXPECT_EQ(FieldSet::Of({path}).Paths(), std::vector<FieldPath>{path});
    for (const FieldStep& step : path) EXPECT_EQ(ParseElement(ElementText(step)), step);
  }
}

TEST(ManagedFields, OurEntryIsTheApplyToTheObjectItself) {
  const Value object = Json(R"({"metadata": {"managedFields": [
    {"manager": "mesh", "operation": "Update", "fieldsV1": {"f:a": {}}},
    {"manager": "mesh", "operation": "Apply", "subresource": "status", "fieldsV1": {"f:b": {}}},
    {"manager": "mesh:x", "operation": "Apply", "fieldsV1": {"f:c": {}}},
    {"manager": "mesh", "operation": "Apply", "apiVersion": "g/v1beta1", "time": "2026-01-01T00:00:00Z",
     "fieldsType": "FieldsV1", "fieldsV1": {"f:d": {}}},
    {"manager": "later", "operation": "Apply", "fieldsType": "FieldsV2", "fieldsV1": {"what": 1}},
    {"manager": "odd", "operation": "Dream"}, 7]}})");
  const ManagedFields fields = ManagedFields::Read(object);
  ASSERT_EQ(fields.entries().size(), 5U);
  const ManagedEntry* ours = fields.AppliedBy("mesh");
  ASSERT_NE(ours, nullptr);
  EXPECT_EQ(ours->fields().ToJson(), R"({"f:d":{}})");
  EXPECT_EQ(ours->manager(),
            (FieldManager{"mesh", Operation::kApply, "g/v1beta1", "2026-01-01T00:00:00Z", ""}));
  EXPECT_EQ(fields.AppliedBy("mesh:x")->fields().ToJson(), R"({"f:c":{}})");
  EXPECT_EQ(fields.AppliedBy("nobody"), nullptr);
  EXPECT_TRUE(fields.AppliedBy("later")->fields().empty());
  EXPECT_TRUE(fields.AppliedBy("later")->wrong().empty());
  EXPECT_TRUE(ManagedFields::Read(Value()).entries().empty());
}

}  // namespace
}  // namespace mesh::ownership
