// Requests whose answers come piece by piece, and the end of everything.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>

#include "planes/http/testing/client.h"
#include "planes/http/testing/h2_server.h"

namespace mesh {
namespace {

using namespace std::chrono_literals;
using testing::Connect;
using testing::FaultOf;
using testing::H2Reply;
using testing::H2Request;
using testing::H2Tls;
using testing::Open;
using testing::Peer;
using testing::ServeH2;
using testing::SocketServer;
using testing::TestCa;

/// A flag that a thread waits for.
class Signal {
 public:
  void Set() {
    const std::lock_guard lock(mutex_);
    set_ = true;
    changed_.notify_all();
  }
  void Await() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
};

/// Sends three lines in chunks and then nothing.
SocketServer::Script ThreeLines() {
  return [](Peer& peer) {
    peer.ReadRequest();
    peer.Write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const char* line : {"one\n", "two\n", "three\n"}) {
      const std::string text = line;
      peer.Write(std::to_string(text.size()) + "\r\n" + text + "\r\n");
    }
    peer.AwaitEnd();
  };
}

TEST(Stream, EndsWhenTheCallbackSaysSo) {
  SocketServer server(ThreeLines());
  const auto client = Open({.base_url = server.HttpUrl()});
  std::string got;
  const HttpOutcome outcome = client->Send({.on_data = [&](std::string_view piece) {
    got += piece;
    return got.find("three\n") == std::string::npos;
  }});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_EQ(outcome->end, StreamEnd::kCallback);
  EXPECT_EQ(outcome->body, "");
  EXPECT_EQ(got, "one\ntwo\nthree\n");
}

TEST(Stream, EndsWellAtItsBound) {
  SocketServer server(ThreeLines());
  const auto client = Open({.base_url = server.HttpUrl()});
  std::string got;
  const HttpOutcome outcome = client->Send({.timeout = 3s, .on_data = [&](std::string_view piece) {
                                              got += piece;
                                              return true;
                                            }});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_EQ(outcome->status, 200);
  EXPECT_EQ(outcome->end, StreamEnd::kBound);
  EXPECT_EQ(got, "one\ntwo\nthree\n");
}

TEST(Stream, EndsWithTheServer) {
  const TestCa ca("ca");
  SocketServer server(ServeH2([](const H2Request&) { return H2Reply{.body = "all"}; }),
                      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  std::string got;
  const HttpOutcome outcome = client->Send({.on_data = [&](std::string_view piece) {
    got += piece;
    return true;
  }});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_EQ(outcome->end, StreamEnd::kServer);
  EXPECT_EQ(got, "all");
}

TEST(Stream, AnAnswerThatIsNoSuccessIsKept) {
  const TestCa ca("ca");
  SocketServer server(
      ServeH2([](const H2Request&) { return H2Reply{.status = 410, .body = "Expired"}; }),
      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  const HttpOutcome outcome = client->Send({.on_data = [](std::string_view) {
    ADD_FAILURE() << "the callback is for what was asked for";
    return true;
  }});
  ASSERT_TRUE(outcome) << outcome.error().detail;
  EXPECT_EQ(outcome->status, 410);
  EXPECT_EQ(outcome->body, "Expired");
}

TEST(Stream, WithoutAnyAnswerItsBoundIsATimeout) {
  SocketServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.AwaitEnd();
  });
  const auto client = Open({.base_url = server.HttpUrl()});
  const HttpFault fault =
      FaultOf(*client, {.timeout = 1s, .on_data = [](std::string_view) { return true; }});
  EXPECT_EQ(fault.kind, TransportFault::kTimeout);
  EXPECT_FALSE(fault.delivered);
}

TEST(Stream, ALossAfterSomeDataSaysSo) {
  SocketServer server([](Peer& peer) {
    peer.ReadRequest();
    peer.Write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\none\n\r\n");
    peer.Drop();
  });
  const auto client = Open({.base_url = server.HttpUrl()});
  const HttpFault fault = FaultOf(*client, {.on_data = [](std::string_view) { return true; }});
  EXPECT_EQ(fault.kind, TransportFault::kPartial) << fault.detail;
  EXPECT_TRUE(fault.delivered);
}

// Watches wait for what other requests bring about: they must not take their places.
TEST(Stream, WatchesLeaveRoomForRequests) {
  const TestCa ca("ca");
  SocketServer server(ServeH2([](const H2Request& request) {
                        if (request.path == "/watch") return H2Reply{.hold = true};
                        return H2Reply{};
                      }),
                      H2Tls(ca.Issue()));
  const auto client = Open({.base_url = server.HttpsUrl(), .ca_pem = ca.pem(), .max_in_flight = 2});
  const HttpRequest watch{.target = "/watch", .on_data = [](std::string_view) { return true; }};
  std::atomic<int> ended = 0;
  for (int i = 0; i < 20; ++i) client->Start(watch, {}, [&](const HttpOutcome&) { ++ended; });
  const std::vector<HttpRequest> requests(20);
  for (const HttpOutcome& outcome : client->SendAll(requests)) EXPECT_TRUE(outcome);
  EXPECT_EQ(ended, 0);
  client->Cancel();
  while (ended < 20) std::this_thread::yield();
}

TEST(Cancel, EndsWhatIsUnderWayAndWhatWaits) {
  const TestCa ca("ca");
  Signal full;
  int waiting = 0;
  SocketServer server(ServeH2([&](const H2Request&) {
                        if (++waiting == 64) full.Set();
                        return H2Reply{.hold = true};
                      }),
                      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  auto caller = std::async(std::launch::async, [&] {
    const std::vector<HttpRequest> requests(500, {.method = "PATCH", .body = "{}"});
    return client->SendAll(requests);
  });
  full.Await();
  client->Cancel();
  int under_way = 0;
  for (const HttpOutcome& outcome : caller.get()) {
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, TransportFault::kCancelled);
    under_way += outcome.error().may_have_executed ? 1 : 0;
  }
  EXPECT_EQ(under_way, 64);
}

TEST(Cancel, RefusesWhatComesLater) {
  SocketServer server([](Peer& peer) { peer.AwaitEnd(); });
  const auto client = Open({.base_url = server.HttpUrl()});
  client->Cancel();
  client->Cancel();
  const HttpFault fault = FaultOf(*client);
  EXPECT_EQ(fault.kind, TransportFault::kCancelled);
  EXPECT_FALSE(fault.may_have_executed);
  EXPECT_EQ(fault.server, server.HttpUrl());
  EXPECT_EQ(server.connections(), 0);
}

TEST(Cancel, EndsAConnectionThatIsStillBeingMade) {
  const TestCa ca("ca");
  Signal connected;
  SocketServer server([&](Peer& peer) {
    peer.Read();
    connected.Set();
    peer.AwaitEnd();
  });
  const auto client = Connect(server, ca);
  auto caller = std::async(std::launch::async, [&] { return FaultOf(*client); });
  connected.Await();
  client->Cancel();
  EXPECT_EQ(caller.get().kind, TransportFault::kCancelled);
}

TEST(Cancel, EndsAStreamFromItsOwnCallback) {
  SocketServer server(ThreeLines());
  const auto client = Open({.base_url = server.HttpUrl()});
  const HttpFault fault = FaultOf(*client, {.on_data = [&](std::string_view) {
    client->Cancel();
    return true;
  }});
  EXPECT_EQ(fault.kind, TransportFault::kCancelled);
  EXPECT_TRUE(fault.delivered);
}

TEST(Cancel, ManyCallersAndOneWhoEndsThemAll) {
  const TestCa ca("ca");
  SocketServer server(ServeH2([](const H2Request&) { return H2Reply{.body = "x"}; }),
                      H2Tls(ca.Issue()));
  const auto client = Connect(server, ca);
  std::atomic<int> answered = 0;
  std::vector<std::future<void>> callers;
  for (int i = 0; i < 8; ++i) {
    callers.push_back(std::async(std::launch::async, [&] {
      const std::vector<HttpRequest> requests(50);
      for (bool cancelled = false; !cancelled;) {
        for (const HttpOutcome& outcome : client->SendAll(requests)) {
          if (outcome) ++answered;
          cancelled = cancelled || !outcome;
          EXPECT_TRUE(outcome || outcome.error().kind == TransportFault::kCancelled);
        }
      }
    }));
  }
  while (answered < 1000) std::this_thread::yield();
  client->Cancel();
  for (auto& caller : callers) caller.get();
}

}  // namespace
}  // namespace mesh
