#include "core/model/settings.h"

namespace mesh {

std::vector<Binding<Settings>> Settings::Fields() {
  using L = Value::List;
  return {
      Bind<&Settings::trust_domains>("trust_domains",
                                     {.doc = "Trust domains of the mesh, the current one first.",
                                      .fallback = L{"cluster.local"}}),
      Bind<&Settings::root_namespace>(
          "root_namespace",
          {.doc = "Namespace whose policies apply to the whole mesh (meshConfig.rootNamespace).",
           .fallback = "istio-system"}),
      Bind<&Settings::istio_namespace>(
          "istio_namespace", {.doc = "Namespace that istiod runs in.", .fallback = "istio-system"}),
      Bind<&Settings::istio_version>(
          "istio_version",
          {.doc = "Istio version that the objects are for, as major.minor or with a patch.",
           .fallback = "1.31"}),
      Bind<&Settings::discovery_labels>(
          "discovery_labels",
          {.doc = "Labels that meshConfig.discoverySelectors asks for. Every meshed namespace must "
                  "carry them, or all its policies are silently inert; mesh adds them.",
           .fallback = Value::Map{}}),
      Bind<&Settings::probe_sources>(
          "probe_sources",
          {.doc = "Addresses that the kubelet's probes reach ambient pods from, as CIDRs. They "
                  "admit every process of the node that uses the host network.",
           .fallback = L{"169.254.7.127/32", "fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128"}}),
      Bind<&Settings::dns_cidrs>(
          "dns_cidrs",
          {.doc = "Addresses of node-local DNS caches that restricted egress must reach, as CIDRs.",
           .fallback = L{}}),
      Bind<&Settings::default_labels>(
          "default_labels",
          {.doc = "Labels added to every object; an object's own label of the same key wins.",
           .fallback = Value::Map{}}),
      Bind<&Settings::default_annotations>(
          "default_annotations",
          {.doc = "Annotations added to every object; an object's own annotation of the same key "
                  "wins.",
           .fallback = Value::Map{}}),
  };
}

bool Settings::HasUnknown() const { return Encode(TableOf<Settings>(), *this).HasUnknown(); }

Settings Settings::Default() { return Decode(TableOf<Settings>(), Value(Value::Map{})); }

}  // namespace mesh
