#include "core/resources/namespace/labels.h"

#include "core/resources/namespace/mesh_labels.h"

namespace mesh {
namespace {

constexpr const char* kIngressUseWaypoint = "istio.io/ingress-use-waypoint";
constexpr const char* kPodSecurity = "pod-security.kubernetes.io/enforce";

/// A label that must not stand beside a mode; an empty value means any.
struct Contradiction {
  const char* label;
  const char* value;
  const char* why;
};

std::vector<Contradiction> ContradictionsOf(const NamespaceConfig& c) {
  const std::string mode = c.mode();
  if (mode == "ambient") {
    return {{kInjectionLabel, "enabled",
             "the injector would give the pods sidecars, and a pod with a "
             "sidecar is left out of ambient."},
            {kRevisionLabel, "",
             "the revision's webhook would still inject sidecars; in ambient the "
             "revision belongs on the waypoint (attribute revision)."}};
  }
  if (mode != "sidecar") return {};
  std::vector<Contradiction> out = {
      {kDataplaneModeLabel, "ambient",
       "the namespace would be enrolled twice: pods without a sidecar "
       "would become ambient."}};
  if (c.revision) {
    out.push_back({kInjectionLabel, "",
                   "istio-injection beats istio.io/rev, so the revision would be "
                   "ignored."});
  } else {
    out.push_back({kRevisionLabel, "",
                   "both injection labels stand on one namespace and "
                   "istio-injection wins; use the attribute revision instead."});
  }
  return out;
}

/// Labels that attributes other than `labels` set.
Value::Map OwnLabels(const NamespaceConfig& c, const Settings& s) {
  Value::Map out;
  const auto set = [&](const char* key, const Attr<std::string>& value) {
    if (!value.is_null()) out[key] = ToValue(value);
  };
  set("client", c.client);
  set("tenant", c.tenant);
  set(kPodSecurity, c.pod_security);
  const std::string mode = c.mode();
  if (mode == "ambient") out[kDataplaneModeLabel] = "ambient";
  if (mode == "sidecar") {
    if (c.revision.is_null()) {
      out[kInjectionLabel] = "enabled";
    } else {
      out[kRevisionLabel] = ToValue(c.revision);
    }
  }
  if (mode == "none" && c.opt_out.value_or(false)) {
    out[kInjectionLabel] = "disabled";
    out[kDataplaneModeLabel] = "none";
  }
  if (c.waypoint) {
    out[kUseWaypointLabel] = ToValue(c.waypoint->name);
    if (!c.waypoint->name_space.is_null()) {
      out[kUseWaypointNamespaceLabel] = ToValue(c.waypoint->name_space);
    }
    if (c.waypoint->ingress.value_or(false)) out[kIngressUseWaypoint] = "true";
  }
  if (c.meshed()) {
    for (const auto& [key, value] : s.discovery_labels.value_or({})) out.emplace(key, value);
  }
  return out;
}

bool ShapeUnknown(const NamespaceConfig& c) {
  return c.dataplane_mode.is_unknown() || c.labels.is_unknown() || c.waypoint.is_unknown() ||
         c.opt_out.is_unknown() || (c.waypoint && c.waypoint->ingress.is_unknown());
}

}  // namespace

Value NamespaceLabels(const NamespaceConfig& config, const Settings& settings) {
  if (ShapeUnknown(config)) return Value::Unknown();
  Value::Map out = OwnLabels(config, settings);
  for (const auto& [key, value] : config.labels.value_or({})) out.emplace(key, value);
  return out;
}

std::vector<Forbidden> ContradictingLabels(const NamespaceConfig& config) {
  std::vector<Forbidden> out;
  for (const Contradiction& c : ContradictionsOf(config)) {
    out.push_back({{"metadata", "labels", c.label},
                   *c.value ? Value(c.value) : Value(),
                   "The label " + std::string(c.label) + (*c.value ? "=" : "") + c.value +
                       " contradicts dataplane_mode = \"" + config.mode() + "\": " + c.why});
  }
  return out;
}

Diagnostics CheckUserLabels(const NamespaceConfig& config, const Settings& settings,
                            const Path& path) {
  Diagnostics out;
  if (ShapeUnknown(config)) return out;
  const Value::Map own = OwnLabels(config, settings);
  const auto wrong = [&](const std::string& key, const std::string& detail) {
    out.push_back(Error("Contradicting label " + key, detail, path.Attribute("labels").Key(key)));
  };
  for (const auto& [key, value] : config.labels.value_or({})) {
    const std::string label = "The label " + key + " = \"" + value + "\" ";
    const auto set = own.find(key);
    if (set != own.end() && set->second.is_string() && set->second.as_string() != value) {
      wrong(key, label + "contradicts the value \"" + set->second.as_string() +
                     "\" that other attributes or the provider's discovery_labels give it. Remove "
                     "it from labels, or change the attribute that sets it.");
      continue;
    }
    if (set != own.end()) continue;
    for (const Contradiction& c : ContradictionsOf(config)) {
      if (key == c.label && (!*c.value || value == c.value)) {
        wrong(key, label + "contradicts dataplane_mode = \"" + config.mode() + "\": " + c.why +
                       " Remove the label, or choose another dataplane_mode.");
      }
    }
    if (key == kDataplaneModeLabel && value != "ambient" && value != "none") {
      wrong(key, label +
                     "has no meaning to Istio, which knows \"ambient\" and \"none\". Set "
                     "dataplane_mode instead.");
    }
    if (config.mode() == "none" &&
        ((key == kInjectionLabel && value == "enabled") || key == kRevisionLabel ||
         (key == kDataplaneModeLabel && value != "none"))) {
      wrong(key, label +
                     "puts the namespace into the mesh although dataplane_mode is \"none\". "
                     "Set dataplane_mode instead of the label.");
    }
    if (key == kNameLabel && config.name && value != *config.name) {
      wrong(key, label +
                     "differs from the namespace's name, which Kubernetes always writes there. "
                     "Remove it.");
    }
    const bool names_waypoint = key == kUseWaypointLabel && value != "none";
    if (names_waypoint || key == kUseWaypointNamespaceLabel || key == kIngressUseWaypoint) {
      wrong(key, label +
                     "would send traffic through a waypoint that this resource knows nothing "
                     "about. Set the attribute waypoint instead.");
    }
  }
  return out;
}

void ReadLabels(const Value& labels, NamespaceConfig& out) {
  if (!labels.is_map()) return;
  StringMap rest;
  for (const auto& [key, value] : labels.as_map()) {
    if (value.is_string()) rest[key] = value.as_string();
  }
  const auto take = [&](const char* key) -> Attr<std::string> {
    const auto node = rest.extract(key);
    return node ? Attr<std::string>(node.mapped()) : Attr<std::string>();
  };
  out.client = take("client");
  out.tenant = take("tenant");
  out.pod_security = take(kPodSecurity);
  rest.erase(kNameLabel);
  const auto is = [&](const char* key, const char* value) {
    const auto it = rest.find(key);
    return it != rest.end() && it->second == value;
  };
  if (is(kDataplaneModeLabel, "ambient")) {
    out.dataplane_mode = take(kDataplaneModeLabel);
  } else if (is(kInjectionLabel, "enabled")) {
    take(kInjectionLabel);
    out.dataplane_mode = std::string("sidecar");
  } else if (rest.contains(kRevisionLabel)) {
    out.revision = take(kRevisionLabel);
    out.dataplane_mode = std::string("sidecar");
  } else if (is(kInjectionLabel, "disabled") && is(kDataplaneModeLabel, "none")) {
    take(kInjectionLabel);
    take(kDataplaneModeLabel);
    out.opt_out = true;
  }
  const Attr<std::string> waypoint = take(kUseWaypointLabel);
  const Attr<std::string> waypoint_namespace = take(kUseWaypointNamespaceLabel);
  const bool ingress = take(kIngressUseWaypoint).value_or("") == "true";
  if (waypoint) {
    Waypoint w;
    w.name = waypoint;
    w.name_space = waypoint_namespace;
    if (ingress) w.ingress = true;
    out.waypoint = w;
  }
  if (!rest.empty()) out.labels = rest;
}

}  // namespace mesh
