#include "core/resources/object/wait.h"

#include "core/formats/duration.h"

namespace mesh {
namespace {

constexpr char kTimeout[] = "10m";

std::optional<std::string> WrongDuration(const Value& v) {
  const auto parsed = ParseDuration(v.as_string());
  if (parsed && *parsed > 0) return std::nullopt;
  return "must be a duration above zero, such as \"90s\" or \"5m\".";
}

std::optional<std::string> WrongStatus(const Value& v) {
  for (const char* status : {"True", "False", "Unknown"}) {
    if (v == Value(status)) return std::nullopt;
  }
  return "must be \"True\", \"False\" or \"Unknown\", as conditions write their status.";
}

}  // namespace

std::vector<Binding<WaitConfig>> WaitConfig::Fields() {
  return {
      Bind<&WaitConfig::conditions>(
          "conditions",
          {.doc = "Conditions by type and the status they must have: `{ Ready = \"True\" }`. "
                  "Routes and policies, which report by parent, must show them for each parent. A "
                  "condition about an older generation of the object does not count.",
           .check = WrongStatus}),
      Bind<&WaitConfig::fields>(
          "fields",
          {.doc = "Dotted paths of fields and the text they must have: `{ \"status.phase\" = "
                  "\"Bound\" }`. `*` takes any text that is not empty; `status.ingress[0].ip` "
                  "means one item of a list, without the number all of them are meant."}),
      Bind<&WaitConfig::observed_generation>(
          "observed_generation",
          {.doc = "`true` waits until `status.observedGeneration` says that the object's "
                  "controller has looked at what was written."}),
      Bind<&WaitConfig::timeout>(
          "timeout",
          {.doc = "The longest wait, such as `90s` or `1h30m`. What is not ready by then is an "
                  "error; the object stays.",
           .fallback = kTimeout,
           .check = WrongDuration}),
  };
}

Diagnostics CheckWait(const WaitConfig& config, const Path& at) {
  const bool asks = !config.conditions.is_null() || !config.fields.is_null() ||
                    config.observed_generation.is_unknown() ||
                    config.observed_generation.value_or(false);
  if (asks) return {};
  return {Error("Nothing to wait for",
                "Say in " + at.ToString() +
                    " what to wait for: `conditions`, `fields` or `observed_generation`.",
                at)};
}

Readiness ReadinessOf(const WaitConfig& config) {
  return {config.conditions.value_or({}), config.fields.value_or({}),
          config.observed_generation.value_or(false),
          ParseDuration(config.timeout.value_or(kTimeout)).value_or(0)};
}

}  // namespace mesh
