#include "core/model/common.h"
#include "provider/engine/move.h"
#include "provider/protocol/cty_json.h"
#include "provider/rpc/handlers.h"

namespace mesh::rpc {
namespace {

using engine::ServedResource;

/// Decodes the values of a request one by one and remembers what was wrong with them.
class Decoder {
 public:
  explicit Decoder(Diagnostics& wrong) : wrong_(wrong) {}
  Value operator()(const tfplugin6::DynamicValue& wire, const Type& type) {
    auto value = FromWire(wire, type);
    if (value) return std::move(*value);
    Append(wrong_, value.error());
    return Value();
  }

 private:
  Diagnostics& wrong_;
};

/// Writes the identity of `state` into what `make` returns, unless part of it is unknown.
template <class Make>
void SetIdentity(const ServedResource& resource, const Value& state, Make make) {
  if (state.is_null()) return;
  if (const auto identity = engine::IdentityOf(resource, state)) {
    ToWire(*identity, resource.identity_type, make()->mutable_identity_data());
  }
}

bool HasWriteOnlyValue(const ServedResource& resource, const Value& config) {
  for (const Field& field : resource.fields) {
    if (field.write_only && !config.Get(field.name).is_null()) return true;
  }
  return false;
}

Value WithoutWriteOnly(const ServedResource& resource, Value object) {
  for (const Field& field : resource.fields) {
    if (field.write_only && object.is_map()) object.Set(field.name, Value());
  }
  return object;
}

/// Takes a state over from another provider.
void Move(const engine::Peer& peer, const tfplugin6::MoveResourceState::Request& request,
          const ServedResource& target, tfplugin6::MoveResourceState::Response& answer) {
  const auto state = DecodeStateJson(request.source_state().json(), peer.state);
  if (!state) return ToWire(state.error(), answer.mutable_diagnostics());
  const engine::ImportAnswer moved = engine::MoveFrom(peer, *state, target);
  ToWire(moved.diagnostics, answer.mutable_diagnostics());
  if (HasErrors(moved.diagnostics)) return;
  ToWire(moved.state, target.type, answer.mutable_target_state());
  answer.set_target_private(moved.private_data);
  SetIdentity(target, moved.state, [&] { return answer.mutable_target_identity(); });
}

}  // namespace

void Handlers::Answer(const tfplugin6::ValidateResourceConfig::Request& request,
                      tfplugin6::ValidateResourceConfig::Response* answer) {
  const auto resource = Find(request.type_name());
  if (!resource) return ToWire(resource.error(), answer->mutable_diagnostics());
  const auto config = FromWire(request.config(), (*resource)->type);
  if (!config) return ToWire(config.error(), answer->mutable_diagnostics());
  // Validation comes before configuration, so the mesh is taken to be an ordinary one here;
  // planning validates again under the provider's own settings.
  Diagnostics wrong = ValidateResource((*resource)->definition, *config, Settings::Default());
  if (HasWriteOnlyValue(**resource, *config) &&
      !request.client_capabilities().write_only_attributes_allowed()) {
    wrong.push_back(Error("Write-only attributes are not supported by this host",
                          "Use Terraform 1.11, OpenTofu 1.11 or newer, or leave them out."));
  }
  ToWire(wrong, answer->mutable_diagnostics());
}

void Handlers::Answer(const tfplugin6::UpgradeResourceState::Request& request,
                      tfplugin6::UpgradeResourceState::Response* answer) {
  const auto resource = Find(request.type_name());
  if (!resource) return ToWire(resource.error(), answer->mutable_diagnostics());
  const std::int64_t ours = (*resource)->definition.version;
  if (request.version() > ours) {
    return ToWire({Error("State of " + request.type_name() + " is newer than this provider",
                         "It was written with schema version " + std::to_string(request.version()) +
                             ", this provider knows " + std::to_string(ours) +
                             ". Use the newer provider version again.")},
                  answer->mutable_diagnostics());
  }
  if (request.raw_state().json().empty()) {
    return ToWire({Error("State of " + request.type_name() + " has an unknown form",
                         "Only JSON states (Terraform 0.12 and newer) can be read.")},
                  answer->mutable_diagnostics());
  }
  const auto state = DecodeStateJson(request.raw_state().json(), (*resource)->type);
  if (!state) return ToWire(state.error(), answer->mutable_diagnostics());
  ToWire(*state, (*resource)->type, answer->mutable_upgraded_state());
}

void Handlers::Answer(const tfplugin6::UpgradeResourceIdentity::Request& request,
                      tfplugin6::UpgradeResourceIdentity::Response* answer) {
  const auto resource = Find(request.type_name());
  if (!resource) return ToWire(resource.error(), answer->mutable_diagnostics());
  const auto identity = DecodeStateJson(request.raw_identity().json(), (*resource)->identity_type);
  if (!identity) return ToWire(identity.error(), answer->mutable_diagnostics());
  ToWire(*identity, (*resource)->identity_type,
         answer->mutable_upgraded_identity()->mutable_identity_data());
}

void Handlers::Answer(const tfplugin6::ReadResource::Request& request,
                      tfplugin6::ReadResource::Response* answer) {
  answer->set_private_(request.private_());
  const auto resource = Find(request.type_name());
  if (!resource) return ToWire(resource.error(), answer->mutable_diagnostics());
  const auto state = FromWire(request.current_state(), (*resource)->type);
  if (!state) return ToWire(state.error(), answer->mutable_diagnostics());
  const engine::ReadAnswer read =
      state->is_null() ? engine::ReadAnswer{}
                       : engine::Read(**resource, *session(), *state, request.private_());
  ToWire(read.diagnostics, answer->mutable_diagnostics());
  ToWire(read.state, (*resource)->type, answer->mutable_new_state());
  SetIdentity(**resource, read.state, [&] { return answer->mutable_new_identity(); });
}

void Handlers::Answer(const tfplugin6::PlanResourceChange::Request& request,
                      tfplugin6::PlanResourceChange::Response* answer) {
  const auto resource = Find(request.type_name());
  if (!resource) return ToWire(resource.error(), answer->mutable_diagnostics());
  const Type& type = (*resource)->type;
  Diagnostics wrong;
  Decoder decode(wrong);
  const engine::PlanQuestion question{
      decode(request.prior_state(), type), decode(request.proposed_new_state(), type),
      decode(request.config(), type),
      request.prior_private().empty() ? request.planned_private() : request.prior_private()};
  if (HasErrors(wrong)) return ToWire(wrong, answer->mutable_diagnostics());
  engine::PlanAnswer plan = engine::Plan(**resource, *session(), question);
  ToWire(plan.diagnostics, answer->mutable_diagnostics());
  if (HasErrors(plan.diagnostics)) plan.planned = WithoutWriteOnly(**resource, question.proposed);
  ToWire(plan.planned, type, answer->mutable_planned_state());
  for (const Path& path : plan.requires_replace) ToWire(path, answer->add_requires_replace());
  answer->set_planned_private(plan.planned_private);
  SetIdentity(**resource, plan.planned, [&] { return answer->mutable_planned_identity(); });
}

void Handlers::Answer(const tfplugin6::ApplyResourceChange::Request& request,
                      tfplugin6::ApplyResourceChange::Response* answer) {
  const auto resource = Find(request.type_name());
  if (!resource) return ToWire(resource.error(), answer->mutable_diagnostics());
  const Type& type = (*resource)->type;
  Diagnostics wrong;
  Decoder decode(wrong);
  const engine::ApplyQuestion question{decode(request.prior_state(), type),
                                       decode(request.planned_state(), type),
                                       decode(request.config(), type), request.planned_private()};
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) {
      wrong.push_back(Error("Stopped before anything was changed",
                            "The run was interrupted; run it again to go on."));
    }
  }
  engine::ApplyAnswer applied =
      HasErrors(wrong) ? engine::ApplyAnswer{question.prior, request.planned_private(), wrong}
                       : engine::Apply(**resource, *session(), question);
  ToWire(applied.diagnostics, answer->mutable_diagnostics());
  ToWire(applied.state, type, answer->mutable_new_state());
  answer->set_private_(applied.private_data);
  SetIdentity(**resource, applied.state, [&] { return answer->mutable_new_identity(); });
}

