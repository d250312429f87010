#pragma once

#include "core/checks/finding.h"

namespace mesh::gateway_api {

// Checks of whole objects.

void CheckHttpRoute(const Value& object, const CheckContext& context, Findings& out);
void CheckGrpcRoute(const Value& object, const CheckContext& context, Findings& out);
/// TCPRoute, TLSRoute and UDPRoute.
void CheckStreamRoute(const Value& object, const CheckContext& context, Findings& out);
void CheckGateway(const Value& object, const CheckContext& context, Findings& out);
void CheckListenerSet(const Value& object, const CheckContext& context, Findings& out);
void CheckBackendTlsPolicy(const Value& object, const CheckContext& context, Findings& out);

}  // namespace mesh::gateway_api
