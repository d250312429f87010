#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/model/diagnostic.h"
#include "provider/plugin/certificate.h"
#include "provider/plugin/ending.h"
#include "provider/plugin/log.h"

namespace grpc {
class Service;
}

namespace mesh::plugin {

/// The gRPC server of one provider process on one unix socket.
class Server {
 public:
  struct Options {
    std::string socket_path;
    /// Our certificate and the only client's; without it there is no TLS.
    std::optional<Certificate> certificate;
    std::string client_certificate_pem;
    /// The host, as long as nothing better says whether it lives.
    pid_t parent = 0;
    /// The host asked for the end, or is gone; runs on the serving thread and may not return.
    std::function<void(EndReason why)> on_end;
  };

  /// Listens when it returns. `provider` is a ProviderService.
  static Result<std::unique_ptr<Server>> Start(Options options,
                                               std::unique_ptr<grpc::Service> provider, Log& log);
  virtual ~Server() = default;

  /// Answers calls on this thread for good: it ends with the process.
  virtual void Run() = 0;
};

}  // namespace mesh::plugin
