#pragma once

#include "core/checks/finding.h"

namespace mesh {

/// Breaches of the catalogue, by what it says of a field.
inline constexpr Rule kShapeRules[] = {
    {"MSH1001", Severity::kError, "Unknown field",
     "API servers drop it without a word, or refuse it when validation is strict, as it is here. "
     "Correct its name or its place, or remove it."},
    {"MSH1002", Severity::kError, "Value of the wrong type", "Write a value of the type named."},
    {"MSH1003", Severity::kError, "Required field is missing", "Add it."},
    {"MSH1004", Severity::kError, "Value that is not allowed", "Use one of the allowed values."},
    {"MSH1005", Severity::kError, "Number out of bounds", "Use a number within the bounds."},
    {"MSH1006", Severity::kError, "Text too short or too long",
     "Use a text of the length allowed."},
    {"MSH1007", Severity::kError, "Too few or too many items",
     "Give as many items as allowed; split the object when it needs more."},
    {"MSH1008", Severity::kError, "Text of the wrong form", "Write it in the form named."},
    {"MSH1009", Severity::kError, "Fields that exclude each other", "Keep one of them."},
    {"MSH1010", Severity::kError, "One of several fields is needed", "Give exactly one of them."},
    {"MSH1011", Severity::kError, "Same item twice",
     "The API server tells the items of this list apart by these values. Remove or change one."},
    {"MSH1012", Severity::kError, "Not a duration",
     "Write numbers with units, such as `500ms`, `30s` or `1h30m`."},
    {"MSH1013", Severity::kError, "Not a quantity",
     "Write a number with an optional unit, such as `500m`, `2` or `1Gi`."},
    {"MSH1014", Severity::kWarning, "Deprecated field", "It will go away in a later version."},
    {"MSH1015", Severity::kWarning, "Field without effect",
     "Nothing reads it, so what it seems to configure is not configured."},
    {"MSH1016", Severity::kError, "Field of a later version",
     "The version that this is for does not know it. Upgrade first, set istio_version to what is "
     "installed, or remove the field."},
    {"MSH1017", Severity::kError, "Field of an earlier version",
     "The version that this is for has it no longer. Remove it."},
    {"MSH1018", Severity::kWarning, "Experimental field",
     "Only the experimental channel of the API has it: clusters with the standard channel refuse "
     "it, and it may change or go away."},
    {"MSH1019", Severity::kError, "Version that is not served",
     "No API server serves this kind in this version. Use one of the versions named."},
    {"MSH1020", Severity::kWarning, "Outdated version",
     "API servers still serve it, and newer ones will not. The fields are the same: change "
     "apiVersion alone."},
    {"MSH1021", Severity::kError, "Invalid name", "Use a name that the API server accepts."},
    {"MSH1022", Severity::kWarning, "Secret in plain text",
     "Whoever reads the object, a plan or a state has it. Keep it in a Secret and refer to that."},
};

}  // namespace mesh
