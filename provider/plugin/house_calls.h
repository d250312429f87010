#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>

#include "proto/go_plugin.grpc.pb.h"
#include "proto/health.grpc.pb.h"
#include "provider/plugin/host_watch.h"

namespace mesh::plugin {

/// The services that a go-plugin host expects beside the provider: controller, broker, standard
/// streams and health. All answered on the polling thread.
class HouseCalls {
 public:
  /// `on_shutdown` runs on the polling thread once the answer to Shutdown is on its way.
  HouseCalls(HostWatch& watch, std::function<void()> on_shutdown)
      : watch_(watch), on_shutdown_(std::move(on_shutdown)) {}
  HouseCalls(const HouseCalls&) = delete;
  HouseCalls& operator=(const HouseCalls&) = delete;

  void Register(grpc::ServerBuilder& builder);
  void Listen(grpc::ServerCompletionQueue& queue);

 private:
  class Shutdown;
  class Broker;
  class Stdio;
  class HealthCheck;
  class HealthWatch;

  HostWatch& watch_;
  const std::function<void()> on_shutdown_;
  ::plugin::GRPCController::AsyncService controller_;
  ::plugin::GRPCBroker::AsyncService broker_;
  ::plugin::GRPCStdio::AsyncService stdio_;
  grpc::health::v1::Health::AsyncService health_;
};

}  // namespace mesh::plugin
