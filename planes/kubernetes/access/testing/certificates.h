#pragma once

#include <string>

namespace mesh {

struct TestKeyPair {
  std::string certificate;
  std::string key;
};

/// A new self-signed certificate and its key, in PEM.
TestKeyPair MakeTestKeyPair(const std::string& name);

}  // namespace mesh
