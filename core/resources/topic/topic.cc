#include <algorithm>
#include <array>

#include "core/kinds/kafka_topic.h"
#include "core/kinds/kind.h"
#include "core/model/resource.h"
#include "core/resources/topic/topic_config.h"

namespace mesh {
namespace {

constexpr char kClusterLabel[] = "strimzi.io/cluster";

struct Topic {
  Attr<std::string> name;
  Attr<std::string> name_space;
  Attr<std::string> kafka_cluster;
  Attr<std::string> object_name;
  Attr<std::string> api_version;
  Attr<std::int64_t> partitions;
  Attr<std::int64_t> replicas;
  Attr<StringMap> config;
  Attr<StringMap> labels;
  Attr<StringMap> annotations;
};

Check AtLeastOne(std::int64_t most) {
  return [most](const Value& v) -> std::optional<std::string> {
    const auto i = v.as_number().AsInt64();
    if (i && *i >= 1 && *i <= most) return std::nullopt;
    return "must be a whole number from 1 to " + std::to_string(most) + ".";
  };
}

std::optional<std::string> CheckTopicName(const Value& v) {
  if (IsTopicName(v.as_string())) return std::nullopt;
  return "is no topic name: use 1 to 249 letters, digits, \".\", \"_\" and \"-\".";
}

std::vector<Binding<Topic>> Fields() {
  return {
      Bind<&Topic::name>("name", {.doc = "Name of the topic in Kafka: letters, digits, `.`, `_` "
                                         "and `-`.",
                                  .presence = Presence::kRequired,
                                  .on_change = OnChange::kReplace,
                                  .check = CheckTopicName}),
      Bind<&Topic::name_space>("namespace",
                               {.doc = "Namespace that Strimzi's topic operator watches.",
                                .presence = Presence::kRequired,
                                .on_change = OnChange::kReplace}),
      Bind<&Topic::kafka_cluster>(
          "kafka_cluster",
          {.doc = "Name of Strimzi's Kafka object, the cluster that the topic belongs to.",
           .presence = Presence::kRequired,
           .on_change = OnChange::kReplace}),
      Bind<&Topic::object_name>(
          "object_name",
          {.doc = "Name of the KafkaTopic object. Left out, it is the topic's name where that is a "
                  "valid object name, else a name derived from it.",
           .on_change = OnChange::kReplace}),
      Bind<&Topic::api_version>(
          "api_version", {.doc = "Version of kafka.strimzi.io to write. Strimzi 0.49 and newer "
                                 "serve `v1`; 1.0 and newer serve nothing else.",
                          .fallback = "v1beta2",
                          .one_of = {"v1beta2", "v1"}}),
      Bind<&Topic::partitions>(
          "partitions",
          {.doc = "Number of partitions, which can grow but never shrink. The brokers' default "
                  "when left out.",
           .check = AtLeastOne(100000)}),
      Bind<&Topic::replicas>("replicas",
                             {.doc = "Number of copies of each partition, at most the number of "
                                     "brokers. The brokers' default when left out.",
                              .check = AtLeastOne(32767)}),
      Bind<&Topic::config>("config",
                           {.doc = "Topic settings as Kafka names them, values as strings, such as "
                                   "`\"retention.ms\" = \"604800000\"`."}),
      Bind<&Topic::labels>("labels", {.doc = "Further labels of the KafkaTopic object."}),
      Bind<&Topic::annotations>("annotations", {.doc = "Annotations of the KafkaTopic object."}),
  };
}

bool IsObjectName(const std::string& name) {
  return WrongName({"kafka.strimzi.io/v1", "KafkaTopic", "x", name}).empty();
}

/// FNV-1a, 64 bits, as 16 hexadecimal digits.
std::string Digest(const std::string& text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  std::string out(16, '0');
  for (auto digit = out.rbegin(); digit != out.rend(); ++digit, hash >>= 4) {
    *digit = "0123456789abcdef"[hash & 15];
  }
  return out;
}

/// A valid object name for any topic name. The digest keeps names apart that differ only in what
/// object names cannot hold.
std::string DerivedName(const std::string& topic) {
  if (IsObjectName(topic)) return topic;
  std::string readable;
  for (char c : topic.substr(0, 200)) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!plain && (readable.empty() || readable.back() == '-')) continue;
    readable += plain ? c : '-';
  }
  while (readable.ends_with('-')) readable.pop_back();
  return readable + (readable.empty() ? "topic-" : "-") + Digest(topic);
}

