#include "planes/http/transfer.h"

#include <openssl/ssl.h>

#include <algorithm>
#include <cctype>

namespace mesh {
namespace {

using std::chrono::ceil;
using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;

bool IsPlain(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

bool IsTarget(std::string_view text) {
  return text.starts_with('/') && std::all_of(text.begin(), text.end(), [](char c) {
           return c > ' ' && c < 0x7f && c != '#';
         });
}

bool IsToken(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) ||
           std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

bool AddHeader(HeaderList& list, const std::string& name, const std::string& value) {
  if (!IsToken(name) || !IsPlain(value)) return false;
  const std::string line = value.empty() ? name + ";" : name + ": " + value;
  list.reset(curl_slist_append(list.release(), line.c_str()));
  return list != nullptr;
}

template <class T>
T Info(CURL* easy, CURLINFO info) {
  T out{};
  curl_easy_getinfo(easy, info, &out);
  return out;
}

/// Whether the connection that `easy` is on right now carries many requests.
bool IsShared(CURL* easy) {
  const auto* session = Info<curl_tlssessioninfo*>(easy, CURLINFO_TLS_SSL_PTR);
  if (!session || !session->internals) return false;
  const unsigned char* name = nullptr;
  unsigned int length = 0;
  SSL_get0_alpn_selected(static_cast<const SSL*>(session->internals), &name, &length);
  return name && std::string_view(reinterpret_cast<const char*>(name), length) == "h2";
}

}  // namespace

Transfer::Transfer(std::string server, const HttpRequest& request, CredentialHeaders credentials,
                   HttpTransport::Done done)
    : server_(std::move(server)),
      request_(request),
      credentials_(std::move(credentials)),
      done_(std::move(done)) {}

void Transfer::Begin(EasyHandle easy, std::shared_ptr<const Route> route, TransferEvents& events) {
  easy_ = std::move(easy);
  route_ = std::move(route);
  events_ = &events;
  begun_ = Clock::now();
  route_->Apply(easy_.get());
  SetCallbacks();
  SetMethod();
  SetBounds();
  sendable_ = IsToken(request_.method) && IsTarget(request_.target) && SetHeaders();
  // An empty address is one that the library refuses.
  curl_easy_setopt(easy_.get(), CURLOPT_URL,
                   sendable_ ? route_->UrlFor(request_.target).c_str() : "");
  curl_easy_setopt(easy_.get(), CURLOPT_PATH_AS_IS, 1L);
}

void Transfer::SetMethod() {
  CURL* easy = easy_.get();
  const std::string& method = request_.method;
  if (method == "GET" && request_.body.empty()) return;
  if (method == "HEAD") {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    return;
  }
  const bool without = request_.body.empty() && (method == "DELETE" || method == "OPTIONS");
  if (!without) {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request_.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request_.body.data());
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method.c_str());
}

bool Transfer::SetHeaders() {
  bool good = true;
  bool typed = false;
  for (const HttpHeader& header : request_.headers) {
    good = good && AddHeader(headers_, header.name, header.value);
    typed = typed || curl_strequal(header.name.c_str(), "Content-Type");
  }
  for (const SecretHeader& header : credentials_)
    good = good && AddHeader(headers_, header.name, header.value.Reveal());
  if (!route_->host_header().empty())
    good = good && AddHeader(headers_, "Host", route_->host_header());
  // What the library would add of itself: waiting for leave to send a body, and a form's type.
  for (const char* unwanted : {"Expect:", "Content-Type:"})
    if (unwanted[0] == 'E' || !typed)
      headers_.reset(curl_slist_append(headers_.release(), unwanted));
  curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, headers_.get());
  return good;
}

void Transfer::SetBounds() {
  const HttpOptions& options = route_->options();
  const milliseconds none(0);
  const milliseconds total = request_.timeout > none ? request_.timeout : options.timeout;
  milliseconds idle = request_.idle;
  if (idle <= none) idle = request_.on_data ? none : options.idle_timeout;
  curl_easy_setopt(easy_.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(total.count()));
  if (idle <= none) return;
  curl_easy_setopt(easy_.get(), CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(easy_.get(), CURLOPT_LOW_SPEED_TIME,
                   static_cast<long>(ceil<seconds>(idle).count()));
}

void Transfer::SetCallbacks() {
  CURL* easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, message_.data());
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::OnHeader);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &Transfer::OnReady);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
  // Refused streams and GOAWAY are told nowhere but in the log.
  curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, &Transfer::OnLog);
  curl_easy_setopt(easy, CURLOPT_DEBUGDATA, this);
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
}

