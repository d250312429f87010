#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mesh {

/// What decides which data plane captures a pod.
struct PodMetadata {
  using Labels = std::map<std::string, std::string, std::less<>>;
  Labels namespace_labels;
  Labels labels;
  Labels annotations = {};
  /// Where the pod runs; empty when that is not known.
  std::string name_space = {};
  bool host_network = false;
};

/// One label or annotation, and what it does or why it does nothing.
struct LabelUse {
  enum class On { kNamespace, kPod, kPodAnnotation };
  On on = On::kPod;
  std::string name;
  std::string value;
  std::string reason;
};

enum class DataPlane { kNone, kSidecar, kAmbient };

struct WaypointName {
  std::string name;
  /// Empty: the pod's own, which is not known.
  std::string name_space;
};

struct Capture {
  DataPlane data_plane = DataPlane::kNone;
  /// Of the injector, for sidecars; nothing where the pod came with its sidecar.
  std::optional<std::string> revision = {};
  std::optional<WaypointName> waypoint = {};
  /// Sentences for people.
  std::string reason = {};
  std::vector<LabelUse> decided_by = {};
  /// What is set, was meant to matter and does not.
  std::vector<LabelUse> ignored = {};
};

/// How Istio captures the pod (1.27 to 1.31, webhooks and selectors of the charts as they come).
/// The data plane and the waypoint are decided apart: a bound waypoint serves whoever calls the
/// pod. That the revision, ambient mode and the waypoint exist is not looked at.
Capture CaptureOf(const PodMetadata& pod);

}  // namespace mesh
