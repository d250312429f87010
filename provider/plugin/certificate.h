#pragma once

#include <string>

#include "core/model/diagnostic.h"

namespace mesh::plugin {

/// A fresh key and the certificate that a go-plugin host pins, for this process alone.
struct Certificate {
  std::string certificate_pem;
  std::string key_pem;
  /// The certificate once more, as it goes into the handshake line.
  std::string certificate_der;
};

/// Self-signed on P-256 for the name localhost, server use only, valid from 30 seconds ago for 30
/// years. P-256, because some TLS libraries on the other side know no larger curve.
Result<Certificate> MakeCertificate();

}  // namespace mesh::plugin
