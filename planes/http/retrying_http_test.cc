#include "planes/http/retrying_http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <future>
#include <map>

#include "planes/http/http_channel.h"
#include "planes/http/testing/h2_server.h"

namespace mesh {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// Answers each target from its own script; the last entry is repeated.
class ScriptedTransport : public HttpTransport {
 public:
  void Start(const HttpRequest& request, CredentialHeaders credentials, Done done) override {
    calls.push_back(request.method + " " + request.target);
    shown.push_back(credentials.empty() ? "" : credentials.front().value.Reveal());
    std::deque<HttpOutcome>& script = scripts[request.target];
    HttpOutcome outcome =
        script.empty() ? HttpOutcome(HttpResponse{.status = 200}) : script.front();
    if (script.size() > 1) script.pop_front();
    done(std::move(outcome));
  }
  void Cancel() override { cancelled = true; }
  const std::string& server() const override { return server_; }

  std::map<std::string, std::deque<HttpOutcome>> scripts;
  std::vector<std::string> calls;
  std::vector<std::string> shown;
  bool cancelled = false;

 private:
  std::string server_ = "https://server:1";
};

/// Time passes only where somebody waits, and then at once.
class TestClock : public RetryClock {
 public:
  TimePoint Now() override { return now_; }
  std::chrono::sys_seconds WallNow() override { return {}; }
  double Chance() override { return 0; }
  void Wait(std::unique_lock<std::mutex>& lock, std::condition_variable& woken,
            std::optional<TimePoint> until) override {
    ASSERT_TRUE(until) << "nothing is under way and nothing is waited for";
    waits.push_back(std::chrono::duration_cast<milliseconds>(*until - now_));
    now_ = *until;
    if (!on_wait) return;
    lock.unlock();
    on_wait();
    lock.lock();
    (void)woken;
  }
  std::vector<milliseconds> waits;
  std::function<void()> on_wait;

 private:
  TimePoint now_{};
};

HttpOutcome Answered(int status, std::vector<HttpHeader> headers = {}) {
  return HttpResponse{.status = status, .headers = std::move(headers)};
}

HttpOutcome Lost(bool may_have_executed) {
  HttpFault fault;
  fault.kind = TransportFault::kReset;
  fault.may_have_executed = may_have_executed;
  fault.server = "https://server:1";
  fault.method = "PATCH";
  fault.path = "/a";
  fault.detail = "Connection reset by peer";
  return tl::unexpected(fault);
}

class Retrying : public ::testing::Test {
 protected:
  RetryingHttp Make(Authorize authorize = nullptr, RetryOptions options = {}) {
    return RetryingHttp(transport_, options, {std::move(authorize), &meter_, clock_});
  }
  ScriptedTransport transport_;
  HttpMeter meter_;
  std::shared_ptr<TestClock> clock_ = std::make_shared<TestClock>();
};

TEST_F(Retrying, SucceedsInTheEnd) {
  transport_.scripts["/a"] = {Answered(503), Answered(429, {{"Retry-After", "3"}}), Lost(true),
                              Answered(200)};
  RetryingHttp http = Make();
  const HttpOutcome outcome = http.Send({.target = "/a", .label = "get", .repeatable = true});
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->status, 200);
  EXPECT_EQ(outcome->attempts, 4);
  EXPECT_THAT(clock_->waits, ElementsAre(100ms, 3000ms, 400ms));
  const HttpReport report = meter_.Report();
  EXPECT_EQ(report.at("get").retries, 3u);
  EXPECT_EQ(report.at("get").waited, 3500ms);
}

TEST_F(Retrying, GivesUpWithAllThatIsKnown) {
  transport_.scripts["/a?token=hidden"] = {Lost(true)};
  RetryingHttp http = Make();
  const HttpOutcome outcome =
      http.Send({.method = "PATCH", .target = "/a?token=hidden", .repeatable = true});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().attempts, 10);
  const Diagnostic why = Explain(outcome.error()).front();
  EXPECT_EQ(why.summary, "the request to https://server:1 lost its connection before an answer");
  EXPECT_THAT(why.detail, HasSubstr("PATCH /a ended after 10 attempts"));
  EXPECT_THAT(why.detail, HasSubstr("Connection reset by peer"));
  EXPECT_THAT(why.detail, HasSubstr("may have carried it out"));
  EXPECT_THAT(why.detail, Not(HasSubstr("hidden")));
}

