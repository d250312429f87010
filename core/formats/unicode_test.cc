#include "core/formats/unicode.h"

#include <gtest/gtest.h>

namespace mesh {
namespace {

TEST(Normalize, ComposesAndReorders) {
  EXPECT_EQ(Normalize("plain text, longer than a word"), "plain text, longer than a word");
  EXPECT_EQ(Normalize("e\u0301"), "\u00e9");
  EXPECT_EQ(Normalize("a\u0301\u0323"), "\u1ea1\u0301");
  EXPECT_EQ(Normalize("\u1112\u1161\u11ab"), "\ud55c");
  EXPECT_EQ(Normalize("\u212b"), "\u00c5");
  EXPECT_EQ(Normalize("12345678\u00e9"), "12345678\u00e9");
}

TEST(Normalize, KeepsZeroBytesAndTheJamoThatIsNone) {
  const std::string zero("\u00e9\0x", 4);
  EXPECT_EQ(Normalize(zero), zero);
  EXPECT_EQ(Normalize("\uac1c\u11a7e\u0301"), "\uac1c\u11a7\u00e9");
  EXPECT_EQ(Normalize("\u11a7\u11a7"), "\u11a7\u11a7");
}

TEST(Normalize, RefusesWhatIsNoUtf8) {
  for (const char* text : {"\xff", "a\x80", "\xc3", "\xc0\xaf", "\xe2\x82", "\xed\xa0\x80",
                           "\xf4\x90\x80\x80", "\xf0\x80\x80\x80", "\u00e9\xff", "\u11a7\xff"}) {
    EXPECT_EQ(Normalize(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace mesh
