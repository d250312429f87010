#include "planes/http/route.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace mesh {
namespace {

// As Kubernetes' own clients have it: a dead peer is known after about 45 seconds.
constexpr long kKeepAliveIdle = 30;
constexpr long kKeepAliveInterval = 15;
constexpr unsigned int kUnacknowledgedMs = 45'000;
constexpr int kKeepAliveProbes = 2;
/// Per request under way; larger ones are no faster on one connection and cost memory each.
constexpr long kReceiveBuffer = 32 * 1024;
constexpr long kMaxIdleSeconds = 300;

/// Keepalive probes are only sent while nothing is unacknowledged; the other bound covers the rest.
int TuneSocket(void*, curl_socket_t socket, curlsocktype) {
  const int probes = kKeepAliveProbes;
  const unsigned int bound = kUnacknowledgedMs;
  setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
  setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &bound, sizeof bound);
  return CURL_SOCKOPT_OK;
}

void SetBlob(CURL* easy, CURLoption option, const std::string& text) {
  // NOCOPY would tie connections, which outlive the handle, to our copy.
  curl_blob blob{const_cast<char*>(text.data()), text.size(), CURL_BLOB_COPY};
  curl_easy_setopt(easy, option, &blob);
}

/// The proxy resolves names under both schemes of SOCKS.
std::string ProxyFor(const HttpOptions& options, const BaseUrl& url) {
  std::string proxy = options.proxy_url.Reveal();
  if (proxy.empty() || BypassesProxy(options.no_proxy, url.host, url.port)) return "";
  constexpr std::string_view kSocks = "socks5://";
  if (proxy.starts_with(kSocks)) proxy.replace(0, kSocks.size(), "socks5h://");
  return proxy;
}

}  // namespace

Route::Route(HttpOptions options) : options_(std::move(options)) {
  const BaseUrl url = *ReadBaseUrl(options_.base_url);
  server_ = url.Server();
  url_ = server_ + url.prefix;
  proxy_ = ProxyFor(options_, url);
  if (options_.ca_pem.empty() || options_.proxy_ca_pem.empty()) system_ca_ = SystemCaFile();
  if (options_.tls_server_name.empty()) return;
  // The certificate is verified for the name in the URL; where that is connected to is set beside.
  BaseUrl named = url;
  named.host = options_.tls_server_name;
  url_ = named.Server() + url.prefix;
  host_header_ = url.port == "443" ? url.host : url.Authority();
  connect_to_.reset(
      curl_slist_append(nullptr, (named.Authority() + ":" + url.Authority()).c_str()));
}

void Route::ApplyTrust(CURL* easy) const {
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  // A built-in directory of certificates would be trusted beside the CA that is set.
  curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
  curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, nullptr);
  curl_easy_setopt(easy, CURLOPT_CAINFO, nullptr);
  if (options_.ca_pem.empty()) {
    curl_easy_setopt(easy, CURLOPT_CAINFO, system_ca_.c_str());
  } else {
    SetBlob(easy, CURLOPT_CAINFO_BLOB, options_.ca_pem);
  }
  if (options_.client_certificate_pem.empty()) return;
  SetBlob(easy, CURLOPT_SSLCERT_BLOB, options_.client_certificate_pem);
  SetBlob(easy, CURLOPT_SSLKEY_BLOB, options_.client_key_pem.Reveal());
  curl_easy_setopt(easy, CURLOPT_SSLCERTTYPE, "PEM");
  curl_easy_setopt(easy, CURLOPT_SSLKEYTYPE, "PEM");
}

void Route::ApplyProxy(CURL* easy) const {
  // Empty texts, and not null, keep the library from reading the environment.
  curl_easy_setopt(easy, CURLOPT_PROXY, proxy_.c_str());
  curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
  if (proxy_.empty()) return;
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_PROXY_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, nullptr);
  if (options_.proxy_ca_pem.empty()) {
    curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, system_ca_.c_str());
  } else {
    SetBlob(easy, CURLOPT_PROXY_CAINFO_BLOB, options_.proxy_ca_pem);
  }
}

void Route::Apply(CURL* easy) const {
  ApplyTrust(easy);
  ApplyProxy(easy);
  if (connect_to_) curl_easy_setopt(easy, CURLOPT_CONNECT_TO, connect_to_.get());
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // A name that is still being looked up must not hold up the end of a request.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, kReceiveBuffer);
  curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, kMaxIdleSeconds);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
  if (options_.compression) curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(options_.connect_timeout.count()));
  curl_easy_setopt(easy, CURLOPT_TCP_NODELAY, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPIDLE, kKeepAliveIdle);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPINTVL, kKeepAliveInterval);
  curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, &TuneSocket);
}

}  // namespace mesh
