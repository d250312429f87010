#include "planes/http/pem.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <climits>
#include <memory>
#include <string_view>

namespace mesh {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

Owned<BIO> Over(std::string_view text) {
  if (text.size() > INT_MAX) return nullptr;
  return Owned<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// The first certificate of a bundle that is wholly readable, or nullptr.
Owned<X509> FirstCertificate(const std::string& pem) {
  const Owned<BIO> bio = Over(pem);
  Owned<X509> first;
  while (bio) {
    Owned<X509> next(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    if (!next) break;
    if (!first) first = std::move(next);
  }
  // Reading ends with "no start line"; anything else is a certificate that is broken.
  const bool whole = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  return whole ? std::move(first) : nullptr;
}

int NoPassphrase(char*, int, int, void*) { return 0; }

Owned<EVP_PKEY> ReadKey(const Secret& pem) {
  const Owned<BIO> bio = Over(pem.Reveal());
  Owned<EVP_PKEY> key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassphrase, nullptr)
                          : nullptr);
  ERR_clear_error();
  return key;
}

}  // namespace

Diagnostics CheckCertificates(const std::string& pem, const std::string& what,
                              const std::string& server) {
  if (FirstCertificate(pem)) return {};
  return {Error(what + " for " + server + " is no PEM certificate",
                "It must hold one or more certificates between \"-----BEGIN CERTIFICATE-----\" and "
                "\"-----END CERTIFICATE-----\"; without it the server cannot be verified. Where a "
                "kubeconfig carries the data in base64 (certificate-authority-data), decode it "
                "first.")};
}

Diagnostics CheckKeyPair(const std::string& certificate_pem, const Secret& key_pem,
                         const std::string& server) {
  if (certificate_pem.empty() && key_pem.empty()) return {};
  if (certificate_pem.empty() != key_pem.empty()) {
    const std::string have = certificate_pem.empty() ? "key" : "certificate";
    const std::string lack = certificate_pem.empty() ? "certificate" : "key";
    return {Error("the client " + have + " for " + server + " has no " + lack,
                  "A client certificate is used together with its private key. Set both, or "
                  "neither.")};
  }
  Diagnostics wrong = CheckCertificates(certificate_pem, "the client certificate", server);
  if (!wrong.empty()) return wrong;
  const Owned<EVP_PKEY> key = ReadKey(key_pem);
  if (!key) {
    return {Error("the client key for " + server + " is no readable PEM key",
                  "It must be an unencrypted private key between \"-----BEGIN PRIVATE KEY-----\" "
                  "and \"-----END PRIVATE KEY-----\" (or of the RSA or EC form). A key with a "
                  "passphrase cannot be used: remove the passphrase with `openssl pkey`.")};
  }
  const bool belongs = X509_check_private_key(FirstCertificate(certificate_pem).get(), key.get());
  ERR_clear_error();
  if (belongs) return {};
  return {Error("the client key for " + server + " does not belong to the client certificate",
                "Their public keys differ, so the server could not verify us. Set the key that the "
                "certificate was issued for; the first certificate of a chain is ours.")};
}

}  // namespace mesh
