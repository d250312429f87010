#include "provider/plugin/house_calls.h"

#include <unistd.h>

#include "provider/plugin/event.h"

namespace mesh::plugin {
namespace {

using Queue = grpc::ServerCompletionQueue;
using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;

/// The name go-plugin asks the health service about; empty asks about the whole process.
bool IsServed(const std::string& service) { return service.empty() || service == "plugin"; }

}  // namespace

// Every call below owns itself: gRPC keeps only its address, and it deletes itself after its last
// event.

class HouseCalls::Shutdown final : public Event {
 public:
  Shutdown(HouseCalls& house, Queue& queue) : house_(house), queue_(queue) {
    house.controller_.RequestShutdown(&context_, &request_, &responder_, &queue, &queue,
                                      TagOf(this));
  }
  void Happened(bool ok) override {
    if (ok && !answered_) {
      answered_ = true;
      new Shutdown(house_, queue_);
      responder_.Finish({}, grpc::Status::OK, TagOf(this));
      return;
    }
    if (answered_) house_.on_shutdown_();
    delete this;
  }

 private:
  HouseCalls& house_;
  Queue& queue_;
  bool answered_ = false;
  grpc::ServerContext context_;
  ::plugin::Empty request_;
  grpc::ServerAsyncResponseWriter<::plugin::Empty> responder_{&context_};
};

/// Read to its end and otherwise silent: this provider opens no further connections.
class HouseCalls::Broker final : public Event {
 public:
  Broker(HouseCalls& house, Queue& queue) : house_(house), queue_(queue) {
    house.broker_.RequestStartStream(&context_, &stream_, &queue, &queue, TagOf(this));
  }
  void Happened(bool ok) override {
    switch (step_) {
      case Step::kWaiting:
        if (!ok) return End();
        new Broker(house_, queue_);
        house_.watch_.StreamOpened(getppid());
        step_ = Step::kReading;
        return stream_.Read(&message_, TagOf(this));
      case Step::kReading:
        if (ok) return stream_.Read(&message_, TagOf(this));
        house_.watch_.StreamClosed(HostWatch::Clock::now());
        step_ = Step::kFinishing;
        return stream_.Finish(grpc::Status::OK, TagOf(this));
      case Step::kFinishing:
        return End();
    }
  }

 private:
  enum class Step { kWaiting, kReading, kFinishing };
  void End() { delete this; }

  HouseCalls& house_;
  Queue& queue_;
  Step step_ = Step::kWaiting;
  grpc::ServerContext context_;
  ::plugin::ConnInfo message_;
  grpc::ServerAsyncReaderWriter<::plugin::ConnInfo, ::plugin::ConnInfo> stream_{&context_};
};

/// Open for as long as the host is connected, and empty: after the handshake this process writes
/// to standard error alone, which the host reads directly.
class HouseCalls::Stdio final : public Event {
 public:
  Stdio(HouseCalls& house, Queue& queue) : house_(house), queue_(queue), gone_(*this) {
    context_.AsyncNotifyWhenDone(TagOf(&gone_));
    house.stdio_.RequestStreamStdio(&context_, &request_, &stream_, &queue, &queue, TagOf(this));
  }
  void Happened(bool ok) override {
    if (ok && !open_) {
      open_ = true;
      new Stdio(house_, queue_);
      house_.watch_.StreamOpened(getppid());
      return;
    }
    delete this;
  }

 private:
  /// Comes when the host cancels the stream or its connection ends.
  class Gone final : public Event {
   public:
    explicit Gone(Stdio& call) : call_(call) {}
    void Happened(bool) override {
      call_.house_.watch_.StreamClosed(HostWatch::Clock::now());
      call_.stream_.Finish(grpc::Status::CANCELLED, TagOf(&call_));
    }

   private:
    Stdio& call_;
  };

  HouseCalls& house_;
  Queue& queue_;
  bool open_ = false;
  Gone gone_;
  grpc::ServerContext context_;
  ::plugin::Empty request_;
  grpc::ServerAsyncWriter<::plugin::StdioData> stream_{&context_};
};

class HouseCalls::HealthCheck final : public Event {
 public:
  HealthCheck(HouseCalls& house, Queue& queue) : house_(house), queue_(queue) {
    house.health_.RequestCheck(&context_, &request_, &responder_, &queue, &queue, TagOf(this));
  }
  void Happened(bool ok) override {
    if (!ok || answered_) {
      delete this;
      return;
    }
    answered_ = true;
    new HealthCheck(house_, queue_);
    if (IsServed(request_.service())) {
      HealthCheckResponse response;
      response.set_status(HealthCheckResponse::SERVING);
      responder_.Finish(response, grpc::Status::OK, TagOf(this));
    } else {
      responder_.FinishWithError({grpc::StatusCode::NOT_FOUND, "unknown service"}, TagOf(this));
    }
  }

 private:
  HouseCalls& house_;
  Queue& queue_;
  bool answered_ = false;
  grpc::ServerContext context_;
  HealthCheckRequest request_;
  grpc::ServerAsyncResponseWriter<HealthCheckResponse> responder_{&context_};
};

/// Says the status once and stays open: it does not change while the process lives.
class HouseCalls::HealthWatch final : public Event {
 public:
  HealthWatch(HouseCalls& house, Queue& queue) : house_(house), queue_(queue), gone_(*this) {
    context_.AsyncNotifyWhenDone(TagOf(&gone_));
    house.health_.RequestWatch(&context_, &request_, &stream_, &queue, &queue, TagOf(this));
  }
  void Happened(bool ok) override {
    if (step_ == Step::kWaiting && ok) {
      step_ = Step::kWriting;
      new HealthWatch(house_, queue_);
      HealthCheckResponse response;
      response.set_status(IsServed(request_.service()) ? HealthCheckResponse::SERVING
                                                       : HealthCheckResponse::SERVICE_UNKNOWN);
      stream_.Write(response, TagOf(this));
    } else if (step_ == Step::kWriting) {
      step_ = Step::kOpen;
      if (is_gone_) Finish();
    } else {
      delete this;
    }
  }

 private:
  enum class Step { kWaiting, kWriting, kOpen, kFinishing };
  class Gone final : public Event {
   public:
    explicit Gone(HealthWatch& call) : call_(call) {}
    void Happened(bool) override {
      call_.is_gone_ = true;
      if (call_.step_ == Step::kOpen) call_.Finish();
    }

   private:
    HealthWatch& call_;
  };
  void Finish() {
    step_ = Step::kFinishing;
    stream_.Finish(grpc::Status::CANCELLED, TagOf(this));
  }

  HouseCalls& house_;
  Queue& queue_;
  Step step_ = Step::kWaiting;
  bool is_gone_ = false;
  Gone gone_;
  grpc::ServerContext context_;
  HealthCheckRequest request_;
  grpc::ServerAsyncWriter<HealthCheckResponse> stream_{&context_};
};

void HouseCalls::Register(grpc::ServerBuilder& builder) {
  builder.RegisterService(&controller_);
  builder.RegisterService(&broker_);
  builder.RegisterService(&stdio_);
  builder.RegisterService(&health_);
}

void HouseCalls::Listen(grpc::ServerCompletionQueue& queue) {
  new Shutdown(*this, queue);
  new Broker(*this, queue);
  new Stdio(*this, queue);
  new HealthCheck(*this, queue);
  new HealthWatch(*this, queue);
}

}  // namespace mesh::plugin
