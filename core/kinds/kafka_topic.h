#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mesh {

/// Whether Kafka takes it as the name of a topic.
bool IsTopicName(std::string_view name);

/// What is wrong with one setting of a topic.
struct TopicSettingFault {
  enum class Kind {
    kIsField,        ///< number of partitions or replicas: no setting, but given elsewhere
    kUnknown,        ///< no setting that Kafka is known to have
    kInvalid,        ///< a value that Kafka refuses
    kTooManyInSync,  ///< more replicas in sync than there are
    kAllInSync,      ///< all replicas in sync: one broker down stops all writes
    kNoRetention,    ///< retention of a topic that deletes nothing
  };
  Kind kind;
  std::string key;
  /// For kInvalid: what the value must be.
  std::string expected = {};
};

/// Judges the settings of a topic as Kafka 3 and 4 read them. `replicas` is empty when not known.
std::vector<TopicSettingFault> TopicSettingFaults(const std::map<std::string, std::string>& config,
                                                  std::optional<std::int64_t> replicas);

}  // namespace mesh
