#include "planes/kubernetes/connection.h"

#include <atomic>

namespace mesh {
namespace {

HttpOptions OptionsFor(const ClusterAccess& access, const RequestCredentials& credentials) {
  HttpOptions out;
  out.base_url = access.server;
  out.ca_pem = access.ca_pem;
  out.client_certificate_pem = credentials.client_certificate;
  out.client_key_pem = credentials.client_key;
  out.tls_server_name = access.tls_server_name;
  out.proxy_url = access.proxy_url;
  out.user_agent = "terraform-provider-mesh";
  out.compression = !access.disable_compression;
  return out;
}

/// Asks for credentials before each request, and moves the connection to a new certificate when
/// there is one.
class Gate {
 public:
  explicit Gate(ClusterAccess access) : access_(std::move(access)) {}

  Result<HttpOptions> First() {
    const auto now = access_.credentials->Current();
    if (!now) return tl::unexpected(now.error());
    version_ = now->version;
    return OptionsFor(access_, *now);
  }
  void Use(HttpChannel& channel) { channel_ = &channel; }

  Result<CredentialHeaders> Headers(bool renew) {
    const auto now = access_.credentials->Current(renew ? version_.load() : 0);
    if (!now) return tl::unexpected(now.error());
    if (version_.exchange(now->version) != now->version && channel_ != nullptr) {
      if (auto moved = channel_->Reconfigure(OptionsFor(access_, *now)); !moved) {
        return tl::unexpected(moved.error());
      }
    }
    CredentialHeaders out;
    if (!now->authorization.empty()) out.push_back({"Authorization", now->authorization});
    for (const Header& header : access_.impersonation) {
      out.push_back({header.name, header.value});
    }
    return out;
  }

 private:
  const ClusterAccess access_;
  std::atomic<std::uint64_t> version_ = 0;
  HttpChannel* channel_ = nullptr;
};

}  // namespace

Result<std::unique_ptr<HttpChannel>> Connect(ClusterAccess access) {
  const auto gate = std::make_shared<Gate>(std::move(access));
  auto options = gate->First();
  if (!options) return tl::unexpected(options.error());
  auto channel = HttpChannel::Open({.http = std::move(*options), .authorize = [gate](bool renew) {
                                      return gate->Headers(renew);
                                    }});
  if (channel) gate->Use(**channel);
  return channel;
}

}  // namespace mesh
