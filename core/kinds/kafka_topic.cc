#include "core/kinds/kafka_topic.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace mesh {
namespace {

using Config = std::map<std::string, std::string>;
using Fault = TopicSettingFault;

enum class Form { kAny, kBool, kNumber, kPositive, kRatio, kOneOf };
using enum Form;

struct Setting {
  std::string_view name;
  Form form;
  /// For kOneOf, with `|` between them.
  std::string_view values = {};
};

/// Topic settings of Kafka 3 and 4 (org.apache.kafka.common.config.TopicConfig).
constexpr auto kSettings = std::to_array<Setting>({
    {"cleanup.policy", kOneOf, "delete|compact|compact,delete|delete,compact"},
    {"compression.gzip.level", kNumber},
    {"compression.lz4.level", kNumber},
    {"compression.type", kOneOf, "uncompressed|gzip|snappy|lz4|zstd|producer"},
    {"compression.zstd.level", kNumber},
    {"delete.retention.ms", kNumber},
    {"file.delete.delay.ms", kNumber},
    {"flush.messages", kPositive},
    {"flush.ms", kNumber},
    {"follower.replication.throttled.replicas", kAny},
    {"index.interval.bytes", kNumber},
    {"leader.replication.throttled.replicas", kAny},
    {"local.retention.bytes", kNumber},
    {"local.retention.ms", kNumber},
    {"max.compaction.lag.ms", kPositive},
    {"max.message.bytes", kNumber},
    {"message.downconversion.enable", kBool},
    {"message.format.version", kAny},
    {"message.timestamp.after.max.ms", kNumber},
    {"message.timestamp.before.max.ms", kNumber},
    {"message.timestamp.difference.max.ms", kNumber},
    {"message.timestamp.type", kOneOf, "CreateTime|LogAppendTime"},
    {"min.cleanable.dirty.ratio", kRatio},
    {"min.compaction.lag.ms", kNumber},
    {"min.insync.replicas", kPositive},
    {"preallocate", kBool},
    {"remote.log.copy.disable", kBool},
    {"remote.log.delete.on.disable", kBool},
    {"remote.storage.enable", kBool},
    {"retention.bytes", kNumber},
    {"retention.ms", kNumber},
    {"segment.bytes", kPositive},
    {"segment.index.bytes", kPositive},
    {"segment.jitter.ms", kNumber},
    {"segment.ms", kPositive},
    {"unclean.leader.election.enable", kBool},
});

std::optional<std::int64_t> Whole(const std::string& text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || at != end) return std::nullopt;
  return value;
}

bool IsRatio(const std::string& text) {
  double value = -1;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && at == end && value >= 0 && value <= 1;
}

const std::string* Find(const Config& config, const std::string& key) {
  const auto found = config.find(key);
  return found == config.end() ? nullptr : &found->second;
}

bool IsOneOf(std::string_view values, std::string_view value) {
  while (true) {
    const std::size_t bar = values.find('|');
    if (values.substr(0, bar) == value) return true;
    if (bar == std::string_view::npos) return false;
    values.remove_prefix(bar + 1);
  }
}

/// `"a", "b" or "c"` from `a|b|c`.
std::string Listed(std::string_view values) {
  std::string out = "\"";
  while (true) {
    const std::size_t bar = values.find('|');
    out += std::string(values.substr(0, bar)) + "\"";
    if (bar == std::string_view::npos) return out;
    values.remove_prefix(bar + 1);
    out += values.find('|') == std::string_view::npos ? " or \"" : ", \"";
  }
}

/// What the value must be; empty when it is.
std::string Expected(const Setting& setting, const std::string& value) {
  const auto number = Whole(value);
  switch (setting.form) {
    case kBool:
      return value == "true" || value == "false" ? "" : "\"true\" or \"false\"";
    case kNumber:
      return number ? "" : "a whole number";
    case kPositive:
      return number && *number >= 1 ? "" : "a whole number of at least 1";
    case kRatio:
      return IsRatio(value) ? "" : "a number from 0 to 1";
    case kOneOf:
      return IsOneOf(setting.values, value) ? "" : Listed(setting.values);
    case kAny:
      break;
  }
  return "";
}

void CheckSetting(const std::string& key, const std::string& value, std::vector<Fault>& out) {
  if (key == "partitions" || key == "num.partitions" || key == "replication.factor") {
    out.push_back({Fault::Kind::kIsField, key});
    return;
  }
  const auto* setting = std::ranges::find(kSettings, key, &Setting::name);
  if (setting == kSettings.end()) {
    out.push_back({Fault::Kind::kUnknown, key});
  } else if (std::string expected = Expected(*setting, value); !expected.empty()) {
    out.push_back({Fault::Kind::kInvalid, key, std::move(expected)});
  }
}

void CheckReplication(const Config& config, std::optional<std::int64_t> replicas,
                      std::vector<Fault>& out) {
  const std::string key = "min.insync.replicas";
  const std::string* text = Find(config, key);
  const auto in_sync = text ? Whole(*text) : std::nullopt;
  if (!in_sync || !replicas) return;
  if (*in_sync > *replicas) {
    out.push_back({Fault::Kind::kTooManyInSync, key});
  } else if (*in_sync == *replicas && *replicas > 1) {
    out.push_back({Fault::Kind::kAllInSync, key});
  }
}

void CheckCleanup(const Config& config, std::vector<Fault>& out) {
  const std::string* policy = Find(config, "cleanup.policy");
  if (!policy || *policy != "compact") return;
  for (const char* key : {"retention.ms", "retention.bytes"}) {
    if (Find(config, key)) out.push_back({Fault::Kind::kNoRetention, key});
  }
}

}  // namespace

bool IsTopicName(std::string_view name) {
  return !name.empty() && name.size() <= 249 && name != "." && name != ".." &&
         std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

std::vector<TopicSettingFault> TopicSettingFaults(const Config& config,
                                                  std::optional<std::int64_t> replicas) {
  std::vector<Fault> out;
  for (const auto& [key, value] : config) CheckSetting(key, value, out);
  CheckReplication(config, replicas, out);
  CheckCleanup(config, out);
  return out;
}

}  // namespace mesh
