#pragma once

#include <grpcpp/grpcpp.h>

#include "proto/tfplugin6.grpc.pb.h"
#include "provider/plugin/event.h"
#include "provider/plugin/log.h"
#include "provider/plugin/workers.h"

namespace mesh::plugin {

/// Puts a provider written against the plain synchronous class onto a completion queue. One thread
/// polls and answers short calls itself, which costs a third of what gRPC's own thread pool does;
/// calls that may wait, or are large, go to `workers`. Handlers get no ServerContext (null).
class ProviderFront final : public grpc::Service {
 public:
  /// A single-message call whose request is larger than this leaves the polling thread.
  static constexpr std::size_t kLargeRequest = 32 * 1024;

  /// All three outlive the server.
  ProviderFront(tfplugin6::Provider::Service& provider, Workers& workers, Log& log);

  /// Begins to take calls from `queue`; whoever polls it passes each tag's event on.
  void Listen(grpc::ServerCompletionQueue& queue);

 private:
  template <class Request, class Response>
  class Call;

  tfplugin6::Provider::Service& provider_;
  Workers& workers_;
  Log& log_;
};

}  // namespace mesh::plugin
