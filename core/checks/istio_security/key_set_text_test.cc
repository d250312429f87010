#include "core/checks/istio_security/key_set_text.h"

#include <gmock/gmock.h>

#include "core/checks/istio_security/certificate_text.h"
#include "core/formats/encoding.h"

namespace mesh::istio {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string One(const std::string& key) { return R"({"keys": [)" + key + "]}"; }

const char* const kCurve = R"({"kty": "EC", "crv": "P-256", "x": "AQAB", "y": "AQAB", "kid": "1"})";

TEST(KeySetTest, KeysOfAllKinds) {
  const std::string cases[] = {
      kCurve,
      R"({"kty": "RSA", "n": "AQAB", "e": "AQAB"})",
      R"({"kty": "OKP", "crv": "Ed25519", "x": "AQAB", "other": [1]})",
      R"({"KTY": "RSA", "n": "AQAB", "e": "AQ==", "key_ops": ["verify"]})",
  };
  for (const std::string& key : cases) {
    const KeySet keys = ReadKeySet(One(key));
    EXPECT_THAT(keys.wrong, IsEmpty()) << key;
    EXPECT_EQ(keys.count, 1U);
    EXPECT_THAT(keys.secret, IsEmpty());
  }
}

TEST(KeySetTest, PrivateKeysAreToldByTheirPlace) {
  const KeySet keys = ReadKeySet(R"({"keys": [)" + std::string(kCurve) +
                                 R"(, {"kty": "oct", "k": "AQAB"},
      {"kty": "RSA", "n": "AQAB", "e": "AQAB", "d": "AQAB"}]})");
  EXPECT_THAT(keys.wrong, IsEmpty());
  EXPECT_THAT(keys.secret, ElementsAre(1, 2));
}

TEST(KeySetTest, WhatIsWrongIsNamed) {
  struct Case {
    std::string text;
    std::string wrong;
  };
  const Case cases[] = {
      {"", "does not begin"},
      {"{\"keys\": [", "ends too early"},
      {"{\"keys\": [}", "no JSON"},
      {"{\"keys\": {}}", "`keys` are no list"},
      {One("1"), "Key 0 of it is no key: it is no object"},
      {One("{}"), "it has no kty"},
      {One(R"({"kty": "rsa"})"), "its kty is \"rsa\""},
      {One(R"({"kty": "RSA", "n": "AQAB"})"), "it has no e"},
      {One(R"({"kty": "EC", "x": "AQAB", "y": "AQAB"})"), "it has no crv"},
      {One(R"({"kty": "oct", "k": "A"})"), "its k is not in base64"},
      {One(R"({"kty": "oct", "k": "+-AB"})"), "its k is not in base64"},
      {One(R"({"kty": "oct", "k": "AQ==", "kid": 1})"), "its kid is no text"},
      {One(R"({"kty": "oct", "k": "AQ==", "key_ops": "sign"})"), "its key_ops"},
      {One(R"({"kty": "oct", "k": "AQ==", "x5c": ["AQ=="]})"), "no certificate"},
      {One(R"({"kty": "oct", "k": "AQ==", "a": 1e999})"), "too large"},
  };
  for (const Case& one : cases) {
    EXPECT_THAT(ReadKeySet(one.text).wrong, HasSubstr(one.wrong)) << one.text;
  }
}

TEST(KeySetTest, BracesInStringsDoNotEndIt) {
  const KeySet keys = ReadKeySet(R"({"keys": [], "a": "}\"}", "b": "\\"} tail)");
  EXPECT_THAT(keys.wrong, IsEmpty());
  EXPECT_TRUE(keys.trailing);
  EXPECT_FALSE(ReadKeySet("{\"keys\": []} \n").trailing);
}

// Made with `openssl req -x509 -newkey ed25519 -nodes -subj /CN=a -outform DER`.
const char* const kCertificate =
    "MIIBLjCB4aADAgECAhQUUCJjd61F114/EupNTBDYfxVq2TAFBgMrZXAwDDEKMAgGA1UEAwwBYTAgFw0yNjExMjgw"
    "MDQxMjFaGA8yMTI2MTEwNDAwNDEyMVowDDEKMAgGA1UEAwwBYTAqMAUGAytlcAMhAM5QWHKUxQYyLpncnJsj3LYQ"
    "QGVuGd4XcYAaRve6O+ECo1MwUTAdBgNVHQ4EFgQUqjBa9zlY6Xw86SfKspajhz0cVc4wHwYDVR0jBBgwFoAUqjBa"
    "9zlY6Xw86SfKspajhz0cVc4wDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQDBWSgAMv0UfEEY16UCujmJ8wg3+NiG"
    "gc6pLz92oq/0z88+79bIH30XEw1IGqkk06ngdDdr8qYosyN92YbIdNcC";

TEST(CertificateTest, OnlyWholeOnesAreTaken) {
  const std::string der = DecodeBase64(kCertificate).value();
  EXPECT_TRUE(IsCertificate(der));
  EXPECT_FALSE(IsCertificate(der + "a"));
  for (std::size_t size = 0; size < der.size(); ++size) {
    EXPECT_FALSE(IsCertificate(der.substr(0, size))) << size;
  }
  EXPECT_EQ(ReadKeySet(One(R"({"kty": "oct", "k": "AQ==", "x5c": [")" + std::string(kCertificate) +
                           "\"]}"))
                .wrong,
            "");
}

}  // namespace
}  // namespace mesh::istio
