#pragma once

#include "core/checks/finding.h"

namespace mesh::istio {

/// Rules for what proxies listen on, of Gateway and Sidecar. Codes MSH2201 to MSH2299.
inline constexpr Rule kListenerRules[] = {
    // What several kinds have.
    {"MSH2201", Severity::kError, "Wildcard for a part of a label",
     "Istio refuses it here. A wildcard stands alone or as the whole first label, such as "
     "`*.example.com`."},
    {"MSH2202", Severity::kError, "Host without a domain",
     "Istio refuses short names here, because they could mean hosts of several namespaces. Write "
     "the full name, such as `reviews.shop.svc.cluster.local`."},
    {"MSH2203", Severity::kError, "Invalid namespace before a host",
     "Istio refuses it. Before the slash write a namespace, `.` (this one) or `*` (all)."},
    {"MSH2204", Severity::kError, "Namespace or host is empty",
     "Both sides of the slash are needed. Write `*` for any."},
    {"MSH2205", Severity::kError, "Invalid path of a Unix socket",
     "Write the absolute path of a file, such as `unix:///run/app.sock`, or `unix://@name` for an "
     "abstract socket."},
    {"MSH2206", Severity::kError, "Address that cannot be listened on",
     "Istio refuses it. Write an IP address without a port."},
    {"MSH2207", Severity::kError, "targetPort where nothing has one",
     "It belongs to services, and Istio refuses it here. Remove it."},
    {"MSH2208", Severity::kWarning, "Port for UDP",
     "Istio's proxies do not handle UDP: for this port nothing is configured. Remove the port, or "
     "let the traffic pass by the mesh."},
    // Certificates of a server.
    {"MSH2210", Severity::kError, "Server certificates from several places",
     "Only one can be taken. Keep one of credentialName, credentialNames, tlsCertificates, and "
     "serverCertificate with privateKey."},
    {"MSH2211", Severity::kError, "ISTIO_MUTUAL with other certificates",
     "The mode uses the certificates that Istio issues, so it refuses others beside it. Remove "
     "the fields named, or use mode MUTUAL."},
    {"MSH2212", Severity::kError, "TLS without a server certificate",
     "No client could connect. Give credentialName, or serverCertificate with privateKey; mode "
     "PASSTHROUGH needs none."},
    {"MSH2213", Severity::kError, "TLS without a private key",
     "A certificate is of no use without its key. Give privateKey beside serverCertificate."},
    {"MSH2214", Severity::kError, "Mutual TLS without CA certificates for clients",
     "No client's certificate could be verified. Give caCertificates, or a credentialName whose "
     "Secret has them."},
    {"MSH2215", Severity::kError, "Revoked certificates in mode SIMPLE",
     "The mode asks clients for no certificate that could be revoked. Remove caCrl, or use mode "
     "MUTUAL."},
    {"MSH2216", Severity::kError, "Revoked certificates beside credentialName",
     "The list belongs into the Secret. Remove caCrl."},
    {"MSH2217", Severity::kWarning, "Old TLS version without ciphers for it",
     "By default there is no cipher that versions below 1.2 can use, so they still cannot connect. "
     "Give cipherSuites, or better, leave minProtocolVersion at TLSV1_2."},
    {"MSH2218", Severity::kWarning, "Unknown cipher suite",
     "Istio leaves it out. Use OpenSSL's names of those that Envoy has, such as "
     "`ECDHE-RSA-AES256-GCM-SHA384`; those of TLS 1.3 cannot be chosen."},
    {"MSH2219", Severity::kWarning, "Cipher suite twice", "Remove one."},
    {"MSH2220", Severity::kWarning, "Certificates that passing through does not use",
     "TLS is not ended here, so they are ignored. Without a mode, PASSTHROUGH is meant: give "
     "`mode: SIMPLE` to end TLS, or remove the fields named."},
    {"MSH2221", Severity::kWarning, "Settings for client certificates that nobody asks for",
     "Only MUTUAL, OPTIONAL_MUTUAL and ISTIO_MUTUAL ask clients for a certificate: everybody gets "
     "in. Use one of these modes, or remove the fields named."},
    {"MSH2222", Severity::kWarning, "TLS settings that this source of certificates does not use",
     "They are not read, so certificates are accepted that seem to be excluded. caCrl works with "
     "files, and verifyCertificateSpki and verifyCertificateHash with credentialName; a list of "
     "revoked certificates can be in the Secret."},
    {"MSH2223", Severity::kWarning, "No TLS version is left",
     "The oldest version allowed is newer than the newest, so no client can connect. Correct "
     "minProtocolVersion or maxProtocolVersion."},
    // Gateway.
    {"MSH2230", Severity::kError, "Name that a Gateway cannot have",
     "VirtualServices refer to it as `namespace/name`, in which Istio reads no dots. Use letters, "
     "digits and hyphens, 63 at most."},
    {"MSH2231", Severity::kError, "Gateway without servers",
     "It opens no port, and Istio refuses it. Give at least one server."},
    {"MSH2232", Severity::kError, "Server without hosts",
     "Istio refuses it. List the hosts that it serves, or `*`."},
    {"MSH2233", Severity::kError, "Port of a server without a name",
     "Istio tells servers apart by it. Name it, such as `https-shop`."},
    {"MSH2234", Severity::kError, "Port name twice",
     "Istio tells servers of a Gateway apart by it. Change one; two servers may have the same "
     "number."},
    {"MSH2235", Severity::kError, "Port of a server without a protocol",
     "Gateways do not detect it. Use HTTP, HTTP2, GRPC, HTTPS, TLS or TCP."},
    {"MSH2236", Severity::kError, "Unix socket with a port number", "Use 0 for the number."},
    {"MSH2237", Severity::kError, "HTTPS or TLS without TLS settings",
     "Istio refuses it. Give tls, with mode PASSTHROUGH when workloads end TLS themselves."},
    {"MSH2238", Severity::kError, "TLS ended on a port for plain HTTP",
     "Only httpsRedirect has a meaning there. Use protocol HTTPS, or remove the rest of tls."},
    {"MSH2239", Severity::kError, "TLS settings on a port without TLS",
     "Istio refuses them. Use protocol TLS or HTTPS, or remove tls."},
    {"MSH2240", Severity::kWarning, "Redirect to HTTPS on a port that is not for HTTP",
     "Nothing is redirected. Set httpsRedirect on the server for plain HTTP."},
    {"MSH2241", Severity::kWarning, "Gateway without a selector",
     "It opens its ports on every gateway of the mesh, those of other namespaces included. Give "
     "the labels of the gateway's pods, such as `istio: ingressgateway`."},
    {"MSH2242", Severity::kWarning, "Host of two servers on one port",
     "Proxies choose the server by it, so Istio leaves the whole second server out. Remove the "
     "host from one of them."},
    {"MSH2243", Severity::kWarning, "Servers on one port that exclude each other",
     "One listener serves either plain HTTP, one plain TCP server, or TLS; Istio leaves the second "
     "server out. Give it another port or another bind."},
    {"MSH2244", Severity::kWarning, "Name of a server twice",
     "Their statistics are mixed up. Change one."},
    {"MSH2245", Severity::kWarning, "TLS settings without effect on plain HTTP",
     "Nothing but httpsRedirect is read there. Set `httpsRedirect: true`, or remove tls."},
    // Sidecar.
    {"MSH2260", Severity::kError, "Sidecar that says nothing",
     "Istio refuses it. Give at least one of egress, ingress, outboundTrafficPolicy and "
     "inboundConnectionPool."},
    {"MSH2261", Severity::kError, "Port of two listeners",
     "Only one can have it, whatever they bind to. Merge them, or change one."},
    {"MSH2262", Severity::kError, "Endpoint that is no address with a port",
     "Write `127.0.0.1:8080`, `[::1]:8080`, `0.0.0.0:8080` or `unix:///path`."},
    {"MSH2263", Severity::kError, "Endpoint that is not the workload itself",
     "A sidecar sends what comes in to its own workload alone. Use 127.0.0.1 or [::1] for the "
     "loopback "
     "address, 0.0.0.0 or [::] for the pod's own."},
    {"MSH2264", Severity::kError, "Port of an endpoint that is no number",
     "Istio knows no names of ports here. Write the number."},
    {"MSH2265", Severity::kError, "TLS setting that sidecars do not have",
     "Only gateways can do it, and Istio refuses it here. Remove the fields named; certificates "
     "of sidecars are files."},
    {"MSH2266", Severity::kError, "TLS mode that sidecars do not have",
     "Use SIMPLE or MUTUAL for clients outside the mesh. Mutual TLS within the mesh needs no "
     "settings here, but PeerAuthentication."},
    {"MSH2268", Severity::kWarning, "HTTP limits on a port that is not for HTTP",
     "Only the limits in `tcp` hold there. Set the port's protocol to HTTP, HTTP2 or GRPC, or "
     "remove `http`."},
    {"MSH2269", Severity::kError, "Listener for all ports that is not the last",
     "One without a port takes what the others leave. Give it a port, or move it to the end; "
     "only one can be without."},
    {"MSH2270", Severity::kError, "Egress without hosts",
     "Istio refuses it. List hosts, such as `./*` for the own namespace, or `~/*` for none."},
    {"MSH2271", Severity::kError, "Egress host without a namespace",
     "Istio refuses it. Write `namespace/host`, such as `shop/*` or `*/api.example.com`."},
    {"MSH2272", Severity::kError, "Listener on port 0",
     "0 stands for a Unix socket, and bind names none. Give the port's number, or a bind such as "
     "`unix:///run/app.sock`."},
    {"MSH2273", Severity::kError, "Traffic that a Unix socket cannot capture",
     "Applications have to call it themselves. Use captureMode NONE, or remove it."},
    {"MSH2274", Severity::kError, "Unix socket of two listeners", "Change one, or merge them."},
    {"MSH2275", Severity::kWarning, "Egress host twice",
     "An entry before it, or after it, means the same hosts. Remove one."},
    {"MSH2276", Severity::kWarning, "Egress to all hosts and to some",
     "`*/*` includes every host, so the others do nothing and the sidecar still gets the "
     "configuration of the whole mesh. Remove `*/*`."},
    {"MSH2277", Severity::kError, "Egress proxy where unknown hosts are blocked",
     "There is no traffic for it then. Set `mode: ALLOW_ANY`; without a mode REGISTRY_ONLY is "
     "meant."},
    {"MSH2278", Severity::kError, "Egress proxy without a port", "Give port.number."},
    {"MSH2279", Severity::kError, "Egress proxy with a wildcard",
     "All traffic goes to one host. Write its full name."},
};

}  // namespace mesh::istio
