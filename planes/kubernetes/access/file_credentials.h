#pragma once

#include <memory>

#include "planes/kubernetes/access/credentials.h"
#include "planes/kubernetes/access/kubeconfig.h"

namespace mesh {

/// Credentials that are written down: values, and files that are read again every minute since they
/// may rotate.
struct WrittenCredentials {
  /// The whole Authorization header; excludes `token_file`.
  Secret authorization;
  std::string token_file;
  FileOrText certificate;
  FileOrText key;
  /// Where they are from, for messages: `user "b" of ~/.kube/config`.
  std::string source;
  Path at = {};

  bool empty() const {
    return authorization.empty() && token_file.empty() && certificate.empty() && key.empty();
  }
};

/// Reads everything once, so that what is missing or malformed is said now. A file that cannot be
/// read later on (it is being replaced) leaves what was read before in force.
Result<std::shared_ptr<Credentials>> FileCredentials(const WrittenCredentials& written,
                                                     const Surroundings& surroundings);

}  // namespace mesh
