#include "planes/kubernetes/access/credentials.h"

#include <gtest/gtest.h>

#include <latch>
#include <thread>

#include "planes/kubernetes/access/file_credentials.h"
#include "planes/kubernetes/access/renewed_credentials.h"
#include "planes/kubernetes/access/testing/certificates.h"
#include "planes/kubernetes/access/testing/fake_surroundings.h"

namespace mesh {
namespace {

using std::chrono::seconds;

/// Gives what the test says, and counts how often it was asked.
class Scripted final : public RenewedCredentials {
 public:
  using RenewedCredentials::RenewedCredentials;

  std::function<Result<std::string>()> next = [] { return "a"; };
  std::optional<seconds> life;
  std::atomic<int> fetches = 0;
  std::atomic<int> at_once = 0;

 protected:
  Result<Fresh> Fetch(bool) override {
    ++fetches;
    EXPECT_EQ(++at_once, 1);
    auto token = next();
    --at_once;
    if (!token) return tl::unexpected(std::move(token.error()));
    Fresh out;
    out.credentials.authorization = Secret(*token);
    if (life) out.renew_at = Now() + *life;
    return out;
  }
};

class RenewedTest : public testing::Test {
 protected:
  FakeWorld world_;
  Scripted credentials_{world_.Get().clock};
};

TEST_F(RenewedTest, KeptUntilTheTimeComes) {
  credentials_.life = seconds(60);
  EXPECT_EQ(credentials_.Current(0)->version, 1u);
  world_.Advance(seconds(59));
  EXPECT_EQ(credentials_.Current(0)->version, 1u);
  EXPECT_EQ(credentials_.fetches, 1);
  world_.Advance(seconds(1));
  EXPECT_EQ(credentials_.Current(0)->version, 1u) << "nothing new came, so the version stays";
  EXPECT_EQ(credentials_.fetches, 2);
}

TEST_F(RenewedTest, RefusedOnesAreRenewedOnceForAll) {
  int count = 0;
  credentials_.next = [&] { return std::to_string(++count); };
  const auto first = credentials_.Current(0);
  EXPECT_EQ(credentials_.Current(first->version)->authorization.Reveal(), "2");
  EXPECT_EQ(credentials_.Current(first->version)->authorization.Reveal(), "2");
  EXPECT_EQ(credentials_.fetches, 2);
}

TEST_F(RenewedTest, RefusedOnesThatComeAgainAreNotAskedForAtOnce) {
  const auto first = credentials_.Current(0);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(credentials_.Current(1)->version, first->version);
  EXPECT_EQ(credentials_.fetches, 2);
  world_.Advance(seconds(5));
  EXPECT_EQ(credentials_.Current(1)->version, first->version);
  EXPECT_EQ(credentials_.fetches, 3);
}

TEST_F(RenewedTest, ErrorsAreHeldForAMoment) {
  credentials_.next = []() -> Result<std::string> { return Fail("down", "It is down."); };
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(credentials_.Current(0));
  EXPECT_EQ(credentials_.fetches, 1);
  credentials_.next = [] { return "up"; };
  world_.Advance(seconds(5));
  EXPECT_EQ(credentials_.Current(0)->authorization.Reveal(), "up");
}

TEST_F(RenewedTest, ManyThreadsShareOneRenewal) {
  constexpr int kThreads = 16;
  for (const bool fails : {false, true}) {
    Scripted shared{world_.Get().clock};
    std::latch all_ask(kThreads);
    shared.next = [&]() -> Result<std::string> {
      all_ask.wait();
      if (fails) return Fail("down", "It is down.");
      return "token";
    };
    std::atomic<int> good = 0;
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&] {
          all_ask.count_down();
          if (shared.Current(0)) ++good;
        });
      }
    }
    EXPECT_EQ(shared.fetches, 1);
    EXPECT_EQ(good, fails ? 0 : kThreads);
  }
}

TEST_F(RenewedTest, ManyThreadsWithRefusalsRunOneAtATime) {
  std::atomic<int> count = 0;
  credentials_.next = [&] { return std::to_string(++count); };
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&] {
        std::uint64_t version = 0;
        for (int k = 0; k < 200; ++k) {
          const auto current = credentials_.Current(version);
          ASSERT_TRUE(current);
          ASSERT_GE(current->version, version);
          version = current->version;
        }
      });
    }
  }
  EXPECT_EQ(credentials_.fetches, count);
}

TEST(RenewBeforeTest, NeverInTheFirstHalf) {
  const TimePoint now{};
  EXPECT_EQ(RenewBefore(now + seconds(100), now, seconds(30)), now + seconds(70));
  EXPECT_EQ(RenewBefore(now + seconds(20), now, seconds(30)), now + seconds(10));
}

class FileCredentialsTest : public testing::Test {
 protected:
  Result<std::shared_ptr<Credentials>> Make() { return FileCredentials(written_, world_.Get()); }
  std::string Problem() {
    const auto made = Make();
    return made ? "" : Text(made.error());
  }
  FakeWorld world_;
  WrittenCredentials written_ = [] {
    WrittenCredentials out;
    out.source = out.certificate_source = "user \"u\"";
    out.at = out.certificate_at = "kubernetes";
    return out;
  }();
};

