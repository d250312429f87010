#include "generator/documents.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace mesh::generator {
namespace {

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
  EXPECT_THAT(input.problems[0].what.detail, testing::HasSubstr("the key \"b\" appears twice"));
}

/// The line of each object's `spec.b`, as it is found afterwards.
std::vector<int> LinesOfB(const Input& input) {
  std::vector<int> out;
  for (const InputDocument& one : input.documents) {
    out.push_back(LineOf(one, Path().Attribute("spec").Attribute("b")));
  }
  return out;
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
  const auto path = std::filesystem::path(testing::TempDir()) / "read_input_judged.yaml";
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
