#pragma once

#include "core/resources/gateway_route/route.h"

namespace mesh {

/// What the route becomes; unknown while planning allows what either engine allows.
enum class RouteEngine { kUnknown, kGatewayApi, kIstio };

/// Collects diagnostics about a route or a part of it.
class RouteChecker {
 public:
  explicit RouteChecker(RouteEngine engine) : engine_(engine) {}
  Diagnostics Take() { return std::move(out_); }

 protected:
  bool gateway_api() const { return engine_ == RouteEngine::kGatewayApi; }
  bool istio() const { return engine_ == RouteEngine::kIstio; }

  /// `rest` continues the sentence that starts with the attribute.
  void Add(std::string summary, const Path& at, const std::string& rest);
  /// An error that says what the chosen engine cannot do, and what to do about it.
  void NotPossible(const Path& at, const std::string& why, const std::string& fix);
  /// An error when the key's name breaks the rule of its kind.
  void CheckName(const ObjectKey& key, const Path& at);
  /// True for a DNS name in lower case that is no address; its first label may be `*` if allowed.
  static bool IsHost(const std::string& host, bool wildcard);

  const RouteEngine engine_;
  Diagnostics out_;
};

/// What is wrong with one rule, whatever the other rules say.
Diagnostics CheckRouteRule(const RouteRule& rule, RouteEngine engine, const Path& at);

}  // namespace mesh
