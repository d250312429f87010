#include "core/formats/encoding.h"

#include <gtest/gtest.h>

#include <map>

namespace mesh {
namespace {

TEST(Base64Test, DecodesWhatGoDecodes) {
  // RFC 4648, section 10.
  for (const auto& [text, bytes] :
       std::map<std::string, std::string>{{"", ""},
                                          {"Zg==", "f"},
                                          {"Zm8=", "fo"},
                                          {"Zm9v", "foo"},
                                          {"Zm9vYg==", "foob"},
                                          {"Zm9vYmE=", "fooba"},
                                          {"Zm9v\nYmFy\r\n", "foobar"}}) {
    EXPECT_EQ(DecodeBase64(text), bytes);
  }
  for (const std::string bad : {"Z", "Zg", "Zg=", "Zg=a", "=", "====", "Zg==Zg==", "Zm9v=", "Zm-v",
                                "Z g=", "Zg===", "Z==="}) {
    EXPECT_EQ(DecodeBase64(bad), std::nullopt) << bad;
  }
}

TEST(Base64Test, EncodesAllBytes) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  for (std::size_t cut = 0; cut < 4; ++cut) {
    const std::string part = bytes.substr(cut);
    EXPECT_EQ(DecodeBase64(EncodeBase64(part)), part);
  }
  EXPECT_EQ(EncodeBase64Url("\xfb\xff?"), "-_8_");
  EXPECT_EQ(EncodeBase64Url("a"), "YQ");
}

TEST(PercentEncodeTest, LeavesUnreservedCharacters) {
  EXPECT_EQ(PercentEncode("aZ09-._~ /%\xc3\xa9"), "aZ09-._~%20%2F%25%C3%A9");
  EXPECT_EQ(PercentEncode("a/b", "/"), "a/b");
}

}  // namespace
}  // namespace mesh
