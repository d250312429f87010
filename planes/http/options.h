#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "core/model/diagnostic.h"
#include "core/model/secret.h"

namespace mesh {

/// How one server is reached. TLS is always verified: there is no setting against it.
struct HttpOptions {
  /// `https://host[:port][/prefix]`; no credentials, query or fragment in it.
  std::string base_url;
  /// Whom to trust, as PEM; empty means what this machine trusts.
  std::string ca_pem = {};
  /// What we show the server: a chain as PEM, and its key. Both or neither.
  std::string client_certificate_pem = {};
  Secret client_key_pem = {};
  /// The name that the server's certificate must carry where it is not the host of the URL.
  std::string tls_server_name = {};
  /// `http`, `https`, `socks5` or `socks5h` URL, with user and password where needed; empty means
  /// none (the environment is not looked at). Names are resolved by a SOCKS proxy, as Go's clients
  /// have it.
  Secret proxy_url = {};
  /// Hosts that are reached without the proxy, in the form of NO_PROXY.
  std::string no_proxy = {};
  /// Whom to trust as an https proxy, as PEM; empty means what this machine trusts.
  std::string proxy_ca_pem = {};
  std::chrono::milliseconds connect_timeout = std::chrono::seconds(15);
  /// For a whole request, once begun.
  std::chrono::milliseconds timeout = std::chrono::seconds(120);
  /// Without any progress.
  std::chrono::milliseconds idle_timeout = std::chrono::seconds(45);
  std::string user_agent = "mesh";
  /// Requests under way at once; more of them wait.
  int max_in_flight = 64;
  /// The same for requests with `on_data`.
  int max_streams = 32;
  /// Connections where the server has no HTTP/2.
  int http1_connections = 6;
  /// A larger answer is a fault.
  std::size_t max_body = std::size_t{256} << 20;
  /// Whether answers may come compressed (gzip).
  bool compression = true;
};

/// The parts of a base URL that others need.
struct BaseUrl {
  std::string scheme;
  /// Without brackets where it is an IPv6 address.
  std::string host;
  std::string port;
  /// Without a slash at the end.
  std::string prefix;

  /// `https://host:port`, with brackets where needed.
  std::string Server() const;
  /// `host:port`, with brackets where needed.
  std::string Authority() const;
};

/// Reads `https://host[:port][/prefix]`; anything else is an error that says what is wrong.
Result<BaseUrl> ReadBaseUrl(const std::string& url);

/// What is wrong with the options, if anything; key material is judged too.
Diagnostics CheckHttpOptions(const HttpOptions& options);

/// A file with the certificates that this machine trusts; empty when none of the usual places has
/// one.
std::string SystemCaFile();

/// Whether `host` (a name or an address) is reached without a proxy under `no_proxy`, a list with
/// commas: `*`, a domain (with everything below it), `.domain` (only what is below it), an address,
/// an address range `10.0.0.0/8`, each optionally with `:port`. As Go's clients read NO_PROXY.
bool BypassesProxy(const std::string& no_proxy, const std::string& host, const std::string& port);

}  // namespace mesh
