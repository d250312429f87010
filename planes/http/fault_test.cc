#include "planes/http/fault.h"

#include <curl/curl.h>
#include <gtest/gtest.h>

#include "planes/http/admission.h"

namespace mesh {
namespace {

using enum TransportFault;

struct JudgeRow {
  const char* what;
  Evidence evidence;
  TransportFault kind;
  bool may_have_executed;
};

Evidence Before(CURLcode code, const char* message = "", bool proxied = false) {
  return {.code = code, .message = message, .proxied = proxied};
}

Evidence After(CURLcode code, const char* message = "") {
  return {.code = code, .message = message, .connected = true, .bytes_out = 100};
}

Evidence With(Evidence evidence, void (*change)(Evidence&)) {
  change(evidence);
  return evidence;
}

TEST(Judge, KnowsWhatHappenedAndErrsOnTheSafeSide) {
  const JudgeRow rows[] = {
      {"no address", Before(CURLE_COULDNT_RESOLVE_HOST), kResolve, false},
      {"no address of the proxy", Before(CURLE_COULDNT_RESOLVE_PROXY), kResolve, false},
      {"refused", Before(CURLE_COULDNT_CONNECT), kConnect, false},
      {"proxy down", Before(CURLE_COULDNT_CONNECT, "", true), kProxy, false},
      {"proxy says no", Before(CURLE_RECV_ERROR, "CONNECT tunnel failed", true), kProxy, false},
      {"socks says no", Before(CURLE_PROXY), kProxy, false},
      {"slow to connect", Before(CURLE_OPERATION_TIMEDOUT), kConnectTimeout, false},
      {"not trusted", Before(CURLE_PEER_FAILED_VERIFICATION), kUntrusted, false},
      {"no agreement", Before(CURLE_SSL_CONNECT_ERROR, "wrong version number"), kTls, false},
      {"handshake cut off", Before(CURLE_SSL_CONNECT_ERROR, "unexpected eof while reading"),
       kConnect, false},
      {"handshake reset", Before(CURLE_SSL_CONNECT_ERROR, "Connection reset by peer"), kConnect,
       false},
      {"lost while connecting", Before(CURLE_HTTP2), kConnect, false},
      {"our certificate is unusable", Before(CURLE_SSL_CERTPROBLEM), kInvalid, false},
      {"no URL", Before(CURLE_URL_MALFORMAT), kInvalid, false},
      {"a code that is not known", Before(CURLE_AGAIN), kInvalid, false},
      {"reset", After(CURLE_RECV_ERROR, "Connection reset by peer"), kReset, true},
      {"closed", After(CURLE_GOT_NOTHING), kReset, true},
      {"nothing went out", With(After(CURLE_SEND_ERROR), [](Evidence& e) { e.bytes_out = 0; }),
       kReset, false},
      // The library tried again of itself and then found no connection.
      {"lost, and no new connection", After(CURLE_COULDNT_CONNECT), kReset, true},
      {"lost, and no new connection in time", After(CURLE_OPERATION_TIMEDOUT), kTimeout, true},
      {"lost, and no trust any more", After(CURLE_PEER_FAILED_VERIFICATION), kReset, true},
      {"lost, kept from sending again", After(CURLE_ABORTED_BY_CALLBACK), kReset, true},
      {"refused stream, kept from sending again",
       With(After(CURLE_ABORTED_BY_CALLBACK), [](Evidence& e) { e.refused = true; }), kRefused,
       false},
      {"stream reset", After(CURLE_HTTP2_STREAM), kStreamReset, true},
      {"stream reset within the answer",
       With(After(CURLE_HTTP2_STREAM), [](Evidence& e) { e.answered = true; }), kPartial, true},
      {"cut off", With(After(CURLE_PARTIAL_FILE), [](Evidence& e) { e.answered = true; }), kPartial,
       true},
      {"above the last stream of a GOAWAY",
       With(After(CURLE_HTTP2),
            [](Evidence& e) {
              e.stream = 5;
              e.last_stream = 3;
            }),
       kRefused, false},
      {"at the last stream of a GOAWAY",
       With(After(CURLE_HTTP2),
            [](Evidence& e) {
              e.stream = 3;
              e.last_stream = 3;
            }),
       kReset, true},
      {"a GOAWAY, and which stream we were is not known",
       With(After(CURLE_HTTP2), [](Evidence& e) { e.last_stream = 3; }), kReset, true},
      {"our certificate is not accepted (TLS 1.3)",
       After(CURLE_RECV_ERROR,
             "OpenSSL SSL_read: OpenSSL/3.0: error:0A00045C:SSL "
             "routines::tlsv13 alert certificate required, errno 0"),
       kTls, false},
      {"the end of TLS is no refusal",
       After(CURLE_RECV_ERROR, "OpenSSL SSL_read: SSL_ERROR_SYSCALL, errno 104"), kReset, true},
      {"slow", After(CURLE_OPERATION_TIMEDOUT, "Operation timed out"), kTimeout, true},
      {"stalled", After(CURLE_OPERATION_TIMEDOUT, "Operation too slow. Less than 1 bytes/sec"),
       kStalled, true},
      {"too large", With(After(CURLE_WRITE_ERROR), [](Evidence& e) { e.too_large = true; }),
       kTooLarge, true},
      {"no HTTP", After(CURLE_UNSUPPORTED_PROTOCOL), kProtocol, true},
  };
  for (const JudgeRow& row : rows) {
    const Verdict verdict = Judge(row.evidence);
    EXPECT_EQ(FaultName(verdict.kind), FaultName(row.kind)) << row.what;
    EXPECT_EQ(verdict.may_have_executed, row.may_have_executed) << row.what;
  }
}

TEST(ReadLogLine, TakesWhatItKnowsAndNothingElse) {
  EXPECT_EQ(ReadLogLine("[HTTP/2] [17] OPENED stream for https://a:1/b\n").stream, 17u);
  EXPECT_EQ(ReadLogLine("received GOAWAY, error=0, last_stream=2147483647").last_stream,
            2147483647u);
  EXPECT_TRUE(ReadLogLine("REFUSED_STREAM on stream 3\n").refused);
  for (const char* line :
       {"", "[HTTP/2] [17] [:path: /]", "[HTTP/2] [x] OPENED stream for https://a",
        "[HTTP/2] [99999999999] OPENED stream", "received GOAWAY, error=0, last_stream=",
        "last_stream=3", "header: received GOAWAY, error=0, last_stream=1",
        "HTTP/2 stream 1 was not closed cleanly: REFUSED_STREAM (err 7)"}) {
    const LogNews news = ReadLogLine(line);
    EXPECT_FALSE(news.stream || news.last_stream || news.refused) << line;
  }
}

using Kind = Admission::Kind;

TEST(Admission, OneOpensTheWayAndTheOthersFollow) {
  Admission admission({.requests = 3, .streams = 1, .http1_connections = 2});
  EXPECT_TRUE(admission.HasRoom(Kind::kRequest));
  EXPECT_TRUE(admission.Begin(Kind::kRequest));
  EXPECT_FALSE(admission.HasRoom(Kind::kRequest));
  EXPECT_FALSE(admission.HasRoom(Kind::kStream));
  admission.Connected(true);
  EXPECT_TRUE(admission.shared());
  EXPECT_FALSE(admission.Begin(Kind::kRequest));
  EXPECT_FALSE(admission.Begin(Kind::kRequest));
  EXPECT_FALSE(admission.HasRoom(Kind::kRequest));
  EXPECT_TRUE(admission.HasRoom(Kind::kStream));
  EXPECT_FALSE(admission.Begin(Kind::kStream));
  EXPECT_FALSE(admission.HasRoom(Kind::kStream));
  admission.End(Kind::kRequest);
  EXPECT_TRUE(admission.HasRoom(Kind::kRequest));
  EXPECT_FALSE(admission.HasRoom(Kind::kStream));
}

TEST(Admission, WithoutSharingThereAreFewer) {
  Admission admission({.requests = 3, .streams = 1, .http1_connections = 2});
  admission.Begin(Kind::kRequest);
  admission.Connected(false);
  admission.Begin(Kind::kRequest);
  EXPECT_FALSE(admission.HasRoom(Kind::kRequest));
  EXPECT_TRUE(admission.HasRoom(Kind::kStream));
}

TEST(Admission, AFailedOpenerLetsTheNextTry) {
  Admission admission({.requests = 3, .streams = 1, .http1_connections = 2});
  admission.Begin(Kind::kRequest);
  admission.End(Kind::kRequest);
  admission.OpenerEnded();
  EXPECT_TRUE(admission.Begin(Kind::kRequest));
  EXPECT_FALSE(admission.HasRoom(Kind::kRequest));
}

TEST(Admission, WhenTheLastConnectionIsGoneOneOpensTheWayAgain) {
  Admission admission({.requests = 3, .streams = 1, .http1_connections = 2});
  admission.Begin(Kind::kRequest);
  admission.Connected(true);
  admission.Lost();
  EXPECT_TRUE(admission.Begin(Kind::kRequest));
  // Its first address did not answer: that is no reason for a second opener.
  admission.Lost();
  EXPECT_FALSE(admission.HasRoom(Kind::kRequest));
  admission.Forget();
  EXPECT_TRUE(admission.Begin(Kind::kRequest));
}

}  // namespace
}  // namespace mesh
