#include "core/resources/functions/data_plane.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "core/resources/namespace/mesh_labels.h"

namespace mesh {
namespace {

using std::string_view;
using On = LabelUse::On;

/// Set by the injector, and by those who inject before they create a pod.
constexpr char kStatusAnnotation[] = "sidecar.istio.io/status";
/// On what Istio runs for a Gateway; pods of waypoints have the value below.
constexpr char kManagedLabel[] = "gateway.istio.io/managed";
constexpr string_view kManagedWaypoint = "istio.io-mesh-controller";
/// The revision that istio-injection and sidecar.istio.io/inject stand for.
constexpr char kDefaultRevision[] = "default";

/// Namespaces that the injector never touches, and the one that ambient leaves out as well.
constexpr string_view kSystemNamespaces[] = {"kube-system", "kube-public", "kube-node-lease",
                                             "local-path-storage"};
constexpr string_view kNoAmbientNamespace = "kube-system";

/// Which labels select a sidecar and which veto one; nobody may have asked for any.
struct Sidecar {
  bool injected = false;
  std::string revision = {};
  std::string reason = {};
  std::vector<LabelUse> decided_by = {};
};

/// Builds the answer for one pod.
class Decider {
 public:
  explicit Decider(const PodMetadata& pod) : pod_(pod) {
    if (pod_.name_space.empty()) {
      if (const auto* name = Find(On::kNamespace, kNameLabel)) pod_.name_space = *name;
    }
  }

  Capture Decide();

 private:
  /// The value, or null where it is not set.
  const std::string* Find(On on, string_view name) const;
  bool Is(On on, string_view name, string_view value) const;
  /// `name` as it is set there. Requires: it is.
  LabelUse Use(On on, string_view name, std::string reason) const;
  /// Says so where `name` is set there, and has no effect.
  void Ignore(On on, string_view name, const std::string& reason);

  Sidecar Selected() const;
  Sidecar Injected() const;
  void DecideHostNetwork();
  void DecideSidecar(Sidecar sidecar);
  void DecideAmbient(const Sidecar& sidecar);
  void DecideWaypoint();
  void IgnoreForInjection();
  void IgnoreMeaningless();

