#include "provider/rpc/handlers.h"

namespace mesh::rpc {

Handlers::Handlers(Catalogue catalogue, engine::OpenPlane open, std::unique_ptr<Files> files)
    : catalogue_(std::move(catalogue)),
      open_(std::move(open)),
      files_(std::move(files)),
      session_(std::make_shared<engine::Session>(Decode(TableOf<Platform>(), Value()), open_)) {}

std::shared_ptr<engine::Session> Handlers::session() {
  const std::lock_guard lock(mutex_);
  return session_;
}

Result<const engine::ServedResource*> Handlers::Find(const std::string& type_name) const {
  const LazyResource* found = catalogue_.Find(type_name);
  if (found != nullptr) return &found->served.Get();
  return Fail(
      "Unknown resource type \"" + type_name + "\"",
      "This version of the provider does not have it. Check the name, or use a version that "
      "has it.");
}

Handlers::Report Handlers::Reported() {
  const auto current = session();
  return {current->platform().report.value_or(""), current->Report()};
}

Diagnostics Handlers::Finish() { return session()->Finish(); }

}  // namespace mesh::rpc
