#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "core/model/diagnostic.h"
#include "core/model/secret.h"

namespace mesh {

struct HttpHeader {
  std::string name;
  std::string value;
  bool operator==(const HttpHeader&) const = default;
};

/// A header that must not be shown: what says who we are.
struct SecretHeader {
  std::string name;
  Secret value;
};
using CredentialHeaders = std::vector<SecretHeader>;

struct HttpRequest {
  std::string method = "GET";
  /// Path and query behind the server's base URL, percent-encoded: `/api/v1/pods?limit=500`.
  std::string target = "/";
  std::vector<HttpHeader> headers = {};
  std::string body = {};
  /// What the calls are counted under: "list VirtualService".
  std::string label = {};
  /// True when doing it twice is as good as once (reading, server-side apply, a DELETE that carries
  /// the uid; not a POST that creates): then it is repeated where it may have been carried out.
  bool repeatable = false;
  /// Bounds; zero means the server's (HttpOptions). `idle` is the time without any progress.
  std::chrono::milliseconds timeout{0};
  std::chrono::milliseconds idle{0};
  /// When set, the body of a 2xx answer comes here piece by piece and is not kept; false ends the
  /// request well. Such a request takes none of the places that other requests wait for, has no
  /// idle bound unless it sets one, and ends well at its time-out (a watch). Called on the thread
  /// that serves all requests: it must be quick and must not wait for another request.
  std::function<bool(std::string_view)> on_data = nullptr;
};

/// What one attempt took.
struct HttpFigures {
  /// From being handed over to being begun.
  std::chrono::milliseconds queued{0};
  /// From being begun to its end.
  std::chrono::milliseconds took{0};
  /// As they went over the wire, TLS not counted.
  std::uint64_t bytes_out = 0;
  std::uint64_t bytes_in = 0;
  /// Connections that were made for it.
  int connects = 0;
};

/// Why a request with `on_data` ended.
enum class StreamEnd { kServer, kCallback, kBound };

/// An answer, whatever its status.
struct HttpResponse {
  int status = 0;
  std::vector<HttpHeader> headers = {};
  std::string body = {};
  StreamEnd end = StreamEnd::kServer;
  /// Attempts that it took, this one included.
  int attempts = 1;
  HttpFigures figures = {};

  /// The first header of that name (in any case), or nullptr.
  const std::string* Header(std::string_view name) const;
};

/// Why there is no answer. The table in http.cc says each in words.
enum class TransportFault {
  kCancelled,       ///< everything was told to stop
  kInvalid,         ///< the request or a setting cannot be used
  kCredentials,     ///< there are no credentials to send
  kResolve,         ///< the name of the server (or proxy) has no address
  kConnect,         ///< no connection: refused, unreachable, or lost while it was made
  kConnectTimeout,  ///< no connection in time
  kProxy,           ///< the proxy did not connect us
  kUntrusted,       ///< the server's certificate was not accepted
  kTls,             ///< no agreement on TLS, or the server did not accept our certificate
  kRefused,         ///< the server says that it did not look at the request (HTTP/2)
  kReset,           ///< the connection was lost before an answer
  kStreamReset,     ///< the server broke off this request (HTTP/2)
  kPartial,         ///< the answer was cut off
  kTimeout,         ///< not done in time
  kStalled,         ///< nothing moved for too long
  kTooLarge,        ///< the answer is larger than allowed
  kProtocol,        ///< the answer is no HTTP
};

struct HttpFault {
  TransportFault kind = TransportFault::kInvalid;
  /// False only when the server cannot have acted on the request.
  bool may_have_executed = false;
  /// True when `on_data` got a part of the answer.
  bool delivered = false;
  /// The library's own words.
  std::string detail = {};
  /// What the source of credentials said (kCredentials).
  Diagnostics cause = {};
  std::string server = {};
  std::string method = {};
  /// Without the query.
  std::string path = {};
  int attempts = 1;
  HttpFigures figures = {};
};

using HttpOutcome = tl::expected<HttpResponse, HttpFault>;

/// The short name of a fault, for logs: "connection refused or lost".
std::string_view FaultName(TransportFault kind);
/// A fault in words: what failed where, after how many attempts, and the fix.
Diagnostics Explain(const HttpFault& fault);
/// An answer that is a failure, in words; for statuses that repeating did not help against.
Diagnostic Explain(std::string_view server, const HttpRequest& request,
                   const HttpResponse& response);
/// `target` without its query: queries may hold what must not be shown.
std::string PathOf(std::string_view target);

/// Carries requests to one server. Thread-safe.
class HttpTransport {
 public:
  using Done = std::function<void(HttpOutcome)>;
  virtual ~HttpTransport() = default;

  /// Begins a request. `done` is called exactly once, from any thread, possibly before this
  /// returns; it must be quick. Requires: `request` lives until then.
  virtual void Start(const HttpRequest& request, CredentialHeaders credentials, Done done) = 0;
  /// Ends all requests with kCancelled, now, and refuses new ones. From any thread.
  virtual void Cancel() = 0;
  /// `https://host:port`, for messages.
  virtual const std::string& server() const = 0;

  /// Waits for the answer; nothing is repeated.
  HttpOutcome Send(const HttpRequest& request, CredentialHeaders credentials = {});
  /// The same for many at once; outcomes are in the order of the requests.
  std::vector<HttpOutcome> SendAll(std::span<const HttpRequest> requests,
                                   const CredentialHeaders& credentials = {});
};

}  // namespace mesh