  PodMetadata pod_;
  Capture out_;
};

const std::string* Decider::Find(On on, string_view name) const {
  const auto& labels = on == On::kNamespace ? pod_.namespace_labels
                       : on == On::kPod     ? pod_.labels
                                            : pod_.annotations;
  const auto found = labels.find(name);
  return found == labels.end() ? nullptr : &found->second;
}

bool Decider::Is(On on, string_view name, string_view value) const {
  const std::string* found = Find(on, name);
  return found != nullptr && *found == value;
}

LabelUse Decider::Use(On on, string_view name, std::string reason) const {
  return {on, std::string(name), *Find(on, name), std::move(reason)};
}

void Decider::Ignore(On on, string_view name, const std::string& reason) {
  if (Find(on, name) == nullptr) return;
  const auto same = [&](const LabelUse& use) { return use.on == on && use.name == name; };
  if (std::ranges::any_of(out_.ignored, same) || std::ranges::any_of(out_.decided_by, same)) return;
  out_.ignored.push_back(Use(on, name, reason));
}

/// The webhook that gets the pod. Each one is for a namespace with istio-injection, for one with
/// istio.io/rev, or for pods of a namespace with neither.
Sidecar Decider::Selected() const {
  const auto by = [this](On on, string_view name, std::string revision, std::string reason) {
    const bool injected = !revision.empty();
    return Sidecar{injected, std::move(revision), reason, {Use(on, name, std::move(reason))}};
  };
  if (Find(On::kNamespace, kInjectionLabel) != nullptr) {
    if (Is(On::kNamespace, kInjectionLabel, "enabled")) {
      return by(On::kNamespace, kInjectionLabel, kDefaultRevision,
                "The namespace asks for sidecars of the default revision.");
    }
    return by(On::kNamespace, kInjectionLabel, "",
              "The namespace's istio-injection is not \"enabled\", which keeps sidecars out of it, "
              "whatever its pods ask for.");
  }
  if (const auto* revision = Find(On::kNamespace, kRevisionLabel)) {
    return by(On::kNamespace, kRevisionLabel, *revision,
              revision->empty() ? "The namespace names an empty revision, which no injector has."
                                : "The namespace asks for sidecars of a revision.");
  }
  if (const auto* revision = Find(On::kPod, kRevisionLabel)) {
    return by(On::kPod, kRevisionLabel, *revision,
              revision->empty()
                  ? "The pod names an empty revision, which no injector has."
                  : "The pod asks for a sidecar of a revision, and its namespace does not decide.");
  }
  if (Is(On::kPod, kInjectLabel, "true")) {
    return by(On::kPod, kInjectLabel, kDefaultRevision,
              "The pod asks for a sidecar, and its namespace does not decide.");
  }
  return {};
}

/// What becomes of the pod at that webhook.
Sidecar Decider::Injected() const {
  if (Find(On::kPodAnnotation, kStatusAnnotation) != nullptr) {
    const std::string reason = "The pod comes with a sidecar.";
    return {true, "", reason, {Use(On::kPodAnnotation, kStatusAnnotation, reason)}};
  }
  const auto veto = [this](On on) {
    const std::string reason = "The pod refuses a sidecar.";
    return Sidecar{false, "", reason, {Use(on, kInjectLabel, reason)}};
  };
  if (Is(On::kPod, kInjectLabel, "false")) return veto(On::kPod);
  Sidecar selected = Selected();
  if (!selected.injected) return selected;
  if (std::ranges::find(kSystemNamespaces, pod_.name_space) != std::end(kSystemNamespaces)) {
    return {false, "", "The injector leaves the namespace " + pod_.name_space + " alone.", {}};
  }
  if (Find(On::kPod, kInjectLabel) == nullptr && Is(On::kPodAnnotation, kInjectLabel, "false")) {
    return veto(On::kPodAnnotation);
  }
  return selected;
}

void Decider::DecideHostNetwork() {
  static constexpr std::pair<On, const char*> kAsking[] = {
      {On::kPod, kInjectLabel},         {On::kPod, kRevisionLabel},
      {On::kPod, kDataplaneModeLabel},  {On::kNamespace, kInjectionLabel},
      {On::kNamespace, kRevisionLabel}, {On::kNamespace, kDataplaneModeLabel}};
  out_.reason = "Pods on the host's network are captured by no data plane.";
  for (const auto& [on, name] : kAsking) {
    // What refuses a data plane has its way.
    if (Is(on, name, "false") || Is(on, name, "disabled") || Is(on, name, "none")) continue;
    Ignore(on, name, "The pod is on the host's network.");
  }
}

void Decider::DecideSidecar(Sidecar sidecar) {
  out_.data_plane = DataPlane::kSidecar;
  if (!sidecar.revision.empty()) out_.revision = std::move(sidecar.revision);
  out_.reason = std::move(sidecar.reason);
  out_.decided_by = std::move(sidecar.decided_by);
  for (const On on : {On::kPod, On::kNamespace}) {
    if (!Is(on, kDataplaneModeLabel, "ambient")) continue;
    Ignore(on, kDataplaneModeLabel,
           "A pod with a sidecar is left out of ambient. Take the label for injection away.");
  }
}

void Decider::DecideAmbient(const Sidecar& sidecar) {
  const bool pod_asks = Is(On::kPod, kDataplaneModeLabel, "ambient");
  const bool asked = pod_asks || Is(On::kNamespace, kDataplaneModeLabel, "ambient");
  const auto decide = [this](On on, const char* reason) {
    out_.reason = reason;
    out_.decided_by.push_back(Use(on, kDataplaneModeLabel, reason));
  };
  if (asked && pod_.name_space == kNoAmbientNamespace) {
    out_.reason = "Ambient leaves the namespace " + pod_.name_space + " alone.";
    for (const On on : {On::kPod, On::kNamespace}) Ignore(on, kDataplaneModeLabel, out_.reason);
  } else if (Is(On::kPod, kDataplaneModeLabel, "none")) {
    decide(On::kPod, "The pod refuses ambient.");
  } else if (asked) {
    out_.data_plane = DataPlane::kAmbient;
    decide(pod_asks ? On::kPod : On::kNamespace,
           pod_asks ? "The pod is enrolled in ambient." : "The namespace is enrolled in ambient.");
  } else {
    out_.reason = "No label asks for a data plane.";
  }
  if (out_.data_plane == DataPlane::kAmbient || sidecar.reason.empty()) return;
  out_.reason = sidecar.reason + (out_.decided_by.empty() ? "" : " " + out_.reason);
  out_.decided_by.insert(out_.decided_by.begin(), sidecar.decided_by.begin(),
                         sidecar.decided_by.end());
}

void Decider::DecideWaypoint() {
  const bool own = Find(On::kPod, kUseWaypointLabel) != nullptr;
  const On on = own ? On::kPod : On::kNamespace;
  const std::string* name = Find(on, kUseWaypointLabel);
  const auto use = [&](string_view label, std::string reason) {
    out_.decided_by.push_back(Use(on, label, std::move(reason)));
  };
  if (Is(On::kPod, kManagedLabel, kManagedWaypoint)) {
    for (const On where : {On::kPod, On::kNamespace}) {
      Ignore(where, kUseWaypointLabel, "The pod is a waypoint itself.");
    }
  } else if (name == nullptr || *name == "none" || name->empty()) {
    if (name != nullptr && *name == "none") use(kUseWaypointLabel, "No waypoint is used.");
    Ignore(on, kUseWaypointLabel, "It names no waypoint.");
  } else {
    const std::string* space = Find(on, kUseWaypointNamespaceLabel);
    out_.waypoint = WaypointName{*name, space != nullptr ? *space : pod_.name_space};
    use(kUseWaypointLabel, "It names the waypoint.");
    if (space != nullptr) use(kUseWaypointNamespaceLabel, "It names the waypoint's namespace.");
    out_.reason += " Its waypoint is " + *name +
                   (out_.waypoint->name_space.empty() ? " in its own namespace"
                                                      : " in " + out_.waypoint->name_space) +
                   ".";
  }
  if (own) Ignore(On::kNamespace, kUseWaypointLabel, "The pod's own label decides.");
  for (const On where : {On::kPod, On::kNamespace}) {
    Ignore(
        where, kUseWaypointNamespaceLabel,
        "It counts only beside a label istio.io/use-waypoint that names a waypoint and decides.");
  }
}

/// Labels that lost against the one that decided on injection.
void Decider::IgnoreForInjection() {
  const bool legacy = Find(On::kNamespace, kInjectionLabel) != nullptr;
  if (legacy) Ignore(On::kNamespace, kRevisionLabel, "The namespace's istio-injection beats it.");
  if (legacy || Find(On::kNamespace, kRevisionLabel) != nullptr) {
    Ignore(On::kPod, kRevisionLabel, "The namespace decides on the revision.");
  }
  if (Is(On::kPod, kInjectLabel, "true") && out_.data_plane != DataPlane::kSidecar) {
    Ignore(On::kPod, kInjectLabel, "Something stronger keeps the sidecar out.");
  }
  if (Find(On::kPod, kInjectLabel) != nullptr) {
    Ignore(On::kPodAnnotation, kInjectLabel, "The label of this name beats it.");
  } else if (out_.data_plane != DataPlane::kSidecar) {
    Ignore(On::kPodAnnotation, kInjectLabel,
           "It can refuse a sidecar, and asks for none. Use the label of this name.");
  }
}

/// Values that Istio does not know.
void Decider::IgnoreMeaningless() {
  if (Find(On::kPod, kInjectLabel) != nullptr && !Is(On::kPod, kInjectLabel, "true") &&
      !Is(On::kPod, kInjectLabel, "false")) {
    Ignore(On::kPod, kInjectLabel, "Only \"true\" and \"false\" mean anything.");
  }
  for (const On on : {On::kPod, On::kNamespace}) {
    if (Is(on, kDataplaneModeLabel, "ambient") || Is(on, kDataplaneModeLabel, "none")) continue;
    Ignore(on, kDataplaneModeLabel, "Only \"ambient\" and \"none\" mean anything.");
  }
}

Capture Decider::Decide() {
  if (pod_.host_network) {
    DecideHostNetwork();
  } else {
    Sidecar sidecar = Injected();
    if (sidecar.injected) {
      DecideSidecar(std::move(sidecar));
    } else {
      DecideAmbient(sidecar);
    }
    IgnoreForInjection();
    IgnoreMeaningless();
  }
  DecideWaypoint();
  return std::move(out_);
}

}  // namespace

Capture CaptureOf(const PodMetadata& pod) { return Decider(pod).Decide(); }

}  // namespace mesh
