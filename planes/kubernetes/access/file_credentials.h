#pragma once

#include <memory>

#include "planes/kubernetes/access/credentials.h"
#include "planes/kubernetes/access/kubeconfig.h"

namespace mesh {

/// Credentials that are written down: values, and files that are read again every minute since they
/// may rotate.
struct WrittenCredentials {
  /// At most one of token, token file, and user name with password.
  Secret token;
  std::string username;
  Secret password;
  std::string token_file;
  FileOrText certificate;
  FileOrText key;
  /// Where they are from, for messages: `user "b" of ~/.kube/config`.
  std::string source;
  Path at;
  /// The same for the certificate.
  std::string certificate_source;
  Path certificate_at;

  bool empty() const {
    return token.empty() && username.empty() && password.empty() && token_file.empty() &&
           certificate.empty() && key.empty();
  }
};

/// Reads everything once, so that what is missing or malformed is said now. A file that cannot be
/// read later on (it is being replaced) leaves what was read before in force.
Result<std::shared_ptr<Credentials>> FileCredentials(const WrittenCredentials& written,
                                                     const Surroundings& surroundings);

}  // namespace mesh
