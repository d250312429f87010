#include "core/formats/hcl.h"

#include <gmock/gmock.h>

namespace mesh {
namespace {

using Object = HclExpression::Object;
using Raw = HclExpression::Raw;
using Call = HclExpression::Call;
using Tuple = HclExpression::Tuple;

/// The text of one attribute `a`.
std::string Hcl(HclExpression value) { return WriteHcl({HclAttribute{"a", std::move(value)}}); }

TEST(Hcl, BlocksStandApartAndEmptyOnesStayOnOneLine) {
  EXPECT_EQ(WriteHcl({HclBlock{"terraform"},
                      HclBlock{"provider", {"mesh"}, {HclAttribute{"owner", "team-a"}}},
                      HclComment{"from a.yaml:7"},
                      HclBlock{"resource",
                               {"mesh_virtual_service", "reviews"},
                               {HclAttribute{"name", "reviews"},
                                HclAttribute{"namespace", Raw{"mesh_namespace.shop.name"}},
                                HclBlock{"lifecycle", {}, {HclAttribute{"prevent_destroy", true}}},
                                HclAttribute{"hosts", Value::List{"reviews"}}}}}),
            R"(terraform {}

provider "mesh" {
  owner = "team-a"
}

# from a.yaml:7
resource "mesh_virtual_service" "reviews" {
  name      = "reviews"
  namespace = mesh_namespace.shop.name

  lifecycle {
    prevent_destroy = true
  }

  hosts = ["reviews"]
}
)");
  EXPECT_EQ(WriteHcl({}), "");
  EXPECT_EQ(WriteHcl({HclComment{"one\n\ntwo"}}), "# one\n#\n# two\n");
}

TEST(Hcl, EqualsSignsAlignUntilABracketStaysOpen) {
  EXPECT_EQ(
      WriteHcl({HclAttribute{"id", 1}, HclAttribute{"text", "x\ny\n"},
                HclAttribute{"max_retries", 2}, HclAttribute{"routes", Value::List{Value::List{1}}},
                HclAttribute{"b", 1}, HclAttribute{"cc", 2}}),
      R"(id          = 1
text        = <<-EOT
  x
  y
EOT
max_retries = 2
routes = [
  [1],
]
b  = 1
cc = 2
)");
}

TEST(Hcl, CollectionsOfShortScalarsStandOnOneLine) {
  EXPECT_EQ(Hcl(Value::List{}), "a = []\n");
  EXPECT_EQ(Hcl(Value::Map{}), "a = {}\n");
  EXPECT_EQ(Hcl(Value::List{"x", 1, Value(), Value::Map{}, true}),
            "a = [\"x\", 1, null, {}, true]\n");
  EXPECT_EQ(Hcl(Value::Map{{"b", "x"}, {"cc", 1}}), "a = { b = \"x\", cc = 1 }\n");
  EXPECT_EQ(Hcl(Value::List{std::string(40, 'x'), std::string(40, 'y')}),
            "a = [\n  \"" + std::string(40, 'x') + "\",\n  \"" + std::string(40, 'y') + "\",\n]\n");
  EXPECT_EQ(Hcl(Value::Map{{"b", Value::Map{{"c", 1}}}, {"ddd", Value::List{}}}),
            "a = {\n  b   = { c = 1 }\n  ddd = []\n}\n");
}

TEST(Hcl, ListsOfObjectsHaveOneItemALine) {
  EXPECT_EQ(
      Hcl(Value::List{Value::Map{{"name", "x"}},
                      Value::Map{{"route", Value::List{Value::Map{{"weight", 1}}}}, {"z", 1}}}),
      R"(a = [
  { name = "x" },
  {
    route = [
      { weight = 1 },
    ]
    z = 1
  },
]
)");
}

TEST(Hcl, StringsAreLiteralText) {
  EXPECT_EQ(QuoteHcl("say \"hi\" \\ there"), R"("say \"hi\" \\ there")");
  EXPECT_EQ(QuoteHcl("${a} %{b} $c %d 100%"), R"("$${a} %%{b} $c %d 100%")");
  EXPECT_EQ(QuoteHcl("$${a}"), "\"\\u0024$${a}\"");
  EXPECT_EQ(QuoteHcl("a\tb\r\n\x01\x7f"), "\"a\\tb\\r\\n\\u0001\\u007f\"");
  EXPECT_EQ(QuoteHcl("tr\u00fce \u9375 \U0001f600"), "\"tr\u00fce \u9375 \U0001f600\"");
  EXPECT_EQ(QuoteHcl("\ufeff\u202e\U000e0001"), "\"\\ufeff\\u202e\\U000e0001\"");
}

TEST(Hcl, TextOfSeveralLinesIsAHeredocWhereThatIsExact) {
  EXPECT_EQ(WriteHcl({HclBlock{"x", {}, {HclAttribute{"a", "{\n\n  ${b} \"c\" \\d\n}\n"}}}}),
            "x {\n  a = <<-EOT\n    {\n\n      $${b} \"c\" \\d\n    }\n  EOT\n}\n");
  EXPECT_EQ(Hcl(Value::Map{{"k", "x\ny\n"}}), "a = {\n  k = <<-EOT\n    x\n    y\n  EOT\n}\n");
  for (const char* inexact : {"a\nb", "a\n", "\n\n", " a\n b\n", "a\n \nb\n", "a\nEOT\n",
                              "a\r\nb\r\n", "a\n$\n", "a\n\x01\n", "a\n$${b}\n", "a\n\u0301b\n"}) {
    EXPECT_THAT(Hcl(inexact), testing::Not(testing::HasSubstr("<<"))) << inexact;
  }
  // A heredoc needs the rest of its last line, which a list has use for.
  EXPECT_EQ(Hcl(Value::List{"x\ny\n"}), "a = [\"x\\ny\\n\"]\n");
}

TEST(Hcl, KeysAreBareWhereTheyAreIdentifiers) {
  EXPECT_EQ(Hcl(Value::Map{{"istio-injection", 1}, {"_x", 2}}),
            "a = { _x = 2, istio-injection = 1 }\n");
  EXPECT_EQ(Hcl(Value::Map{{"app.kubernetes.io/name", 1}, {"for", 2}, {"9", 3}}),
            "a = { \"9\" = 3, \"app.kubernetes.io/name\" = 1, \"for\" = 2 }\n");
  EXPECT_EQ(Hcl(Value::Map{{"${x}", 1}, {"", 2}}), "a = { \"\" = 2, \"$${x}\" = 1 }\n");
  EXPECT_TRUE(IsHclIdentifier("a-b_1"));
  for (const char* other : {"", "1a", "-a", "a.b", "a b", "\u00e9"}) {
    EXPECT_FALSE(IsHclIdentifier(other)) << other;
  }
}

TEST(Hcl, KeysBeyondAsciiAlignAsTheyAreShown) {
  EXPECT_EQ(Hcl(Object{{"\u9375", "x\ny\n"}, {"abc", 1}, {"x\u0301", 1}}),
            "a = {\n  \"\u9375\"       = <<-EOT\n    x\n    y\n  EOT\n"
            "  abc       = 1\n  \"x\\u0301\" = 1\n}\n");
}

TEST(Hcl, NumbersKeepTheirSpelling) {
  for (const char* text : {"1.0", "-2.50", "1E-7", "9223372036854775808", "0.10"}) {
    EXPECT_EQ(Hcl(*Number::Parse(text)), "a = " + std::string(text) + "\n");
  }
}

TEST(Hcl, ExpressionsMix) {
  EXPECT_EQ(Hcl(Call{"jsonencode", {Value::Map{{"b", 1}}}}), "a = jsonencode({ b = 1 })\n");
  EXPECT_EQ(Hcl(Call{"jsonencode", {Value::Map{{"b", Value::List{Value::List{1}}}}}}),
            "a = jsonencode({\n  b = [\n    [1],\n  ]\n})\n");
  EXPECT_EQ(Hcl(Call{"merge", {Raw{"local.labels"}, Value::Map{{"b", Value::Map{{"c", 1}}}}}}),
            "a = merge(\n  local.labels,\n  {\n    b = { c = 1 }\n  },\n)\n");
  EXPECT_EQ(Hcl(Call{"timestamp", {}}), "a = timestamp()\n");
  EXPECT_EQ(Hcl(Tuple{Raw{"mesh_tenant.a"}, "b"}), "a = [mesh_tenant.a, \"b\"]\n");
  EXPECT_EQ(Hcl(Tuple{}), "a = []\n");
  EXPECT_EQ(Hcl(Object{}), "a = {}\n");
  EXPECT_EQ(Hcl(Object{{"z", 1}, {"b", Raw{"var.b"}}}), "a = { z = 1, b = var.b }\n");
}

TEST(Hcl, ValuesAtPlacesOfDynamicTypeAreThemselves) {
  EXPECT_EQ(Hcl(Value::Dynamic(Type::String(), "x")), "a = \"x\"\n");
  EXPECT_EQ(Hcl(Value::List{Value::Dynamic(Type::String(), Value())}), "a = [null]\n");
}

}  // namespace
}  // namespace mesh
