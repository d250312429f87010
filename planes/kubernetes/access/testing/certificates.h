#pragma once

#include <string>

namespace mesh {

struct TestKeyPair {
  std::string certificate;
  std::string key;
  /// The key, encrypted with a passphrase.
  std::string encrypted_key;
};

/// A new self-signed certificate and its key, in PEM.
TestKeyPair MakeTestKeyPair(const std::string& name);

}  // namespace mesh
