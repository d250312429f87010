#include "core/checks/kafka/kafka.h"

#include "core/checks/kafka/kafka_rules.h"
#include "core/checks/kafka/topic.h"
#include "core/checks/kafka/user.h"

namespace mesh::kafka {

std::span<const Rule> KafkaRules() { return kKafkaRules; }

std::span<const KindCheckRow> KafkaChecks() {
  constexpr std::string_view kGroup = "kafka.strimzi.io";
  static constexpr KindCheckRow kChecks[] = {
      {kGroup, "KafkaTopic", CheckClusterLabel},
      {kGroup, "KafkaTopic", CheckTopic},
      {kGroup, "KafkaUser", CheckClusterLabel},
      {kGroup, "KafkaUser", CheckUser},
  };
  return kChecks;
}

}  // namespace mesh::kafka
