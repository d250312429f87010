#include "planes/http/testing/h2_server.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <set>

namespace mesh::testing {
namespace {

/// One connection: requests as they grow, and bodies as they shrink.
class Session {
 public:
  Session(Peer& peer, const H2Handler& handler, std::uint32_t max_streams)
      : peer_(peer), handler_(handler) {
    nghttp2_session_callbacks* calls = nullptr;
    nghttp2_session_callbacks_new(&calls);
    nghttp2_session_callbacks_set_on_header_callback(calls, OnHeader);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(calls, OnData);
    nghttp2_session_callbacks_set_on_frame_recv_callback(calls, OnFrame);
    nghttp2_session_server_new(&session_, calls, this);
    nghttp2_session_callbacks_del(calls);
    const nghttp2_settings_entry limit{NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, max_streams};
    nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, &limit, 1);
  }
  ~Session() { nghttp2_session_del(session_); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void Run() {
    while (Flush()) {
      const std::string bytes = peer_.Read();
      if (bytes.empty()) return;
      const long taken = nghttp2_session_mem_recv(
          session_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
      if (taken < 0) return;
      for (const std::int32_t stream : std::exchange(complete_, {})) {
        if (!Reply(stream, handler_(requests_[stream]))) return;
      }
    }
  }

 private:
  bool Flush() {
    const std::uint8_t* data = nullptr;
    for (;;) {
      const long size = nghttp2_session_mem_send(session_, &data);
      if (size <= 0) break;
      if (!peer_.Write({reinterpret_cast<const char*>(data), static_cast<std::size_t>(size)}))
        return false;
    }
    return nghttp2_session_want_read(session_) || nghttp2_session_want_write(session_);
  }

  /// False when the connection is to end.
  bool Reply(std::int32_t stream, const H2Reply& reply) {
    if (reply.goaway) {
      nghttp2_submit_goaway(session_, NGHTTP2_FLAG_NONE, *reply.goaway, NGHTTP2_NO_ERROR, nullptr,
                            0);
    }
    if (reply.drop) {
      Flush();
      peer_.Drop();
      return false;
    }
    if (reply.hold) {
      held_.insert(stream);
      return true;
    }
    Answer(stream, reply);
    if (reply.release)
      for (const std::int32_t other : std::exchange(held_, {})) Answer(other, reply);
    if (!reply.cut) return true;
    Flush();
    peer_.Drop();
    return false;
  }

  void Answer(std::int32_t stream, const H2Reply& reply) {
    if (reply.reset) {
      nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream, *reply.reset);
      return;
    }
    std::vector<std::pair<std::string, std::string>> fields{
        {":status", std::to_string(reply.status)}};
    fields.insert(fields.end(), reply.headers.begin(), reply.headers.end());
    if (reply.cut) fields.emplace_back("content-length", std::to_string(reply.body.size() + 100));
    std::vector<nghttp2_nv> list;
    for (auto& [name, value] : fields) {
      list.push_back({reinterpret_cast<std::uint8_t*>(name.data()),
                      reinterpret_cast<std::uint8_t*>(value.data()), name.size(), value.size(),
                      NGHTTP2_NV_FLAG_NONE});
    }
    Body& body = bodies_[stream];
    body = {reply.body, 0, reply.cut};
    nghttp2_data_provider provider{};
    provider.source.ptr = &body;
    provider.read_callback = ReadBody;
    nghttp2_submit_response(session_, stream, list.data(), list.size(), &provider);
  }

  struct Body {
    std::string text;
    std::size_t sent = 0;
    bool cut = false;
  };

  static ssize_t ReadBody(nghttp2_session*, std::int32_t, std::uint8_t* buffer, std::size_t room,
                          std::uint32_t* flags, nghttp2_data_source* source, void*) {
    Body& body = *static_cast<Body*>(source->ptr);
    const std::size_t size = std::min(room, body.text.size() - body.sent);
    std::memcpy(buffer, body.text.data() + body.sent, size);
    body.sent += size;
    if (size == 0 && body.cut) return NGHTTP2_ERR_DEFERRED;
    if (body.sent == body.text.size() && !body.cut) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return static_cast<ssize_t>(size);
  }

  static int OnHeader(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                      std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                      std::uint8_t, void* self) {
    auto* me = static_cast<Session*>(self);
    H2Request& request = me->requests_[frame->hd.stream_id];
    request.stream = frame->hd.stream_id;
    request.connection = me->peer_.index();
    const std::string key(reinterpret_cast<const char*>(name), name_size);
    const std::string text(reinterpret_cast<const char*>(value), value_size);
    if (key == ":method") request.method = text;
    if (key == ":path") request.path = text;
    if (key == ":authority") request.authority = text;
    request.headers.emplace_back(key, text);
    return 0;
  }

  static int OnData(nghttp2_session*, std::uint8_t, std::int32_t stream, const std::uint8_t* data,
                    std::size_t size, void* self) {
    auto* me = static_cast<Session*>(self);
    me->requests_[stream].body.append(reinterpret_cast<const char*>(data), size);
    return 0;
  }

  static int OnFrame(nghttp2_session*, const nghttp2_frame* frame, void* self) {
    auto* me = static_cast<Session*>(self);
    const bool carries = frame->hd.type == NGHTTP2_DATA || frame->hd.type == NGHTTP2_HEADERS;
    if (carries && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM))
      me->complete_.push_back(frame->hd.stream_id);
    return 0;
  }

  Peer& peer_;
  const H2Handler& handler_;
  nghttp2_session* session_ = nullptr;
  std::map<std::int32_t, H2Request> requests_;
  std::map<std::int32_t, Body> bodies_;
  std::vector<std::int32_t> complete_;
  std::set<std::int32_t> held_;
};

}  // namespace

std::string H2Request::Header(const std::string& name) const {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return "";
}

SocketServer::Script ServeH2(H2Handler handler, std::uint32_t max_streams) {
  return [handler = std::move(handler), max_streams](Peer& peer) {
    Session(peer, handler, max_streams).Run();
  };
}

}  // namespace mesh::testing
