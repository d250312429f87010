#pragma once

#include "core/checks/finding.h"

namespace mesh::monitoring {

inline constexpr Rule kMonitoringRules[] = {
    // PrometheusRule. One bad rule makes the operator leave out the whole object.
    {"MSH7301", Severity::kWarning, "Rule that is not exactly one of alert and recording",
     "The operator leaves out the whole object. Give one of alert and record."},
    {"MSH7302", Severity::kWarning, "Field of alerts in a recording rule",
     "The operator leaves out the whole object. Remove it, or make the rule an alert."},
    {"MSH7303", Severity::kWarning, "Invalid name of a recorded series",
     "The operator leaves out the whole object. Use letters, digits, `_` and `:`; an expression "
     "belongs into expr."},
    {"MSH7304", Severity::kWarning, "Expression that cannot be read",
     "The operator leaves out the whole object. Correct the expression."},
    {"MSH7305", Severity::kWarning, "Label that a rule cannot set",
     "The operator leaves out the whole object. Rename or remove the label."},
    {"MSH7306", Severity::kWarning, "Same rule twice",
     "Prometheus evaluates both, and their results collide. Remove one."},
    {"MSH7307", Severity::kWarning, "Metric that does not exist",
     "The expression finds nothing, so that the alert can never fire. Correct the name."},
    {"MSH7308", Severity::kWarning, "Rate that is meant as a share",
     "rate() counts per second and is no share of anything: the alert depends on how much traffic "
     "there is. Divide by the rate of all requests."},
    {"MSH7309", Severity::kWarning, "Metric of Kong 2",
     "Kong 3 has another one, so that the alert can never fire. Use the new name, and switch its "
     "group on in the prometheus plugin."},
    {"MSH7310", Severity::kWarning, "Alert that waits longer than it says",
     "The expression is looked at once in an interval, and an alert with `for` fires at the second "
     "look at the earliest. Make `for` a multiple of the interval, or the interval shorter."},
    {"MSH7311", Severity::kWarning, "Template that does not end",
     "The operator leaves out the whole object. Close every `{{` with `}}`."},

    // Monitors: what the operator refuses, and then scrapes nothing of the object.
    {"MSH7320", Severity::kWarning, "Scrape that may take longer than its interval",
     "The operator refuses the object. Make scrapeTimeout at most as long as interval."},
    {"MSH7321", Severity::kWarning, "Two ways to authenticate",
     "Prometheus takes one, and the operator refuses the object. Keep one of authorization, "
     "basicAuth, oauth2 and bearerTokenSecret."},
    {"MSH7322", Severity::kWarning, "Authorization without credentials, or for Basic",
     "The operator refuses the object. Name a Secret in credentials, and use basicAuth for a user "
     "name with a password."},
    {"MSH7323", Severity::kWarning, "Certificate without its key, or key without a certificate",
     "The operator refuses the object. Give both."},
    {"MSH7324", Severity::kWarning, "Two sources of one thing",
     "The operator refuses the object. Keep one of them."},
    {"MSH7325", Severity::kWarning, "No version of TLS is left",
     "minVersion is above maxVersion, and the operator refuses the object. Swap them."},
    {"MSH7326", Severity::kWarning, "Proxy settings that contradict each other",
     "The operator refuses the object. Give proxyUrl, with noProxy if needed, or "
     "proxyFromEnvironment alone."},
    {"MSH7327", Severity::kWarning, "OAuth 2 without a client",
     "The operator refuses the object. Name a Secret or a ConfigMap in clientId."},
    {"MSH7328", Severity::kWarning, "Relabelling without a target",
     "The operator refuses the object. Name the label in targetLabel."},
    {"MSH7329", Severity::kWarning, "Relabelling with an invalid regular expression",
     "The operator refuses the object. Correct it (RE2 syntax)."},
    {"MSH7330", Severity::kWarning, "Hash without a modulus",
     "The operator refuses the object. Give modulus."},
    {"MSH7331", Severity::kWarning, "Field that the action does not take",
     "The operator refuses the object. Remove it, or use another action."},
    {"MSH7332", Severity::kWarning, "Invalid selector",
     "The operator refuses the object. Use In or NotIn with values, Exists or DoesNotExist "
     "without."},

    // Monitors: what does something else than it seems to.
    {"MSH7340", Severity::kWarning, "Monitor that scrapes nothing", "Give an endpoint."},
    {"MSH7341", Severity::kWarning, "Endpoint without a port",
     "Prometheus scrapes every port, and those that have no metrics show as down. Name the port."},
    {"MSH7342", Severity::kWarning, "Second name of a port without effect",
     "`port` wins. Keep one of them."},
    {"MSH7343", Severity::kWarning, "Namespaces without effect",
     "With `any: true` it is all namespaces. Remove `any` or matchNames."},
};

}  // namespace mesh::monitoring
