#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/model/diagnostic.h"
#include "core/model/secret.h"

namespace mesh {

/// What to put on requests and connections right now.
struct RequestCredentials {
  /// Value of the Authorization header; empty when there is none.
  Secret authorization;
  /// PEM: the client's certificate and its chain, and its key; both empty when there is none.
  std::string client_certificate;
  Secret client_key;
  /// Grows whenever the content changes: never 0, and equal versions are equal credentials. When
  /// the certificate has changed, connections that were made with the old one must be closed.
  std::uint64_t version = 0;

  bool SameContent(const RequestCredentials& other) const {
    return authorization == other.authorization && client_certificate == other.client_certificate &&
           client_key == other.client_key;
  }
};

/// Where the credentials of one cluster come from. Thread-safe; may take time (a program runs, AWS
/// is asked), and ends early when the process is asked to stop.
class Credentials {
 public:
  virtual ~Credentials() = default;

  /// Credentials that are valid now. `refused` is the version that the server answered 401 to, or
  /// 0: unless there is a newer one already, it is renewed. When the answer has the same version
  /// still, trying again is of no use.
  virtual Result<RequestCredentials> Current(std::uint64_t refused = 0) = 0;
};

/// None at all: the server treats requests as anonymous.
std::shared_ptr<Credentials> NoCredentials();

/// True when a token can stand in a header: printable ASCII without blanks.
bool IsHeaderToken(const std::string& token);

/// Values of the Authorization header.
Secret BearerAuthorization(const Secret& token);
Secret BasicAuthorization(const std::string& username, const Secret& password);

}  // namespace mesh
