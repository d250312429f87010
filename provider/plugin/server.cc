#include "provider/plugin/server.h"

#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include "proto/tfplugin6.grpc.pb.h"
#include "provider/plugin/event.h"
#include "provider/plugin/host_watch.h"
#include "provider/plugin/house_calls.h"
#include "provider/plugin/provider_front.h"
#include "provider/plugin/relay.h"
#include "provider/plugin/socket.h"
#include "provider/plugin/workers.h"

namespace mesh::plugin {
namespace {

constexpr int kMessageLimit = 256 * 1024 * 1024;
/// Hosts send ten calls at once unless told otherwise; beyond this, calls wait for a thread.
constexpr std::size_t kWorkers = 64;

std::shared_ptr<grpc::ServerCredentials> Credentials(const Server::Options& options) {
  if (!options.certificate) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions tls(GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  tls.pem_root_certs = options.client_certificate_pem;
  tls.pem_key_cert_pairs.push_back(
      {options.certificate->key_pem, options.certificate->certificate_pem});
  return grpc::SslServerCredentials(tls);
}

/// One local connection: nothing to probe, to retry or to inspect from outside.
void Tune(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMessageLimit);
  builder.SetMaxSendMessageSize(kMessageLimit);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  builder.AddChannelArgument(GRPC_ARG_ENABLE_CHANNELZ, 0);
  // Only the rare calls with streams use gRPC's own threads.
  builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
  builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 1);
}

class QueueServer final : public Server {
 public:
  QueueServer(Options options, std::unique_ptr<grpc::Service> provider, Log& log)
      : options_(std::move(options)),
        provider_(std::move(provider)),
        workers_(kWorkers),
        front_(dynamic_cast<ProviderService&>(*provider_), workers_, log),
        watch_(options_.parent),
        house_(watch_, [this] { options_.on_end(EndReason::kAsked); }) {}

  bool Listen() {
    grpc::ServerBuilder builder;
    Tune(builder);
    int bound = 0;
    builder.AddListeningPort(GrpcAddress(options_.socket_path), Credentials(options_), &bound);
    builder.RegisterService(&front_);
    house_.Register(builder);
    queue_ = builder.AddCompletionQueue();
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || bound == 0) return false;
    front_.Listen(*queue_);
    house_.Listen(*queue_);
    return true;
  }

  void Run() override {
    Relay([this](bool& ok) { return Next(ok); }).Run();
  }

 private:
  Event* Next(bool& ok) {
    const auto now = HostWatch::Clock::now();
    if (watch_.Gone(now, getppid())) options_.on_end(EndReason::kHostGone);
    void* tag = nullptr;
    const auto status = queue_->AsyncNext(&tag, &ok, Deadline(watch_.NextLook(now), now));
    return status == grpc::CompletionQueue::GOT_EVENT ? EventOf(tag) : nullptr;
  }

  static gpr_timespec Deadline(std::optional<HostWatch::Clock::time_point> until,
                               HostWatch::Clock::time_point now) {
    if (!until) return gpr_inf_future(GPR_CLOCK_REALTIME);
    return grpc::TimePoint(std::chrono::system_clock::now() + (*until - now)).raw_time();
  }

  const Options options_;
  const std::unique_ptr<grpc::Service> provider_;
  Workers workers_;
  ProviderFront front_;
  HostWatch watch_;
  HouseCalls house_;
  std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::Start(Options options,
                                              std::unique_ptr<grpc::Service> provider, Log& log) {
  const std::string path = options.socket_path;
  auto server = std::make_unique<QueueServer>(std::move(options), std::move(provider), log);
  if (!server->Listen()) {
    return Fail("Cannot listen on a unix socket",
                "Listening on " + path +
                    " failed, or the host's certificate cannot be used. Check that the folder can "
                    "be written, or set TMPDIR to another one.");
  }
  return server;
}

}  // namespace mesh::plugin
