#include "core/resources/topic/topic_config.h"

#include "core/kinds/kafka_topic.h"

namespace mesh {
namespace {

using Kind = TopicSettingFault::Kind;

Diagnostic IsField(const TopicSettingFault& fault, const Path& at) {
  const std::string attribute = fault.key == "replication.factor" ? "replicas" : "partitions";
  return Error("No topic setting",
               at.ToString() + " is not a setting of a topic. Use the attribute " + attribute +
                   " of the resource.",
               at);
}

Diagnostic TooManyInSync(const std::string& value, std::int64_t replicas, const Path& at) {
  return Error("More replicas in sync than there are",
               at.ToString() + " is " + value + ", but the topic has only " +
                   std::to_string(replicas) +
                   " replicas: no producer with acks=all could ever write. Lower it, or raise "
                   "replicas.",
               at);
}

Diagnostic AllInSync(const std::string& value, std::int64_t replicas, const Path& at) {
  return Warning("One broker down stops all writes",
                 at.ToString() + " equals replicas (" + value +
                     "), so that producers with acks=all are refused as soon as one broker is "
                     "away. Lower it to " +
                     std::to_string(replicas - 1) + ", or raise replicas.",
                 at);
}

Diagnostic ToDiagnostic(const TopicSettingFault& fault, const std::string& value,
                        std::int64_t replicas, const Path& at) {
  switch (fault.kind) {
    case Kind::kIsField:
      return IsField(fault, at);
    case Kind::kUnknown:
      return Warning("Unknown topic setting",
                     at.ToString() +
                         " is no topic setting that Kafka is known to have; brokers refuse what "
                         "they do not know. Check the spelling.",
                     at);
    case Kind::kTooManyInSync:
      return TooManyInSync(value, replicas, at);
    case Kind::kAllInSync:
      return AllInSync(value, replicas, at);
    case Kind::kNoRetention:
      return Warning("Retention without effect",
                     at.ToString() +
                         " has no effect while cleanup.policy is \"compact\": compaction keeps "
                         "the last record of every key for ever. Remove it, or use "
                         "\"compact,delete\".",
                     at);
    case Kind::kInvalid:
      break;
  }
  return Error("Invalid topic setting",
               at.ToString() + " is \"" + value + "\". It must be " + fault.expected + ".", at);
}

}  // namespace

Diagnostics CheckTopicConfig(const StringMap& config, const Attr<std::int64_t>& replicas,
                             const Path& at) {
  const auto known = replicas.is_known() ? std::optional(*replicas) : std::nullopt;
  Diagnostics out;
  for (const TopicSettingFault& fault : TopicSettingFaults(config, known)) {
    out.push_back(ToDiagnostic(fault, config.at(fault.key), known.value_or(0), at.Key(fault.key)));
  }
  return out;
}

}  // namespace mesh