TEST_F(Retrying, AStatusThatStaysIsTheAnswer) {
  transport_.scripts["/a?x=hidden"] = {Answered(503)};
  RetryingHttp http = Make();
  const HttpRequest request{.target = "/a?x=hidden", .repeatable = true};
  const HttpOutcome outcome = http.Send(request);
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->status, 503);
  EXPECT_EQ(outcome->attempts, 10);
  const Diagnostic why = Explain(http.server(), request, *outcome);
  EXPECT_EQ(why.summary, "https://server:1 answered with status 503");
  EXPECT_THAT(why.detail, HasSubstr("GET /a got it after 10 attempts"));
  EXPECT_THAT(why.detail, Not(HasSubstr("hidden")));
}

TEST_F(Retrying, WhatMayHaveCreatedSomethingIsNotRepeated) {
  transport_.scripts["/a"] = {Lost(true), Answered(201)};
  transport_.scripts["/b"] = {Lost(false), Answered(201)};
  RetryingHttp http = Make();
  EXPECT_FALSE(http.Send({.method = "POST", .target = "/a"}));
  EXPECT_TRUE(http.Send({.method = "POST", .target = "/b"}));
  EXPECT_THAT(transport_.calls, ElementsAre("POST /a", "POST /b", "POST /b"));
}

TEST_F(Retrying, OneThatWaitsHoldsUpNobody) {
  transport_.scripts["/slow"] = {Answered(503, {{"Retry-After", "9"}}), Answered(200)};
  RetryingHttp http = Make();
  const std::vector<HttpRequest> requests{{.target = "/slow"}, {.target = "/a"}, {.target = "/b"}};
  const std::vector<HttpOutcome> outcomes = http.SendAll(requests);
  for (const HttpOutcome& outcome : outcomes) EXPECT_EQ(outcome->status, 200);
  EXPECT_THAT(transport_.calls, ElementsAre("GET /slow", "GET /a", "GET /b", "GET /slow"));
  EXPECT_THAT(clock_->waits, ElementsAre(9000ms));
}

TEST_F(Retrying, NothingToSendIsDoneAtOnce) {
  RetryingHttp http = Make();
  EXPECT_TRUE(http.SendAll({}).empty());
}

TEST_F(Retrying, CredentialsAreRenewedOnceForAllWhoAreRefused) {
  transport_.scripts["/a"] = {Answered(401), Answered(200)};
  transport_.scripts["/b"] = {Answered(401), Answered(200)};
  int token = 1;
  std::vector<bool> asked;
  RetryingHttp http = Make([&](bool renew) -> Result<CredentialHeaders> {
    asked.push_back(renew);
    if (renew) ++token;
    return CredentialHeaders{{"Authorization", Secret("t" + std::to_string(token))}};
  });
  const std::vector<HttpRequest> requests{{.method = "POST", .target = "/a"},
                                          {.method = "POST", .target = "/b"}};
  for (const HttpOutcome& outcome : http.SendAll(requests)) {
    EXPECT_EQ(outcome->status, 200);
    EXPECT_EQ(outcome->attempts, 2);
  }
  EXPECT_THAT(transport_.shown, ElementsAre("t1", "t1", "t2", "t2"));
  EXPECT_THAT(asked, ElementsAre(false, false, true, false));
}

TEST_F(Retrying, ASecond401IsTheAnswer) {
  transport_.scripts["/a"] = {Answered(401)};
  int renewals = 0;
  RetryingHttp http = Make([&](bool renew) -> Result<CredentialHeaders> {
    renewals += renew ? 1 : 0;
    return CredentialHeaders{};
  });
  const HttpOutcome outcome = http.Send({.target = "/a", .repeatable = true});
  EXPECT_EQ(outcome->status, 401);
  EXPECT_EQ(outcome->attempts, 2);
  EXPECT_EQ(renewals, 1);
}

TEST_F(Retrying, WithoutCredentialsNothingIsSent) {
  RetryingHttp http = Make([](bool) -> Result<CredentialHeaders> {
    return Fail("the exec plugin failed", "It ended with status 1.");
  });
  const HttpOutcome outcome = http.Send({.target = "/a", .repeatable = true});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, TransportFault::kCredentials);
  EXPECT_FALSE(outcome.error().may_have_executed);
  const Diagnostics why = Explain(outcome.error());
  ASSERT_EQ(why.size(), 2u);
  EXPECT_EQ(why[0].summary, "the request to https://server:1 has no credentials");
  EXPECT_EQ(why[1].summary, "the exec plugin failed");
  EXPECT_TRUE(transport_.calls.empty());
}

