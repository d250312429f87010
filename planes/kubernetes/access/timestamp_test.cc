#include "planes/kubernetes/access/timestamp.h"

#include <gtest/gtest.h>

namespace mesh {
namespace {

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
