#include "planes/http/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "planes/http/testing/certificates.h"

namespace mesh {
namespace {

using ::testing::HasSubstr;
using testing::KeyPair;
using ::testing::Not;
using testing::TestCa;

struct UrlRow {
  const char* text;
  const char* server;
  const char* prefix;
};

TEST(BaseUrl, IsRead) {
  const UrlRow rows[] = {
      {"https://example.com", "https://example.com:443", ""},
      {"http://example.com", "http://example.com:80", ""},
      {"https://example.com/", "https://example.com:443", ""},
      {"https://10.0.0.1:6443", "https://10.0.0.1:6443", ""},
      {"https://[fd00::1]:6443", "https://[fd00::1]:6443", ""},
      {"https://rancher/k8s/clusters/c-1//", "https://rancher:443", "/k8s/clusters/c-1"},
      {"HTTPS://Example.com", "https://Example.com:443", ""},
  };
  for (const UrlRow& row : rows) {
    const Result<BaseUrl> url = ReadBaseUrl(row.text);
    ASSERT_TRUE(url) << row.text;
    EXPECT_EQ(url->Server(), row.server);
    EXPECT_EQ(url->prefix, row.prefix);
  }
}

TEST(BaseUrl, WhatIsNoneSaysWhy) {
  const std::pair<const char*, const char*> rows[] = {
      {"", "scheme"},
      {"10.0.0.1:6443", "scheme"},
      {"ftp://example.com", "ftp"},
      {"https://", "cannot be read"},
      {"https://example.com:port", "cannot be read"},
      {"https://exa mple.com", "cannot be read"},
      {"https://me:pass@example.com", "user or a password"},
      {"https://me@example.com", "user or a password"},
      {"https://example.com?token=pass", "query"},
      {"https://example.com#a", "fragment"},
  };
  for (const auto& [text, words] : rows) {
    const Result<BaseUrl> url = ReadBaseUrl(text);
    ASSERT_FALSE(url) << text;
    const Diagnostic& why = url.error().front();
    EXPECT_THAT(why.summary, HasSubstr(words)) << text;
    EXPECT_THAT(why.summary + why.detail, Not(HasSubstr("pass@"))) << "a password is not shown";
  }
}

TEST(HttpOptions, GoodOnesHaveNothingWrong) {
  const TestCa ca("ca");
  const KeyPair pair = ca.Issue();
  EXPECT_TRUE(CheckHttpOptions({.base_url = "https://a",
                                .ca_pem = "comment\n" + ca.pem() + ca.pem(),
                                .client_certificate_pem = pair.certificate_pem + ca.pem(),
                                .client_key_pem = Secret(pair.key_pem),
                                .proxy_url = Secret("socks5h://u:p@proxy:1080")})
                  .empty());
  EXPECT_TRUE(CheckHttpOptions({.base_url = "http://a"}).empty());
}

struct OptionsRow {
  HttpOptions options;
  const char* words;
};

TEST(HttpOptions, WhatIsWrongIsSaid) {
  const TestCa ca("ca");
  const KeyPair one = ca.Issue(), two = ca.Issue();
  const std::string half = ca.pem().substr(0, ca.pem().size() / 2);
  const auto with = [](auto change) {
    HttpOptions options{.base_url = "https://a:1"};
    change(options);
    return options;
  };
  using Options = HttpOptions;
  const OptionsRow rows[] = {
      {with([](Options& o) { o.ca_pem = "text"; }), "the certificate authority for https://a:1"},
      {with([&](Options& o) { o.ca_pem = half; }), "is no PEM certificate"},
      {with([&](Options& o) { o.ca_pem = ca.pem() + half; }), "is no PEM certificate"},
      {with([&](Options& o) { o.ca_pem = one.key_pem; }), "is no PEM certificate"},
      {with([](Options& o) { o.proxy_ca_pem = "text"; }), "authority of the proxy"},
      {with([&](Options& o) { o.client_certificate_pem = one.certificate_pem; }), "has no key"},
      {with([&](Options& o) { o.client_key_pem = Secret(one.key_pem); }), "has no certificate"},
      {with([&](Options& o) {
         o.client_certificate_pem = one.certificate_pem;
         o.client_key_pem = Secret("text");
       }),
       "no readable PEM key"},
      {with([&](Options& o) {
         o.client_certificate_pem = "text";
         o.client_key_pem = Secret(one.key_pem);
       }),
       "the client certificate for https://a:1 is no PEM"},
      {with([&](Options& o) {
         o.client_certificate_pem = one.certificate_pem;
         o.client_key_pem = Secret(two.key_pem);
       }),
       "does not belong"},
      {with([](Options& o) { o.proxy_url = Secret("proxy:3128"); }), "no URL of a proxy"},
      {with([](Options& o) { o.proxy_url = Secret("socks4://u:hunter2@proxy"); }),
       "no URL of a proxy"},
      {with([](Options& o) { o.connect_timeout = {}; }), "time-out"},
      {with([](Options& o) { o.timeout = std::chrono::milliseconds(-1); }), "time-out"},
      {with([](Options& o) { o.max_in_flight = 0; }), "limit"},
      {with([](Options& o) { o.max_streams = 0; }), "limit"},
      {with([](Options& o) { o.http1_connections = 0; }), "limit"},
  };
  for (const OptionsRow& row : rows) {
    const Diagnostics wrong = CheckHttpOptions(row.options);
    ASSERT_EQ(wrong.size(), 1u) << row.words;
    EXPECT_THAT(wrong.front().summary, HasSubstr(row.words));
    EXPECT_THAT(wrong.front().summary + wrong.front().detail, Not(HasSubstr("hunter2")));
    EXPECT_THAT(wrong.front().detail, Not(::testing::IsEmpty()));
  }
}

// An encrypted key would make the library ask for a passphrase on a terminal.
TEST(HttpOptions, AKeyWithAPassphraseIsRefused) {
  const TestCa ca("ca");
  const KeyPair pair = ca.Issue();
  const std::string encrypted = testing::Encrypted(pair.key_pem, "passphrase");
  ASSERT_THAT(encrypted, HasSubstr("ENCRYPTED"));
  const Diagnostics wrong = CheckHttpOptions({.base_url = "https://a",
                                              .client_certificate_pem = pair.certificate_pem,
                                              .client_key_pem = Secret(encrypted)});
  ASSERT_EQ(wrong.size(), 1u);
  EXPECT_THAT(wrong.front().detail, HasSubstr("passphrase"));
}

}  // namespace
}  // namespace mesh
