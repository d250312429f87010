#include "planes/http/event_loop.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <utility>

namespace mesh {
namespace {

// Waking is by curl_multi_wakeup; this only bounds the harm of one that is lost.
constexpr int kPollMs = 1000;
constexpr std::size_t kSpareHandles = 64;
/// With HTTP/2 more than one is only made where the server allows few requests on each, or while
/// one that the server is closing still carries long requests.
constexpr long kSharedConnections = 4;

Admission::Limits LimitsOf(const HttpOptions& options) {
  return {options.max_in_flight, options.max_streams, options.http1_connections};
}

/// Faults that say nothing about the request and everything about the way to the server.
constexpr std::array kOnTheWay{TransportFault::kResolve, TransportFault::kConnect,
                               TransportFault::kProxy, TransportFault::kUntrusted,
                               TransportFault::kTls};

bool FailedToConnect(const HttpFault& fault, const HttpOptions& options) {
  // One that had less time than a connection gets fails alone.
  if (fault.kind == TransportFault::kConnectTimeout)
    return fault.figures.took >= options.connect_timeout;
  return !fault.may_have_executed &&
         std::find(kOnTheWay.begin(), kOnTheWay.end(), fault.kind) != kOnTheWay.end();
}

}  // namespace

EventLoop::EventLoop(std::shared_ptr<const Route> route)
    : route_(route),
      current_(std::move(route)),
      admission_(LimitsOf(current_->options())),
      multi_(curl_multi_init()) {
  curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  const HttpOptions& options = current_->options();
  curl_multi_setopt(multi_.get(), CURLMOPT_MAX_CONCURRENT_STREAMS,
                    static_cast<long>(options.max_in_flight + options.max_streams));
  curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS,
                    static_cast<long>(options.http1_connections + options.max_streams));
  thread_ = std::thread([this] { Run(); });
}

EventLoop::~EventLoop() {
  {
    const std::lock_guard lock(mutex_);
    cancelled_ = ending_ = true;
  }
  curl_multi_wakeup(multi_.get());
  thread_.join();
}

void EventLoop::Add(std::unique_ptr<Transfer> transfer) {
  {
    const std::lock_guard lock(mutex_);
    if (!cancelled_) {
      added_.push_back(std::move(transfer));
      curl_multi_wakeup(multi_.get());
      return;
    }
  }
  HttpFault fault = transfer->Fault(TransportFault::kCancelled, "");
  transfer->Deliver(tl::unexpected(std::move(fault)));
}

void EventLoop::SetRoute(std::shared_ptr<const Route> route) {
  const std::lock_guard lock(mutex_);
  route_ = std::move(route);
}

void EventLoop::Cancel() {
  {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
  }
  curl_multi_wakeup(multi_.get());
}

void EventLoop::Run() {
  // A peer that hangs up is an error value here, not a signal.
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  while (TakeOrders()) {
    do {
      BeginWaiting();
      int running = 0;
      curl_multi_perform(multi_.get(), &running);
      LimitConnections();
    } while (ReapFinished());
    curl_multi_poll(multi_.get(), nullptr, 0, kPollMs, nullptr);
  }
}

bool EventLoop::TakeOrders() {
  Queue added;
  bool cancelled = false;
  bool ending = false;
  {
    const std::lock_guard lock(mutex_);
    added.swap(added_);
    cancelled = cancelled_;
    ending = ending_;
    if (current_ != route_) {
      current_ = route_;
      admission_.Forget();
      opener_ = nullptr;
    }
  }
  for (auto& transfer : added) {
    const bool stream = transfer->kind() == Admission::Kind::kStream;
    (stream ? streams_ : requests_).push_back(std::move(transfer));
  }
  if (cancelled) CancelAll();
  return !ending;
}

void EventLoop::BeginWaiting() {
  while (BeginFirst(streams_) || BeginFirst(requests_)) {
  }
}

bool EventLoop::BeginFirst(Queue& queue) {
  if (queue.empty() || !admission_.HasRoom(queue.front()->kind())) return false;
  std::unique_ptr<Transfer> transfer = std::move(queue.front());
  queue.pop_front();
  transfer->Begin(NewHandle(), current_, *this);
  CURL* easy = transfer->easy();
  if (admission_.Begin(transfer->kind())) opener_ = easy;
  active_.emplace(easy, std::move(transfer));
  if (curl_multi_add_handle(multi_.get(), easy) != CURLM_OK) Finish(easy, CURLE_FAILED_INIT);
  return true;
}

