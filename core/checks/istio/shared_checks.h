#pragma once

#include <span>
#include <string_view>

#include "core/checks/finding.h"

namespace mesh::istio {

// Checks of parts that several of Istio's kinds have, by the rules in shared_rules.h. A part that
// is absent passes; so does one of the wrong type, which the shape reports.

std::span<const Rule> SharedRules();

/// What Istio's webhook asks of every object: no annotations of its own, and `istio.io/dry-run` for
/// AuthorizationPolicy alone.
void CheckAnnotations(const Value& object, Findings& out);

/// A name of a service or domain, which may begin with a wildcard.
void CheckWildcardHost(const Value& host, const Place& at, Findings& out);
/// `10.0.0.1` or `10.0.0.0/8`.
void CheckSubnet(const Value& subnet, const Place& at, Findings& out);
/// 1 to 65535, where a number is given.
void CheckPort(const Value& port, const Place& at, Findings& out);
/// The same where 0 stands for no port.
void CheckOptionalPort(const Value& port, const Place& at, Findings& out);
/// An object whose member `number` is a port.
void CheckPortSelector(const Value& selector, const Place& at, Findings& out);
void CheckPortName(const Value& name, const Place& at, Findings& out);
/// What a port speaks; empty leaves it to detection.
void CheckProtocol(const Value& protocol, const Place& at, Findings& out);
/// Of a field that the catalogue has as a duration: at least a millisecond, in whole ones.
void CheckDuration(const Value& duration, const Place& at, Findings& out);
/// Of a field that the catalogue has as text: that it is a duration, of any length.
void CheckDurationText(const Value& duration, const Place& at, Findings& out);
/// An expression in RE2's syntax of at most 1024 bytes.
void CheckRegex(const Value& regex, const Place& at, Findings& out);
/// `namespace/name`, `name` or `mesh`, of each item.
void CheckGatewayNames(const Value& names, const Place& at, Findings& out);

/// Where requests go: host, subset and port.
void CheckDestination(const Value& destination, const Place& at, Findings& out);
void CheckSubsetName(const Value& name, const Place& at, Findings& out);

/// Keys and values of labels, such as those of a subset.
void CheckLabels(const Value& labels, const Place& at, Findings& out);
/// A selector of workloads, whose labels are in its member `labels_member`: `matchLabels`, or
/// `labels` in older kinds.
void CheckSelector(const Value& selector, std::string_view labels_member, const Place& at,
                   Findings& out);
/// `selector`, `targetRef` and `targetRefs` of a spec, of which one is given at most.
/// `selector_member` is `selector`, or `workloadSelector` in older kinds.
void CheckTargets(const Value& spec, std::string_view selector_member, const Place& at,
                  Findings& out);

enum class MayExportToNobody { kNo, kYes };
/// `exportTo` of an object in namespace `own`.
void CheckExportTo(const Value& namespaces, std::string_view own, MayExportToNobody nobody,
                   const Place& at, Findings& out);
/// The namespace that an entry of `exportTo` means; `*` and `~` as they are.
std::string_view ExportTarget(std::string_view entry, std::string_view own);
/// The namespace of an object; empty when it has none.
std::string_view NamespaceOf(const Value& object);

/// ClientTLSSettings of an object in namespace `own`.
void CheckClientTls(const Value& tls, std::string_view own, const Place& at, Findings& out);
/// ConnectionPoolSettings: of a traffic policy, or of a Sidecar.
void CheckConnectionPool(const Value& pool, const Place& at, Findings& out);

}  // namespace mesh::istio
