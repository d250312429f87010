#include "generator/documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace mesh::generator {
namespace {

using testing::HasSubstr;

/// What is read of a file with that text.
Input InputOf(const std::string& text) {
  const auto path = std::filesystem::path(testing::TempDir()) /
                    ("read_input_" + std::to_string(::getpid()) + ".json");
  std::ofstream(path) << text;
  auto input = ReadInput({path.string()});
  std::filesystem::remove(path);
  EXPECT_TRUE(input);
  return input ? *std::move(input) : Input();
}

/// The line of each object's `spec.b`, as it is found afterwards.
std::vector<int> LinesOfB(const Input& input) {
  std::vector<int> out;
  for (const InputDocument& one : input.documents) {
    out.push_back(LineOf(one, Path().Attribute("spec").Attribute("b")));
  }
  return out;
}

/// The kinds of the objects that were read, each with a space behind it.
std::string Kinds(const Input& input) {
  std::string out;
  for (const InputDocument& one : input.documents) out += one.value.Get("kind").as_string() + " ";
  return out;
}

TEST(ReadInput, ABadItemOfAJsonListIsLostAlone) {
  const Input input = InputOf(
      "{\"kind\": \"List\", \"items\": [\n{\"a\": 1},\n{\"b\": 1,\n \"b\": 2},\n"
      "{\"spec\": {\n \"c\": 3}}]}");
  ASSERT_EQ(input.documents.size(), 2u);
  EXPECT_EQ(input.documents[0].line, 2);
  EXPECT_EQ(input.documents[1].line, 5);
  EXPECT_EQ(LineOf(input.documents[1], Path().Attribute("spec").Attribute("c")), 6);
  ASSERT_EQ(input.problems.size(), 1u);
  EXPECT_EQ(input.problems[0].line, 4);
  EXPECT_THAT(input.problems[0].what.detail, HasSubstr("the key \"b\" appears twice"));
}

TEST(ReadInput, ABadItemOfAYamlListIsLostAlone) {
  const Input input = InputOf(
      "kind: List\nitems:\n- kind: A\n  spec: {b: 1}\n- kind: B\n  kind: C\n- kind: D\n  spec:\n"
      "    b: 1\n");
  EXPECT_EQ(Kinds(input), "A D ");
  EXPECT_EQ(LinesOfB(input), (std::vector<int>{4, 9}));
  ASSERT_EQ(input.problems.size(), 1u);
  EXPECT_EQ(input.problems[0].line, 6);
  EXPECT_THAT(input.problems[0].what.detail, HasSubstr("the key \"kind\" appears twice"));
}

TEST(ReadInput, AnAliasOfABadItemIsLostWithIt) {
  const Input input = InputOf(
      "- &a {kind: A}\n- &b\n  kind: B\n  spec: {x: 1, x: 2}\n- *a\n- *b\n- kind: C\n  spec:\n"
      "    <<: *b\n- kind: D\n");
  EXPECT_EQ(Kinds(input), "A A D ");
  ASSERT_EQ(input.problems.size(), 3u);
  EXPECT_EQ(input.problems[0].line, 4);
  EXPECT_EQ(input.problems[1].line, 6);
  EXPECT_EQ(input.problems[2].line, 9);
  EXPECT_THAT(input.problems[1].what.detail, HasSubstr("*b stands for what is wrong in line 4"));
}

TEST(ReadInput, WhatIsWrongOutsideOfItemsLosesTheList) {
  const Input input =
      InputOf("kind: List\nmetadata: {a: 1, a: 2}\nitems:\n- kind: A\n---\nkind: B\n");
  EXPECT_EQ(Kinds(input), "B ");
  EXPECT_EQ(input.problems.size(), 1u);
  EXPECT_EQ(Kinds(InputOf("kind: List\nitems:\n- kind: A\n- {kind: [}\n")), "");
}

TEST(ReadInput, ItemsOfAYamlListHaveLinesOfTheirOwn) {
  const Input input = InputOf(
      "kind: ConfigMap\n---\n"
      "apiVersion: v1\nitems:\n- a: 1\n  spec:\n    b: |\n      text\n\n    c: 1\n# between\n"
      "- spec:\n    a: 1\n    b: 2\nkind: List\n"
      "---\n  - spec:\n\n      b: 1\n  - {spec: {a: 1,\n b: 2}}\n  -\n    spec: {b: 1}\n");
  ASSERT_EQ(input.documents.size(), 6u);
  EXPECT_EQ(input.documents[1].line, 5);
  EXPECT_EQ(input.documents[2].line, 12);
  EXPECT_EQ(input.documents[1].index, 1u);
  EXPECT_EQ(LinesOfB(input), (std::vector<int>{1, 7, 14, 19, 20, 23}))
      << "an item that does not begin behind its dash is told by its first line";
}

TEST(ReadInput, ItemsOfAListThatIsNotInBlocksHaveTheirFirstLines) {
  const Input input = InputOf("kind: List\nitems: [{spec: {\n b: 1}},\n {spec: {\n b: 2}}]\n");
  EXPECT_EQ(LinesOfB(input), (std::vector<int>{2, 4}));
}

TEST(ReadInput, WhoeverJudgesMayTakeTheValue) {
  const auto path = std::filesystem::path(testing::TempDir()) /
                    ("read_input_judged_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path) << "kind: A\n---\nkind: List\nitems:\n- kind: B\n- kind: C\n";
  const auto input = ReadInput({path.string()}, [](InputDocument& one) {
    one.findings.push_back({one.line, one.value.Get("kind").as_string(), {}});
    one.value = Value();
  });
  std::filesystem::remove(path);
  ASSERT_TRUE(input);
  std::string said;
  for (const InputDocument& one : input->documents) {
    EXPECT_TRUE(one.value.is_null());
    said += one.findings.front().code + std::to_string(one.findings.front().line) + " ";
  }
  EXPECT_EQ(said, "A1 B5 C6 ");
}

}  // namespace
}  // namespace mesh::generator
