#include "core/resources/namespace/namespace.h"

#include "core/resources/namespace/istio_api.h"
#include "core/resources/namespace/labels.h"
#include "core/resources/namespace/names.h"
#include "core/resources/namespace/waypoint.h"

namespace mesh {
namespace {

/// Ambient is beta from the first of these Istio minors on and stable from the second.
constexpr int kAmbientBetaMinor = 22;
constexpr int kAmbientStableMinor = 24;

/// A table of a base struct's fields, for a struct derived from it.
template <class Derived, class Base>
std::vector<Binding<Derived>> Inherit(const std::vector<Binding<Base>>& fields) {
  std::vector<Binding<Derived>> out;
  for (const Binding<Base>& b : fields) {
    out.push_back({b.field, [decode = b.decode](Derived& s, const Value& v) { decode(s, v); },
                   [encode = b.encode](const Derived& s) { return encode(s); }});
  }
  return out;
}

Diagnostics CheckWaypoint(const NamespaceConfig& c, const Path& path) {
  if (c.waypoint.is_null() || c.mode().empty() || c.mode() == "ambient") return {};
  return {Error("Waypoint outside ambient",
                path.Attribute("waypoint").ToString() + " is set, but dataplane_mode is \"" +
                    c.mode() +
                    "\". Only ambient namespaces send traffic through a waypoint: set "
                    "dataplane_mode = \"ambient\" or remove waypoint.",
                path.Attribute("waypoint"))};
}

Diagnostics CheckAmbientVersion(const NamespaceConfig& c, const Settings& s, const Path& path) {
  const int minor = IstioMinor(s);
  if (c.mode() != "ambient" || minor >= kAmbientBetaMinor) return {};
  return {Error("Ambient needs Istio 1.22 or later",
                "dataplane_mode is \"ambient\" and the provider setting istio_version is \"" +
                    s.istio_version.value_or("") +
                    "\", where ambient is an alpha that later versions cannot read. Use "
                    "dataplane_mode = \"sidecar\", or upgrade Istio and change istio_version.",
                path.Attribute("dataplane_mode"))};
}

Diagnostics Warnings(const NamespaceConfig& c, const Settings& s, const Path& path) {
  Diagnostics out;
  const int minor = IstioMinor(s);
  if (c.mode() == "ambient" && minor >= kAmbientBetaMinor && minor < kAmbientStableMinor) {
    out.push_back(Warning("Ambient is beta in this Istio version",
                          "Namespace " + c.name.value_or("") +
                              " is ambient and istio_version is below 1.24, the first one that "
                              "calls ambient stable.",
                          path.Attribute("dataplane_mode")));
  }
  const bool nowhere = (c.mode() == "ambient" && !c.has_own_waypoint()) || c.mode() == "none";
  if (c.revision && nowhere) {
    out.push_back(Warning("Revision without effect",
                          path.Attribute("revision").ToString() +
                              " does nothing here: it selects the injector of sidecars, or the "
                              "control plane of a waypoint that the namespace holds. Remove it, or "
                              "add a waypoint.",
                          path.Attribute("revision")));
  }
  return out;
}

std::string Restart(const std::string& name, const std::string& keep) {
  return "Namespace " + name + ": pods created before keep " + keep +
         "; restart: kubectl rollout restart deployment,statefulset,daemonset -n " + name + ".";
}

}  // namespace

std::vector<Binding<Waypoint>> Waypoint::Fields() {
  return {
      Bind<&Waypoint::name>("name",
                            {.doc = "Name of the waypoint's Gateway, and of its service account.",
                             .fallback = "waypoint",
                             .check = WrongDnsLabel}),
      Bind<&Waypoint::serves>(
          "for",
          {.doc = "Which traffic the waypoint takes: that sent to Services, that sent to pod "
                  "addresses, or all. It becomes the label `istio.io/waypoint-for`.",
           .fallback = "service",
           .one_of = {"service", "workload", "all"}}),
      Bind<&Waypoint::ingress>(
          "ingress", {.doc = "True sends traffic of ingress gateways through the waypoint too; "
                             "otherwise they skip it, and with it every L7 policy on it.",
                      .fallback = false}),
      Bind<&Waypoint::name_space>(
          "namespace", {.doc = "Namespace that holds the Gateway, when that is another one; the "
                               "Gateway is then declared there. Absent means this namespace, and "
                               "mesh renders the Gateway.",
                        .check = WrongDnsLabel}),
  };
}

std::vector<Binding<NamespaceSpec>> NamespaceSpec::Fields() {
  using S = NamespaceSpec;
  return {
      Bind<&S::dataplane_mode>(
          "dataplane_mode",
          {.doc = "How pods join the mesh: `ambient` through the node's ztunnel, `sidecar` through "
                  "an injected proxy, `none` not at all. A change takes effect on a sidecar's pods "
                  "only when they restart; the plan says which.",
           .fallback = "none",
           .one_of = {"ambient", "sidecar", "none"}}),
      Bind<&S::revision>(
          "revision",
          {.doc = "Revision or revision tag of the control plane. In sidecar mode it becomes the "
                  "label `istio.io/rev` in place of `istio-injection`; in ambient it goes on the "
                  "waypoint, because on the namespace it would inject sidecars.",
           .check = WrongDnsLabel}),
      Bind<&S::waypoint>(
          "waypoint",
          {.doc = "L7 proxy of an ambient namespace: a Gateway of class `istio-waypoint`. Absent "
                  "means none; `{}` means one named `waypoint` for Services."}),
      Bind<&S::opt_out>(
          "opt_out",
          {.doc = "With `dataplane_mode = \"none\"`, true says so on the namespace "
                  "(`istio-injection=disabled`, `istio.io/dataplane-mode=none`), for meshes that "
                  "enrol namespaces by default.",
           .fallback = false}),
      Bind<&S::take_over_labels>(
          "take_over_labels",
          {.doc = "True removes labels that contradict the mode even when somebody else put them "
                  "there. Otherwise such a label is a warning at plan and an error at apply.",
           .fallback = false}),
      Bind<&S::labels>("labels", {.doc = "More labels for the namespace. Labels that other "
                                         "attributes set, or that contradict them, are refused.",
                                  .check = WrongLabelValue,
                                  .key_check = WrongLabelKey}),
      Bind<&S::annotations>("annotations",
                            {.doc = "Annotations for the namespace.", .key_check = WrongLabelKey}),
      Bind<&S::pod_security>(
          "pod_security",
          {.doc = "Pod Security Standard that Kubernetes enforces here "
                  "(`pod-security.kubernetes.io/enforce`). With sidecars, `baseline` and "
                  "`restricted` need the Istio CNI plugin, since the init container that redirects "
                  "traffic otherwise asks for NET_ADMIN.",
           .one_of = {"privileged", "baseline", "restricted"}}),
  };
}

std::vector<Binding<NamespaceConfig>> NamespaceConfig::Fields() {
  using C = NamespaceConfig;
  std::vector<Binding<C>> out = {
      Bind<&C::name>("name", {.doc = "Name of the namespace. It may exist already (`adopt`).",
                              .presence = Presence::kRequired,
                              .on_change = OnChange::kReplace,
                              .check = WrongDnsLabel}),
      Bind<&C::client>("client", {.doc = "Client that the namespace belongs to; becomes the label "
                                         "`client`. Absent sets no label.",
                                  .check = WrongFilledLabelValue}),
      Bind<&C::tenant>("tenant", {.doc = "Tenant that the namespace belongs to; becomes the label "
                                         "`tenant`. Absent sets no label.",
                                  .check = WrongFilledLabelValue}),
  };
  for (Binding<C>& b : Inherit<C>(NamespaceSpec::Fields())) out.push_back(std::move(b));
  return out;
}

std::string NamespaceConfig::mode() const {
  return dataplane_mode.is_unknown() ? "" : dataplane_mode.value_or("none");
}

std::string NamespaceConfig::waypoint_namespace() const {
  if (!waypoint || waypoint->name_space.is_unknown()) return "";
  return waypoint->name_space.value_or(name.value_or(""));
}

Diagnostics ValidateNamespace(const NamespaceConfig& config, const Settings& settings,
                              const Path& path) {
  Diagnostics out = CheckWaypoint(config, path);
  Append(out, CheckAmbientVersion(config, settings, path));
  Append(out, CheckUserLabels(config, settings, path));
  if (config.opt_out.value_or(false) && config.meshed()) {
    out.push_back(Error("Opted out and meshed",
                        path.Attribute("opt_out").ToString() +
                            " is true, but dataplane_mode is \"" + config.mode() +
                            "\". Set dataplane_mode = \"none\" or remove opt_out.",
                        path.Attribute("opt_out")));
  }
  return out;
}

Desired RenderNamespace(const NamespaceConfig& config, const Settings& settings,
                        const StringList& served, const Path& path) {
  Desired out;
  if (config.name.is_unknown() || config.waypoint.is_unknown() ||
      (config.waypoint && config.waypoint->name_space.is_unknown())) {
    out.complete = false;
    return out;
  }
  DesiredObject object{NewObject("v1", "Namespace", "", config.name.value_or(""))};
  Value& metadata = object.content.as_map().at("metadata");
  const Value labels = NamespaceLabels(config, settings);
  if (labels.is_unknown() || !labels.as_map().empty()) metadata.Set("labels", labels);
  const bool annotated =
      config.annotations.is_unknown() || (config.annotations && !config.annotations->empty());
  if (annotated) metadata.Set("annotations", ToValue(config.annotations));
  object.forbidden = ContradictingLabels(config);
  object.take_over = config.take_over_labels.value_or(false);
  out.objects.push_back(std::move(object));
  if (config.has_own_waypoint()) out.objects.push_back({RenderWaypoint(config, served)});
  out.diagnostics = Warnings(config, settings, path);
  return out;
}

std::string RestartNote(const NamespaceConfig& prior, const NamespaceConfig& planned) {
  const std::string name = planned.name.value_or(prior.name.value_or(""));
  const std::string from = prior.mode();
  const std::string to = planned.mode();
  if (from.empty() || to.empty()) return "";
  if (from == "sidecar" && to != "sidecar") return Restart(name, "their sidecar");
  if (to == "sidecar" && from != "sidecar") {
    return Restart(name, from == "ambient" ? "running without a sidecar, and leave ambient at once"
                                           : "running without a sidecar");
  }
  const bool new_revision =
      !planned.revision.is_unknown() && ToValue(prior.revision) != ToValue(planned.revision);
  if (to == "sidecar" && new_revision) return Restart(name, "the proxy of the old revision");
  if (from == "ambient" && to == "none") {
    return "Namespace " + name +
           ": pods leave ambient at once, without a restart; their traffic is plaintext from then "
           "on.";
  }
  if (from == "none" && to == "ambient") {
    return "Namespace " + name +
           ": pods join ambient at once, without a restart; connections that are open stay "
           "plaintext until they close.";
  }
  return "";
}

NamespaceConfig ReadNamespace(const Value& object, const std::vector<Value>& objects) {
  NamespaceConfig out;
  const Value& metadata = object.Get("metadata");
  out.name = metadata.Get("name").StringOr("");
  ReadLabels(metadata.Get("labels"), out);
  StringMap annotations;
  if (metadata.Get("annotations").is_map()) {
    for (const auto& [key, value] : metadata.Get("annotations").as_map()) {
      if (value.is_string()) annotations[key] = value.as_string();
    }
  }
  if (!annotations.empty()) out.annotations = annotations;
  if (!out.has_own_waypoint()) return out;
  for (const Value& other : objects) {
    if (other.Get("kind").StringOr("") == "Gateway" &&
        other.At({"metadata", "namespace"}).StringOr("") == *out.name &&
        other.At({"metadata", "name"}).StringOr("") == out.waypoint->name.value_or("")) {
      ReadWaypoint(other, out);
    }
  }
  return out;
}

std::vector<Claim> NamespaceClaims(const std::string& name, const Path& path) {
  return {{"namespace", name, path}};
}

ResourceDefinition NamespaceResource() {
  using C = NamespaceConfig;
  return Erase(Resource<C>{
      .name = "namespace",
      .summary = "A Kubernetes namespace and how its pods join the mesh.",
      .description =
          "Writes the labels that put a namespace into ambient or sidecar mode, or keep it out, "
          "and "
          "the waypoint of an ambient namespace. It isolates nothing: `mesh_tenant` does, and "
          "declares its namespaces itself.\n\n"
          "A namespace is kept when the resource is destroyed, unless `on_destroy = \"delete\"`.",
      .fields = C::Fields(),
      .keeps_by_default = true,
      .validate =
          [](const C& c, const Settings& s) {
            Diagnostics out = CheckIstioVersion(s);
            Append(out, ValidateNamespace(c, s, {}));
            return out;
          },
      .render = [](const C& c, const Settings& s) { return RenderNamespace(c, s, {}, {}); },
      .read_back =
          [](const std::vector<Value>& objects) {
            for (const Value& object : objects) {
              if (object.Get("kind").StringOr("") == "Namespace") {
                return ReadNamespace(object, objects);
              }
            }
            return C{};
          },
      .claims =
          [](const C& c) {
            return c.name ? NamespaceClaims(*c.name, "name") : std::vector<Claim>{};
          },
      .transition =
          [](const C& prior, const C& planned) {
            const std::string note = RestartNote(prior, planned);
            return note.empty() ? Diagnostics{}
                                : Diagnostics{Warning("Pods and the new data-plane mode", note,
                                                      "dataplane_mode")};
          },
  });
}

}  // namespace mesh
