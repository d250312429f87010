#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "planes/http/http.h"

namespace mesh {

/// What is known of an attempt that gave no (whole) answer.
struct Evidence {
  /// A CURLcode.
  int code = 0;
  /// The library's first error message.
  std::string message = {};
  /// A connection stood and the request was about to go out.
  bool connected = false;
  /// Bytes of it that went out, or were handed to a connection that may have sent them.
  std::uint64_t bytes_out = 0;
  /// Some of an answer came.
  bool answered = false;
  bool proxied = false;
  /// The server took this very stream back as not looked at (REFUSED_STREAM).
  bool refused = false;
  /// The stream we were, and the last one that a GOAWAY on our connection lets pass.
  std::optional<std::uint32_t> stream = {};
  std::optional<std::uint32_t> last_stream = {};
  bool too_large = false;
};

struct Verdict {
  TransportFault kind;
  bool may_have_executed;
};

/// What happened, and whether the server may have acted on the request. In doubt it may.
Verdict Judge(const Evidence& evidence);

/// What libcurl tells of HTTP/2 only in its log (8.14 with scripts/static-curl.patch). A line that
/// is not recognised says nothing, which makes the judgement more careful, not wrong.
struct LogNews {
  std::optional<std::uint32_t> stream = {};
  std::optional<std::uint32_t> last_stream = {};
  bool refused = false;
};
LogNews ReadLogLine(std::string_view line);

}  // namespace mesh
