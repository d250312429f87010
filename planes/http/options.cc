#include "planes/http/options.h"

#include <curl/curl.h>
#include <unistd.h>

#include <array>
#include <memory>

#include "planes/http/pem.h"

namespace mesh {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, FreeUrl>;

std::string Part(const Url& url, CURLUPart part, unsigned int flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), part, &text, flags) != CURLUE_OK || !text) return "";
  std::string out = text;
  curl_free(text);
  return out;
}

Url Parse(const std::string& text) {
  Url url(curl_url());
  // Schemes that this build of the library lacks are to be named by us.
  if (url && curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME))
    url.reset();
  return url;
}

std::string Unbracketed(std::string host) {
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  return host;
}

Diagnostic WrongUrl(const std::string& problem, const std::string& fix) {
  return Error(
      "the URL of a server " + problem,
      "It is written https://host[:port][/prefix], for example https://10.0.0.1:6443. " + fix);
}

/// The schemes of proxies; the text of a proxy URL is never shown, it may hold a password.
constexpr std::array kProxySchemes{"http", "https", "socks5", "socks5h"};

Diagnostics CheckProxy(const HttpOptions& options, const std::string& server) {
  if (options.proxy_url.empty()) return {};
  const Url url = Parse(options.proxy_url.Reveal());
  const std::string scheme = url ? Part(url, CURLUPART_SCHEME) : "";
  for (const char* known : kProxySchemes)
    if (scheme == known && !Part(url, CURLUPART_HOST).empty()) return {};
  return {Error("the proxy for " + server + " is no URL of a proxy",
                "It is written http://host:port, https://host:port, socks5://host:port or "
                "socks5h://host:port, with user:password@ before the host where the proxy wants "
                "one. (It is not shown here, because it may hold a password.)")};
}

Diagnostics CheckBounds(const HttpOptions& options, const std::string& server) {
  const std::chrono::milliseconds none(0);
  if (options.connect_timeout <= none || options.timeout <= none || options.idle_timeout < none) {
    return {Error("a time-out for " + server + " is not positive",
                  "Every wait needs a bound: set the time-outs to more than 0 seconds.")};
  }
  if (options.max_in_flight < 1 || options.max_streams < 1 || options.http1_connections < 1) {
    return {Error("a limit for " + server + " is less than 1",
                  "Nothing could be sent. Allow at least one request at a time.")};
  }
  return {};
}

}  // namespace

std::string BaseUrl::Authority() const {
  const bool brackets = host.find(':') != std::string::npos;
  return (brackets ? "[" + host + "]" : host) + ":" + port;
}

std::string BaseUrl::Server() const { return scheme + "://" + Authority(); }

Result<BaseUrl> ReadBaseUrl(const std::string& text) {
  if (text.find("://") == std::string::npos)
    return Fail(WrongUrl("has no scheme", "Put https:// before it."));
  const Url url = Parse(text);
  if (!url) return Fail(WrongUrl("cannot be read", "Look for blanks and for a port that is none."));
  BaseUrl out{Part(url, CURLUPART_SCHEME), Unbracketed(Part(url, CURLUPART_HOST)),
              Part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT), Part(url, CURLUPART_PATH)};
  if (out.scheme != "https" && out.scheme != "http") {
    return Fail(WrongUrl("has the scheme " + out.scheme, "Only https and http can be used."));
  }
  if (!Part(url, CURLUPART_USER).empty() || !Part(url, CURLUPART_PASSWORD).empty()) {
    return Fail(WrongUrl("holds a user or a password",
                         "A URL is shown in messages: set credentials by their own settings."));
  }
  if (text.find_first_of("?#") != std::string::npos) {
    return Fail(WrongUrl("has a query or a fragment", "Leave out what follows ? or #."));
  }
  while (out.prefix.ends_with('/')) out.prefix.pop_back();
  return out;
}

Diagnostics CheckHttpOptions(const HttpOptions& options) {
  const Result<BaseUrl> url = ReadBaseUrl(options.base_url);
  if (!url) return url.error();
  const std::string server = url->Server();
  Diagnostics wrong;
  if (!options.ca_pem.empty()) {
    Append(wrong, CheckCertificates(options.ca_pem, "the certificate authority", server));
  } else if (url->scheme == "https" && SystemCaFile().empty()) {
    wrong.push_back(
        Error("there is no certificate authority for " + server,
              "None is set, and this machine has no bundle of certificates in the usual places "
              "(such as /etc/ssl/certs/ca-certificates.crt), so the server cannot be verified. Set "
              "the certificate authority of the server, or install the package ca-certificates."));
  }
  if (!options.proxy_ca_pem.empty()) {
    Append(wrong, CheckCertificates(options.proxy_ca_pem, "the certificate authority of the proxy",
                                    server));
  }
  Append(wrong, CheckKeyPair(options.client_certificate_pem, options.client_key_pem, server));
  Append(wrong, CheckProxy(options, server));
  Append(wrong, CheckBounds(options, server));
  return wrong;
}

std::string SystemCaFile() {
  constexpr std::array kPlaces{
      "/etc/ssl/certs/ca-certificates.crt",                 // Debian, Ubuntu, Alpine, Arch
      "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",  // Fedora, RHEL
      "/etc/pki/tls/certs/ca-bundle.crt",                   // older RHEL, Amazon Linux
      "/etc/ssl/ca-bundle.pem",                             // SUSE
      "/etc/ssl/cert.pem",                                  // Alpine, the BSDs
  };
  for (const char* place : kPlaces)
    if (access(place, R_OK) == 0) return place;
  return "";
}

}  // namespace mesh
