#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "provider/engine/engine.h"
#include "provider/rpc/catalogue.h"
#include "provider/rpc/wire.h"

namespace mesh::rpc {

/// Answers the calls of one host, without any transport. Thread-safe: up to ten calls at once, and
/// StopProvider beside them; ConfigureProvider may come again and again (reattached processes).
class Handlers {
 public:
  Handlers(Catalogue catalogue, engine::OpenPlane open, std::unique_ptr<Files> files);

  // One overload a call; each fills the response and never throws on bad input.
  void Answer(const tfplugin6::GetProviderSchema::Request&,
              tfplugin6::GetProviderSchema::Response*);
  /// The answer to GetProviderSchema as bytes that live as long as the program, or empty.
  std::string_view encoded_schema() const { return catalogue_.encoded_schema; }
  void Answer(const tfplugin6::ProviderMetadata::Request&, tfplugin6::ProviderMetadata::Response*);
  void Answer(const tfplugin6::GetResourceIdentitySchemas::Request&,
              tfplugin6::GetResourceIdentitySchemas::Response*);
  void Answer(const tfplugin6::ValidateProviderConfig::Request&,
              tfplugin6::ValidateProviderConfig::Response*);
  void Answer(const tfplugin6::ConfigureProvider::Request&,
              tfplugin6::ConfigureProvider::Response*);
  void Answer(const tfplugin6::StopProvider::Request&, tfplugin6::StopProvider::Response*);

  void Answer(const tfplugin6::ValidateResourceConfig::Request&,
              tfplugin6::ValidateResourceConfig::Response*);
  void Answer(const tfplugin6::UpgradeResourceState::Request&,
              tfplugin6::UpgradeResourceState::Response*);
  void Answer(const tfplugin6::UpgradeResourceIdentity::Request&,
              tfplugin6::UpgradeResourceIdentity::Response*);
  void Answer(const tfplugin6::ReadResource::Request&, tfplugin6::ReadResource::Response*);
  void Answer(const tfplugin6::PlanResourceChange::Request&,
              tfplugin6::PlanResourceChange::Response*);
  void Answer(const tfplugin6::ApplyResourceChange::Request&,
              tfplugin6::ApplyResourceChange::Response*);
  void Answer(const tfplugin6::ImportResourceState::Request&,
              tfplugin6::ImportResourceState::Response*);
  void Answer(const tfplugin6::MoveResourceState::Request&,
              tfplugin6::MoveResourceState::Response*);
  void Answer(const tfplugin6::GenerateResourceConfig::Request&,
              tfplugin6::GenerateResourceConfig::Response*);
  void Answer(const tfplugin6::ValidateListResourceConfig::Request&,
              tfplugin6::ValidateListResourceConfig::Response*);

  void Answer(const tfplugin6::ValidateDataResourceConfig::Request&,
              tfplugin6::ValidateDataResourceConfig::Response*);
  void Answer(const tfplugin6::ReadDataSource::Request&, tfplugin6::ReadDataSource::Response*);
  void Answer(const tfplugin6::GetFunctions::Request&, tfplugin6::GetFunctions::Response*);
  void Answer(const tfplugin6::CallFunction::Request&, tfplugin6::CallFunction::Response*);

  /// Hands each event to `send`, which returns false when the host listens no more.
  void List(const tfplugin6::ListResource::Request& request,
            const std::function<bool(const tfplugin6::ListResource::Event&)>& send);

  /// What the run's calls took, and the file that wants to know (empty: none).
  struct Report {
    std::string path;
    Value clusters;
  };
  Report Reported();
  /// Ends the run well: every plane finishes its bookkeeping.
  Diagnostics Finish();

 private:
  std::shared_ptr<engine::Session> session();
  /// The resource, or an error about an unknown type.
  Result<const engine::ServedResource*> Find(const std::string& type_name) const;

  const Catalogue catalogue_;
  const engine::OpenPlane open_;
  const std::unique_ptr<Files> files_;
  std::mutex mutex_;
  std::shared_ptr<engine::Session> session_;
  bool stopped_ = false;
};

}  // namespace mesh::rpc
