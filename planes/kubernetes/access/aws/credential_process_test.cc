#include "planes/kubernetes/access/aws/credential_process.h"

#include <gtest/gtest.h>

#include "planes/kubernetes/access/testing/fake_surroundings.h"
#include "planes/kubernetes/access/testing/script_folder.h"

namespace mesh {
namespace {

using Words = std::vector<std::string>;

TEST(SplitCommandTest, QuotesAndBackslashesKeepTogether) {
  EXPECT_EQ(SplitCommand("a  b\tc"), (Words{"a", "b", "c"}));
  EXPECT_EQ(SplitCommand("\"a b\" 'c d'e \"\""), (Words{"a b", "c de", ""}));
  EXPECT_EQ(SplitCommand("a\\ b \"c\\\"d\" 'e\\f' \"g\\h\""),
            (Words{"a b", "c\"d", "e\\f", "g\\h"}));
  EXPECT_EQ(SplitCommand(""), Words());
  EXPECT_EQ(SplitCommand("a 'b"), std::nullopt);
}

class CredentialProcessTest : public testing::Test {
 protected:
  std::string Run(const std::string& body) {
    world_.environment = {{"PATH", "/usr/bin:/bin"}, {"MY_TOKEN", "hush-hush"}};
    const auto keys =
        KeysFromProcess("'" + folder_.Script("keys", body) + "' 'an argument'", "p", world_.Get());
    return keys ? keys->access_key_id + "/" + keys->secret_access_key.Reveal() + "/" +
                      keys->session_token.Reveal()
                : Text(keys.error());
  }
  bool Says(const std::string& body, const std::string& part) {
    const std::string text = Run(body);
    return text.find(part) != std::string::npos || (ADD_FAILURE() << text, false);
  }
  ScriptFolder folder_;
  FakeWorld world_;
};

TEST_F(CredentialProcessTest, ReadsKeys) {
  EXPECT_EQ(
      Run("echo \"{\\\"Version\\\": 1, \\\"AccessKeyId\\\": \\\"$1\\\", \\\"SecretAccessKey\\\": "
          "\\\"s\\\", \\\"SessionToken\\\": \\\"t\\\"}\""),
      "an argument/s/t");
}

TEST_F(CredentialProcessTest, SaysWhatIsWrongWithoutTheOutput) {
  EXPECT_TRUE(Says("echo not json", "something else"));
  EXPECT_TRUE(Says("echo '{\"Version\": 2}'", "\"Version\": 1"));
  EXPECT_TRUE(Says("echo '{\"Version\": 1, \"AccessKeyId\": \"a\"}'", "no SecretAccessKey"));
  EXPECT_TRUE(
      Says("echo '{\"Version\": 1, \"AccessKeyId\": \"a\", \"SecretAccessKey\": \"s\", "
           "\"Expiration\": \"soon\"}'",
           "no time"));
  EXPECT_TRUE(
      Says("echo '{\"Version\": 1, \"AccessKeyId\": \"a\", \"SecretAccessKey\": \"s\", "
           "\"Expiration\": \"2020-01-01T00:00:00Z\"}'",
           "expired already"));
  EXPECT_TRUE(Says("echo \"no session for $MY_TOKEN\" >&2; exit 3", "status 3"));
  EXPECT_EQ(Run("echo $MY_TOKEN >&2; exit 3").find("hush-hush"), std::string::npos);
}

TEST_F(CredentialProcessTest, MissingProgramIsSaid) {
  world_.environment = {{"PATH", folder_.path()}};
  const auto keys = KeysFromProcess("no-such-program --x", "p", world_.Get());
  ASSERT_FALSE(keys);
  EXPECT_NE(Text(keys.error()).find("no-such-program"), std::string::npos);
  EXPECT_FALSE(KeysFromProcess("'open", "p", world_.Get()));
}

}  // namespace
}  // namespace mesh
