#pragma once

#include <string>
#include <string_view>

#include "provider/plugin/log.h"

namespace mesh::plugin {

/// The one protocol this provider speaks.
constexpr int kProtocolVersion = 6;

/// What a go-plugin host says through the environment. Everything may be empty.
struct HostRequest {
  /// The host proved that it is a Terraform or OpenTofu, not a person at a shell.
  bool cookie = false;
  /// PEM of the only client certificate to accept; empty: no TLS at all.
  std::string client_certificate;
  /// Folder for the socket; empty: ours to choose.
  std::string socket_folder;
  /// Name or number of the group that may connect as well.
  std::string socket_group;
  /// The host knows the seventh field of the handshake line.
  bool knows_multiplexing = false;

  static HostRequest From(const Environment& environment);
};

/// The line that a host reads first on our standard output, with its newline.
/// `certificate_der` is empty when there is no TLS.
std::string HandshakeLine(const HostRequest& host, std::string_view socket_path,
                          std::string_view certificate_der);

/// JSON for TF_REATTACH_PROVIDERS that makes either host use process `pid` at `socket_path`.
/// `source` is namespace/name; it is registered under both hosts' default registry.
std::string ReattachJson(std::string_view source, int pid, std::string_view socket_path);

/// Base64, standard alphabet, without the `=` at the end, which Go hosts refuse.
std::string UnpaddedBase64(std::string_view bytes);

}  // namespace mesh::plugin