std::size_t Transfer::OnHeader(char* data, std::size_t size, std::size_t count, void* self) {
  auto* me = static_cast<Transfer*>(self);
  std::string_view line(data, size * count);
  me->events_->OnBytes();
  while (line.ends_with('\n') || line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
  if (line.starts_with("HTTP/")) {
    // A final answer may follow interim ones.
    me->response_.headers.clear();
    me->response_.status = static_cast<int>(Info<long>(me->easy_.get(), CURLINFO_RESPONSE_CODE));
    me->answered_ = true;
    return size * count;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return size * count;
  std::string_view value = line.substr(colon + 1);
  while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
  me->response_.headers.push_back({std::string(line.substr(0, colon)), std::string(value)});
  return size * count;
}

std::size_t Transfer::OnBody(char* data, std::size_t size, std::size_t count, void* self) {
  auto* me = static_cast<Transfer*>(self);
  const std::string_view piece(data, size * count);
  constexpr std::size_t kStop = CURL_WRITEFUNC_ERROR;
  me->events_->OnBytes();
  if (me->request_.on_data && me->response_.status / 100 == 2) {
    me->delivered_ = true;
    if (me->request_.on_data(piece)) return piece.size();
    me->stopped_ = true;
    return kStop;
  }
  if (piece.size() > me->route_->options().max_body - me->response_.body.size()) {
    me->too_large_ = true;
    return kStop;
  }
  me->response_.body.append(piece);
  return piece.size();
}

int Transfer::OnReady(void* self, char*, char*, int, int local_port) {
  auto* me = static_cast<Transfer*>(self);
  // The library would send again of itself what it takes for lost. Whether that is safe is not its
  // to know: the attempt ends here, and whoever knows repeats it.
  if (me->sent_at_) return CURL_PREREQFUNC_ABORT;
  me->sent_at_ = Clock::now();
  me->local_port_ = local_port;
  me->events_->OnConnected(me->easy_.get(), IsShared(me->easy_.get()));
  return CURL_PREREQFUNC_OK;
}

int Transfer::OnLog(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
  if (type != CURLINFO_TEXT) return 0;
  auto* me = static_cast<Transfer*>(self);
  const LogNews news = ReadLogLine({data, size});
  if (news.stream) me->stream_ = news.stream;
  if (news.refused) me->refused_ = true;
  if (news.last_stream && me->local_port_ != 0)
    me->events_->OnGoAway(me->local_port_, *news.last_stream);
  return 0;
}

HttpFigures Transfer::Figures() const {
  const auto now = Clock::now();
  HttpFigures out;
  out.queued = duration_cast<milliseconds>(begun_ - created_);
  out.took = duration_cast<milliseconds>(now - begun_);
  if (!easy_) return out;
  const auto bytes = [&](CURLINFO info) {
    return static_cast<std::uint64_t>(std::max<curl_off_t>(0, Info<curl_off_t>(easy_.get(), info)));
  };
  const auto count = [&](CURLINFO info) {
    return static_cast<std::uint64_t>(std::max(0L, Info<long>(easy_.get(), info)));
  };
  out.bytes_in = bytes(CURLINFO_SIZE_DOWNLOAD_T) + count(CURLINFO_HEADER_SIZE);
  out.bytes_out = bytes(CURLINFO_SIZE_UPLOAD_T) + count(CURLINFO_REQUEST_SIZE);
  out.connects = static_cast<int>(Info<long>(easy_.get(), CURLINFO_NUM_CONNECTS));
  return out;
}

HttpFault Transfer::Fault(TransportFault kind, std::string detail) const {
  HttpFault fault;
  fault.kind = kind;
  fault.detail = std::move(detail);
  fault.delivered = delivered_;
  fault.server = server_;
  fault.method = request_.method;
  fault.path = PathOf(request_.target);
  fault.figures = Figures();
  return fault;
}

/// The answer, where this way to end leaves it whole.
std::optional<HttpResponse> Transfer::WholeAnswer(CURLcode code) {
  if (code == CURLE_OK) return std::move(response_);
  if (stopped_) {
    response_.end = StreamEnd::kCallback;
    return std::move(response_);
  }
  const bool stalled = std::string_view(message_.data()).find("too slow") != std::string_view::npos;
  const bool bound = code == CURLE_OPERATION_TIMEDOUT && !stalled && request_.on_data &&
                     response_.status / 100 == 2;
  if (!bound) return std::nullopt;
  response_.end = StreamEnd::kBound;
  return std::move(response_);
}

HttpOutcome Transfer::Finish(CURLcode code) {
  if (auto whole = WholeAnswer(code)) {
    whole->figures = Figures();
    return *std::move(whole);
  }
  Evidence evidence;
  evidence.code = code;
  evidence.message = message_[0] ? message_.data() : curl_easy_strerror(code);
  if (!sendable_) {
    evidence.message =
        "its method, path or one of its headers holds characters that cannot be there";
  }
  evidence.connected = sent_at_.has_value();
  evidence.bytes_out = Figures().bytes_out;
  evidence.answered = answered_;
  evidence.proxied = route_->proxied();
  evidence.refused = refused_;
  evidence.stream = stream_;
  evidence.last_stream = last_stream_;
  evidence.too_large = too_large_;
  const Verdict verdict = Judge(evidence);
  HttpFault fault = Fault(verdict.kind, evidence.message);
  fault.may_have_executed = verdict.may_have_executed;
  return tl::unexpected(std::move(fault));
}

void Transfer::Deliver(HttpOutcome outcome) {
  const HttpTransport::Done done = std::move(done_);
  done(std::move(outcome));
}

EasyHandle Transfer::TakeHandle() {
  if (easy_) curl_easy_reset(easy_.get());
  return std::move(easy_);
}

}  // namespace mesh