std::string ObjectName(const Topic& topic) {
  return topic.object_name.is_known() ? *topic.object_name : DerivedName(*topic.name);
}

Diagnostics Validate(const Topic& topic, const Settings&) {
  Diagnostics out;
  const auto check = [&](const Attr<std::string>& name, ObjectKey key, const char* at) {
    if (!name.is_known()) return;
    key.name = *name;
    if (std::string wrong = WrongName(key); !wrong.empty()) {
      out.push_back(Error("Invalid name", std::move(wrong), at));
    }
  };
  check(topic.name_space, {"v1", "Namespace", "", ""}, "namespace");
  check(topic.kafka_cluster, {"kafka.strimzi.io/v1", "Kafka", "x", ""}, "kafka_cluster");
  check(topic.object_name, {"kafka.strimzi.io/v1", "KafkaTopic", "x", ""}, "object_name");
  if (topic.labels.is_known() && topic.labels->contains(kClusterLabel)) {
    out.push_back(Error("Label set twice",
                        "labels[\"strimzi.io/cluster\"] is what kafka_cluster sets. Remove the "
                        "label.",
                        Path("labels").Key(kClusterLabel)));
  }
  if (topic.config.is_known()) {
    Append(out, CheckTopicConfig(*topic.config, topic.replicas, "config"));
  }
  return out;
}

Desired Render(const Topic& topic, const Settings&) {
  Desired out;
  if (topic.name.is_unknown() || topic.name_space.is_unknown() || topic.object_name.is_unknown() ||
      topic.api_version.is_unknown()) {
    out.complete = false;
    return out;
  }
  Value object = NewObject("kafka.strimzi.io/" + *topic.api_version, "KafkaTopic",
                           *topic.name_space, ObjectName(topic));
  Value& metadata = object.as_map()["metadata"];
  if (topic.labels.is_unknown()) {
    metadata.Set("labels", Value::Unknown());
  } else {
    Value labels = Codec<StringMap>::To(topic.labels.value_or({}));
    labels.Set(kClusterLabel, ToValue(topic.kafka_cluster));
    metadata.Set("labels", std::move(labels));
  }
  if (!topic.annotations.is_null()) metadata.Set("annotations", ToValue(topic.annotations));
  Value spec(Value::Map{});
  if (ObjectName(topic) != *topic.name) spec.Set("topicName", *topic.name);
  if (!topic.partitions.is_null()) spec.Set("partitions", ToValue(topic.partitions));
  if (!topic.replicas.is_null()) spec.Set("replicas", ToValue(topic.replicas));
  if (!topic.config.is_null()) spec.Set("config", ToValue(topic.config));
  object.Set("spec", std::move(spec));
  out.objects.push_back({.content = std::move(object)});
  return out;
}

template <class T>
Attr<T> Recover(const Value& v) {
  return v.is_null() ? Attr<T>() : Attr<T>(Codec<T>::From(v));
}

/// A map of strings; other leaves, which Strimzi allows in `config`, as the text they stand for.
Attr<StringMap> RecoverStrings(const Value& v) {
  if (!v.is_map()) return {};
  StringMap out;
  for (const auto& [key, value] : v.as_map()) {
    if (value.is_string()) out[key] = value.as_string();
    if (value.is_number()) out[key] = value.as_number().text();
    if (value.is_bool()) out[key] = value.as_bool() ? "true" : "false";
  }
  return out;
}

