#pragma once

#include "provider/plugin/event.h"
#include "provider/plugin/log.h"
#include "provider/plugin/provider_service.h"
#include "provider/plugin/workers.h"

namespace mesh::plugin {

/// Puts a provider written against the plain synchronous class onto a completion queue. Whoever
/// polls the queue answers the calls that only compute or read; those that change a system go to
/// `workers` at once. Handlers of calls without streams get no ServerContext (null).
class ProviderFront final : public grpc::Service {
 public:
  /// All three outlive the server.
  ProviderFront(ProviderService& provider, Workers& workers, Log& log);

  /// Begins to take calls from `queue`; whoever polls it passes each tag's event on.
  void Listen(grpc::ServerCompletionQueue& queue);

 private:
  template <class Request, class Response>
  class Call;

  ProviderService& provider_;
  Workers& workers_;
  Log& log_;
};

}  // namespace mesh::plugin
