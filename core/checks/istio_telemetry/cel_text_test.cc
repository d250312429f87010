#include "core/checks/istio_telemetry/cel_text.h"

#include <gmock/gmock.h>

namespace mesh::istio {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CelTest, WhatCanBeRead) {
  for (const std::string& text : std::initializer_list<std::string>{
           "response.code >= 400",
           "!has(request.headers) || true",
           "a in [1, 2u, 0x1F, -1, 1.5, .5, 1e3, ]",
           "{'a': 1, b.c: null,}",
           "[,] == {,}",
           "a.b.Message{field: 1, `x-y`: 2}",
           ".a.f(1, 2)[0].c",
           "a ? b : c ? d : e",
           "--a - -1 * !!b",
           "-9223372036854775808 < 18446744073709551615u",
           R"("a\n\x41\u00e9\U0001F600\377" + r'\z' + b"\xff" + '''a
b''' + """say "hi" """)",
           "a // comment\n == b",
           "list.all(x, x > 1) && list.map(x, x > 1, x * 2).exists_one(y, y == 1)",
           "f(a.for)",
       }) {
    EXPECT_EQ(ReadCel(text).wrong, "") << text;
  }
}

TEST(CelTest, WhatCannotBeRead) {
  for (const std::string& text : std::initializer_list<std::string>{
           "",
           "// only a comment",
           "a b",
           "a =",
           "a = b",
           "a & b",
           "a ? b",
           "(a",
           "f(1,)",
           "f(,)",
           "[1,,]",
           "{1}",
           "a.in",
           "a.1",
           "a..b",
           "a.?b",
           "a[?0]",
           "`a`",
           "a.`b`()",
           "for + 1",
           "as.f()",
           "!-a",
           "9223372036854775808",
           "--9223372036854775808",
           "18446744073709551616u",
           "1e999",
           "1.",
           "0x",
           "'a",
           "'a\nb'",
           R"("\q")",
           R"("\ud800")",
           R"(b"\u0041")",
           "has(a)",
           "has(a[0])",
           "a.all(1, x)",
           "a.filter(x.y, x)",
           "a.map(__result__, 1)",
           "\xC3\xA9",
       }) {
    EXPECT_FALSE(ReadCel(text).wrong.empty()) << text;
  }
}

TEST(CelTest, DepthHasABound) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "a" + std::string(depth, ')');
  };
  EXPECT_THAT(ReadCel(nested(100)).wrong, IsEmpty());
  EXPECT_FALSE(ReadCel(nested(300)).wrong.empty());
  EXPECT_FALSE(ReadCel(nested(100'000)).wrong.empty());
}

TEST(CelTest, NamesAndFunctions) {
  const CelExpression cel = ReadCel(
      "request.path.startsWith('/a') && list.all(x, x in source.labels) || random(100) < y");
  EXPECT_THAT(cel.wrong, IsEmpty());
  EXPECT_THAT(cel.attributes, ElementsAre("request", "list", "source", "y"));
  EXPECT_THAT(cel.functions, ElementsAre("startsWith", "random"));
  EXPECT_THAT(ReadCel("x.all(x, x)").attributes, ElementsAre("x"));
}

}  // namespace
}  // namespace mesh::istio
