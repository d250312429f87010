#include "provider/plugin/certificate.h"

#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>

namespace mesh::plugin {
namespace {

template <auto kFree>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using X509Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using Memory = std::unique_ptr<BIO, Freed<BIO_free>>;

constexpr long kBackdateSeconds = 30;
constexpr int kValidDays = 30 * 365;

bool SetSerial(X509* certificate) {
  std::uint64_t serial = 0;
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) return false;
  return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial >> 1U | 1U) == 1;
}

bool SetNames(X509* certificate) {
  static constexpr std::array<unsigned char, 9> kHost = {'l', 'o', 'c', 'a', 'l',
                                                         'h', 'o', 's', 't'};
  X509_NAME* name = X509_get_subject_name(certificate);
  return X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC, kHost.data(),
                                    static_cast<int>(kHost.size()), -1, 0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1;
}

bool SetValidity(X509* certificate) {
  return X509_gmtime_adj(X509_getm_notBefore(certificate), -kBackdateSeconds) != nullptr &&
         X509_time_adj_ex(X509_getm_notAfter(certificate), kValidDays, 0, nullptr) != nullptr;
}

bool AddExtension(X509* certificate, int nid, const char* value) {
  const Extension extension(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool Fill(X509* certificate, EVP_PKEY* key) {
  constexpr long kVersion3 = 2;
  return X509_set_version(certificate, kVersion3) == 1 && SetSerial(certificate) &&
         SetNames(certificate) && SetValidity(certificate) &&
         X509_set_pubkey(certificate, key) == 1 &&
         AddExtension(certificate, NID_subject_alt_name, "DNS:localhost") &&
         AddExtension(certificate, NID_key_usage, "critical,digitalSignature") &&
         AddExtension(certificate, NID_ext_key_usage, "serverAuth") &&
         X509_sign(certificate, key, EVP_sha256()) > 0;
}

std::string TextOf(BIO* memory) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

std::string Der(X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  if (!memory || i2d_X509_bio(memory.get(), certificate) != 1) return "";
  return TextOf(memory.get());
}

std::string Pem(X509* certificate) {
  const Memory memory(BIO_new(BIO_s_mem()));
  if (!memory || PEM_write_bio_X509(memory.get(), certificate) != 1) return "";
  return TextOf(memory.get());
}

std::string Pem(EVP_PKEY* key) {
  const Memory memory(BIO_new(BIO_s_mem()));
  if (!memory ||
      PEM_write_bio_PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1) {
    return "";
  }
  return TextOf(memory.get());
}

tl::unexpected<Diagnostics> Refusal() {
  std::array<char, 256> reason{};
  ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
  return Fail("Cannot make a certificate for the connection with the host",
              std::string("OpenSSL refused: ") + reason.data() +
                  ". Check the system's OpenSSL configuration (OPENSSL_CONF), or set "
                  "TF_DISABLE_PLUGIN_TLS=1 to let host and provider talk without TLS.");
}

}  // namespace

Result<Certificate> MakeCertificate() {
  const Key key(EVP_EC_gen("P-256"));
  const X509Certificate certificate(X509_new());
  if (!key || !certificate || !Fill(certificate.get(), key.get())) return Refusal();
  Certificate out{Pem(certificate.get()), Pem(key.get()), Der(certificate.get())};
  if (out.certificate_pem.empty() || out.key_pem.empty() || out.certificate_der.empty()) {
    return Refusal();
  }
  return out;
}

}  // namespace mesh::plugin