TEST_F(Retrying, CancelEndsWaits) {
  transport_.scripts["/a"] = {Answered(503)};
  RetryingHttp http = Make();
  clock_->on_wait = [&] { http.Cancel(); };
  const HttpOutcome outcome = http.Send({.method = "PUT", .target = "/a", .repeatable = true});
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, TransportFault::kCancelled);
  EXPECT_EQ(outcome.error().path, "/a");
  EXPECT_TRUE(transport_.cancelled);
  EXPECT_EQ(transport_.calls.size(), 1u);
  EXPECT_FALSE(http.Send({.target = "/b"}));
  EXPECT_EQ(transport_.calls.size(), 1u) << "nothing is sent any more";
}

/// The real clock, which says when somebody waits.
class TellingClock : public RetryClock {
 public:
  void Wait(std::unique_lock<std::mutex>& lock, std::condition_variable& woken,
            std::optional<TimePoint> until) override {
    waiting.set_value();
    RetryClock::Wait(lock, woken, until);
  }
  std::promise<void> waiting;
};

TEST(RetryingReal, CancelEndsAWaitFromAnotherThread) {
  ScriptedTransport transport;
  transport.scripts["/a"] = {Answered(503, {{"Retry-After", "60"}})};
  const auto clock = std::make_shared<TellingClock>();
  RetryingHttp http(transport, {}, {.clock = clock});
  auto caller = std::async(std::launch::async, [&] { return http.Send({.target = "/a"}); });
  clock->waiting.get_future().wait();
  http.Cancel();
  const HttpOutcome outcome = caller.get();
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, TransportFault::kCancelled);
}

// All layers and a server that has too much to do at first.
TEST(HttpChannel, CountsAndLogsEachAttempt) {
  const testing::TestCa ca("ca");
  std::map<std::string, int> seen;
  testing::SocketServer server(
      testing::ServeH2([&](const testing::H2Request& request) {
        if (seen[request.path]++ > 0)
          return testing::H2Reply{.body = request.Header("authorization")};
        return testing::H2Reply{.status = 429, .headers = {{"retry-after", "0"}}};
      }),
      testing::H2Tls(ca.Issue()));
  std::vector<std::string> log;
  auto channel = HttpChannel::Open(
      {.http = {.base_url = server.HttpsUrl(), .ca_pem = ca.pem()},
       .retry = {.first_wait = 1ms},
       .authorize = [](bool) -> Result<CredentialHeaders> {
         return CredentialHeaders{{"Authorization", Secret("Bearer hunter2")}};
       },
       .log =
           [&](const HttpLogLine& line) {
             log.push_back(line.method + " " + line.path + " " + std::to_string(line.status));
           }});
  ASSERT_TRUE(channel);
  std::vector<HttpRequest> requests(100);
  for (std::size_t i = 0; i < requests.size(); ++i) {
    requests[i] = {.method = "PATCH",
                   .target = "/a/" + std::to_string(i) + "?q=hunter2",
                   .body = "hunter2",
                   .label = i % 2 ? "odd" : "even"};
  }
  for (const HttpOutcome& outcome : (*channel)->SendAll(requests)) {
    ASSERT_TRUE(outcome) << outcome.error().detail;
    EXPECT_EQ(outcome->body, "Bearer hunter2");
    EXPECT_EQ(outcome->attempts, 2);
  }
  const HttpReport report = (*channel)->Report();
  ASSERT_EQ(report.size(), 2u);
  for (const auto& [label, counts] : report) {
    EXPECT_EQ(counts.calls, 100u) << label;
    EXPECT_EQ(counts.failures, 50u);
    EXPECT_EQ(counts.retries, 50u);
    EXPECT_GE(counts.bytes_out, 100u * 7);
    EXPECT_GE(counts.bytes_in, 50u * 14);
    EXPECT_GE(counts.took, counts.slowest);
  }
  EXPECT_EQ(report.at("even").connects + report.at("odd").connects, 1u);
  EXPECT_EQ(log.size(), 200u);
  EXPECT_THAT(log, ::testing::Contains("PATCH /a/7 429"));
  EXPECT_THAT(log, ::testing::Each(Not(HasSubstr("hunter2"))));
}

}  // namespace
}  // namespace mesh
