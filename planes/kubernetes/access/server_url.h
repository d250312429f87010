#pragma once

#include <string>

#include "core/model/diagnostic.h"

namespace mesh {

/// The parts of an absolute URL without user, query and fragment.
struct ServerUrl {
  /// `https` or `http`.
  std::string scheme;
  /// A name or an address, in lower case, IPv6 without brackets.
  std::string host;
  /// 0 when the URL has none.
  int port = 0;
  /// Empty, or a prefix that starts with a slash and ends without one.
  std::string path;

  int PortOrDefault() const { return port != 0 ? port : scheme == "http" ? 80 : 443; }
  /// Loopback names and addresses, which never leave this machine.
  bool IsLoopback() const;
  std::string ToString() const;
};

/// Reads the URL of an API server; without a scheme it is https. `source` says in messages where
/// the text is from ("host", `cluster "a" of kubeconfig`).
Result<ServerUrl> ParseServerUrl(const std::string& text, const std::string& source,
                                 const Path& at = {});

/// True for localhost, 127.0.0.0/8 and ::1.
bool IsLoopbackHost(const std::string& host);

}  // namespace mesh
