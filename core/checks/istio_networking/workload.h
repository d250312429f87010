#pragma once

#include <string_view>

#include "core/checks/finding.h"

namespace mesh::istio {

// What endpoints of a ServiceEntry, WorkloadEntries and the template of a WorkloadGroup have.

/// What the API server asks of any of them: sockets without ports, names and numbers of ports.
void CheckWorkload(const Value& workload, const Place& at, Findings& out);
/// That there is an address, or a network at least.
void CheckHasAddress(const Value& workload, const Place& at, Findings& out);
/// A DNS name or an IP address.
bool IsNameOrIp(std::string_view address);

}  // namespace mesh::istio
