#include "provider/plugin/provider_front.h"

#include <exception>
#include <tuple>

namespace mesh::plugin {
namespace {

using grpc::internal::RpcMethod;
using grpc::internal::RpcServiceMethod;
using tfplugin6::Provider;

/// Where a call is answered.
enum class Place {
  kHere,    // by the thread that polls: usually quick, and a relay stands by when it is not
  kWorker,  // on a worker: writes to a system, many at once
};

template <class Request, class Response>
struct Method {
  const char* name;
  grpc::Status (ProviderService::*handler)(grpc::ServerContext*, const Request*, Response*);
  Place place;
};

template <class Request, class Response>
Method(const char*,
       grpc::Status (Provider::Service::*)(grpc::ServerContext*, const Request*, Response*), Place)
    -> Method<Request, Response>;
template <class Request, class Response>
Method(const char*,
       grpc::Status (ProviderService::*)(grpc::ServerContext*, const Request*, Response*), Place)
    -> Method<Request, Response>;

/// Every call that takes one message and answers one.
constexpr auto kMethods = std::tuple{
    Method{"/tfplugin6.Provider/GetMetadata", &Provider::Service::GetMetadata, Place::kHere},
    Method{"/tfplugin6.Provider/GetProviderSchema", &ProviderService::GetEncodedSchema,
           Place::kHere},
    Method{"/tfplugin6.Provider/GetResourceIdentitySchemas",
           &Provider::Service::GetResourceIdentitySchemas, Place::kHere},
    Method{"/tfplugin6.Provider/GetFunctions", &Provider::Service::GetFunctions, Place::kHere},
    Method{"/tfplugin6.Provider/ValidateProviderConfig", &Provider::Service::ValidateProviderConfig,
           Place::kHere},
    Method{"/tfplugin6.Provider/ValidateResourceConfig", &Provider::Service::ValidateResourceConfig,
           Place::kHere},
    Method{"/tfplugin6.Provider/ValidateDataResourceConfig",
           &Provider::Service::ValidateDataResourceConfig, Place::kHere},
    Method{"/tfplugin6.Provider/ValidateEphemeralResourceConfig",
           &Provider::Service::ValidateEphemeralResourceConfig, Place::kHere},
    Method{"/tfplugin6.Provider/ValidateListResourceConfig",
           &Provider::Service::ValidateListResourceConfig, Place::kHere},
    Method{"/tfplugin6.Provider/ValidateActionConfig", &Provider::Service::ValidateActionConfig,
           Place::kHere},
    Method{"/tfplugin6.Provider/ValidateStateStoreConfig",
           &Provider::Service::ValidateStateStoreConfig, Place::kHere},
    Method{"/tfplugin6.Provider/UpgradeResourceState", &Provider::Service::UpgradeResourceState,
           Place::kHere},
    Method{"/tfplugin6.Provider/UpgradeResourceIdentity",
           &Provider::Service::UpgradeResourceIdentity, Place::kHere},
    Method{"/tfplugin6.Provider/StopProvider", &Provider::Service::StopProvider, Place::kHere},
    Method{"/tfplugin6.Provider/PlanResourceChange", &Provider::Service::PlanResourceChange,
           Place::kHere},
    Method{"/tfplugin6.Provider/ConfigureProvider", &Provider::Service::ConfigureProvider,
           Place::kWorker},
    Method{"/tfplugin6.Provider/ReadResource", &Provider::Service::ReadResource, Place::kHere},
    Method{"/tfplugin6.Provider/ApplyResourceChange", &Provider::Service::ApplyResourceChange,
           Place::kWorker},
    Method{"/tfplugin6.Provider/ImportResourceState", &Provider::Service::ImportResourceState,
           Place::kWorker},
    Method{"/tfplugin6.Provider/MoveResourceState", &Provider::Service::MoveResourceState,
           Place::kHere},
    Method{"/tfplugin6.Provider/GenerateResourceConfig", &Provider::Service::GenerateResourceConfig,
           Place::kHere},
    Method{"/tfplugin6.Provider/ReadDataSource", &Provider::Service::ReadDataSource,
           Place::kWorker},
    Method{"/tfplugin6.Provider/CallFunction", &Provider::Service::CallFunction, Place::kHere},
    Method{"/tfplugin6.Provider/OpenEphemeralResource", &Provider::Service::OpenEphemeralResource,
           Place::kWorker},
    Method{"/tfplugin6.Provider/RenewEphemeralResource", &Provider::Service::RenewEphemeralResource,
           Place::kWorker},
    Method{"/tfplugin6.Provider/CloseEphemeralResource", &Provider::Service::CloseEphemeralResource,
           Place::kWorker},
    Method{"/tfplugin6.Provider/PlanAction", &Provider::Service::PlanAction, Place::kHere},
    Method{"/tfplugin6.Provider/ConfigureStateStore", &Provider::Service::ConfigureStateStore,
           Place::kWorker},
    Method{"/tfplugin6.Provider/LockState", &Provider::Service::LockState, Place::kWorker},
    Method{"/tfplugin6.Provider/UnlockState", &Provider::Service::UnlockState, Place::kWorker},
    Method{"/tfplugin6.Provider/GetStates", &Provider::Service::GetStates, Place::kWorker},
    Method{"/tfplugin6.Provider/DeleteState", &Provider::Service::DeleteState, Place::kWorker},
};

/// The four calls with streams are rare and stay on gRPC's own threads.
RpcServiceMethod* Streaming(const char* name, RpcMethod::RpcType type,
                            grpc::internal::MethodHandler* handler) {
  return new RpcServiceMethod(name, type, handler);
}

template <class Request, class Event>
grpc::internal::MethodHandler* ServerStream(
    Provider::Service& provider,
    grpc::Status (Provider::Service::*handler)(grpc::ServerContext*, const Request*,
                                               grpc::ServerWriter<Event>*)) {
  using Handler = grpc::internal::ServerStreamingHandler<Provider::Service, Request, Event>;
  return new Handler(
      [handler](Provider::Service* service, grpc::ServerContext* context, const Request* request,
                grpc::ServerWriter<Event>* writer) {
        return (service->*handler)(context, request, writer);
      },
      &provider);
}

grpc::internal::MethodHandler* StateUpload(Provider::Service& provider) {
  using Chunk = tfplugin6::WriteStateBytes::RequestChunk;
  using Response = tfplugin6::WriteStateBytes::Response;
  using Handler = grpc::internal::ClientStreamingHandler<Provider::Service, Chunk, Response>;
  return new Handler(
      [](Provider::Service* service, grpc::ServerContext* context,
         grpc::ServerReader<Chunk>* reader,
         Response* response) { return service->WriteStateBytes(context, reader, response); },
      &provider);
}

}  // namespace

/// One call from its announcement to its answer. Owns itself: gRPC keeps only the address.
template <class Request, class Response>
class ProviderFront::Call final : public Event {
 public:
  static void Listen(ProviderFront& front, grpc::ServerCompletionQueue& queue, int index,
                     const Method<Request, Response>& method) {
    Call* const call = new Call(front, queue, index, method);
    front.RequestAsyncUnary(index, &call->context_, &call->request_, &call->responder_, &queue,
                            &queue, TagOf(call));
  }

