#pragma once

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "planes/http/admission.h"
#include "planes/http/curl_handle.h"
#include "planes/http/fault.h"
#include "planes/http/http.h"
#include "planes/http/route.h"

namespace mesh {

/// What requests tell each other through the loop that serves them; used on its thread only.
class TransferEvents {
 public:
  virtual ~TransferEvents() = default;
  /// The connection for `easy` stands and the request is about to go out.
  virtual void OnConnected(CURL* easy, bool shared) = 0;
  virtual void OnBytes() = 0;
  /// A GOAWAY came on the connection with this local port.
  virtual void OnGoAway(int local_port, std::uint32_t last_stream) = 0;
};

/// One attempt at a request, on one handle of the library.
class Transfer {
 public:
  using Clock = std::chrono::steady_clock;

  Transfer(std::string server, const HttpRequest& request, CredentialHeaders credentials,
           HttpTransport::Done done);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  const HttpRequest& request() const { return request_; }
  Admission::Kind kind() const {
    return request_.on_data ? Admission::Kind::kStream : Admission::Kind::kRequest;
  }

  /// Prepares `easy`. Requires: `events` outlives the transfer.
  void Begin(EasyHandle easy, std::shared_ptr<const Route> route, TransferEvents& events);
  CURL* easy() const { return easy_.get(); }
  const Route* route() const { return route_.get(); }
  int local_port() const { return local_port_; }
  /// When the request was about to go out; nothing before.
  const std::optional<Clock::time_point>& sent_at() const { return sent_at_; }
  void set_last_stream(std::uint32_t last) { last_stream_ = last; }

  /// The outcome once the library says `code`.
  HttpOutcome Finish(CURLcode code);
  /// A fault without more ado.
  HttpFault Fault(TransportFault kind, std::string detail) const;
  /// Says how it ended; the transfer is of no use afterwards.
  void Deliver(HttpOutcome outcome);
  /// The handle, to be used again. Requires: it is in no multi handle.
  EasyHandle TakeHandle();

 private:
  void SetMethod();
  bool SetHeaders();
  void SetBounds();
  void SetCallbacks();
  HttpFigures Figures() const;
  std::optional<HttpResponse> WholeAnswer(CURLcode code);

  static std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* self);
  static int OnReady(void* self, char* primary_ip, char* local_ip, int primary_port,
                     int local_port);
  static int OnLog(CURL* easy, curl_infotype type, char* data, std::size_t size, void* self);

  std::string server_;
  const HttpRequest& request_;
  CredentialHeaders credentials_;
  HttpTransport::Done done_;
  Clock::time_point created_ = Clock::now();
  Clock::time_point begun_ = created_;

  EasyHandle easy_;
  std::shared_ptr<const Route> route_;
  TransferEvents* events_ = nullptr;
  HeaderList headers_;
  std::array<char, CURL_ERROR_SIZE> message_{};

  HttpResponse response_;
  bool sendable_ = false;
  bool answered_ = false;
  bool delivered_ = false;
  bool stopped_ = false;
  bool too_large_ = false;
  bool refused_ = false;
  int local_port_ = 0;
  std::optional<Clock::time_point> sent_at_;
  std::optional<std::uint32_t> stream_;
  std::optional<std::uint32_t> last_stream_;
};

}  // namespace mesh
