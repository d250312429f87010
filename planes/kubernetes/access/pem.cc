#include "planes/kubernetes/access/pem.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

#include "core/formats/encoding.h"

namespace mesh {
namespace {

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* thing) const {
    Free(thing);
  }
};
using Bio = std::unique_ptr<BIO, Freer<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;

Bio Over(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// Never asks a person for a passphrase: it records that one was wanted.
int NoPassphrase(char*, int, int, void* wanted) {
  *static_cast<bool*>(wanted) = true;
  return -1;
}

Certificate NextCertificate(BIO* in) {
  bool ignored = false;
  return Certificate(PEM_read_bio_X509(in, nullptr, NoPassphrase, &ignored));
}

/// What a text that is no PEM seems to be.
std::string Likely(const std::string& text, const std::string& what) {
  if (text.find("-----BEGIN") != std::string::npos) {
    return "holds no valid " + what +
           " in PEM. Give the whole block from -----BEGIN to -----END, "
           "each line as it is.";
  }
  const auto decoded = DecodeBase64(text);
  if (decoded && decoded->find("-----BEGIN") != std::string::npos) {
    return "is base64 of a PEM text. Decode it: base64decode(...).";
  }
  if (text.size() < 300 && text.find('\n') == std::string::npos &&
      text.find('/') != std::string::npos) {
    return "looks like a path. Give the content of the file: file(\"...\").";
  }
  return "holds no " + what + " in PEM; it must start with -----BEGIN.";
}

}  // namespace

std::optional<std::string> CertificatesProblem(const std::string& text) {
  ERR_clear_error();
  const Bio in = Over(text);
  std::size_t count = 0;
  while (NextCertificate(in.get())) ++count;
  // The reader ends with "no start line" when all of the text has been read.
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (count > 0 && at_end) return std::nullopt;
  return Likely(text, "certificate");
}

std::optional<std::string> KeyPairProblem(const std::string& certificate, const Secret& key) {
  if (auto wrong = CertificatesProblem(certificate)) return "has a certificate that " + *wrong;
  const Bio certificate_in = Over(certificate);
  const Certificate leaf = NextCertificate(certificate_in.get());
  const Bio key_in = Over(key.Reveal());
  bool wanted_passphrase = false;
  const Key private_key(
      PEM_read_bio_PrivateKey(key_in.get(), nullptr, NoPassphrase, &wanted_passphrase));
  ERR_clear_error();
  if (wanted_passphrase) {
    return "has a private key that is encrypted. Decrypt it (openssl pkey -in KEY), since nobody "
           "can be asked for the passphrase.";
  }
  if (!private_key) return "has a private key that " + Likely(key.Reveal(), "private key");
  const bool fits = X509_check_private_key(leaf.get(), private_key.get()) == 1;
  ERR_clear_error();
  if (!fits) {
    return "has a private key that does not belong to the certificate. Give the key that the "
           "certificate was made for; in a file with a chain the client's own certificate comes "
           "first.";
  }
  return std::nullopt;
}

}  // namespace mesh
