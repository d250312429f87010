#include "planes/http/http.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <condition_variable>
#include <memory>
#include <mutex>

namespace mesh {
namespace {

struct FaultRow {
  TransportFault kind;
  std::string_view name;
  /// Behind "the request to SERVER ".
  std::string_view summary;
  std::string_view fix;
};

using enum TransportFault;

constexpr std::array kFaults{
    FaultRow{kCancelled, "cancelled", "was cancelled",
             "The run was told to stop. Run it again to finish what is left."},
    FaultRow{kInvalid, "invalid request", "cannot be sent",
             "Check the settings of this server; the words above say which part was refused."},
    FaultRow{kCredentials, "no credentials", "has no credentials",
             "Check how the credentials of this server are obtained."},
    FaultRow{kResolve, "name not resolved", "found no address",
             "Check the host name in the server's URL (or of its proxy), and that this machine's "
             "name service knows it; a private cluster may need a VPN or a proxy."},
    FaultRow{kConnect, "no connection", "found no connection",
             "Check that the server runs, that the port in its URL is right, and that no firewall "
             "is between this machine and it."},
    FaultRow{kConnectTimeout, "connection timed out", "found no connection in time",
             "A firewall or a missing route usually swallows the packets: check the address, a "
             "VPN, and whether a proxy is needed."},
    FaultRow{kProxy, "proxy failed", "was not let through by the proxy",
             "Check the proxy's URL and its user and password, and that it may connect to this "
             "server; hosts that need no proxy belong into no_proxy."},
    FaultRow{kUntrusted, "certificate not trusted", "does not trust the server's certificate",
             "Set the certificate authority that signed the server's certificate, and "
             "tls_server_name where the certificate carries another name than the URL. "
             "Verification cannot be switched off: without it anyone in between could read and "
             "change everything."},
    FaultRow{kTls, "TLS failed", "found no agreement on TLS",
             "Check that the port serves TLS 1.2 or later, and, where the server asks for a client "
             "certificate, that one is set, has not expired and is signed by an authority the "
             "server trusts."},
    FaultRow{kRefused, "refused unread", "was refused by the server before it was read",
             "The server was closing the connection. Run it again."},
    FaultRow{kReset, "connection lost", "lost its connection before an answer",
             "The server or something between (a load balancer, a restart) closed the connection. "
             "Check the server's health and run it again."},
    FaultRow{kStreamReset, "stream reset", "was broken off by the server",
             "The server or a proxy before it gave up on this request: its log says why."},
    FaultRow{kPartial, "answer cut off", "got only a part of the answer",
             "The connection was lost half way. Run it again."},
    FaultRow{kTimeout, "timed out", "was not answered in time",
             "The server is slow or overloaded: check its health, or allow more time."},
    FaultRow{kStalled, "stalled", "made no progress",
             "Nothing came for the whole idle time-out: check the server's health, or allow more "
             "time."},
    FaultRow{kTooLarge, "answer too large", "got a larger answer than is allowed",
             "This protects the memory of this process. Ask for less at once."},
    FaultRow{kProtocol, "no HTTP", "got an answer that is no HTTP",
             "Something else may be listening there: check the scheme and port in the URL."},
};

const FaultRow& RowOf(TransportFault kind) {
  return *std::find_if(kFaults.begin(), kFaults.end() - 1,
                       [&](const FaultRow& row) { return row.kind == kind; });
}

std::string Times(int attempts) {
  return attempts == 1 ? "1 attempt" : std::to_string(attempts) + " attempts";
}

bool EqualNames(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

struct StatusRow {
  int status;
  std::string_view fix;
};

/// Statuses that are left over when repeating did not help.
constexpr std::array kStatuses{
    StatusRow{401,
              "The server does not accept the credentials: check that they are for this "
              "server and have not expired or been revoked."},
    StatusRow{403,
              "The credentials are known but not allowed to do this: grant the right, or use "
              "others."},
    StatusRow{429,
              "The server has too much to do and asks to wait: run it again later, or raise "
              "the priority of this user there."},
    StatusRow{500, "The server failed: its log, and its answer above, say why."},
    StatusRow{502, "Something before the server got no answer from it: check the server's health."},
    StatusRow{503, "The server is not ready: check its health and run it again."},
    StatusRow{504,
              "The server did not finish in its own time: check its health and what it waits "
              "for."},
};

/// Outcomes that a thread waits for. Shared, since who sets the last one still touches it after the
/// waiting thread has gone on.
struct Gathering {
  std::mutex mutex;
  std::condition_variable all_here;
  std::size_t missing = 0;
  std::vector<HttpOutcome> outcomes;
};

}  // namespace

const std::string* HttpResponse::Header(std::string_view name) const {
  for (const HttpHeader& header : headers)
    if (EqualNames(header.name, name)) return &header.value;
  return nullptr;
}

std::string PathOf(std::string_view target) {
  return std::string(target.substr(0, target.find('?')));
}

std::string_view FaultName(TransportFault kind) { return RowOf(kind).name; }

Diagnostics Explain(const HttpFault& fault) {
  const FaultRow& row = RowOf(fault.kind);
  std::string detail = fault.method + " " + fault.path + " ended after " + Times(fault.attempts);
  if (!fault.detail.empty()) detail += ": " + fault.detail;
  detail += ". ";
  if (fault.may_have_executed && fault.method != "GET") {
    detail += "The server may have carried it out all the same; the next run finds out. ";
  }
  detail += row.fix;
  Diagnostics out{
      Error("the request to " + fault.server + " " + std::string(row.summary), std::move(detail))};
  Append(out, fault.cause);
  return out;
}

Diagnostic Explain(std::string_view server, const HttpRequest& request,
                   const HttpResponse& response) {
  std::string_view fix = "The server's answer says why.";
  for (const StatusRow& row : kStatuses)
    if (row.status == response.status) fix = row.fix;
  return Error(std::string(server) + " answered with status " + std::to_string(response.status),
               request.method + " " + PathOf(request.target) + " got it after " +
                   Times(response.attempts) + ". " + std::string(fix));
}

HttpOutcome HttpTransport::Send(const HttpRequest& request, CredentialHeaders credentials) {
  return std::move(SendAll({&request, 1}, credentials).front());
}

std::vector<HttpOutcome> HttpTransport::SendAll(std::span<const HttpRequest> requests,
                                                const CredentialHeaders& credentials) {
  const auto gathering = std::make_shared<Gathering>();
  gathering->missing = requests.size();
  gathering->outcomes.resize(requests.size());
  for (std::size_t i = 0; i < requests.size(); ++i) {
    Start(requests[i], credentials, [gathering, i](HttpOutcome outcome) {
      const std::lock_guard lock(gathering->mutex);
      gathering->outcomes[i] = std::move(outcome);
      if (--gathering->missing == 0) gathering->all_here.notify_one();
    });
  }
  std::unique_lock lock(gathering->mutex);
  gathering->all_here.wait(lock, [&] { return gathering->missing == 0; });
  return std::move(gathering->outcomes);
}

}  // namespace mesh
