#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "planes/http/admission.h"
#include "planes/http/curl_handle.h"
#include "planes/http/route.h"
#include "planes/http/transfer.h"

namespace mesh {

/// The thread that serves all requests of one client. Everything private below the first group is
/// used on that thread only.
class EventLoop : public TransferEvents {
 public:
  explicit EventLoop(std::shared_ptr<const Route> route);
  /// Cancels what is left and waits for the thread.
  ~EventLoop() override;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  void Add(std::unique_ptr<Transfer> transfer);
  /// New requests take this route, and connections that fit it.
  void SetRoute(std::shared_ptr<const Route> route);
  void Cancel();

 private:
  struct MultiFree {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };
  using Queue = std::deque<std::unique_ptr<Transfer>>;

  void Run();
  /// What other threads have left; false when the thread is to end.
  bool TakeOrders();
  void BeginWaiting();
  bool BeginFirst(Queue& queue);
  /// True when that made room for requests that wait.
  bool ReapFinished();
  void LimitConnections();
  void Finish(CURL* easy, CURLcode code);
  /// A failure to connect is that of all who waited for the connection.
  void ShareFailure(const HttpFault& fault);
  void CancelAll();
  std::unique_ptr<Transfer> Release(CURL* easy);
  void AbandonIfDead(const Transfer& transfer);
  EasyHandle NewHandle();

  void OnConnected(CURL* easy, bool shared) override;
  void OnBytes() override { last_bytes_ = Transfer::Clock::now(); }
  void OnGoAway(int local_port, std::uint32_t last_stream) override;
  static curl_socket_t OpenSocket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int CloseSocket(void* self, curl_socket_t socket);

  std::mutex mutex_;
  Queue added_;
  std::shared_ptr<const Route> route_;
  bool cancelled_ = false;
  bool ending_ = false;

  CurlLibrary library_;
  std::shared_ptr<const Route> current_;
  Queue requests_;
  Queue streams_;
  Admission admission_;
  const CURL* opener_ = nullptr;
  long connection_limit_ = 0;
  std::unordered_set<curl_socket_t> sockets_;
  Transfer::Clock::time_point last_bytes_;
  std::vector<EasyHandle> spare_;
  std::unordered_map<CURL*, std::unique_ptr<Transfer>> active_;
  std::unique_ptr<CURLM, MultiFree> multi_;
  std::thread thread_;
};

}  // namespace mesh