void Handlers::Answer(const tfplugin6::ImportResourceState::Request& request,
                      tfplugin6::ImportResourceState::Response* answer) {
  const auto resource = Find(request.type_name());
  if (!resource) return ToWire(resource.error(), answer->mutable_diagnostics());
  const auto identity = FromWire(request.identity().identity_data(), (*resource)->identity_type);
  if (!identity) return ToWire(identity.error(), answer->mutable_diagnostics());
  const engine::ImportAnswer found =
      engine::Import(**resource, *session(), request.id(), *identity);
  ToWire(found.diagnostics, answer->mutable_diagnostics());
  if (HasErrors(found.diagnostics)) return;
  auto* imported = answer->add_imported_resources();
  imported->set_type_name(request.type_name());
  ToWire(found.state, (*resource)->type, imported->mutable_state());
  imported->set_private_(found.private_data);
  SetIdentity(**resource, found.state, [&] { return imported->mutable_identity(); });
}

void Handlers::Answer(const tfplugin6::MoveResourceState::Request& request,
                      tfplugin6::MoveResourceState::Response* answer) {
  const auto resource = Find(request.target_type_name());
  if (!resource) return ToWire(resource.error(), answer->mutable_diagnostics());
  const engine::Peer* peer =
      engine::FindPeer(request.source_provider_address(), request.source_type_name(), **resource);
  if (peer != nullptr) return Move(*peer, request, **resource, *answer);
  const bool ours = request.source_provider_address().ends_with("/meshgen/mesh");
  if (!ours || request.source_type_name() != request.target_type_name()) {
    return ToWire(
        {Error(
            "Cannot move " + request.source_type_name() + " to " + request.target_type_name(),
            "States move between resources of one mesh type, and to mesh_object (namespaces to "
            "mesh_namespace, too) from " +
                engine::PeerTypes() +
                ". Remove the old resource with a `removed` block (destroy = false) and adopt or "
                "import the object here.")},
        answer->mutable_diagnostics());
  }
  const auto state = DecodeStateJson(request.source_state().json(), (*resource)->type);
  if (!state) return ToWire(state.error(), answer->mutable_diagnostics());
  ToWire(*state, (*resource)->type, answer->mutable_target_state());
  answer->set_target_private(request.source_private());
  SetIdentity(**resource, *state, [&] { return answer->mutable_target_identity(); });
}

void Handlers::Answer(const tfplugin6::GenerateResourceConfig::Request& request,
                      tfplugin6::GenerateResourceConfig::Response* answer) {
  const auto resource = Find(request.type_name());
  if (!resource) return ToWire(resource.error(), answer->mutable_diagnostics());
  auto state = FromWire(request.state(), (*resource)->type);
  if (!state) return ToWire(state.error(), answer->mutable_diagnostics());
  if (state->is_map()) {
    for (const Field& field : (*resource)->fields) {
      if (field.presence == Presence::kComputed) state->Set(field.name, Value());
    }
  }
  ToWire(*state, (*resource)->type, answer->mutable_config());
}

}  // namespace mesh::rpc
