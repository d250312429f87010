#pragma once

#include <string>
#include <string_view>

namespace mesh::istio {

// Names and addresses as Istio's webhook reads them. `Wrong...` answers what is wrong with a text,
// as a sentence that names it, and is empty when nothing is.

/// One part of a DNS name: letters of either case, digits and inner hyphens, 1 to 63 of them.
bool IsDnsLabel(std::string_view text);
std::string WrongDnsLabel(std::string_view text);
/// A full DNS name, of DNS labels, without wildcards; one dot at the end is allowed.
std::string WrongFqdn(std::string_view host);
/// A DNS name whose first label may be `*`, or begin with it: `*`, `*.example.com`, `*-a.b`.
std::string WrongWildcardHost(std::string_view host);
/// The same, and names that Istio's own routes between clusters use:
/// `outbound_.80_._.a.b.svc.cluster.local`. Those hold only where TLS routes match on SNI.
std::string WrongSniHost(std::string_view host);
/// A wildcard stands alone or as the whole first label: `*`, `*.example.com`, not `*-a.b`.
bool HasPartialWildcard(std::string_view host);

/// An IPv4 or IPv6 address, the latter with a zone or without.
bool IsIpAddress(std::string_view text);
/// An address, or a subnet: `10.0.0.1`, `10.0.0.0/8`, `2001:db8::/32`.
std::string WrongSubnet(std::string_view text);
/// A subnet with its length: `10.0.0.0/8`.
bool IsSubnet(std::string_view text);

/// Whether some host could be meant by both names, one of them or both with wildcards.
bool HostsOverlap(std::string_view a, std::string_view b);
/// Whether every host that `inner` means is one that `outer` means.
bool IsHostWithin(std::string_view inner, std::string_view outer);

}  // namespace mesh::istio
