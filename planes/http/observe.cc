#include "planes/http/observe.h"

#include <algorithm>

namespace mesh {

HttpCounts& HttpCounts::operator+=(const HttpCounts& other) {
  calls += other.calls;
  failures += other.failures;
  retries += other.retries;
  connects += other.connects;
  bytes_out += other.bytes_out;
  bytes_in += other.bytes_in;
  waited += other.waited;
  took += other.took;
  slowest = std::max(slowest, other.slowest);
  return *this;
}

void HttpMeter::CountCall(const std::string& label, const HttpOutcome& outcome) {
  const HttpFigures& figures = outcome ? outcome->figures : outcome.error().figures;
  HttpCounts call;
  call.calls = 1;
  call.failures = outcome && outcome->status < 400 ? 0 : 1;
  call.connects = static_cast<std::uint64_t>(figures.connects);
  call.bytes_out = figures.bytes_out;
  call.bytes_in = figures.bytes_in;
  call.took = call.slowest = figures.took;
  const std::lock_guard lock(mutex_);
  counts_[label] += call;
}

void HttpMeter::CountRetry(const std::string& label, std::chrono::milliseconds waited) {
  const std::lock_guard lock(mutex_);
  HttpCounts& counts = counts_[label];
  ++counts.retries;
  counts.waited += waited;
}

HttpReport HttpMeter::Report() const {
  const std::lock_guard lock(mutex_);
  return counts_;
}

void ObservedTransport::Start(const HttpRequest& request, CredentialHeaders credentials,
                              Done done) {
  next_.Start(request, std::move(credentials),
              [this, &request, done = std::move(done)](HttpOutcome outcome) {
                meter_.CountCall(request.label, outcome);
                if (log_) {
                  HttpLogLine line{request.method, PathOf(request.target)};
                  if (outcome) {
                    line.status = outcome->status;
                  } else {
                    line.fault = FaultName(outcome.error().kind);
                  }
                  line.took = outcome ? outcome->figures.took : outcome.error().figures.took;
                  log_(line);
                }
                done(std::move(outcome));
              });
}

}  // namespace mesh
