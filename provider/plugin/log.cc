#include "provider/plugin/log.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <ctime>

#include "provider/plugin/utf8.h"

namespace mesh::plugin {
namespace {

/// Hosts read 64 KiB of a line and take a longer one for plain text.
constexpr std::size_t kLongestLine = 60 * 1024;
constexpr std::size_t kLongestValue = 8 * 1024;

constexpr std::array<std::string_view, 5> kLevelNames = {"trace", "debug", "info", "warn", "error"};

void AppendEscaped(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      std::array<char, 7> code{};
      std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
      out += code.data();
    } else {
      out += c;
    }
  }
}

void AppendText(std::string_view raw, std::string& out) {
  const std::string valid = ValidUtf8(raw.substr(0, 2 * kLongestValue));
  const std::string_view head = Utf8Head(valid, kLongestValue);
  out += '"';
  AppendEscaped(head, out);
  if (raw.size() > kLongestValue) out += " ... (cut)";
  out += '"';
}

/// UTC in the only shape that hclog parses: exactly six digits of fraction.
std::string Timestamp() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  tm parts{};
  gmtime_r(&now.tv_sec, &parts);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%06ldZ",
                parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min,
                parts.tm_sec, now.tv_nsec / 1000);
  return text.data();
}

}  // namespace

void Log::Write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  if (!Wants(level) || level == LogLevel::kOff) return;
  std::string line = "{\"@level\":\"";
  line += kLevelNames[static_cast<std::size_t>(level)];
  line += "\",\"@message\":";
  AppendText(message, line);
  line += ",\"@module\":";
  AppendText(module_, line);
  line += ",\"@timestamp\":\"" + Timestamp() + '"';
  for (const LogField& field : fields) {
    std::string pair = ",";
    AppendText(field.key, pair);
    pair += ':';
    AppendText(field.value, pair);
    if (line.size() + pair.size() > kLongestLine) break;
    line += pair;
  }
  line += "}\n";
  const std::lock_guard lock(mutex_);
  sink_(line);
}

LogLevel LogLevelFrom(const Environment& environment) {
  std::string word;
  for (const char* name : {"TF_LOG_PROVIDER_MESH", "TF_LOG_PROVIDER", "TF_LOG"}) {
    word = environment(name);
    if (!word.empty()) break;
  }
  if (word.empty()) return LogLevel::kOff;
  std::transform(word.begin(), word.end(), word.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (word == "off") return LogLevel::kOff;
  const auto* const found = std::find(kLevelNames.begin(), kLevelNames.end(), word);
  if (found == kLevelNames.end()) return LogLevel::kTrace;
  return static_cast<LogLevel>(found - kLevelNames.begin());
}

Log::Sink WriteTo(int descriptor) {
  return [descriptor](std::string_view line) {
    while (!line.empty()) {
      const ssize_t written = write(descriptor, line.data(), line.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return;  // nobody reads: there is no other place to complain
      line.remove_prefix(static_cast<std::size_t>(written));
    }
  };
}

}  // namespace mesh::plugin
