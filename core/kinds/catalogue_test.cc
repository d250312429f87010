#include "core/kinds/catalogue.h"

#include <gmock/gmock.h>

#include <set>

namespace mesh {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Catalogue MustRead(std::string_view text) {
  const Catalogue::Text texts[] = {{"a.kinds", text}};
  auto read = Catalogue::Read(texts);
  EXPECT_TRUE(read) << read.error().front().detail;
  return read ? std::move(*read) : Catalogue();
}

std::string ErrorOf(std::string_view text) {
  const Catalogue::Text texts[] = {{"a.kinds", text}};
  const auto read = Catalogue::Read(texts);
  return read ? "" : read.error().front().detail;
}

constexpr char kSmall[] = R"(# A remark.
group example.org istio

kind Thing
  :resource thing
  :version v1 since=1.22
  :version v1beta1
  :doc A thing.
  spec Thing required
    What it is.

type Thing
  :at_most_one size sizes
  size int64 min=1 max=9 default=3
    How big,
    in metres.
    :deprecated Use `sizes`.
  sizes [Size] key=name,unit items=1..16
    Sizes.
  names [string] set each.length=1..63 each.pattern=/^a b$/
    Names.

type Size
  name string required
    Its name.
  unit string values=m|km|""
    Its unit.
)";

TEST(CatalogueTest, ReadsKindsFieldsAndLimits) {
  const Catalogue read = MustRead(kSmall);
  const KindShape* thing = read.Find("example.org", "Thing");
  ASSERT_NE(thing, nullptr);
  EXPECT_EQ(read.FindResource("thing"), thing);
  EXPECT_EQ(thing->versions.size(), 2U);
  EXPECT_EQ(thing->versions[0].since, "1.22");
  EXPECT_EQ(thing->ApiVersion("v1"), "example.org/v1");
  const FieldShape* spec = thing->body.Find("spec");
  ASSERT_NE(spec, nullptr);
  EXPECT_TRUE(spec->required);
  const ObjectShape& body = *spec->shape.object;
  EXPECT_THAT(body.choices.at(0).fields, ElementsAre("size", "sizes"));
  const FieldShape& size = body.fields[0];
  EXPECT_EQ(size.shape.limits.min, 1);
  EXPECT_EQ(size.default_json, "3");
  EXPECT_EQ(size.doc, "How big, in metres.");
  EXPECT_EQ(size.deprecated, "Use `sizes`.");
  const FieldShape& sizes = body.fields[1];
  EXPECT_THAT(sizes.shape.limits.keys, ElementsAre("name", "unit"));
  EXPECT_EQ(sizes.shape.element[0].object->Find("unit")->shape.limits.values.at(2), "");
  const Limits& each = body.fields[2].shape.element[0].limits;
  EXPECT_EQ(each.length.most, 63);
  EXPECT_EQ(each.pattern, "^a b$");
}

TEST(CatalogueTest, SaysWhereATextIsWrong) {
  EXPECT_THAT(ErrorOf("group a istio\ntype A\n  a strin\n"), HasSubstr("a.kinds:3: unknown type"));
  EXPECT_THAT(ErrorOf("group a istio\ntype A\n  a B\n"), HasSubstr("a/B is used and not written"));
  EXPECT_THAT(ErrorOf("group a istio\ntype A\n  a string mni=3\n"),
              HasSubstr("a.kinds:3: cannot read"));
  EXPECT_THAT(ErrorOf("  a string\n"), HasSubstr("a member of nothing"));
}

TEST(CatalogueTest, AttributeNamesAreSnakeCase) {
  EXPECT_EQ(AttributeName("maxConnections"), "max_connections");
  EXPECT_EQ(AttributeName("http1MaxPendingRequests"), "http1_max_pending_requests");
  EXPECT_EQ(AttributeName("consecutive5xxErrors"), "consecutive5xx_errors");
  EXPECT_EQ(AttributeName("caCRL"), "ca_crl");
  EXPECT_EQ(AttributeName("HTTPRoute"), "http_route");
  EXPECT_EQ(AttributeName("insecureSkipVerify"), "insecure_skip_verify");
}

TEST(CatalogueTest, TheTextsOfThisProgramRead) {
  const auto read = Catalogue::Read(CatalogueTexts());
  for (const Diagnostic& wrong : read ? Diagnostics() : read.error()) ADD_FAILURE() << wrong.detail;
}

/// Every name that HCL would see is one it can write, and stands for one field.
TEST(CatalogueTest, EveryAttributeNameIsUnique) {
  std::vector<const ObjectShape*> open;
  std::set<const ObjectShape*> seen;
  std::set<std::string_view> resources;
  for (const KindShape& kind : Kinds().kinds()) {
    open.push_back(&kind.body);
    EXPECT_TRUE(resources.insert(kind.resource).second) << kind.resource;
    EXPECT_FALSE(kind.versions.empty()) << kind.kind;
    EXPECT_FALSE(kind.doc.empty()) << kind.kind;
  }
  while (!open.empty()) {
    const ObjectShape* object = open.back();
    open.pop_back();
    if (!seen.insert(object).second) continue;
    std::set<std::string> names;
    for (const FieldShape& field : object->fields) {
      EXPECT_TRUE(names.insert(field.attribute).second) << object->name << " " << field.name;
      EXPECT_THAT(field.attribute, ::testing::MatchesRegex("[a-z][a-z0-9_]*")) << object->name;
      EXPECT_FALSE(field.doc.empty() || field.doc.find("TODO") != field.doc.npos)
          << object->name << " " << field.name << " has no documentation";
      const Shape* shape = &field.shape;
      while (!shape->element.empty()) shape = &shape->element.front();
      if (shape->object != nullptr) open.push_back(shape->object);
    }
  }
}

}  // namespace
}  // namespace mesh
