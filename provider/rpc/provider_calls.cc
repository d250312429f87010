#include "core/model/common.h"
#include "provider/plugin/utf8.h"
#include "provider/rpc/handlers.h"
#include "provider/rpc/schema.h"

namespace mesh::rpc {
namespace {

const Type& PlatformType() {
  static const Type type = ObjectType(PlatformFields());
  return type;
}

}  // namespace

void Handlers::Answer(const tfplugin6::GetProviderSchema::Request&,
                      tfplugin6::GetProviderSchema::Response* answer) {
  Describe(catalogue_, answer);
}

void Handlers::Answer(const tfplugin6::ProviderMetadata::Request&,
                      tfplugin6::ProviderMetadata::Response* answer) {
  SetCapabilities(answer->mutable_server_capabilities());
  for (const auto& [name, resource] : catalogue_.All()) {
    answer->add_resources()->set_type_name(std::string(name));
    answer->add_list_resources()->set_type_name(std::string(name));
  }
  for (const auto& [name, data] : catalogue_.data_sources) {
    answer->add_data_sources()->set_type_name(name);
  }
  for (const auto& [name, function] : catalogue_.functions) {
    answer->add_functions()->set_name(name);
  }
}

void Handlers::Answer(const tfplugin6::GetResourceIdentitySchemas::Request&,
                      tfplugin6::GetResourceIdentitySchemas::Response* answer) {
  for (const auto& [name, resource] : catalogue_.All()) {
    rpc::ToWire(engine::IdentityFields(resource->addressing),
                &(*answer->mutable_identity_schemas())[std::string(name)]);
  }
}

void Handlers::Answer(const tfplugin6::ValidateProviderConfig::Request& request,
                      tfplugin6::ValidateProviderConfig::Response* answer) {
  const auto config = FromWire(request.config(), PlatformType());
  rpc::ToWire(config ? CheckFields(PlatformFields(), *config) : config.error(),
              answer->mutable_diagnostics());
}

void Handlers::Answer(const tfplugin6::ConfigureProvider::Request& request,
                      tfplugin6::ConfigureProvider::Response* answer) {
  const auto config = FromWire(request.config(), PlatformType());
  Diagnostics wrong = config ? CheckFields(PlatformFields(), *config) : config.error();
  if (HasErrors(wrong)) return rpc::ToWire(wrong, answer->mutable_diagnostics());
  auto next = std::make_shared<engine::Session>(Decode(TableOf<Platform>(), *config), open_);
  const std::lock_guard lock(mutex_);
  std::swap(session_, next);
  stopped_ = false;
  // `next` is the run that ended; calls that still use it keep it alive.
  rpc::ToWire(next->Finish(), answer->mutable_diagnostics());
}

void Handlers::Answer(const tfplugin6::StopProvider::Request&, tfplugin6::StopProvider::Response*) {
  std::shared_ptr<engine::Session> session;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    session = session_;
  }
  if (session) session->Cancel();
}

void Handlers::Answer(const tfplugin6::ValidateListResourceConfig::Request& request,
                      tfplugin6::ValidateListResourceConfig::Response* answer) {
  const auto resource = Find(request.type_name());
  if (!resource) return rpc::ToWire(resource.error(), answer->mutable_diagnostics());
  const auto config = FromWire(request.config(), ObjectType(ListFields()));
  rpc::ToWire(config ? CheckFields(ListFields(), *config) : config.error(),
              answer->mutable_diagnostics());
}

void Handlers::List(const tfplugin6::ListResource::Request& request,
                    const std::function<bool(const tfplugin6::ListResource::Event&)>& send) {
  const auto fail = [&](const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics) {
      WireDiagnostics wire;
      rpc::ToWire({diagnostic}, &wire);
      tfplugin6::ListResource::Event event;
      *event.add_diagnostic() = wire.Get(0);
      if (!send(event)) return;
    }
  };
  const auto resource = Find(request.type_name());
  if (!resource) return fail(resource.error());
  const auto config = FromWire(request.config(), ObjectType(ListFields()));
  if (!config) return fail(config.error());
  const auto listed = engine::List(**resource, *session(), *config,
                                   request.include_resource_object(), request.limit());
  if (!listed) return fail(listed.error());
  for (const engine::Listed& one : *listed) {
    tfplugin6::ListResource::Event event;
    rpc::ToWire(one.identity, (*resource)->identity_type,
                event.mutable_identity()->mutable_identity_data());
    event.set_display_name(plugin::ValidUtf8(one.display_name));
    if (!one.state.is_null()) {
      rpc::ToWire(one.state, (*resource)->type, event.mutable_resource_object());
    }
    if (!send(event)) return;
  }
}

}  // namespace mesh::rpc
