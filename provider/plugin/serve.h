#pragma once

#include <functional>
#include <memory>
#include <string>

#include "provider/plugin/ending.h"
#include "provider/plugin/log.h"

namespace grpc {
class Service;
}

namespace mesh::plugin {

struct ServeOptions {
  std::string version;
  /// The name of the program, as a person would type it.
  std::string program = "terraform-provider-mesh";
  /// namespace/name in a registry.
  std::string source = "meshgen/mesh";

  /// Makes the provider: a ProviderService. Its calls arrive on several threads at
  /// once; the ServerContext of calls without streams is null. The log outlives the provider.
  std::function<std::unique_ptr<grpc::Service>(Log&)> make_provider;

  /// Finishes the provider's books; may be empty. Runs at most once, on its own thread, when the
  /// host asks for the end or is gone, beside calls still under way; more than 1.5 seconds and the
  /// process ends without it.
  std::function<void(EndReason)> on_shutdown;
};

/// Everything `main` has to do for a provider program: serves a host that started this process,
/// serves a debugging session (-debug), or explains the program to a person. Returns the exit
/// status where there is nothing (more) to serve.
int Serve(int argc, char** argv, const ServeOptions& options);

}  // namespace mesh::plugin
