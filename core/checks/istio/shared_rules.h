#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

/// Rules that several of Istio's kinds share. Their codes end at MSH2049.
inline constexpr Rule kSharedRules[] = {
    {"MSH2001", Severity::kError, "Invalid host name",
     "Istio refuses names that no DNS server could answer. Write the full name of a service, such "
     "as `reviews.shop.svc.cluster.local`; a wildcard is allowed at the front of the first part "
     "only."},
    {"MSH2002", Severity::kError, "Invalid IP address or subnet",
     "Istio refuses the object. Write an address or a subnet, such as `10.0.0.1`, `10.0.0.0/8` or "
     "`2001:db8::/32`."},
    {"MSH2003", Severity::kError, "Port out of range", "Ports are 1 to 65535. Use one of those."},
    {"MSH2004", Severity::kError, "Duration shorter than a millisecond",
     "Envoy counts in milliseconds, so the API server refuses less. Use `1ms` or more; remove the "
     "field where nothing shall be bounded."},
    {"MSH2005", Severity::kError, "Duration with parts of a millisecond",
     "Istio refuses what Envoy cannot count. Use whole milliseconds."},
    {"MSH2006", Severity::kError, "Text that is no duration",
     "The API server takes any text here, but Istio reads it as a duration and refuses the object. "
     "Write numbers with units, such as `500ms`, `30s` or `1h30m`."},
    {"MSH2007", Severity::kError, "Invalid label key",
     "No object can have such a label, so Istio refuses to look for it. Correct the key."},
    {"MSH2008", Severity::kError, "Invalid label value",
     "No object can have such a label, so Istio refuses to look for it. Correct the value."},
    {"MSH2009", Severity::kError, "Empty label key in a selector",
     "No workload has a label without a key. Name the label, or remove the entry."},
    {"MSH2010", Severity::kError, "Wildcard in a selector",
     "Selectors compare labels as they are, so a `*` would match nothing. List one value, or "
     "leave the label out to select workloads with any value of it."},
    {"MSH2011", Severity::kWarning, "Selector without labels",
     "It selects every workload in reach, as if there were none. Add labels, or remove the "
     "selector to say so."},
    {"MSH2012", Severity::kError, "Same namespace twice in exportTo",
     "Istio refuses doubled entries; `.` means the namespace of the object. Remove one."},
    {"MSH2013", Severity::kError, "Invalid entry in exportTo",
     "Istio refuses it. Write `.` (this namespace), `*` (all) or the name of a namespace."},
    {"MSH2014", Severity::kError, "Export to nobody",
     "Only a ServiceEntry can be exported to nobody (`~`). Use `.` to keep the object in its "
     "namespace."},
    {"MSH2015", Severity::kError, "Export to all and to some",
     "`*` includes every namespace, so Istio refuses others beside it. Keep `*`, or name the "
     "namespaces without it."},
    {"MSH2016", Severity::kError, "Export to nobody and to some",
     "`~` excludes everybody, so Istio refuses others beside it. Keep one or the other."},
    {"MSH2017", Severity::kError, "Invalid reference to a gateway",
     "Istio refuses it. Write `namespace/name`, or the name alone for a gateway in the same "
     "namespace."},
    {"MSH2018", Severity::kWarning, "Gateway in the old notation",
     "Names with dots are read as `name.namespace` for compatibility. Write `namespace/name`."},
    {"MSH2019", Severity::kError, "Annotation that only AuthorizationPolicy may have",
     "`istio.io/dry-run` has no meaning for other kinds, and Istio refuses it. Remove it."},
    {"MSH2020", Severity::kError, "Annotation that is reserved for Istio",
     "Istio sets it on objects of its own and refuses it on others. Remove it."},
    {"MSH2021", Severity::kError, "Invalid reference to a ConfigMap with certificates",
     "A proxy may read such a ConfigMap only where the object is. Write "
     "`configmap://NAMESPACE/NAME` with the namespace of this object."},
    {"MSH2022", Severity::kError, "Server is verified and is not",
     "`insecureSkipVerify: true` accepts any certificate, so Istio refuses what would verify one "
     "beside it. Remove `insecureSkipVerify`, or the fields named."},
    {"MSH2023", Severity::kError, "Certificates from two places",
     "`credentialName` names a Secret that holds all of them, so Istio refuses files beside it. "
     "Keep one or the other."},
    {"MSH2024", Severity::kError, "Mutual TLS without a client certificate",
     "A server that asks for a certificate gets none. Give `clientCertificate` and `privateKey`, "
     "or `credentialName`; use mode ISTIO_MUTUAL for certificates of the mesh."},
    {"MSH2025", Severity::kError, "Mutual TLS without a private key",
     "A certificate is of no use without its key. Give `privateKey`, or `credentialName` instead "
     "of both."},
    {"MSH2026", Severity::kWarning, "TLS settings that the mode does not use",
     "The mode decides which of the settings are read; these are not. Remove them, or change the "
     "mode."},
    {"MSH2027", Severity::kError, "Empty connection pool",
     "Istio refuses it. Give `tcp` or `http`, or remove it."},
    {"MSH2028", Severity::kError, "Negative limit", "Istio refuses it. Use 0 or more."},
    {"MSH2029", Severity::kError, "Upgrade to HTTP/2 and the client's protocol at once",
     "`useClientProtocol: true` keeps what the client speaks, `h2UpgradePolicy: UPGRADE` changes "
     "it. Keep one."},
    {"MSH2030", Severity::kError, "HTTP/2 keepalive without interval or timeout",
     "Istio refuses one without the other. Give both."},
    {"MSH2031", Severity::kWarning, "Limit of 0",
     "Istio reads 0 as not set, which means no limit, and not that nothing is allowed. Remove it, "
     "or use 1 for the strictest limit."},
    {"MSH2032", Severity::kError, "Empty regular expression",
     "Istio refuses it. Write an expression, or remove the match."},
    {"MSH2033", Severity::kError, "Regular expression that is too long",
     "Istio accepts at most 1024 bytes. Shorten it, or split it over several matches."},
    {"MSH2034", Severity::kError, "Invalid regular expression",
     "Proxies could not compile it. Istio uses RE2's syntax, which has no look-around and no back "
     "references."},
    {"MSH2035", Severity::kError, "targetRef without a name",
     "It refers to nothing. Name the Service, ServiceEntry, Gateway or GatewayClass."},
    {"MSH2036", Severity::kError, "targetRef to another namespace",
     "Policies hold in their own namespace only. Put the policy where the target is, and remove "
     "`namespace`."},
    {"MSH2037", Severity::kError, "targetRef to a kind that policies cannot attach to",
     "Use kind Gateway or GatewayClass of group gateway.networking.k8s.io, Service without a "
     "group, or ServiceEntry of group networking.istio.io."},
    {"MSH2038", Severity::kError, "Selector and targetRefs at once",
     "An object is for selected workloads or for targets, not for both. Keep one of the fields; "
     "make a second object for the other."},
    {"MSH2039", Severity::kError, "Invalid name of a header",
     "Istio refuses what no HTTP message can have."},
    {"MSH2040", Severity::kError, "Invalid port name",
     "Istio refuses it. Use letters, digits and hyphens, 63 at most, such as `http-web`."},
    {"MSH2041", Severity::kError, "Unknown protocol",
     "Istio refuses it. Use TCP, UDP, TLS, HTTP, HTTP2, HTTPS, HTTP_PROXY, GRPC, GRPC-WEB, MONGO, "
     "REDIS or MYSQL; leave it out to have it detected."},
    {"MSH2042", Severity::kWarning, "Reference to a gateway that cannot exist",
     "Istio stops looking at references after the first one without a namespace, so it accepts "
     "this one, and it leads nowhere. Write `namespace/name`."},
    {"MSH2043", Severity::kError, "Destination `*`", "A request goes to one service. Name it."},
    {"MSH2044", Severity::kError, "Invalid name of a subset",
     "Istio refuses it. Use letters, digits and hyphens, 63 at most, such as `v2`."},
};

}  // namespace mesh::istio
