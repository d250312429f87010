#include "core/checks/kafka/topic.h"

#include <map>
#include <optional>

#include "core/checks/kafka/kafka_rules.h"
#include "core/checks/read.h"
#include "core/checks/scalar_check.h"
#include "core/kinds/kafka_topic.h"

namespace mesh::kafka {
namespace {

constexpr const Rule& kNoObject = RuleOf(kKafkaRules, "MSH7204");
constexpr const Rule& kNoCluster = RuleOf(kKafkaRules, "MSH7210");
constexpr const Rule& kName = RuleOf(kKafkaRules, "MSH7211");
constexpr const Rule& kCollision = RuleOf(kKafkaRules, "MSH7212");
constexpr const Rule& kInvalid = RuleOf(kKafkaRules, "MSH7215");
constexpr const Rule& kOneCopy = RuleOf(kKafkaRules, "MSH7219");

constexpr const char* kCluster = "strimzi.io/cluster";

struct FaultRow {
  TopicSettingFault::Kind kind;
  const Rule& rule;
};
constexpr FaultRow kFaults[] = {
    {TopicSettingFault::Kind::kIsField, RuleOf(kKafkaRules, "MSH7213")},
    {TopicSettingFault::Kind::kUnknown, RuleOf(kKafkaRules, "MSH7214")},
    {TopicSettingFault::Kind::kInvalid, kInvalid},
    {TopicSettingFault::Kind::kTooManyInSync, RuleOf(kKafkaRules, "MSH7216")},
    {TopicSettingFault::Kind::kAllInSync, RuleOf(kKafkaRules, "MSH7217")},
    {TopicSettingFault::Kind::kNoRetention, RuleOf(kKafkaRules, "MSH7218")},
};

/// As Strimzi's topic operator writes it for Kafka; nullopt for what it cannot write.
std::optional<std::string> SettingText(const Value& value) {
  if (value.is_string()) return value.as_string();
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  if (value.is_number()) return value.as_number().text();
  if (!value.is_list()) return std::nullopt;
  std::string out;
  for (const Value& item : value.as_list()) {
    const auto text = SettingText(item);
    if (!text) return std::nullopt;
    out += (out.empty() ? "" : ",") + *text;
  }
  return out;
}

void CheckSettings(const Value& config, std::optional<std::int64_t> replicas, const Place& at,
                   Findings& out) {
  std::map<std::string, std::string> texts;
  for (const auto& [name, value] : config.as_map()) {
    if (value.is_null()) continue;
    if (auto text = SettingText(value)) {
      texts.emplace(name, std::move(*text));
    } else {
      out.Add(kInvalid, at.Key(name), "It is " + Describe(value) + ".");
    }
  }
  for (const TopicSettingFault& fault : TopicSettingFaults(texts, replicas)) {
    for (const FaultRow& row : kFaults) {
      if (row.kind != fault.kind) continue;
      out.Add(row.rule, at.Key(fault.key),
              "It is " + InQuotes(texts.at(fault.key)) +
                  (fault.expected.empty() ? "." : " and must be " + fault.expected + "."));
    }
  }
}

void CheckName(std::string_view name, const Place& at, Findings& out) {
  if (!IsTopicName(name)) {
    out.Add(kName, at, "It is " + InQuotes(name) + ".");
  } else if (name.find('.') != std::string_view::npos && name.find('_') != std::string_view::npos) {
    out.Add(kCollision, at, "It is " + InQuotes(name) + ".");
  }
}

}  // namespace

void CheckTopic(const Value& object, const CheckContext&, Findings& out) {
  const Value& spec = object.Get("spec");
  const Place at = Place() / "spec";
  const Value& name = spec.Get("topicName");
  if (name.is_string()) {
    CheckName(name.as_string(), at / "topicName", out);
  } else {
    CheckName(TextOf(object.At({"metadata", "name"})), Place() / "metadata" / "name", out);
  }
  const Value& replicas = spec.Get("replicas");
  const auto count = replicas.is_number() ? replicas.as_number().AsInt64() : std::nullopt;
  if (count == 1) out.Add(kOneCopy, at / "replicas", "There is one replica.");
  const Value& config = spec.Get("config");
  if (config.is_map()) {
    CheckSettings(config, count, at / "config", out);
  } else if (!config.is_null()) {
    out.Add(kNoObject, at / "config", "It is " + Describe(config) + ".");
  }
}

void CheckClusterLabel(const Value& object, const CheckContext&, Findings& out) {
  if (!TextOf(object.At({"metadata", "labels", kCluster})).empty()) return;
  out.Add(kNoCluster, Place() / "metadata" / "labels",
          "The label " + std::string(kCluster) + " is not there.");
}

}  // namespace mesh::kafka
