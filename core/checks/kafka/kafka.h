#pragma once

#include <span>

#include "core/checks/finding.h"

namespace mesh::kafka {

/// Codes MSH7201 to MSH7299: Strimzi's KafkaTopic and KafkaUser, as its definitions, its operators
/// and Kafka judge them.
std::span<const Rule> KafkaRules();
std::span<const KindCheckRow> KafkaChecks();

}  // namespace mesh::kafka
