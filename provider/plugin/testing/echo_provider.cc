// A provider that does next to nothing, to test and to measure what carries it. What it does is
// asked for through the requests' type_name:
//   PlanResourceChange   answers with the proposed state
//   ReadResource         "stdout" prints to standard output first, "throw" throws,
//                        "log" logs one line of each level, one with bytes that are not UTF-8
//   ReadResource and ApplyResourceChange  "wait" blocks until StopProvider arrives
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <stdexcept>

#include "provider/plugin/provider_service.h"
#include "provider/plugin/serve.h"

namespace {

using grpc::ServerContext;
using grpc::Status;
namespace wire = tfplugin6;

class EchoProvider final : public mesh::plugin::ProviderService {
 public:
  explicit EchoProvider(mesh::plugin::Log& log) : log_(log) {}

  Status GetProviderSchema(ServerContext*, const wire::GetProviderSchema::Request*,
                           wire::GetProviderSchema::Response* response) override {
    response->mutable_provider()->mutable_block();
    auto* capabilities = response->mutable_server_capabilities();
    capabilities->set_get_provider_schema_optional(true);
    auto& schema = (*response->mutable_resource_schemas())["mesh_echo"];
    auto* attribute = schema.mutable_block()->add_attributes();
    attribute->set_name("text");
    attribute->set_type("\"string\"");
    attribute->set_optional(true);
    return Status::OK;
  }

  Status PlanResourceChange(ServerContext*, const wire::PlanResourceChange::Request* request,
                            wire::PlanResourceChange::Response* response) override {
    *response->mutable_planned_state() = request->proposed_new_state();
    return Status::OK;
  }

  Status ReadResource(ServerContext*, const wire::ReadResource::Request* request,
                      wire::ReadResource::Response* response) override {
    if (request->type_name() == "throw") throw std::runtime_error("thrown on request");
    if (request->type_name() == "log") LogEverything();
    if (request->type_name() == "wait") WaitForStop();
    if (request->type_name() == "stdout") {
      std::puts("a stray line");
      std::fflush(stdout);
    }
    *response->mutable_new_state() = request->current_state();
    return Status::OK;
  }

  Status UpgradeResourceState(ServerContext*, const wire::UpgradeResourceState::Request* request,
                              wire::UpgradeResourceState::Response* response) override {
    response->mutable_upgraded_state()->set_json(request->raw_state().json());
    return Status::OK;
  }

  Status ValidateResourceConfig(ServerContext*, const wire::ValidateResourceConfig::Request*,
                                wire::ValidateResourceConfig::Response*) override {
    return Status::OK;
  }

  Status ConfigureProvider(ServerContext*, const wire::ConfigureProvider::Request*,
                           wire::ConfigureProvider::Response*) override {
    return Status::OK;
  }

  Status ApplyResourceChange(ServerContext*, const wire::ApplyResourceChange::Request* request,
                             wire::ApplyResourceChange::Response* response) override {
    if (request->type_name() == "wait") WaitForStop();
    *response->mutable_new_state() = request->planned_state();
    return Status::OK;
  }

  Status StopProvider(ServerContext*, const wire::StopProvider::Request*,
                      wire::StopProvider::Response*) override {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    stopping_.notify_all();
    return Status::OK;
  }

  Status ListResource(ServerContext*, const wire::ListResource::Request* request,
                      grpc::ServerWriter<wire::ListResource::Event>* writer) override {
    for (std::int64_t i = 0; i < request->limit(); ++i) {
      wire::ListResource::Event event;
      event.set_display_name(std::to_string(i));
      if (!writer->Write(event)) break;
    }
    return Status::OK;
  }

 private:
  void WaitForStop() {
    std::unique_lock lock(mutex_);
    stopping_.wait(lock, [this] { return stop_; });
  }

  void LogEverything() {
    log_.Trace("a trace");
    log_.Debug("a debug");
    log_.Info("an info");
    log_.Warn("a warning", {{"bad", "\xFF"}});
    log_.Error("an error");
  }

  mesh::plugin::Log& log_;
  std::mutex mutex_;
  std::condition_variable stopping_;
  bool stop_ = false;
};

}  // namespace

int main(int argc, char** argv) {
  mesh::plugin::ServeOptions options;
  options.version = "0.0.1";
  options.program = "echo_provider";
  options.make_provider = [](mesh::plugin::Log& log) -> std::unique_ptr<grpc::Service> {
    return std::make_unique<EchoProvider>(log);
  };
  // ECHO_BOOKS names a file to write at the end, as a real provider finishes its books.
  if (const char* const books = std::getenv("ECHO_BOOKS")) {
    options.on_shutdown = [path = std::string(books)](mesh::plugin::EndReason) {
      std::ofstream(path) << "finished\n";
    };
  }
  return mesh::plugin::Serve(argc, argv, options);
}
