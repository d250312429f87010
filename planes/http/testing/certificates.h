#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <vector>

namespace mesh::testing {

struct KeyPair {
  std::string certificate_pem;
  std::string key_pem;
};

/// A certificate authority that lives as long as a test.
class TestCa {
 public:
  explicit TestCa(const std::string& name);
  ~TestCa();
  TestCa(const TestCa&) = delete;
  TestCa& operator=(const TestCa&) = delete;

  const std::string& pem() const { return pem_; }

  struct Subject {
    std::string common_name = "server";
    /// As OpenSSL writes them: "DNS:localhost", "IP:127.0.0.1".
    std::vector<std::string> names = {"DNS:localhost", "IP:127.0.0.1"};
    /// Seconds from now.
    long valid_from = -3600;
    long valid_until = 3600;
  };
  KeyPair Issue(const Subject& subject) const;
  /// For 127.0.0.1 and localhost.
  KeyPair Issue() const { return Issue(Subject{}); }

 private:
  EVP_PKEY* key_ = nullptr;
  X509* certificate_ = nullptr;
  std::string pem_;
};

/// The same key under a passphrase.
std::string Encrypted(const std::string& key_pem, std::string passphrase);

}  // namespace mesh::testing