EasyHandle EventLoop::NewHandle() {
  EasyHandle easy;
  if (spare_.empty()) {
    easy.reset(curl_easy_init());
  } else {
    easy = std::move(spare_.back());
    spare_.pop_back();
  }
  curl_easy_setopt(easy.get(), CURLOPT_OPENSOCKETFUNCTION, &EventLoop::OpenSocket);
  curl_easy_setopt(easy.get(), CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy.get(), CURLOPT_CLOSESOCKETFUNCTION, &EventLoop::CloseSocket);
  curl_easy_setopt(easy.get(), CURLOPT_CLOSESOCKETDATA, this);
  return easy;
}

bool EventLoop::ReapFinished() {
  int left = 0;
  bool any = false;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    Finish(message->easy_handle, message->data.result);
    any = true;
  }
  return any && !(requests_.empty() && streams_.empty());
}

/// Not from within OnConnected: the library takes no settings while it calls us.
void EventLoop::LimitConnections() {
  const HttpOptions& options = current_->options();
  const long limit =
      admission_.shared() ? kSharedConnections : options.http1_connections + options.max_streams;
  if (limit == connection_limit_) return;
  connection_limit_ = limit;
  curl_multi_setopt(multi_.get(), CURLMOPT_MAX_HOST_CONNECTIONS, limit);
}

std::unique_ptr<Transfer> EventLoop::Release(CURL* easy) {
  const auto at = active_.find(easy);
  std::unique_ptr<Transfer> transfer = std::move(at->second);
  active_.erase(at);
  admission_.End(transfer->kind());
  return transfer;
}

void EventLoop::Finish(CURL* easy, CURLcode code) {
  std::unique_ptr<Transfer> transfer = Release(easy);
  HttpOutcome outcome = transfer->Finish(code);
  curl_multi_remove_handle(multi_.get(), easy);
  if (easy == opener_) {
    opener_ = nullptr;
    admission_.OpenerEnded();
    if (!outcome && FailedToConnect(outcome.error(), current_->options()))
      ShareFailure(outcome.error());
  }
  if (code == CURLE_OPERATION_TIMEDOUT) AbandonIfDead(*transfer);
  if (spare_.size() < kSpareHandles) spare_.push_back(transfer->TakeHandle());
  transfer->Deliver(std::move(outcome));
}

void EventLoop::ShareFailure(const HttpFault& fault) {
  for (Queue* queue : {&streams_, &requests_}) {
    Queue waiting;
    waiting.swap(*queue);
    for (auto& transfer : waiting) {
      HttpFault own = transfer->Fault(fault.kind, fault.detail);
      transfer->Deliver(tl::unexpected(std::move(own)));
    }
  }
}

void EventLoop::CancelAll() {
  while (!active_.empty()) {
    std::unique_ptr<Transfer> transfer = Release(active_.begin()->first);
    HttpFault fault = transfer->Fault(TransportFault::kCancelled, "");
    fault.may_have_executed = transfer->sent_at().has_value();
    curl_multi_remove_handle(multi_.get(), transfer->easy());
    transfer->Deliver(tl::unexpected(std::move(fault)));
  }
  for (Queue* queue : {&streams_, &requests_}) {
    Queue waiting;
    waiting.swap(*queue);
    for (auto& transfer : waiting) {
      transfer->Deliver(tl::unexpected(transfer->Fault(TransportFault::kCancelled, "")));
    }
  }
}

/// A connection from which nothing came while a request ran out of time is taken for dead: the
/// library would go on to use it, because to HTTP/2 only that request has ended.
void EventLoop::AbandonIfDead(const Transfer& transfer) {
  if (!transfer.sent_at() || last_bytes_ > *transfer.sent_at()) return;
  for (const curl_socket_t socket : sockets_) shutdown(socket, SHUT_RDWR);
}

void EventLoop::OnConnected(CURL* easy, bool shared) {
  const auto at = active_.find(easy);
  if (at == active_.end() || at->second->route() != current_.get()) return;
  if (easy == opener_) opener_ = nullptr;
  admission_.Connected(shared);
}

void EventLoop::OnGoAway(int local_port, std::uint32_t last_stream) {
  for (auto& [easy, transfer] : active_)
    if (transfer->local_port() == local_port) transfer->set_last_stream(last_stream);
  // What comes next needs another connection.
  admission_.Lost();
}

curl_socket_t EventLoop::OpenSocket(void* self, curlsocktype, curl_sockaddr* address) {
  const int made = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  if (made < 0) return CURL_SOCKET_BAD;
  static_cast<EventLoop*>(self)->sockets_.insert(made);
  return made;
}

int EventLoop::CloseSocket(void* self, curl_socket_t socket) {
  auto* me = static_cast<EventLoop*>(self);
  me->sockets_.erase(socket);
  if (me->sockets_.empty()) me->admission_.Lost();
  return close(socket);
}

}  // namespace mesh
