#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

// The parts of the check for VirtualService.

/// What routes need to know of the VirtualService that they are in.
struct VirtualServiceScope {
  const Value& spec;
  std::string_view own_namespace;
  /// Without hosts: other VirtualServices hand requests over to it.
  bool is_delegate = false;
  /// Sidecars are not among those that get the routes.
  bool is_for_gateways_only = false;
};

void CheckVirtualService(const Value& object, const CheckContext& context, Findings& out);

void CheckHttpRoute(const Value& route, const VirtualServiceScope& scope, const Place& at,
                    Findings& out);
/// The matches of a HTTP route.
void CheckHttpMatches(const Value& matches, const VirtualServiceScope& scope, const Place& at,
                      Findings& out);
/// What a HTTP route does instead of sending on, or beside it.
void CheckFault(const Value& fault, const Place& at, Findings& out);
void CheckCors(const Value& policy, const Place& at, Findings& out);
void CheckRetries(const Value& route, const Place& at, Findings& out);
void CheckRedirect(const Value& route, const Place& at, Findings& out);
void CheckDirectResponse(const Value& response, const Place& at, Findings& out);
void CheckRewrite(const Value& rewrite, const Place& at, Findings& out);
/// Weights and destinations of a route, whatever its protocol.
void CheckDestinations(const Value& destinations, const Place& at, Findings& out);

void CheckTlsRoute(const Value& route, const VirtualServiceScope& scope, const Place& at,
                   Findings& out);
void CheckTcpRoute(const Value& route, const VirtualServiceScope& scope, const Place& at,
                   Findings& out);
/// The gateways of a match: their names, and that the routes are for them.
void CheckMatchGateways(const Value& gateways, const VirtualServiceScope& scope, const Place& at,
                        Findings& out);

/// Routes and matches that nothing reaches, and requests that nothing takes.
void CheckReach(const VirtualServiceScope& scope, const Place& at, Findings& out);

}  // namespace mesh::istio
