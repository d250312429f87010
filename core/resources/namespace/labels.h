#pragma once

#include "core/resources/namespace/namespace.h"

namespace mesh {

/// The labels that a namespace's configuration asks for, user labels included; the whole value is
/// unknown when some key depends on something unknown.
Value NamespaceLabels(const NamespaceConfig& config, const Settings& settings);

/// Labels that contradict the data-plane mode on the live namespace, whoever put them there.
std::vector<Forbidden> ContradictingLabels(const NamespaceConfig& config);

/// User labels that contradict the mode or an attribute.
Diagnostics CheckUserLabels(const NamespaceConfig& config, const Settings& settings,
                            const Path& path);

/// Splits the labels of a live Namespace back into attributes and user labels.
void ReadLabels(const Value& labels, NamespaceConfig& out);

}  // namespace mesh