TEST_F(FileCredentialsTest, TokenFileIsReadEveryMinute) {
  written_.token_file = "/t";
  world_.files->Write("/t", "  one\n");
  const auto credentials = Make().value();
  EXPECT_EQ(credentials->Current()->authorization.Reveal(), "Bearer one");
  world_.files->Write("/t", "two");
  world_.Advance(seconds(59));
  EXPECT_EQ(credentials->Current()->authorization.Reveal(), "Bearer one");
  const int before = world_.files->reads();
  credentials->Current();
  EXPECT_EQ(world_.files->reads(), before);
  world_.Advance(seconds(1));
  EXPECT_EQ(credentials->Current()->authorization.Reveal(), "Bearer two");
  EXPECT_EQ(credentials->Current()->version, 2u);
}

TEST_F(FileCredentialsTest, RefusedTokenIsReadAgain) {
  written_.token_file = "/t";
  world_.files->Write("/t", "one");
  const auto credentials = Make().value();
  world_.files->Write("/t", "two");
  EXPECT_EQ(credentials->Current(1)->authorization.Reveal(), "Bearer two");
  world_.files->Remove("/t");
  EXPECT_NE(Text(credentials->Current(2).error()).find("There is no file /t"), std::string::npos);
}

TEST_F(FileCredentialsTest, FileThatIsBeingReplacedLeavesTheOldOne) {
  written_.token_file = "/t";
  world_.files->Write("/t", "one");
  const auto credentials = Make().value();
  world_.files->Remove("/t");
  world_.Advance(seconds(60));
  EXPECT_EQ(credentials->Current()->authorization.Reveal(), "Bearer one");
  world_.files->Write("/t", "two");
  world_.Advance(seconds(60));
  EXPECT_EQ(credentials->Current()->authorization.Reveal(), "Bearer two");
}

TEST_F(FileCredentialsTest, BadTokenFilesAreSaid) {
  written_.token_file = "/t";
  EXPECT_NE(Problem().find("[kubernetes] There is no file /t"), std::string::npos);
  world_.files->Write("/t", " \n");
  EXPECT_NE(Problem().find("is empty"), std::string::npos);
  world_.files->Write("/t", "hush\nhush");
  EXPECT_NE(Problem().find("more than one word"), std::string::npos);
  EXPECT_EQ(Problem().find("hush"), std::string::npos);
}

TEST_F(FileCredentialsTest, TokensThatNoHeaderCanCarryAreSaid) {
  for (const std::string bad : {"hush\n", "hu sh", "hush\r\nX: y", "h\xc3\xa9"}) {
    written_.token = Secret(bad);
    EXPECT_NE(Problem().find("trimspace"), std::string::npos) << bad;
    EXPECT_EQ(Problem().find("hush"), std::string::npos);
  }
}

TEST_F(FileCredentialsTest, CertificatesRotate) {
  const TestKeyPair one = MakeTestKeyPair("one"), two = MakeTestKeyPair("two");
  written_.certificate.path = "/c";
  written_.key.path = "/k";
  world_.files->Write("/c", one.certificate);
  world_.files->Write("/k", one.key);
  const auto credentials = Make().value();
  EXPECT_EQ(credentials->Current()->client_certificate, one.certificate);
  EXPECT_TRUE(credentials->Current()->authorization.empty());
  world_.files->Write("/c", two.certificate);
  world_.Advance(seconds(60));
  EXPECT_EQ(credentials->Current()->client_certificate, one.certificate)
      << "the key is not there yet";
  world_.files->Write("/k", two.key);
  world_.Advance(seconds(60));
  EXPECT_EQ(credentials->Current()->client_certificate, two.certificate);
  EXPECT_EQ(credentials->Current()->client_key.Reveal(), two.key);
}

TEST_F(FileCredentialsTest, BadCertificatesAreSaid) {
  const TestKeyPair one = MakeTestKeyPair("one"), two = MakeTestKeyPair("two");
  const auto says = [&](const std::string& certificate, const std::string& key,
                        const std::string& part) {
    written_.certificate.text = Secret(certificate);
    written_.key.text = Secret(key);
    const std::string problem = Problem();
    return problem.find(part) != std::string::npos || (ADD_FAILURE() << problem, false);
  };
  EXPECT_TRUE(says(one.certificate, two.key, "does not belong to the certificate"));
  EXPECT_TRUE(says(one.certificate, "nonsense", "no private key in PEM"));
  EXPECT_TRUE(says("nonsense", one.key, "no certificate in PEM"));
  EXPECT_TRUE(says(one.certificate, one.certificate, "no valid private key"));
  EXPECT_TRUE(says(one.certificate, one.encrypted_key, "is encrypted"));
  EXPECT_TRUE(says(one.certificate + two.certificate, one.key, "")) << "a chain is fine";
  EXPECT_EQ(Problem(), "");
}

TEST(NoCredentialsTest, AreAnonymous) {
  const auto current = NoCredentials()->Current();
  EXPECT_TRUE(current->authorization.empty());
  EXPECT_EQ(current->version, 1u);
}

}  // namespace
}  // namespace mesh
