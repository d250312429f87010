#include "planes/kubernetes/access/encoding.h"

#include <gtest/gtest.h>

#include "planes/kubernetes/access/timestamp.h"

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

std::string Parsed(const std::string& text) {
  const auto time = ParseRfc3339(text);
  return time ? CompactUtc(*time) : "-";
}

TEST(TimestampTest, ReadsRfc3339) {
  EXPECT_EQ(Parsed("2026-11-21T08:09:10Z"), "20261121T080910Z");
  EXPECT_EQ(Parsed("2026-11-21t08:09:10.999999999z"), "20261121T080910Z");
  EXPECT_EQ(Parsed("2026-01-01T00:30:00+01:00"), "20251231T233000Z");
  EXPECT_EQ(Parsed("2026-11-21T08:09:10-05:30"), "20261121T133910Z");
  EXPECT_EQ(Parsed("2024-02-29T23:59:60Z"), "20240229T235959Z");
  EXPECT_EQ(Parsed("1969-12-31T23:59:59Z"), "19691231T235959Z");
  for (const std::string bad :
       {"", "2026-11-21", "2026-11-21T08:09:10", "2026-13-21T08:09:10Z", "2026-02-29T08:09:10Z",
        "2026-11-21T24:09:10Z", "2026-11-21T08:60:10Z", "2026-11-21T08:09:61Z",
        "2026-11-21 08:09:10Z", "2026-11-21T08:09:10.Z", "2026-11-21T08:09:10+1:00",
        "2026-11-21T08:09:10+0100", "2026-11-21T08:09:10Zx", "26-11-21T08:09:10Z",
        "2026-11-21T08:09:10+25:00"}) {
    EXPECT_EQ(Parsed(bad), "-") << bad;
  }
}

}  // namespace
}  // namespace mesh
