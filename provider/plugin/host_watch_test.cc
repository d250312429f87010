#include "provider/plugin/host_watch.h"

#include <gtest/gtest.h>

namespace mesh::plugin {
namespace {

using Clock = HostWatch::Clock;
constexpr pid_t kParent = 100;
constexpr pid_t kOther = 1;
constexpr Clock::time_point kStart{};
constexpr std::chrono::milliseconds kMoment{1};

TEST(HostWatch, WithoutStreamsTheParentDecides) {
  const HostWatch watch(kParent);
  EXPECT_FALSE(watch.Gone(kStart, kParent));
  EXPECT_TRUE(watch.Gone(kStart, kOther));
  EXPECT_EQ(watch.NextLook(kStart), kStart + HostWatch::kParentCheck);
}

TEST(HostWatch, AnOpenStreamMeansAliveWhateverTheParent) {
  HostWatch watch(kParent);
  watch.StreamOpened(kParent);
  EXPECT_FALSE(watch.Gone(kStart, kOther));
  EXPECT_EQ(watch.NextLook(kStart), std::nullopt);
}

TEST(HostWatch, OneOfTwoStreamsClosingIsNoDeath) {
  HostWatch watch(kParent);
  watch.StreamOpened(kParent);
  watch.StreamOpened(kParent);
  watch.StreamClosed(kStart);
  EXPECT_FALSE(watch.Gone(kStart + 2 * HostWatch::kGrace, kParent));
}

TEST(HostWatch, AllStreamsClosedIsDeathOnlyAfterTheGrace) {
  HostWatch watch(kParent);
  watch.StreamOpened(kParent);
  watch.StreamClosed(kStart);
  EXPECT_FALSE(watch.Gone(kStart + HostWatch::kGrace - kMoment, kParent));
  EXPECT_EQ(watch.NextLook(kStart), kStart + HostWatch::kSilentLook);
  EXPECT_EQ(watch.NextLook(kStart + HostWatch::kGrace - kMoment), kStart + HostWatch::kGrace);
  EXPECT_TRUE(watch.Gone(kStart + HostWatch::kGrace, kParent));
}

TEST(HostWatch, ASilenceInWhichTheParentGoesIsDeath) {
  HostWatch watch(kParent);
  watch.StreamOpened(kParent);
  watch.StreamClosed(kStart);
  EXPECT_FALSE(watch.Gone(kStart, kParent));
  EXPECT_TRUE(watch.Gone(kStart, kOther));
}

TEST(HostWatch, AParentThatWentBeforeTheHostCameSaysNothing) {
  HostWatch watch(kParent);
  watch.StreamOpened(kOther);
  watch.StreamClosed(kStart);
  EXPECT_FALSE(watch.Gone(kStart + HostWatch::kGrace - kMoment, kOther));
}

TEST(HostWatch, AConnectionThatComesBackIsAlive) {
  HostWatch watch(kParent);
  watch.StreamOpened(kParent);
  watch.StreamClosed(kStart);
  watch.StreamOpened(kParent);
  EXPECT_FALSE(watch.Gone(kStart + 2 * HostWatch::kGrace, kParent));
}

}  // namespace
}  // namespace mesh::plugin
