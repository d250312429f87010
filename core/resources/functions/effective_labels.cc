#include <algorithm>
#include <iterator>

#include "core/model/data_source.h"
#include "core/resources/functions/data_plane.h"

namespace mesh {
namespace {

constexpr std::size_t kOptionsArgument = 2;

/// The labels or annotations in a map of strings; those that are null are not set.
PodMetadata::Labels LabelsIn(const Value& map) {
  PodMetadata::Labels out;
  for (const auto& [key, value] : map.as_map()) {
    if (!value.is_null()) out.emplace(key, value.as_string());
  }
  return out;
}

bool IsMapOfStrings(const Value& value) {
  return value.is_map() && std::ranges::all_of(value.as_map(), [](const auto& member) {
           return member.second.is_null() || member.second.is_string();
         });
}

/// An attribute of the options.
struct Option {
  const char* name;
  /// What the value must be, for the error.
  const char* wanted;
  bool (*fits)(const Value&);
  /// Requires: it fits.
  void (*take)(const Value&, PodMetadata&);
};
constexpr Option kOptions[] = {
    {"annotations", "a map of strings, such as { \"sidecar.istio.io/inject\" = \"false\" }",
     IsMapOfStrings,
     [](const Value& value, PodMetadata& pod) { pod.annotations = LabelsIn(value); }},
    {"host_network", "true or false", [](const Value& value) { return value.is_bool(); },
     [](const Value& value, PodMetadata& pod) { pod.host_network = value.as_bool(); }},
    {"namespace", "the name of the pod's namespace",
     [](const Value& value) { return value.is_string(); },
     [](const Value& value, PodMetadata& pod) { pod.name_space = value.as_string(); }},
};

Diagnostics TakeOptions(const Value& options, PodMetadata& pod) {
  const Path at = Path().Index(kOptionsArgument);
  if (!options.is_map()) {
    return {
        Error("Wrong options", "options must be an object, such as { host_network = true }.", at)};
  }
  for (const auto& [name, value] : options.as_map()) {
    const auto* option = std::ranges::find(kOptions, name, &Option::name);
    if (option == std::end(kOptions)) {
      std::string known;
      for (const Option& o : kOptions) known += (known.empty() ? "" : ", ") + std::string(o.name);
      return {Error("Unknown option \"" + name + "\"",
                    "options may have the attributes " + known + ". Correct the name or remove it.",
                    at)};
    }
    if (value.is_null()) continue;
    if (!option->fits(value)) {
      return {Error("Wrong option \"" + name + "\"",
                    "options." + name + " must be " + option->wanted + ".", at)};
    }
    option->take(value, pod);
  }
  return {};
}

const char* NameOf(DataPlane plane) {
  static constexpr const char* kNames[] = {"none", "sidecar", "ambient"};
  return kNames[static_cast<std::size_t>(plane)];
}

const char* NameOf(LabelUse::On on) {
  static constexpr const char* kNames[] = {"namespace", "pod", "annotation"};
  return kNames[static_cast<std::size_t>(on)];
}

Value ListOf(const std::vector<LabelUse>& uses) {
  Value::List out;
  for (const LabelUse& use : uses) {
    out.push_back(Value::Map{
        {"on", NameOf(use.on)}, {"name", use.name}, {"value", use.value}, {"reason", use.reason}});
  }
  return out;
}

Value OrNull(const std::string& text) { return text.empty() ? Value() : Value(text); }

Value ResultOf(const Capture& capture) {
  Value waypoint;
  if (capture.waypoint) {
    waypoint = Value::Map{{"name", capture.waypoint->name},
                          {"namespace", OrNull(capture.waypoint->name_space)}};
  }
  return Value::Map{{"data_plane", NameOf(capture.data_plane)},
                    {"revision", OrNull(capture.revision.value_or(""))},
                    {"waypoint", std::move(waypoint)},
                    {"reason", capture.reason},
                    {"decided_by", ListOf(capture.decided_by)},
                    {"ignored", ListOf(capture.ignored)}};
}

Type ResultType() {
  const Type uses = Type::List(Type::Object({{"on", Type::String()},
                                             {"name", Type::String()},
                                             {"value", Type::String()},
                                             {"reason", Type::String()}}));
  return Type::Object(
      {{"data_plane", Type::String()},
       {"revision", Type::String()},
       {"waypoint", Type::Object({{"name", Type::String()}, {"namespace", Type::String()}})},
       {"reason", Type::String()},
       {"decided_by", uses},
       {"ignored", uses}});
}

constexpr char kDescription[] =
    R"(Looks at the labels of a namespace and of a pod in it as Istio's injector, its CNI agent and istiod do, and
returns an object:

- `data_plane`: `sidecar`, `ambient` or `none`.
- `revision`: the revision that injects the sidecar, `default` for `istio-injection` and `sidecar.istio.io/inject`;
  else null.
- `waypoint`: `name` and `namespace` of the waypoint that the labels bind the pod to, else null. The namespace is null
  where it is the pod's own and nobody said its name. A waypoint that only the namespace names counts for the pod itself
  if its `istio.io/waypoint-for` is `workload` or `all`.
- `reason`: why, in words.
- `decided_by`: the labels that decided, each with `on` (`namespace`, `pod` or `annotation`), `name`, `value` and `reason`.
- `ignored`: labels that are set and have no effect, in the same form. An empty list makes a good condition.

What a cluster makes of it depends on things that no label tells: the revision has to exist, ambient mode has to be
on, and the waypoint has to be there. The answer is for the webhooks and selectors that Istio's charts install unless told
otherwise.)";

Result<Value> Call(const std::vector<Value>& arguments) {
  PodMetadata pod{.namespace_labels = LabelsIn(arguments[0]), .labels = LabelsIn(arguments[1])};
  if (arguments.size() > kOptionsArgument + 1) {
    return Fail("Too many options", "options is given once, as one object. Put everything into it.",
                Path().Index(kOptionsArgument + 1));
  }
  if (arguments.size() > kOptionsArgument) {
    Diagnostics wrong = TakeOptions(arguments[kOptionsArgument].Plain(), pod);
    if (!wrong.empty()) return tl::unexpected(std::move(wrong));
  }
  return ResultOf(CaptureOf(pod));
}

}  // namespace

FunctionDefinition EffectiveLabelsFunction() {
  return {
      .name = "effective_labels",
      .summary = "Tells which data plane captures a pod, by which labels, and which are ignored.",
      .description = kDescription,
      .parameters = {{.name = "namespace_labels",
                      .type = Type::Map(Type::String()),
                      .doc = "Labels of the namespace. Labels that are null are not set."},
                     {.name = "pod_labels",
                      .type = Type::Map(Type::String()),
                      .doc = "Labels of the pod, which a workload has in its pod template."}},
      .variadic =
          FunctionDefinition::Parameter{
              .name = "options",
              .type = Type::Dynamic(),
              .doc = "At most one object, each attribute of which may be left out: `namespace` "
                     "(string), the name of the namespace; `host_network` (bool), whether the pod "
                     "is on the host's network; `annotations` (map of string), those of the pod."},
      .result = ResultType(),
      .call = Call};
}

}  // namespace mesh
