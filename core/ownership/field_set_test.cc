#include "core/ownership/field_set.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "core/ownership/testing/vectors.h"

namespace mesh::ownership {
namespace {

FieldSet Set(std::string_view json) {
  const Result<FieldSet> set = FieldSet::Parse(json);
  EXPECT_TRUE(set) << (set ? "" : set.error().front().detail) << "\n" << json;
  return set ? *set : FieldSet();
}

TEST(FieldSet, IsReadAndWrittenAsTheApiServerDoes) {
  std::size_t good = 0, bad = 0;
  for (const Value& v : LoadVectors("sets.json")) {
    const std::string text = v.Get("a").as_string();
    const Result<FieldSet> set = FieldSet::Parse(text);
    if (v.Get("json").is_null()) {
      EXPECT_FALSE(set) << text;
      ++bad;
      continue;
    }
    ASSERT_TRUE(set) << set.error().front().detail << "\n" << text;
    EXPECT_EQ(set->ToJson(), v.Get("json").as_string()) << text;
    // Once written, it stays as it is, and a tree of values reads like its text.
    EXPECT_EQ(Set(set->ToJson()), *set);
    const Result<FieldSet> read = FieldSet::Read(Json(text));
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, *set) << text;
    ++good;
  }
  EXPECT_GE(good, 1500U);
  EXPECT_GE(bad, 25U);
}

TEST(FieldSet, OperationsAreThoseOfTheApiServer) {
  for (const Value& v : LoadVectors("sets.json")) {
    if (v.Get("json").is_null()) continue;
    const FieldSet a = Set(v.Get("a").as_string());
    const FieldSet b = Set(v.Get("b").as_string());
    EXPECT_EQ(a.Union(b).ToJson(), v.Get("union").as_string());
    EXPECT_EQ(b.Union(a), a.Union(b));
    EXPECT_EQ(a.Difference(b).ToJson(), v.Get("difference").as_string());
    const std::vector<FieldPath> paths = a.Paths();
    const auto shared =
        std::ranges::count_if(paths, [&](const FieldPath& p) { return b.Contains(p); });
    EXPECT_EQ(Value(shared), v.Has("shared") ? v.Get("shared") : Value(0));
    EXPECT_EQ(a.Difference(a), FieldSet());
    EXPECT_EQ(a.Union(a), a);
    EXPECT_EQ(FieldSet::Of(paths), a);
  }
}

TEST(FieldSet, PathsReadAsInConflicts) {
  for (const Value& v : LoadVectors("sets.json")) {
    if (v.Get("json").is_null()) continue;
    const FieldSet set = Set(v.Get("a").as_string());
    std::vector<std::string> texts;
    for (const FieldPath& path : set.Paths()) {
      texts.push_back(ToText(path));
      EXPECT_TRUE(set.Contains(path) && set.IsOwned(path)) << texts.back();
    }
    EXPECT_EQ(set.size(), texts.size());
    std::ranges::sort(texts);
    std::vector<std::string> want;
    if (v.Has("texts")) {
      for (const Value& text : v.Get("texts").as_list()) want.push_back(text.as_string());
    }
    std::ranges::sort(want);
    EXPECT_EQ(texts, want);
  }
}

TEST(FieldSet, NumbersAreExact) {
  const FieldSet set = Set(R"({"f:a":{"v:9007199254740993":{},"v:9007199254740992":{},
                               "v:0.1000000000000000000001":{},"v:1.0":{},"v:1":{}}})");
  EXPECT_EQ(set.size(), 4U) << "1 and 1.0 are one value, the large ones are two";
  EXPECT_EQ(set.ToJson(), R"({"f:a":{"v:0.1000000000000000000001":{},"v:1":{},)"
                          R"("v:9007199254740992":{},"v:9007199254740993":{}}})");
}

FieldPath PathOf(std::string_view text) { return *ParseFieldPath(text, Value()); }

TEST(FieldSet, SaysWhatItOwns) {
  const FieldSet set = Set(R"({"f:spec":{"f:ports":{"k:{\"name\":\"http\"}":{".":{},"f:port":{}}},
                               "f:rules":{}},"f:metadata":{"f:labels":{".":{},"f:app":{}}}})");
  const std::pair<std::string_view, std::pair<bool, bool>> cases[] = {
      // path, {contained, owned}
      {".spec", {false, true}},
      {".spec.ports[name=\"http\"]", {true, true}},
      {".spec.ports[name=\"http\"].port", {true, true}},
      {".spec.ports[name=\"http\"].protocol", {false, false}},
      {".spec.ports[name=\"grpc\"]", {false, false}},
      {".spec.rules", {true, true}},
      {".spec.rules[0].host", {false, true}},
      {".metadata.labels.app", {true, true}},
      {".metadata.labels.team", {false, false}},
      {".status", {false, false}},
  };
  for (const auto& [text, want] : cases) {
    EXPECT_EQ(set.Contains(PathOf(text)), want.first) << text;
    EXPECT_EQ(set.IsOwned(PathOf(text)), want.second) << text;
  }
}

TEST(FieldSet, ManySiblingsAreFoundInOrder) {
  std::vector<FieldPath> paths;
  for (int i = 0; i < 2000; ++i) {
    paths.push_back({FieldName{"data"}, FieldName{"key-" + std::to_string(i * 7919 % 2000)}});
  }
  const FieldSet set = FieldSet::Of(paths);
  EXPECT_EQ(set.size(), 2000U);
  const FieldSet::Node data = set.root().ChildField("data", {});
  FieldSet::Node hint;
  std::size_t found = 0;
  for (auto child = data.FirstChild(); child; child = data.NextChild(child)) {
    const FieldSet::Node again = data.Child(child.element(), hint);
    ASSERT_TRUE(again);
    hint = again;
    ++found;
  }
  EXPECT_EQ(found, 2000U);
  EXPECT_FALSE(data.ChildField("key-2000", {}));
}

TEST(FieldSet, DeepNestingIsRefused) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "{\"f:a\":";
  EXPECT_FALSE(FieldSet::Parse(text));
  text += "{}" + std::string(2000, '}');
  const Result<FieldSet> set = FieldSet::Parse(text);
  ASSERT_FALSE(set);
  EXPECT_THAT(set.error().front().detail, testing::HasSubstr("1,000 levels"));
}

TEST(FieldSet, ErrorsSayWhatIsWrong) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {R"({"f:a":1})", "a map of fields is expected (at byte 7)"},
      {R"({"a":{}})", "\"a\" names no field"},
      {R"({"k:[1]":{}})", "names no field"},
      {R"({"f:a":{}} x)", "text follows its end"},
      {R"({"f:a)", "a quoted key is expected"},
  };
  for (const auto& [text, want] : cases) {
    const Result<FieldSet> set = FieldSet::Parse(text);
    ASSERT_FALSE(set) << text;
    EXPECT_THAT(set.error().front().detail, testing::HasSubstr(std::string(want)));
  }
  EXPECT_FALSE(FieldSet::Read(Json(R"({"f:a":[]})")));
  EXPECT_FALSE(FieldSet::Read(Json(R"({"oops":{}})")));
  EXPECT_EQ(*FieldSet::Read(Value(R"({"f:a":{}})")), Set(R"({"f:a":{}})")) << "text in a value";
}

}  // namespace
}  // namespace mesh::ownership
