#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

/// Rules about Telemetry.
inline constexpr Rule kTelemetryRules[] = {
    {"MSH4001", Severity::kError, "Invalid expression in a filter of access logs",
     "Istio refuses it. Write an expression of the Common Expression Language, such as "
     "`response.code >= 400`."},
    {"MSH4002", Severity::kError, "Tag that is set to nothing",
     "UPSERT, which is the default, sets a tag to a value, so the API server or Istio refuses it "
     "without one. Give `value`, or `operation: REMOVE` to leave the tag away."},
    {"MSH4003", Severity::kError, "Tag that is removed and has a value",
     "The API server refuses a `value` beside `operation: REMOVE`. Remove one of the two."},
    {"MSH4004", Severity::kError, "Tag without a name", "Istio refuses it. Name the tag."},

    {"MSH4011", Severity::kWarning, "More than one item of tracing",
     "Istio uses one of them only. Put all settings into one item."},
    {"MSH4012", Severity::kWarning, "More than one provider of traces",
     "Istio uses the first one only. Name one; to have several, let a collector pass spans on."},
    {"MSH4013", Severity::kWarning, "Change of a tag without a name",
     "No tag is called so, so nothing is changed. Name the tag."},
    {"MSH4014", Severity::kWarning, "Share where a percentage is asked for",
     "The number is in percent: 0.1 traces one request in a thousand. Write 10 for one in ten; "
     "silence this where so few are meant."},
    {"MSH4015", Severity::kWarning, "Percentage too small to matter",
     "Proxies count in steps of 0.01 percent, so this one traces nothing. Use 0.01 or more, or 0 "
     "to say so."},
    {"MSH4016", Severity::kWarning, "Filter without providers",
     "Istio keeps filters by the provider that the same item names, so this one is lost and every "
     "request is logged. Add `providers` to the item."},
    {"MSH4017", Severity::kWarning, "Function that proxies do not know",
     "Istio reads an expression without looking at its functions, and proxies cannot evaluate "
     "this one: the filter or tag has no effect, or the listener is refused. Use functions of "
     "CEL's standard library; to log a sample, set it in the provider."},
    {"MSH4018", Severity::kWarning, "Attribute that proxies do not know",
     "It has no value when the expression is evaluated. Use Envoy's attributes, such as "
     "`request.path`, `response.code`, `connection.mtls` or `xds.cluster_name`; put text into "
     "quotes."},
    {"MSH4019", Severity::kWarning, "Tag value that is no expression",
     "Istio does not look at it, and proxies cannot evaluate it, so the tag is empty or missing. "
     "Write an expression of the Common Expression Language, such as `request.host`, or text in "
     "quotes within the value: `'eu'`."},
    {"MSH4020", Severity::kWarning, "Tag from a header that requests do not have",
     "Tags from headers are read when the request comes in; of the pseudo headers there are "
     ":authority, :method, :path and :scheme alone. The tag has its default value always. Use "
     "`formatter` with a command of access logs, such as `%RESPONSE_CODE%`."},
    {"MSH4021", Severity::kWarning, "Tag without a source",
     "Nothing says what its value is, so spans do not have it. Give `literal`, `environment`, "
     "`header` or `formatter`."},
    {"MSH4022", Severity::kWarning, "Telemetry that changes nothing",
     "It has neither accessLogging nor metrics nor tracing. Fill it in or remove it: without a "
     "selector it may keep another Telemetry of the namespace from being used."},
};

}  // namespace mesh::istio
