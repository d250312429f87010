#include "planes/http/fault.h"

#include <curl/curl.h>

#include <array>
#include <charconv>

namespace mesh {
namespace {

struct CodeRow {
  CURLcode code;
  /// Before the request was under way, and after.
  TransportFault before;
  TransportFault after;
};

using enum TransportFault;

/// Codes that are not listed mean that something here was wrong (kInvalid).
constexpr std::array kCodes{
    CodeRow{CURLE_COULDNT_RESOLVE_HOST, kResolve, kReset},
    CodeRow{CURLE_COULDNT_RESOLVE_PROXY, kResolve, kReset},
    CodeRow{CURLE_COULDNT_CONNECT, kConnect, kReset},
    CodeRow{CURLE_PROXY, kProxy, kReset},
    CodeRow{CURLE_OPERATION_TIMEDOUT, kConnectTimeout, kTimeout},
    CodeRow{CURLE_PEER_FAILED_VERIFICATION, kUntrusted, kReset},
    CodeRow{CURLE_SSL_CONNECT_ERROR, kTls, kReset},
    CodeRow{CURLE_SSL_CIPHER, kTls, kReset},
    CodeRow{CURLE_SSL_CERTPROBLEM, kInvalid, kInvalid},
    CodeRow{CURLE_SSL_CACERT_BADFILE, kInvalid, kInvalid},
    CodeRow{CURLE_SEND_ERROR, kConnect, kReset},
    CodeRow{CURLE_RECV_ERROR, kConnect, kReset},
    CodeRow{CURLE_GOT_NOTHING, kConnect, kReset},
    CodeRow{CURLE_PARTIAL_FILE, kConnect, kReset},
    CodeRow{CURLE_HTTP2, kConnect, kReset},
    CodeRow{CURLE_HTTP2_STREAM, kConnect, kStreamReset},
    CodeRow{CURLE_ABORTED_BY_CALLBACK, kConnect, kReset},
    CodeRow{CURLE_WRITE_ERROR, kProtocol, kProtocol},
    CodeRow{CURLE_BAD_CONTENT_ENCODING, kProtocol, kProtocol},
    CodeRow{CURLE_WEIRD_SERVER_REPLY, kProtocol, kProtocol},
    CodeRow{CURLE_UNSUPPORTED_PROTOCOL, kProtocol, kProtocol},
    CodeRow{CURLE_HTTP_RETURNED_ERROR, kProtocol, kProtocol},
};

bool Has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// In TLS 1.3 a server judges our certificate after the handshake is over for us: its alert then
/// comes in place of an answer. Close notifications are no alerts in this text.
bool IsTlsAlert(std::string_view message) {
  return Has(message, "SSL") && (Has(message, " alert ") || Has(message, "alert_"));
}

bool WasLost(std::string_view message) {
  return Has(message, "reset by peer") || Has(message, "unexpected eof") ||
         Has(message, "SSL_ERROR_SYSCALL") || Has(message, "Broken pipe");
}

bool NotLookedAt(const Evidence& e) {
  return e.refused || (e.stream && e.last_stream && *e.stream > *e.last_stream);
}

TransportFault KindOf(const Evidence& e) {
  if (e.too_large) return kTooLarge;
  if (e.connected && NotLookedAt(e)) return kRefused;
  if (IsTlsAlert(e.message)) return kTls;
  TransportFault kind = kInvalid;
  for (const CodeRow& row : kCodes)
    if (row.code == e.code) kind = e.connected ? row.after : row.before;
  if (kind == kTls && WasLost(e.message)) kind = kConnect;
  if (kind == kConnect && e.proxied) kind = kProxy;
  if (kind == kTimeout && Has(e.message, "too slow")) kind = kStalled;
  if ((kind == kReset || kind == kStreamReset) && e.answered) kind = kPartial;
  return kind;
}

std::optional<std::uint32_t> NumberBehind(std::string_view line, std::string_view words) {
  const std::size_t at = line.find(words);
  if (at == std::string_view::npos) return std::nullopt;
  std::uint32_t number = 0;
  const char* begin = line.data() + at + words.size();
  if (std::from_chars(begin, line.data() + line.size(), number).ec != std::errc{})
    return std::nullopt;
  return number;
}

}  // namespace

Verdict Judge(const Evidence& e) {
  const TransportFault kind = KindOf(e);
  const bool reached = e.connected && e.bytes_out > 0;
  return {kind, reached && kind != kRefused && kind != kTls};
}

LogNews ReadLogLine(std::string_view line) {
  LogNews news;
  if (line.starts_with("received GOAWAY,")) news.last_stream = NumberBehind(line, "last_stream=");
  if (Has(line, "] OPENED stream")) news.stream = NumberBehind(line, "[HTTP/2] [");
  news.refused = line.starts_with("REFUSED_STREAM");
  return news;
}

}  // namespace mesh