  void Happened(bool ok) override {
    if (!ok || answered_) {
      delete this;
      return;
    }
    answered_ = true;
    Listen(front_, queue_, index_, method_);
    if (method_.place == Place::kHere) {
      Answer();
    } else {
      front_.workers_.Run([this] { Answer(); });
    }
  }

  bool MayTakeLong() const override { return !answered_ && method_.place == Place::kHere; }

 private:
  Call(ProviderFront& front, grpc::ServerCompletionQueue& queue, int index,
       const Method<Request, Response>& method)
      : front_(front), queue_(queue), index_(index), method_(method) {}

  void Answer() {
    const grpc::Status status = Handle();
    responder_.Finish(response_, status, TagOf(this));
  }

  /// The provider promises not to throw; a broken promise must not take the process down.
  grpc::Status Handle() {
    try {
      return (front_.provider_.*method_.handler)(nullptr, &request_, &response_);
    } catch (const std::exception& error) {
      front_.log_.Error("a call failed", {{"call", method_.name}, {"error", error.what()}});
    } catch (...) {
      front_.log_.Error("a call failed", {{"call", method_.name}});
    }
    return {grpc::StatusCode::INTERNAL,
            std::string("the provider failed inside ") + method_.name + "; this is a bug"};
  }

  ProviderFront& front_;
  grpc::ServerCompletionQueue& queue_;
  const int index_;
  const Method<Request, Response>& method_;
  bool answered_ = false;
  grpc::ServerContext context_;
  Request request_;
  Response response_;
  grpc::ServerAsyncResponseWriter<Response> responder_{&context_};
};

ProviderFront::ProviderFront(ProviderService& provider, Workers& workers, Log& log)
    : provider_(provider), workers_(workers), log_(log) {
  int index = 0;
  const auto add = [&](const auto& method) {
    AddMethod(new RpcServiceMethod(method.name, RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodAsync(index++);
  };
  std::apply([&](const auto&... method) { (add(method), ...); }, kMethods);
  AddMethod(Streaming("/tfplugin6.Provider/ListResource", RpcMethod::SERVER_STREAMING,
                      ServerStream(provider, &Provider::Service::ListResource)));
  AddMethod(Streaming("/tfplugin6.Provider/InvokeAction", RpcMethod::SERVER_STREAMING,
                      ServerStream(provider, &Provider::Service::InvokeAction)));
  AddMethod(Streaming("/tfplugin6.Provider/ReadStateBytes", RpcMethod::SERVER_STREAMING,
                      ServerStream(provider, &Provider::Service::ReadStateBytes)));
  AddMethod(Streaming("/tfplugin6.Provider/WriteStateBytes", RpcMethod::CLIENT_STREAMING,
                      StateUpload(provider)));
}

void ProviderFront::Listen(grpc::ServerCompletionQueue& queue) {
  int index = 0;
  const auto listen = [&]<class Request, class Response>(const Method<Request, Response>& method) {
    Call<Request, Response>::Listen(*this, queue, index++, method);
  };
  std::apply([&](const auto&... method) { (listen(method), ...); }, kMethods);
}

}  // namespace mesh::plugin
