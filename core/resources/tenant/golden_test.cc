#include "core/resources/tenant/tenant_fixture.h"

namespace mesh {
namespace {

const std::string kTenantGolden = MESH_SOURCE_DIR "/core/resources/tenant/golden";

class GoldenTenant : public ::testing::TestWithParam<std::string> {};

/// The objects are those of the file, and reading them back gives a tenant that renders to them.
TEST_P(GoldenTenant, RendersAndReadsBack) {
  const std::filesystem::path base = std::filesystem::path(kTenantGolden) / GetParam();
  const Value config = testing::Yaml(testing::ReadFile(base.string() + ".config.yaml"));
  const Desired desired = RenderConfig(config);
  ASSERT_TRUE(desired.complete);
  const std::string objects = testing::ObjectsAsYaml(desired);
  const std::filesystem::path golden = base.string() + ".objects.yaml";
  if (std::getenv("MESH_UPDATE_GOLDEN")) std::ofstream(golden, std::ios::binary) << objects;
  EXPECT_EQ(testing::ReadFile(golden), objects);

  Value recovered = TenantResource().read_back(Contents(desired));
  EXPECT_TRUE(recovered.Get("name").is_null()) << "the import id names the tenant";
  recovered.Set("name", config.Get("name"));
  EXPECT_EQ(testing::ObjectsAsYaml(RenderConfig(recovered)), objects) << "read back as:\n"
                                                                      << WriteYaml(recovered);
  EXPECT_EQ(recovered.Get("client"), config.Get("client"));
}

INSTANTIATE_TEST_SUITE_P(All, GoldenTenant,
                         ::testing::ValuesIn(testing::GoldenCases(kTenantGolden)),
                         [](const auto& test) { return test.param; });

}  // namespace
}  // namespace mesh
