#include "provider/plugin/handshake.h"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

namespace mesh::plugin {
namespace {

HostRequest RequestOf(std::map<std::string, std::string> variables) {
  return HostRequest::From([&](const char* name) { return variables[name]; });
}

TEST(Handshake, OnlyTheRightCookieIsAHost) {
  EXPECT_FALSE(RequestOf({}).cookie);
  EXPECT_FALSE(RequestOf({{"TF_PLUGIN_MAGIC_COOKIE", "x"}}).cookie);
  EXPECT_TRUE(RequestOf({{"TF_PLUGIN_MAGIC_COOKIE",
                          "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"}})
                  .cookie);
}

TEST(Handshake, WithoutTlsTheLastFieldIsEmptyAndItsBarStays) {
  EXPECT_EQ(HandshakeLine({}, "/tmp/s", ""), "1|6|unix|/tmp/s|grpc|\n");
}

TEST(Handshake, MultiplexingIsDeclinedOnlyToHostsThatAsk) {
  HostRequest host;
  host.knows_multiplexing = true;
  EXPECT_EQ(HandshakeLine(host, "/tmp/s", "abc"), "1|6|unix|/tmp/s|grpc|YWJj|false\n");
}

TEST(Base64, MatchesRfc4648WithoutPadding) {
  const std::map<std::string, std::string> cases = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xFB\xFF", "+/8"}};
  for (const auto& [bytes, text] : cases) EXPECT_EQ(UnpaddedBase64(bytes), text);
}

TEST(Reattach, BothRegistriesGetTheShapeThatHostsRead) {
  const auto json = nlohmann::json::parse(ReattachJson("meshgen/mesh", 42, "/tmp/a b"));
  ASSERT_EQ(json.size(), 2U);
  for (const char* source :
       {"registry.terraform.io/meshgen/mesh", "registry.opentofu.org/meshgen/mesh"}) {
    const auto& entry = json.at(source);
    EXPECT_EQ(entry["Protocol"], "grpc");
    EXPECT_EQ(entry["ProtocolVersion"], 6);
    EXPECT_EQ(entry["Pid"], 42);
    EXPECT_EQ(entry["Test"], true);
    EXPECT_EQ(entry["Addr"]["Network"], "unix");
    EXPECT_EQ(entry["Addr"]["String"], "/tmp/a b");
  }
}

}  // namespace
}  // namespace mesh::plugin
