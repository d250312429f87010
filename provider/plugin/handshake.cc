#include "provider/plugin/handshake.h"

#include <array>
#include <nlohmann/json.hpp>

namespace mesh::plugin {
namespace {

constexpr std::string_view kCookie =
    "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

/// go-plugin's own protocol: the first field of the line.
constexpr int kCoreProtocol = 1;

}  // namespace

HostRequest HostRequest::From(const Environment& environment) {
  HostRequest host;
  host.cookie = environment("TF_PLUGIN_MAGIC_COOKIE") == kCookie;
  host.client_certificate = environment("PLUGIN_CLIENT_CERT");
  host.socket_folder = environment("PLUGIN_UNIX_SOCKET_DIR");
  host.socket_group = environment("PLUGIN_UNIX_SOCKET_GROUP");
  host.knows_multiplexing = !environment("PLUGIN_MULTIPLEX_GRPC").empty();
  return host;
}

std::string HandshakeLine(const HostRequest& host, std::string_view socket_path,
                          std::string_view certificate_der) {
  std::string line = std::to_string(kCoreProtocol) + '|' + std::to_string(kProtocolVersion);
  line += "|unix|";
  line += socket_path;
  line += "|grpc|" + UnpaddedBase64(certificate_der);
  // Older hosts would read a seventh field as part of the certificate.
  if (host.knows_multiplexing) line += "|false";
  return line + '\n';
}

std::string ReattachJson(std::string_view source, int pid, std::string_view socket_path) {
  // Test means: the host neither stops this process nor expects it to end.
  const nlohmann::json entry = {
      {"Protocol", "grpc"},
      {"ProtocolVersion", kProtocolVersion},
      {"Pid", pid},
      {"Test", true},
      {"Addr", {{"Network", "unix"}, {"String", std::string(socket_path)}}},
  };
  nlohmann::json all = nlohmann::json::object();
  for (const char* registry : {"registry.terraform.io/", "registry.opentofu.org/"}) {
    all[registry + std::string(source)] = entry;
  }
  return all.dump();
}

std::string UnpaddedBase64(std::string_view bytes) {
  static constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() * 4 + 2) / 3);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    unsigned group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8U | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    }
    for (std::size_t i = 0; i <= count; ++i) out += kAlphabet[group >> (18 - 6 * i) & 63U];
  }
  return out;
}

}  // namespace mesh::plugin
