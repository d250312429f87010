#pragma once

namespace mesh {

/// The labels of namespaces and pods that tell Istio which data plane captures a pod.
inline constexpr char kInjectionLabel[] = "istio-injection";
inline constexpr char kRevisionLabel[] = "istio.io/rev";
/// On pods; the annotation of this name means the same and is older.
inline constexpr char kInjectLabel[] = "sidecar.istio.io/inject";
inline constexpr char kDataplaneModeLabel[] = "istio.io/dataplane-mode";

/// The labels that bind a pod or service to a waypoint.
inline constexpr char kUseWaypointLabel[] = "istio.io/use-waypoint";
inline constexpr char kUseWaypointNamespaceLabel[] = "istio.io/use-waypoint-namespace";

/// What Kubernetes itself puts on every namespace: its name.
inline constexpr char kNameLabel[] = "kubernetes.io/metadata.name";

}  // namespace mesh
