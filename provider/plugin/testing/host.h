#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "proto/go_plugin.grpc.pb.h"
#include "proto/health.grpc.pb.h"
#include "proto/tfplugin6.grpc.pb.h"
#include "provider/plugin/testing/child.h"

namespace mesh::plugin::testing {

/// What a host makes for itself: a key on P-521 and a self-signed CA certificate, both PEM.
struct HostCertificate {
  std::string certificate;
  std::string key;
};
HostCertificate MakeHostCertificate();

/// The handshake line, split at its bars.
std::vector<std::string> Fields(const std::string& line);
/// What a host does with the sixth field; empty when it is not unpadded standard base64.
std::string DecodeUnpadded(const std::string& text);

/// Plays Terraform towards a provider program: starts it, connects, opens the long streams.
class Host {
 public:
  /// `variables` come on top of what every host sets.
  explicit Host(const std::string& program, const Child::Variables& variables = {});
  ~Host();

  Child& child() { return child_; }
  const std::string& line() const { return line_; }
  const std::vector<std::string>& fields() const { return fields_; }
  std::string socket() const { return fields_.size() > 3 ? fields_[3] : ""; }

  /// A further connection, by default with this host's own certificate.
  std::shared_ptr<grpc::Channel> Connect() const { return Connect(certificate_); }
  std::shared_ptr<grpc::Channel> Connect(const HostCertificate& as) const;
  /// Opens connection, broker and standard streams, as a host does first.
  void Open();
  /// Drops all of them, as death would.
  void Vanish();
  /// The orderly end: broker closed, Shutdown asked. Returns the process's status.
  std::optional<int> End();

  tfplugin6::Provider::Stub& provider() { return *provider_; }
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  HostCertificate certificate_;
  Child child_;
  std::string line_;
  std::vector<std::string> fields_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<tfplugin6::Provider::Stub> provider_;
  std::unique_ptr<grpc::ClientContext> broker_context_, stdio_context_;
  std::unique_ptr<grpc::ClientReaderWriter<::plugin::ConnInfo, ::plugin::ConnInfo>> broker_;
  std::unique_ptr<grpc::ClientReader<::plugin::StdioData>> stdio_;
};

/// The environment every Terraform gives its plugins.
Child::Variables HostVariables(const std::string& client_certificate);

/// A context whose call fails rather than hang.
std::unique_ptr<grpc::ClientContext> Bounded();

}  // namespace mesh::plugin::testing
