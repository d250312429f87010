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

}  // namespace
}  // namespace mesh::generator