Topic ReadBack(const std::vector<Value>& objects) {
  Topic out;
  for (const Value& object : objects) {
    if (object.Get("kind") != Value("KafkaTopic")) continue;
    const std::string name = object.At({"metadata", "name"}).StringOr("");
    out.name = object.At({"spec", "topicName"}).StringOr(name);
    if (DerivedName(*out.name) != name) out.object_name = name;
    out.name_space = object.At({"metadata", "namespace"}).StringOr("");
    out.kafka_cluster = object.At({"metadata", "labels", kClusterLabel}).StringOr("");
    if (object.Get("apiVersion") == Value("kafka.strimzi.io/v1"))
      out.api_version = std::string("v1");
    const Value& partitions = object.At({"spec", "partitions"});
    const Value& replicas = object.At({"spec", "replicas"});
    if (partitions.is_number()) out.partitions = Recover<std::int64_t>(partitions);
    if (replicas.is_number()) out.replicas = Recover<std::int64_t>(replicas);
    out.config = RecoverStrings(object.At({"spec", "config"}));
    out.annotations = RecoverStrings(object.At({"metadata", "annotations"}));
    out.labels = RecoverStrings(object.At({"metadata", "labels"}));
    if (out.labels.is_known()) {
      StringMap labels = *out.labels;
      labels.erase(kClusterLabel);
      out.labels = labels.empty() ? Attr<StringMap>() : Attr<StringMap>(std::move(labels));
    }
  }
  return out;
}

/// Kafka refuses a topic whose name differs from another's only in `.` and `_`, because both look
/// the same in metrics; so both make one claim.
std::vector<Claim> Claims(const Topic& topic) {
  if (!topic.name.is_known() || !topic.name_space.is_known() || !topic.kafka_cluster.is_known()) {
    return {};
  }
  std::string name = *topic.name;
  std::ranges::replace(name, '.', '_');
  return {{"topic (names that differ only in \".\" and \"_\" collide in Kafka)",
           *topic.name_space + "/" + *topic.kafka_cluster + "/" + name, "name"}};
}

Diagnostics Transition(const Topic& prior, const Topic& planned) {
  Diagnostics out;
  if (!prior.name.is_known() || !planned.name.is_known() || *prior.name != *planned.name) {
    return out;
  }
  if (prior.partitions.is_known() && planned.partitions.is_known()) {
    if (*planned.partitions < *prior.partitions) {
      out.push_back(Error("Partitions cannot shrink",
                          "partitions goes from " + std::to_string(*prior.partitions) + " to " +
                              std::to_string(*planned.partitions) +
                              ", but Kafka never removes partitions. Keep at least " +
                              std::to_string(*prior.partitions) +
                              ", or make a new topic and move the data.",
                          "partitions"));
    } else if (*planned.partitions > *prior.partitions) {
      out.push_back(Warning("Keys move to other partitions",
                            "partitions goes from " + std::to_string(*prior.partitions) + " to " +
                                std::to_string(*planned.partitions) +
                                ": from then on records of one key may go to another partition "
                                "than before, so that their order is not kept across the change.",
                            "partitions"));
    }
  }
  if (prior.replicas.is_known() && planned.replicas.is_known() &&
      *prior.replicas != *planned.replicas) {
    out.push_back(Warning("Replicas need a reassignment",
                          "replicas goes from " + std::to_string(*prior.replicas) + " to " +
                              std::to_string(*planned.replicas) +
                              ": Strimzi does this only where Cruise Control is deployed; without "
                              "it the topic reports an error and stays as it is.",
                          "replicas"));
  }
  return out;
}

std::optional<std::string> DisplayName(const Topic& topic) {
  if (!topic.name.is_known() || !topic.name_space.is_known() || !topic.kafka_cluster.is_known()) {
    return std::nullopt;
  }
  return *topic.name_space + "/" + *topic.kafka_cluster + "/" + *topic.name;
}

}  // namespace

ResourceDefinition TopicResource() {
  return Erase(Resource<Topic>{
      .name = "topic",
      .summary = "A Kafka topic, as an object of Strimzi's topic operator.",
      .description =
          "Renders a KafkaTopic. Partitions only grow; a plan that lowers them fails. Settings "
          "that cannot work together are refused at plan, such as a `min.insync.replicas` above "
          "`replicas`.\n\nDestroying the resource keeps the topic and its data unless `on_destroy` "
          "says `delete`.",
      .fields = Fields(),
      .keeps_by_default = true,
      .validate = Validate,
      .render = Render,
      .read_back = ReadBack,
      .claims = Claims,
      .transition = Transition,
      .display_name = DisplayName});
}

}  // namespace mesh
