#include "core/resources/topic/topic_config.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace mesh {
namespace {

enum class Kind { kText, kBool, kNumber, kPositive, kAny };

struct Setting {
  std::string_view name;
  Kind kind;
};

/// Topic settings of Kafka 3 and 4 (org.apache.kafka.common.config.TopicConfig).
constexpr auto kSettings = std::to_array<Setting>({
    {"cleanup.policy", Kind::kText},
    {"compression.gzip.level", Kind::kNumber},
    {"compression.lz4.level", Kind::kNumber},
    {"compression.type", Kind::kText},
    {"compression.zstd.level", Kind::kNumber},
    {"delete.retention.ms", Kind::kNumber},
    {"file.delete.delay.ms", Kind::kNumber},
    {"flush.messages", Kind::kPositive},
    {"flush.ms", Kind::kNumber},
    {"follower.replication.throttled.replicas", Kind::kAny},
    {"index.interval.bytes", Kind::kNumber},
    {"leader.replication.throttled.replicas", Kind::kAny},
    {"local.retention.bytes", Kind::kNumber},
    {"local.retention.ms", Kind::kNumber},
    {"max.compaction.lag.ms", Kind::kPositive},
    {"max.message.bytes", Kind::kNumber},
    {"message.downconversion.enable", Kind::kBool},
    {"message.format.version", Kind::kAny},
    {"message.timestamp.after.max.ms", Kind::kNumber},
    {"message.timestamp.before.max.ms", Kind::kNumber},
    {"message.timestamp.difference.max.ms", Kind::kNumber},
    {"message.timestamp.type", Kind::kText},
    {"min.cleanable.dirty.ratio", Kind::kAny},
    {"min.compaction.lag.ms", Kind::kNumber},
    {"min.insync.replicas", Kind::kPositive},
    {"preallocate", Kind::kBool},
    {"remote.log.copy.disable", Kind::kBool},
    {"remote.log.delete.on.disable", Kind::kBool},
    {"remote.storage.enable", Kind::kBool},
    {"retention.bytes", Kind::kNumber},
    {"retention.ms", Kind::kNumber},
    {"segment.bytes", Kind::kPositive},
    {"segment.index.bytes", Kind::kPositive},
    {"segment.jitter.ms", Kind::kNumber},
    {"segment.ms", Kind::kPositive},
    {"unclean.leader.election.enable", Kind::kBool},
});

std::optional<std::int64_t> Whole(const std::string& text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || at != end) return std::nullopt;
  return value;
}

const std::string* Find(const StringMap& config, const std::string& key) {
  const auto found = config.find(key);
  return found == config.end() ? nullptr : &found->second;
}

void CheckSetting(const std::string& key, const std::string& value, const Path& at,
                  Diagnostics& out) {
  if (key == "partitions" || key == "num.partitions" || key == "replication.factor") {
    const std::string attribute = key == "replication.factor" ? "replicas" : "partitions";
    out.push_back(Error("No topic setting",
                        at.ToString() + " is not a setting of a topic. Use the attribute " +
                            attribute + " of the resource.",
                        at));
    return;
  }
  const auto* setting = std::ranges::find(kSettings, key, &Setting::name);
  if (setting == kSettings.end()) {
    out.push_back(Warning("Unknown topic setting",
                          at.ToString() +
                              " is no topic setting that Kafka is known to have; brokers refuse "
                              "what they do not know. Check the spelling.",
                          at));
    return;
  }
  const auto wrong = [&](const char* expected) {
    out.push_back(Error("Invalid topic setting",
                        at.ToString() + " is \"" + value + "\". It must be " + expected + ".", at));
  };
  const auto number = Whole(value);
  if (setting->kind == Kind::kBool && value != "true" && value != "false") {
    wrong("\"true\" or \"false\"");
  } else if (setting->kind == Kind::kNumber && !number) {
    wrong("a whole number");
  } else if (setting->kind == Kind::kPositive && (!number || *number < 1)) {
    wrong("a whole number of at least 1");
  }
}

void CheckReplication(const StringMap& config, const Attr<std::int64_t>& replicas, const Path& at,
                      Diagnostics& out) {
  const std::string* text = Find(config, "min.insync.replicas");
  const auto in_sync = text ? Whole(*text) : std::nullopt;
  if (!in_sync || !replicas.is_known()) return;
  const Path here = at.Key("min.insync.replicas");
  if (*in_sync > *replicas) {
    out.push_back(Error("More replicas in sync than there are",
                        here.ToString() + " is " + *text + ", but the topic has only " +
                            std::to_string(*replicas) +
                            " replicas: no producer with acks=all could ever write. Lower it, or "
                            "raise replicas.",
                        here));
  } else if (*in_sync == *replicas && *replicas > 1) {
    out.push_back(Warning("One broker down stops all writes",
                          here.ToString() + " equals replicas (" + *text +
                              "), so that producers with acks=all are refused as soon as one "
                              "broker is away. Lower it to " +
                              std::to_string(*replicas - 1) + ", or raise replicas.",
                          here));
  }
}

void CheckCleanup(const StringMap& config, const Path& at, Diagnostics& out) {
  const std::string* policy = Find(config, "cleanup.policy");
  if (!policy) return;
  const bool both = *policy == "compact,delete" || *policy == "delete,compact";
  if (!both && *policy != "delete" && *policy != "compact") {
    out.push_back(Error("Invalid topic setting",
                        at.Key("cleanup.policy").ToString() + " is \"" + *policy +
                            "\". It must be \"delete\", \"compact\" or \"compact,delete\".",
                        at.Key("cleanup.policy")));
  }
  if (*policy != "compact") return;
  for (const char* key : {"retention.ms", "retention.bytes"}) {
    if (!Find(config, key)) continue;
    out.push_back(Warning("Retention without effect",
                          at.Key(key).ToString() +
                              " has no effect while cleanup.policy is \"compact\": compaction "
                              "keeps the last record of every key for ever. Remove it, or use "
                              "\"compact,delete\".",
                          at.Key(key)));
  }
}

}  // namespace

Diagnostics CheckTopicConfig(const StringMap& config, const Attr<std::int64_t>& replicas,
                             const Path& at) {
  Diagnostics out;
  for (const auto& [key, value] : config) CheckSetting(key, value, at.Key(key), out);
  CheckReplication(config, replicas, at, out);
  CheckCleanup(config, at, out);
  return out;
}

}  // namespace mesh
