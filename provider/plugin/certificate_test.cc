#include "provider/plugin/certificate.h"

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>
#include <string>

namespace mesh::plugin {
namespace {

using Parsed = std::unique_ptr<X509, decltype(&X509_free)>;

Parsed Parse(const std::string& der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  return {d2i_X509(nullptr, &bytes, static_cast<long>(der.size())), X509_free};
}

TEST(Certificate, IsWhatAGoHostCanPin) {
  const auto made = MakeCertificate();
  ASSERT_TRUE(made);
  const Parsed parsed = Parse(made->certificate_der);
  ASSERT_TRUE(parsed);
  X509* const certificate = parsed.get();

  EVP_PKEY* const key = X509_get0_pubkey(certificate);
  std::array<char, 32> group{};
  std::size_t size = 0;
  ASSERT_EQ(EVP_PKEY_get_group_name(key, group.data(), group.size(), &size), 1);
  EXPECT_STREQ(group.data(), "prime256v1");  // OpenSSL's name of P-256

  EXPECT_EQ(
      X509_check_host(certificate, "localhost", 0, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT, nullptr),
      1);
  EXPECT_EQ(X509_check_host(certificate, "example.com", 0, 0, nullptr), 0);
  EXPECT_EQ(X509_get_extended_key_usage(certificate), static_cast<unsigned>(XKU_SSL_SERVER));
  EXPECT_EQ(X509_check_ca(certificate), 0);
  EXPECT_EQ(X509_verify(certificate, key), 1);
  EXPECT_LT(X509_cmp_current_time(X509_get0_notBefore(certificate)), 0);
  EXPECT_GT(X509_cmp_current_time(X509_get0_notAfter(certificate)), 0);
}

TEST(Certificate, KeyBelongsToItAndEachIsNew) {
  const auto first = MakeCertificate();
  const auto second = MakeCertificate();
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->key_pem, second->key_pem);
  BIO* const memory =
      BIO_new_mem_buf(first->key_pem.data(), static_cast<int>(first->key_pem.size()));
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PrivateKey(memory, nullptr, nullptr, nullptr), EVP_PKEY_free);
  BIO_free(memory);
  ASSERT_TRUE(key);
  EXPECT_EQ(X509_check_private_key(Parse(first->certificate_der).get(), key.get()), 1);
  EXPECT_NE(X509_check_private_key(Parse(second->certificate_der).get(), key.get()), 1);
}

}  // namespace
}  // namespace mesh::plugin
