#pragma once

#include "core/checks/finding.h"

namespace mesh::kafka {

inline constexpr Rule kKafkaRules[] = {
    // What the definitions of the kinds refuse.
    {"MSH7201", Severity::kError, "Days of a certificate for a user who gets none",
     "Only type tls makes a certificate. Remove validityDays and renewalDays, or set type to tls."},
    {"MSH7202", Severity::kError, "Only one of validity and renewal",
     "Give validityDays and renewalDays together, or neither."},
    {"MSH7203", Severity::kError, "Certificate that is renewed before it is made",
     "renewalDays counts from the end. Make it less than validityDays."},
    {"MSH7204", Severity::kError, "Settings of a topic that are no object",
     "Settings are names with values. Write them as an object."},

    // Topics: what is accepted, and then not done.
    {"MSH7210", Severity::kWarning, "Object that no operator looks at",
     "Strimzi finds the cluster by the label strimzi.io/cluster, and passes over objects without "
     "it. Add it, with the name of the Kafka object."},
    {"MSH7211", Severity::kWarning, "Invalid name of a topic",
     "Kafka refuses it. Use 1 to 249 letters, digits, `.`, `_` and `-`, and not `.` or `..` "
     "alone."},
    {"MSH7212", Severity::kWarning, "Both `.` and `_` in the name of a topic",
     "Names of metrics have `_` for both, so that this topic's collide with those of a topic that "
     "differs in nothing else, which Kafka refuses to make. Use one of them."},
    {"MSH7213", Severity::kWarning, "Setting that a field of the topic says",
     "Kafka has no such setting of a topic and refuses it. Use spec.partitions or spec.replicas."},
    {"MSH7214", Severity::kWarning, "Unknown setting of a topic",
     "Kafka refuses what it does not know, and the topic stays as it is. Correct the name."},
    {"MSH7215", Severity::kWarning, "Invalid setting of a topic",
     "Kafka refuses it, and the topic stays as it is. Use a value that it takes."},
    {"MSH7216", Severity::kWarning, "More replicas in sync than there are",
     "No producer with acks=all could ever write. Lower min.insync.replicas, or raise replicas."},
    {"MSH7217", Severity::kWarning, "One broker down stops all writes",
     "Producers with acks=all are refused as soon as one replica is away. Set min.insync.replicas "
     "below replicas."},
    {"MSH7218", Severity::kWarning, "Retention without effect",
     "Compaction keeps the last record of every key for ever. Remove it, or set cleanup.policy to "
     "`compact,delete`."},
    {"MSH7219", Severity::kWarning, "Topic with one copy",
     "Its records are away with their broker, and gone with its disk. Use 3 replicas, or ignore "
     "this for a cluster of one broker."},

    // Users.
    {"MSH7230", Severity::kWarning, "User without rights",
     "Where the cluster has authorization, this user can do nothing; where it has none, everyone "
     "can do everything. Give authorization with acls."},
    {"MSH7231", Severity::kWarning, "Right without the name of what it is about",
     "Strimzi fails on it, and the user gets no rights at all. Name the topic, group or "
     "transactional ID; `*` means all."},
    {"MSH7232", Severity::kWarning, "Operation that the resource does not have",
     "Kafka never asks for it. Use an operation of the resource, or another type of resource."},
    {"MSH7233", Severity::kWarning, "Everything to everyone's data",
     "The user may do everything with every such resource. Name what it needs, with patternType "
     "prefix where there are several."},
    {"MSH7234", Severity::kWarning, "Name too long for a certificate",
     "The name is that in the certificate, which takes 64 characters; Strimzi refuses the user. "
     "Use a shorter one."},
    {"MSH7235", Severity::kWarning, "Password without effect",
     "Only type scram-sha-512 has one. Remove it, or change the type."},
    {"MSH7236", Severity::kWarning, "Password without its Secret",
     "Strimzi refuses the user. Name a Secret and a key in secretKeyRef."},
};

}  // namespace mesh::kafka
