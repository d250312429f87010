#include "core/model/kubernetes_settings.h"

#include <gtest/gtest.h>

#include <set>

namespace mesh {
namespace {

std::vector<Field> Table() { return FieldsOf(KubernetesSettings::Fields()); }

const Field* FieldNamed(const std::vector<Field>& fields, const std::string& name) {
  for (const Field& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

Diagnostics Check(Value::Map settings) { return CheckFields(Table(), Value(std::move(settings))); }

TEST(KubernetesSettingsTest, ABlockOfTheOtherProviderFits) {
  const Value block =
      Value::Map{{"host", "https://k"},
                 {"username", "u"},
                 {"password", "p"},
                 {"insecure", false},
                 {"tls_server_name", "n"},
                 {"client_certificate", "c"},
                 {"client_key", "k"},
                 {"cluster_ca_certificate", "ca"},
                 {"config_path", "a"},
                 {"config_paths", Value::List{"b"}},
                 {"config_context", "x"},
                 {"config_context_auth_info", "y"},
                 {"config_context_cluster", "z"},
                 {"token", "t"},
                 {"proxy_url", "http://p"},
                 {"exec", Value::Map{{"api_version", "client.authentication.k8s.io/v1"},
                                     {"command", "c"},
                                     {"args", Value::List{"a"}},
                                     {"env", Value::Map{{"A", "b"}}}}}};
  EXPECT_TRUE(CheckFields(Table(), block).empty());
  const KubernetesSettings settings = Decode(KubernetesSettings::Fields(), block);
  EXPECT_EQ(settings.token->Reveal(), "t");
  EXPECT_EQ(settings.exec->env->at("A").Reveal(), "b");
  EXPECT_FALSE(settings.HasUnknown());
  const Value back = Encode(KubernetesSettings::Fields(), settings);
  for (const auto& [name, value] : block.as_map()) EXPECT_EQ(back.Get(name), value) << name;
}

TEST(KubernetesSettingsTest, SecretsAreSensitive) {
  std::set<std::string> sensitive;
  const std::vector<Field> table = Table();
  for (const Field& field : table) {
    if (field.sensitive) sensitive.insert(field.name);
    EXPECT_FALSE(field.doc.empty()) << field.name;
  }
  EXPECT_EQ(sensitive,
            (std::set<std::string>{"client_key", "config_raw", "password", "proxy_url", "token"}));
  EXPECT_TRUE(FieldNamed(FieldNamed(table, "exec")->fields, "env")->sensitive);
}

TEST(KubernetesSettingsTest, VariablesStandForFieldsAndAreDocumented) {
  const std::vector<Field> table = Table();
  for (const KubernetesVariable& known : KubernetesVariables()) {
    const Field* field = FieldNamed(table, known.attribute);
    ASSERT_NE(field, nullptr) << known.attribute;
    EXPECT_NE(field->doc.find("`" + known.variable + "`"), std::string::npos) << field->doc;
  }
}

TEST(KubernetesSettingsTest, InsecureIsRefusedWithTheFix) {
  EXPECT_TRUE(Check({{"insecure", false}}).empty());
  const Diagnostics wrong = Check({{"insecure", true}});
  ASSERT_EQ(wrong.size(), 1u);
  EXPECT_EQ(wrong[0].path, Path("insecure"));
  EXPECT_NE(wrong[0].detail.find("cluster_ca_certificate"), std::string::npos);
  EXPECT_NE(wrong[0].detail.find("tls_server_name"), std::string::npos);
}

TEST(KubernetesSettingsTest, NestedBlocksSayWhatTheyNeed) {
  EXPECT_EQ(Check({{"exec", Value::Map{}}}).size(), 2u);
  EXPECT_EQ(Check({{"eks", Value::Map{}}}).size(), 1u);
  EXPECT_EQ(Check({{"exec", Value::Map{{"api_version", "client.authentication.k8s.io/v1alpha1"},
                                       {"command", "c"}}}})
                .size(),
            1u);
}

TEST(KubernetesSettingsTest, UnknownPartsMakeItUnknown) {
  const auto unknown = [](Value::Map block) {
    return Decode(KubernetesSettings::Fields(), Value(std::move(block))).HasUnknown();
  };
  EXPECT_TRUE(unknown({{"host", Value::Unknown()}}));
  EXPECT_TRUE(unknown({{"exec", Value::Map{{"env", Value::Map{{"A", Value::Unknown()}}}}}}));
  EXPECT_TRUE(unknown({{"as_user_extra", Value::Map{{"k", Value::List{Value::Unknown()}}}}}));
  EXPECT_FALSE(unknown({{"host", "a"}}));
}

}  // namespace
}  // namespace mesh
