#pragma once

#include "core/checks/finding.h"

namespace mesh::kong {

/// The validations of Kong's definitions that the catalogue does not say: from Kong/kong-operator
/// (to be 2.3), and for KongIngress from Kong/kubernetes-configuration 1.5.3. Those on a change,
/// such as that a field stays as it is, need two objects and are not here.
void CheckDefinition(const Value& object, const CheckContext& context, Findings& out);

/// Validations of other forms.
void CheckVaultReferences(const Value& object, const CheckContext& context, Findings& out);
void CheckGrantNamespaces(const Value& object, const CheckContext& context, Findings& out);
void CheckConfigIsObject(const Value& object, const CheckContext& context, Findings& out);

}  // namespace mesh::kong
