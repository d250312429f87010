#pragma once

#include <concepts>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string>
#include <string_view>

namespace mesh::plugin {

/// Order matters: a line is written when its level is at least the log's.
enum class LogLevel { kTrace, kDebug, kInfo, kWarn, kError, kOff };

/// One key=value beside a message. Types that must not be printed have no way in.
struct LogField {
  LogField(std::string_view field_key, std::string_view field_value)
      : key(field_key), value(field_value) {}
  LogField(std::string_view field_key, const char* field_value)
      : key(field_key), value(field_value) {}
  LogField(std::string_view field_key, std::integral auto number)
      : key(field_key), value(std::to_string(number)) {}

  std::string key;
  std::string value;
};

/// Writes what the host shows under TF_LOG: one JSON object a line in hclog's shape, always valid
/// UTF-8, always shorter than the 64 KiB that hosts read of a line. Thread-safe.
class Log {
 public:
  using Sink = std::function<void(std::string_view line)>;

  /// `sink` gets whole lines with their newline, one at a time.
  Log(LogLevel level, std::string module, Sink sink)
      : level_(level), module_(std::move(module)), sink_(std::move(sink)) {}
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  /// False when a line of this level would go nowhere: skip the work of preparing it.
  bool Wants(LogLevel level) const { return level >= level_ && level_ != LogLevel::kOff; }

  void Write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});

  void Trace(std::string_view message, std::initializer_list<LogField> fields = {}) {
    Write(LogLevel::kTrace, message, fields);
  }
  void Debug(std::string_view message, std::initializer_list<LogField> fields = {}) {
    Write(LogLevel::kDebug, message, fields);
  }
  void Info(std::string_view message, std::initializer_list<LogField> fields = {}) {
    Write(LogLevel::kInfo, message, fields);
  }
  void Warn(std::string_view message, std::initializer_list<LogField> fields = {}) {
    Write(LogLevel::kWarn, message, fields);
  }
  void Error(std::string_view message, std::initializer_list<LogField> fields = {}) {
    Write(LogLevel::kError, message, fields);
  }

 private:
  const LogLevel level_;
  const std::string module_;
  const Sink sink_;
  std::mutex mutex_;
};

/// Looks an environment variable up; empty when it is not set.
using Environment = std::function<std::string(const char* name)>;

/// The level the host will show: TF_LOG_PROVIDER_MESH before TF_LOG_PROVIDER before TF_LOG. Unset
/// is off; a word that is no level is trace, as the hosts read it.
LogLevel LogLevelFrom(const Environment& environment);

/// A sink that writes each line to a file descriptor.
Log::Sink WriteTo(int descriptor);

}  // namespace mesh::plugin
