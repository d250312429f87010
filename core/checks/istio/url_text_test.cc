#include "core/checks/istio/url_text.h"

#include <gtest/gtest.h>

namespace mesh::istio {
namespace {

TEST(UrlTest, PartsOfUrls) {
  struct Case {
    std::string text;
    std::string scheme;
    std::string host;
    std::string port;
  };
  const Case cases[] = {
      {"https://a.example/keys", "https", "a.example", ""},
      {"HTTP://a.example:8080?q=%zz", "http", "a.example", "8080"},
      {"https://user:pass@a.example:/", "https", "a.example", ""},
      {"https://[2001:db8::1]:443/", "https", "2001:db8::1", "443"},
      {"https://[fe80::1%25eth0]/", "https", "fe80::1%25eth0", ""},
      {"oci://a.example/b:1.0", "oci", "a.example", ""},
      {"mongodb://a:1,b:2/c", "mongodb", "a:1,b", "2"},
      {"a.example:80/b", "a.example", "", ""},
      {"/path/%41", "", "", ""},
      {"//a.example/path", "", "a.example", ""},
      {"https://a.example/#part", "https", "a.example", ""},
      {"http:", "http", "", ""},
  };
  for (const Case& one : cases) {
    const auto url = ReadUrl(one.text);
    ASSERT_TRUE(url) << one.text;
    EXPECT_EQ(url->scheme, one.scheme) << one.text;
    EXPECT_EQ(url->host, one.host) << one.text;
    EXPECT_EQ(url->port, one.port) << one.text;
  }
}

TEST(UrlTest, TextsThatAreNoUrls) {
  for (const char* text :
       {"", "a.example/keys", "a b", "://a", "1a:80/b", "https://a b/", "https://a.example:port/",
        "https://a:1:2/", "https://[1.2.3.4]/", "https://[::1/", "https://x[::1]/",
        "https://[fe80::1%eth0]/", "https://a/%4", "https://a%41/", "https://a\\b/",
        "https://us er@a/", "https://a/#%zz", "https://a/\n", "//a b/"}) {
    EXPECT_FALSE(ReadUrl(text)) << text;
  }
}

TEST(UrlTest, RequestsHaveNoHostOfTheirOwn) {
  EXPECT_TRUE(IsRequestUri("//a b/"));
  EXPECT_FALSE(IsRequestUri("https://a#b"));
  EXPECT_TRUE(IsRequestUri("https://a/#b"));
}

}  // namespace
}  // namespace mesh::istio
