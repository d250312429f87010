#include "generator/docs_pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/resources/resources.h"
#include "generator/json_schema.h"

namespace mesh::generator {
namespace {

using testing::HasSubstr;
using testing::Not;

ResourceDefinition Thing() {
  ResourceDefinition out;
  out.name = "thing";
  out.summary = "A thing.";
  out.fields = {{.name = "name",
                 .doc = "Name.",
                 .presence = Presence::kRequired,
                 .on_change = OnChange::kReplace},
                {.name = "mode", .doc = "Mode.", .fallback = "a", .one_of = {"a", "b"}},
                {.name = "parts",
                 .doc = "Parts.",
                 .nesting = Nesting::kMap,
                 .fields = {{.name = "sizes", .type = Type::List(Type::Number())}}}};
  return out;
}

TEST(PlatformSchema, SaysTypesEnumsDefaultsAndWhatIsRequired) {
  const Value schema = PlatformSchema({Thing()});
  const Value& thing = schema.At({"$defs", "thing"});
  EXPECT_EQ(thing.Get("required"), Value(Value::List{"name"}));
  EXPECT_EQ(thing.Get("additionalProperties"), Value(false));
  EXPECT_EQ(thing.At({"properties", "mode"}), Value(Value::Map{{"type", "string"},
                                                               {"description", "Mode."},
                                                               {"default", "a"},
                                                               {"enum", Value::List{"a", "b"}}}));
  const Value& sizes =
      thing.At({"properties", "parts", "additionalProperties", "properties", "sizes"});
  EXPECT_EQ(sizes.At({"items", "type"}), Value("number"));
}

TEST(PlatformSchema, KnowsEveryTypeAndNoComputedAttribute) {
  const Value schema = PlatformSchema(AllResources());
  for (const ResourceDefinition& definition : AllResources()) {
    EXPECT_EQ(schema.At({"properties", "resources", "properties", definition.name,
                         "additionalProperties", "$ref"}),
              Value("#/$defs/" + definition.name));
    const Value& properties = schema.At({"$defs", definition.name, "properties"});
    EXPECT_TRUE(properties.Has("on_destroy")) << definition.name;
    EXPECT_FALSE(properties.Has("manifests")) << definition.name;
  }
}

TEST(DocsPages, FollowTheRegistryForm) {
  DocsSources sources{{Thing()}, {}, {}, {}};
  sources.examples["resources/mesh_thing/resource.tf"] = "resource \"mesh_thing\" \"a\" {}\n";
  sources.examples["resources/mesh_thing/import.sh"] = "terraform import mesh_thing.a default/a\n";
  const std::string page = DocsPages(sources).at("resources/thing.md");
  EXPECT_TRUE(page.starts_with("---\n")) << page;
  EXPECT_THAT(page, HasSubstr("page_title: \"mesh_thing Resource - mesh\"\nsubcategory: \"\"\n"));
  EXPECT_THAT(page,
              HasSubstr("# mesh_thing (Resource)\n\nA thing.\n\n## Example Usage\n\n"
                        "```terraform\nresource \"mesh_thing\" \"a\" {}\n```\n\n## Schema\n"));
  EXPECT_THAT(page, HasSubstr("### Required\n\n- `name` (String) Name. Changing this forces a new "
                              "resource.\n"));
  EXPECT_THAT(page, HasSubstr("- `mode` (String) Mode. Allowed: `a` or `b`. Default: `\"a\"`.\n"));
  EXPECT_THAT(page, HasSubstr("- `parts` (Attributes Map) Parts. (see [below for nested "
                              "schema](#nestedatt--parts))"));
  EXPECT_THAT(page, HasSubstr("<a id=\"nestedatt--parts\"></a>\n### Nested Schema for `parts`\n\n"
                              "Optional:\n\n- `sizes` (List of Number)\n"));
  EXPECT_THAT(page, HasSubstr("### Read-Only\n\n- `manifests` (Map of String)"));
  EXPECT_THAT(page, HasSubstr("```shell\nterraform import mesh_thing.a default/a\n```\n"));
}

TEST(DocsPages, EveryAttributeOfEveryTypeIsExplained) {
  for (const ResourceDefinition& definition : AllResources()) {
    EXPECT_THAT(definition.summary, Not(testing::IsEmpty()));
    std::vector<const std::vector<Field>*> open = {&definition.fields};
    while (!open.empty()) {
      const std::vector<Field>& fields = *open.back();
      open.pop_back();
      for (const Field& field : fields) {
        EXPECT_TRUE(field.doc.ends_with(".")) << definition.name << ": " << field.name;
        if (!field.fields.empty()) open.push_back(&field.fields);
      }
    }
  }
}

}  // namespace
}  // namespace mesh::generator
