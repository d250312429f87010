#include "provider/plugin/testing/serve_fixture.h"

namespace mesh::plugin::testing {

grpc::Status Plan(tfplugin6::Provider::Stub& provider, const std::string& value,
                  std::string* planned) {
  tfplugin6::PlanResourceChange::Request request;
  request.mutable_proposed_new_state()->set_msgpack(value);
  tfplugin6::PlanResourceChange::Response response;
  const auto context = Bounded();
  const grpc::Status status = provider.PlanResourceChange(context.get(), request, &response);
  *planned = response.planned_state().msgpack();
  return status;
}

grpc::Status Read(tfplugin6::Provider::Stub& provider, const std::string& what) {
  tfplugin6::ReadResource::Request request;
  request.set_type_name(what);
  tfplugin6::ReadResource::Response response;
  const auto context = Bounded();
  return provider.ReadResource(context.get(), request, &response);
}

grpc::StatusCode Reach(const std::shared_ptr<grpc::Channel>& channel) {
  const auto stub = tfplugin6::Provider::NewStub(channel);
  std::string planned;
  return Plan(*stub, "x", &planned).error_code();
}

}  // namespace mesh::plugin::testing
