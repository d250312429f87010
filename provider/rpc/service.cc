#include "provider/rpc/service.h"

#include <exception>

#include "provider/plugin/provider_service.h"
#include "provider/plugin/utf8.h"

namespace mesh::rpc {
namespace {

/// Answers with one error in whatever place the response has for errors.
template <class Response>
void SetError(const std::string& summary, const std::string& detail, Response* response) {
  if constexpr (requires { response->mutable_diagnostics(); }) {
    ToWire({Error(summary, detail)}, response->mutable_diagnostics());
  } else if constexpr (requires { response->mutable_error()->set_text(""); }) {
    response->mutable_error()->set_text(plugin::ValidUtf8(summary + ": " + detail));
  } else if constexpr (requires { response->set_error(""); }) {
    response->set_error(plugin::ValidUtf8(summary + ": " + detail));
  }
}

/// After a failed apply the host must still learn what exists: at least what there was before.
void KeepState(const tfplugin6::ApplyResourceChange::Request& request,
               tfplugin6::ApplyResourceChange::Response* response) {
  *response->mutable_new_state() = request.prior_state();
  response->set_private_(request.planned_private());
}
template <class Request, class Response>
void KeepState(const Request&, Response*) {}

class Service final : public plugin::ProviderService {
 public:
  explicit Service(std::shared_ptr<Handlers> handlers) : handlers_(std::move(handlers)) {}

  grpc::Status GetEncodedSchema(grpc::ServerContext* context,
                                const tfplugin6::GetProviderSchema::Request* request,
                                grpc::ByteBuffer* response) override {
    const std::string_view encoded = handlers_->encoded_schema();
    if (encoded.empty()) return ProviderService::GetEncodedSchema(context, request, response);
    const grpc::Slice slice(encoded.data(), encoded.size(), grpc::Slice::STATIC_SLICE);
    *response = grpc::ByteBuffer(&slice, 1);
    return grpc::Status::OK;
  }

#define MESH_SERVE(call, messages)                                                     \
  grpc::Status call(grpc::ServerContext*, const tfplugin6::messages::Request* request, \
                    tfplugin6::messages::Response* response) override {                \
    return Guarded(*request, response);                                                \
  }
  MESH_SERVE(GetProviderSchema, GetProviderSchema)
  MESH_SERVE(GetMetadata, ProviderMetadata)
  MESH_SERVE(GetResourceIdentitySchemas, GetResourceIdentitySchemas)
  MESH_SERVE(ValidateProviderConfig, ValidateProviderConfig)
  MESH_SERVE(ConfigureProvider, ConfigureProvider)
  MESH_SERVE(StopProvider, StopProvider)
  MESH_SERVE(ValidateResourceConfig, ValidateResourceConfig)
  MESH_SERVE(UpgradeResourceState, UpgradeResourceState)
  MESH_SERVE(UpgradeResourceIdentity, UpgradeResourceIdentity)
  MESH_SERVE(ReadResource, ReadResource)
  MESH_SERVE(PlanResourceChange, PlanResourceChange)
  MESH_SERVE(ApplyResourceChange, ApplyResourceChange)
  MESH_SERVE(ImportResourceState, ImportResourceState)
  MESH_SERVE(MoveResourceState, MoveResourceState)
  MESH_SERVE(GenerateResourceConfig, GenerateResourceConfig)
  MESH_SERVE(ValidateListResourceConfig, ValidateListResourceConfig)
  MESH_SERVE(ValidateDataResourceConfig, ValidateDataResourceConfig)
  MESH_SERVE(ReadDataSource, ReadDataSource)
  MESH_SERVE(GetFunctions, GetFunctions)
  MESH_SERVE(CallFunction, CallFunction)
#undef MESH_SERVE

// Kinds of things that this provider has none of: any name is an unknown one.
#define MESH_NONE(call, messages, what)                                        \
  grpc::Status call(grpc::ServerContext*, const tfplugin6::messages::Request*, \
                    tfplugin6::messages::Response* response) override {        \
    SetError("Unknown " what, "This provider has no " what ".", response);     \
    return grpc::Status::OK;                                                   \
  }
  MESH_NONE(ValidateEphemeralResourceConfig, ValidateEphemeralResourceConfig, "ephemeral resource")
  MESH_NONE(OpenEphemeralResource, OpenEphemeralResource, "ephemeral resource")
  MESH_NONE(RenewEphemeralResource, RenewEphemeralResource, "ephemeral resource")
  MESH_NONE(CloseEphemeralResource, CloseEphemeralResource, "ephemeral resource")
  MESH_NONE(PlanAction, PlanAction, "action")
  MESH_NONE(ValidateActionConfig, ValidateActionConfig, "action")
  MESH_NONE(ValidateStateStoreConfig, ValidateStateStore, "state store")
  MESH_NONE(ConfigureStateStore, ConfigureStateStore, "state store")
  MESH_NONE(LockState, LockState, "state store")
  MESH_NONE(UnlockState, UnlockState, "state store")
  MESH_NONE(GetStates, GetStates, "state store")
  MESH_NONE(DeleteState, DeleteState, "state store")
#undef MESH_NONE

  grpc::Status ListResource(grpc::ServerContext* context,
                            const tfplugin6::ListResource::Request* request,
                            grpc::ServerWriter<tfplugin6::ListResource::Event>* writer) override {
    try {
      handlers_->List(*request, [&](const tfplugin6::ListResource::Event& event) {
        return !context->IsCancelled() && writer->Write(event);
      });
    } catch (const std::exception& e) {
      tfplugin6::ListResource::Event event;
      WireDiagnostics wire;
      ToWire({Error("The provider failed", e.what())}, &wire);
      *event.add_diagnostic() = wire.Get(0);
      writer->Write(event);
    }
    return grpc::Status::OK;
  }

  grpc::Status InvokeAction(grpc::ServerContext*, const tfplugin6::InvokeAction::Request*,
                            grpc::ServerWriter<tfplugin6::InvokeAction::Event>* writer) override {
    tfplugin6::InvokeAction::Event event;
    SetError("Unknown action", "This provider has no action.", event.mutable_completed());
    writer->Write(event);
    return grpc::Status::OK;
  }

  grpc::Status ReadStateBytes(
      grpc::ServerContext*, const tfplugin6::ReadStateBytes::Request*,
      grpc::ServerWriter<tfplugin6::ReadStateBytes::Response>* writer) override {
    tfplugin6::ReadStateBytes::Response response;
    SetError("Unknown state store", "This provider has no state store.", &response);
    writer->Write(response);
    return grpc::Status::OK;
  }

  grpc::Status WriteStateBytes(grpc::ServerContext*,
                               grpc::ServerReader<tfplugin6::WriteStateBytes::RequestChunk>* reader,
                               tfplugin6::WriteStateBytes::Response* response) override {
    for (tfplugin6::WriteStateBytes::RequestChunk chunk; reader->Read(&chunk);) {
    }
    SetError("Unknown state store", "This provider has no state store.", response);
    return grpc::Status::OK;
  }

 private:
  template <class Request, class Response>
  grpc::Status Guarded(const Request& request, Response* response) {
    try {
      handlers_->Answer(request, response);
    } catch (const std::exception& e) {
      response->Clear();
      KeepState(request, response);
      SetError("The provider failed",
               std::string(e.what()) + ". This is a mistake in the provider; please report it.",
               response);
    }
    return grpc::Status::OK;
  }

  const std::shared_ptr<Handlers> handlers_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeService(std::shared_ptr<Handlers> handlers) {
  return std::make_unique<Service>(std::move(handlers));
}

}  // namespace mesh::rpc
