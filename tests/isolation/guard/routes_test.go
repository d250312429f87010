package guard

var routesAllowed = []question{
	{what: "short names", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [reviews], http: [{route: [{destination: {host: reviews, subset: v1}}], mirror: {host: reviews, subset: v2}}]}}`},
	{what: "own service", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api.amb.svc.cluster.local], http: [{route: [{destination: {host: api.side.svc}}]}]}}`},
	{what: "own hostname on a gateway", object: `{kind: VirtualService, metadata: {name: a}, spec: {gateways: [edge/shared], hosts: [acme.example.com, x.acme.example.com, "*.acme.example.com"], http: [{route: [{destination: {host: api.amb.svc.cluster.local}}]}]}}`},
	{what: "to where the tenant may call", object: `{kind: VirtualService, metadata: {name: a}, spec: {gateways: [mesh], hosts: [db.acme.example.com], tcp: [{route: [{destination: {host: db.shared.svc.cluster.local}}]}]}}`},
	{what: "to where the tenant may call, without saying mesh", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api], http: [{route: [{destination: {host: db.shared.svc.cluster.local}}]}]}}`},
	{what: "redirect", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api], http: [{redirect: {uri: /}}]}}`},
	{what: "TLS", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [acme.example.com], tls: [{match: [{sniHosts: [acme.example.com]}], route: [{destination: {host: api}}]}]}}`},
	{what: "own delegate", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api], http: [{delegate: {name: x}}, {delegate: {name: y, namespace: amb}}]}}`},
	{what: "delegated route", object: `{kind: VirtualService, metadata: {name: a}, spec: {http: [{route: [{destination: {host: api}}]}]}}`},
	{what: "rule for an own service", object: `{kind: DestinationRule, metadata: {name: a}, spec: {host: api, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}, subsets: [{name: v1, labels: {version: v1}}]}}`},
	{what: "rule for what the tenant may call", object: `{kind: DestinationRule, metadata: {name: a}, spec: {host: db.shared.svc.cluster.local}}`},
	{what: "rule for an own hostname", object: `{kind: DestinationRule, metadata: {name: a}, spec: {host: x.acme.example.com, trafficPolicy: {tls: {mode: SIMPLE}}}}`},
	{what: "entry for an own hostname", object: `{kind: ServiceEntry, metadata: {name: a}, spec: {hosts: [x.acme.example.com], resolution: DNS, ports: [{number: 443, name: tls, protocol: TLS}]}}`},
	{what: "entry that selects pods", object: `{kind: ServiceEntry, metadata: {name: a}, spec: {hosts: [x.acme.example.com], location: MESH_INTERNAL, resolution: STATIC, workloadSelector: {labels: {app: x}}}}`},
	{what: "ingress", object: `{kind: Ingress, metadata: {name: a}, spec: {rules: [{host: acme.example.com}], tls: [{hosts: [acme.example.com], secretName: s}]}}`},
	{what: "exempt by group of Kubernetes", by: "root", groups: []string{"platform-team"}, object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: ["*"]}}`},
	{what: "status of a route", by: istiod, object: `{kind: VirtualService, metadata: {name: a, labels: {a: b}}, spec: {hosts: [api]}, status: {a: b}}`, old: `{kind: VirtualService, metadata: {name: a, labels: {a: b}}, spec: {hosts: [api]}}`},
	{what: "correction", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api]}}`, old: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: ["*"]}}`},
}

var routesRefused = []question{
	{what: "foreign service", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api.other.svc.cluster.local], http: [{route: [{destination: {host: api}}]}]}}`},
	{what: "foreign service for everybody", object: `{kind: VirtualService, metadata: {name: a}, spec: {exportTo: ["*"], hosts: [api.other.svc.cluster.local], http: [{route: [{destination: {host: api}}]}]}}`},
	{what: "service that the tenant may call", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [db.shared.svc.cluster.local], http: [{route: [{destination: {host: api}}]}]}}`},
	{what: "foreign service half spelled", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api.other]}}`},
	{what: "foreign service in .svc", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api.other.svc]}}`},
	{what: "foreign service with a dot", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api.other.svc.cluster.local.]}}`},
	{what: "foreign service in capitals", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [API.OTHER.SVC.CLUSTER.LOCAL]}}`},
	{what: "namespace with a longer name", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api.not-side.svc.cluster.local]}}`},
	{what: "foreign hostname", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api.example.com]}}`},
	{what: "hostname with a longer name", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [notacme.example.com]}}`},
	{what: "one foreign among own", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [acme.example.com, api.example.com]}}`},
	{what: "all hosts", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: ["*"]}}`},
	{what: "wide wildcard", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: ["*.com"]}}`},
	{what: "wildcard of services", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: ["*.svc.cluster.local"]}}`},
	{what: "address", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [10.0.0.7]}}`},
	{what: "address without dots", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: ["fd00::7"]}}`},
	{what: "namespace form", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [other/api]}}`},
	{what: "foreign SNI", object: `{kind: VirtualService, metadata: {name: a}, spec: {gateways: [edge/shared], hosts: [acme.example.com], tls: [{match: [{sniHosts: [api.example.com]}], route: [{destination: {host: api}}]}]}}`},
	{what: "foreign destination", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [acme.example.com], http: [{route: [{destination: {host: api}}, {destination: {host: api.other.svc.cluster.local}}]}]}}`},
	{what: "foreign destination of TCP", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api], tcp: [{route: [{destination: {host: api.other.svc.cluster.local}}]}]}}`},
	{what: "foreign destination of TLS", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api], tls: [{route: [{destination: {host: api.other.svc.cluster.local}}]}]}}`},
	{what: "foreign mirror", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api], http: [{route: [{destination: {host: api}}], mirror: {host: api.other.svc.cluster.local}}]}}`},
	{what: "foreign mirrors", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api], http: [{route: [{destination: {host: api}}], mirrors: [{destination: {host: api.other.svc.cluster.local}}]}]}}`},
	{what: "destination outside", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api], http: [{route: [{destination: {host: evil.example.org}}]}]}}`},
	{what: "what the tenant may call, for the gateway's callers", object: `{kind: VirtualService, metadata: {name: a}, spec: {gateways: [edge/shared], hosts: [acme.example.com], http: [{route: [{destination: {host: db.shared.svc.cluster.local}}]}]}}`},
	{what: "what the tenant may call, for both", object: `{kind: VirtualService, metadata: {name: a}, spec: {gateways: [mesh, edge/shared], hosts: [acme.example.com], http: [{route: [{destination: {host: db.shared.svc.cluster.local}}]}]}}`},
	{what: "what the tenant may call, for whoever delegates", object: `{kind: VirtualService, metadata: {name: a}, spec: {http: [{route: [{destination: {host: db.shared.svc.cluster.local}}]}]}}`},
	{what: "foreign delegate", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api], http: [{delegate: {name: x, namespace: other}}]}}`},
	{what: "route turned away", object: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api.other.svc.cluster.local]}}`, old: `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api]}}`},
	{what: "foreign rule", object: `{kind: DestinationRule, metadata: {name: a}, spec: {host: api.other.svc.cluster.local}}`},
	{what: "rule for all", object: `{kind: DestinationRule, metadata: {name: a}, spec: {host: "*"}}`},
	{what: "rule for all services", object: `{kind: DestinationRule, metadata: {name: a}, spec: {host: "*.local"}}`},
	{what: "identity of a gateway for what DNS says", object: `{kind: DestinationRule, metadata: {name: a}, spec: {host: x.acme.example.com, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}}`},
	{what: "identity of a gateway for a port of it", object: `{kind: DestinationRule, metadata: {name: a}, spec: {host: x.acme.example.com, trafficPolicy: {portLevelSettings: [{port: {number: 80}, tls: {mode: ISTIO_MUTUAL}}]}}}`},
	{what: "identity of a gateway for a part of it", object: `{kind: DestinationRule, metadata: {name: a}, spec: {host: x.acme.example.com, subsets: [{name: s, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}]}}`},
	{what: "entry for a foreign host", object: `{kind: ServiceEntry, metadata: {name: a}, spec: {hosts: [api.stripe.example], resolution: DNS}}`},
	{what: "entry for a foreign service", object: `{kind: ServiceEntry, metadata: {name: a}, spec: {hosts: [api.other.svc.cluster.local], resolution: STATIC}}`},
	{what: "entry under a short name, which is everybody's", object: `{kind: ServiceEntry, metadata: {name: a}, spec: {hosts: [reviews], resolution: DNS}}`},
	{what: "entry for all", object: `{kind: ServiceEntry, metadata: {name: a}, spec: {hosts: ["*.com"]}}`},
	{what: "entry with addresses", object: `{kind: ServiceEntry, metadata: {name: a}, spec: {hosts: [x.acme.example.com], addresses: [10.0.0.0/8]}}`},
	{what: "entry without hosts", object: `{kind: ServiceEntry, metadata: {name: a}, spec: {}}`},
	{what: "gateway", object: `{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: waypoint}, spec: {selector: {istio: ingress}, servers: [{hosts: ["*/*"]}]}}`},
	{what: "ingress for all", object: `{kind: Ingress, metadata: {name: a}, spec: {rules: [{http: {paths: []}}]}}`},
	{what: "ingress by default", object: `{kind: Ingress, metadata: {name: a}, spec: {defaultBackend: {service: {name: x}}}}`},
	{what: "ingress for a foreign host", object: `{kind: Ingress, metadata: {name: a}, spec: {rules: [{host: api.example.com}]}}`},
	{what: "ingress with a foreign certificate", object: `{kind: Ingress, metadata: {name: a}, spec: {rules: [{host: acme.example.com}], tls: [{hosts: [api.example.com], secretName: s}]}}`},
	{what: "ingress with a certificate for all", object: `{kind: Ingress, metadata: {name: a}, spec: {rules: [{host: acme.example.com}], tls: [{secretName: s}]}}`},
}

var gatewayAPIAllowed = []question{
	{what: "own hostname", object: `{kind: HTTPRoute, metadata: {name: a}, spec: {hostnames: [acme.example.com], parentRefs: [{name: shared, namespace: edge}], rules: [{backendRefs: [{name: api, port: 80}]}]}}`},
	{what: "route within the mesh", object: `{kind: HTTPRoute, metadata: {name: a}, spec: {parentRefs: [{kind: Service, group: "", name: api}], rules: [{backendRefs: [{name: api-v2, port: 80}], filters: [{type: RequestMirror, requestMirror: {backendRef: {name: api-v3}}}]}]}}`},
	{what: "to an own service elsewhere", object: `{kind: HTTPRoute, metadata: {name: a}, spec: {hostnames: [acme.example.com], parentRefs: [{name: shared, namespace: edge}], rules: [{backendRefs: [{name: api, namespace: amb, port: 80}]}]}}`},
	{what: "to an own hostname", object: `{kind: HTTPRoute, metadata: {name: a}, spec: {hostnames: [acme.example.com], parentRefs: [{name: shared, namespace: edge}], rules: [{backendRefs: [{group: networking.istio.io, kind: Hostname, name: x.acme.example.com, port: 80}]}]}}`},
	{what: "TLS", object: `{kind: TLSRoute, metadata: {name: a}, spec: {hostnames: [acme.example.com], parentRefs: [{name: shared, namespace: edge}]}}`},
	{what: "redirect", object: `{kind: HTTPRoute, metadata: {name: a}, spec: {hostnames: [acme.example.com], parentRefs: [{name: shared, namespace: edge}], rules: [{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]}]}}`},
	{what: "listeners for own hostnames", object: `{kind: ListenerSet, metadata: {name: a}, spec: {parentRef: {name: shared, namespace: edge}, listeners: [{name: a, hostname: acme.example.com, port: 443, protocol: HTTPS}]}}`},
}

var gatewayAPIRefused = []question{
	{what: "foreign hostname", object: `{kind: HTTPRoute, metadata: {name: a}, spec: {hostnames: [api.example.com], parentRefs: [{name: shared, namespace: edge}]}}`},
	{what: "no hostname", object: `{kind: HTTPRoute, metadata: {name: a}, spec: {parentRefs: [{name: shared, namespace: edge}]}}`},
	{what: "no hostname for calls", object: `{kind: GRPCRoute, metadata: {name: a}, spec: {parentRefs: [{name: shared, namespace: edge}]}}`},
	{what: "bytes on a gateway", object: `{kind: TCPRoute, metadata: {name: a}, spec: {parentRefs: [{name: shared, namespace: edge}]}}`},
	{what: "foreign hostname on listeners", object: `{kind: HTTPRoute, metadata: {name: a}, spec: {hostnames: [api.example.com], parentRefs: [{kind: ListenerSet, name: more, namespace: edge}]}}`},
	{what: "foreign service by its hostname", object: `{kind: HTTPRoute, metadata: {name: a}, spec: {hostnames: [acme.example.com], parentRefs: [{name: shared, namespace: edge}], rules: [{backendRefs: [{group: networking.istio.io, kind: Hostname, name: api.other.svc.cluster.local, port: 80}]}]}}`},
	{what: "callable service by its hostname", object: `{kind: HTTPRoute, metadata: {name: a}, spec: {hostnames: [acme.example.com], parentRefs: [{name: shared, namespace: edge}], rules: [{backendRefs: [{group: networking.istio.io, kind: Hostname, name: db.shared.svc.cluster.local, port: 80}]}]}}`},
	{what: "foreign service", object: `{kind: HTTPRoute, metadata: {name: a}, spec: {hostnames: [acme.example.com], parentRefs: [{name: shared, namespace: edge}], rules: [{backendRefs: [{name: api, namespace: other, port: 80}]}]}}`},
	{what: "foreign mirror", object: `{kind: HTTPRoute, metadata: {name: a}, spec: {hostnames: [acme.example.com], parentRefs: [{name: shared, namespace: edge}], rules: [{backendRefs: [{name: api}], filters: [{type: RequestMirror, requestMirror: {backendRef: {kind: Hostname, group: networking.istio.io, name: api.other.svc.cluster.local}}}]}]}}`},
	{what: "foreign mirror of a backend", object: `{kind: HTTPRoute, metadata: {name: a}, spec: {hostnames: [acme.example.com], parentRefs: [{name: shared, namespace: edge}], rules: [{backendRefs: [{name: api, filters: [{type: RequestMirror, requestMirror: {backendRef: {namespace: other, name: api}}}]}]}]}}`},
	{what: "listeners for a foreign hostname", object: `{kind: ListenerSet, metadata: {name: a}, spec: {parentRef: {name: shared, namespace: edge}, listeners: [{name: a, hostname: api.example.com, port: 443, protocol: HTTPS}]}}`},
	{what: "listeners for all", object: `{kind: XListenerSet, metadata: {name: a}, spec: {parentRef: {name: shared, namespace: edge}, listeners: [{name: a, port: 443, protocol: HTTPS}]}}`},
	{what: "gateway", object: `{kind: Gateway, metadata: {name: mine}, spec: {gatewayClassName: istio, listeners: [{name: a, port: 80, protocol: HTTP}]}}`},
}

// With these a gateway that the fence lets in would be sent to the pods of somebody else.
var addressesAllowed = []question{
	{what: "service", object: `{kind: Service, metadata: {name: a}, spec: {selector: {app: x}, ports: [{port: 80}]}}`},
	{what: "alias of an own service", object: `{kind: Service, metadata: {name: a}, spec: {type: ExternalName, externalName: api.amb.svc.cluster.local}}`},
	{what: "slice by its controller", by: sliceController, object: `{kind: EndpointSlice, metadata: {name: a}, addressType: IPv4, endpoints: [{addresses: [10.0.0.7]}]}`},
	{what: "entry of a registered workload", by: istiod, object: `{kind: WorkloadEntry, metadata: {name: a}, spec: {address: 10.0.0.7}}`},
	{what: "change of no address", object: `{kind: EndpointSlice, metadata: {name: a, finalizers: [a]}, addressType: IPv4, endpoints: [{addresses: [10.0.0.7]}]}`, old: `{kind: EndpointSlice, metadata: {name: a}, addressType: IPv4, endpoints: [{addresses: [10.0.0.7]}]}`},
}

var addressesRefused = []question{
	{what: "alias of a foreign service", object: `{kind: Service, metadata: {name: a}, spec: {type: ExternalName, externalName: api.other.svc.cluster.local}}`},
	{what: "alias of a foreign service with a dot", object: `{kind: Service, metadata: {name: a}, spec: {type: ExternalName, externalName: api.other.svc.cluster.local.}}`},
	{what: "foreign address", object: `{kind: Service, metadata: {name: a}, spec: {externalIPs: [10.0.0.7], ports: [{port: 80}]}}`},
	{what: "endpoints", object: `{kind: Endpoints, metadata: {name: a}, subsets: [{addresses: [{ip: 10.0.0.7}]}]}`},
	{what: "slice", object: `{kind: EndpointSlice, metadata: {name: a}, addressType: IPv4, endpoints: [{addresses: [10.0.0.7]}]}`},
	{what: "slice turned", object: `{kind: EndpointSlice, metadata: {name: a}, addressType: IPv4, endpoints: [{addresses: [10.0.0.7]}]}`, old: `{kind: EndpointSlice, metadata: {name: a}, addressType: IPv4, endpoints: [{addresses: [10.0.0.8]}]}`},
	{what: "endpoints of an entry", object: `{kind: ServiceEntry, metadata: {name: a}, spec: {hosts: [x.acme.example.com], location: MESH_INTERNAL, resolution: STATIC, endpoints: [{address: 10.0.0.7}]}}`},
	{what: "workload entry", object: `{kind: WorkloadEntry, metadata: {name: a}, spec: {address: 10.0.0.7}}`},
	{what: "workload group", object: `{kind: WorkloadGroup, metadata: {name: a}, spec: {template: {serviceAccount: x}}}`},
}

var networkPoliciesAllowed = []question{
	{what: "narrow", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}, {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: amb}}, podSelector: {matchLabels: {a: b}}}]}]}}`},
	{what: "callers on every port", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}, {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: partner}}}]}]}}`},
	{what: "deny all", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, policyTypes: [Ingress, Egress]}}`},
	{what: "out to own and callable", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, egress: [{to: [{podSelector: {}}, {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shared}}}, {ipBlock: {cidr: 203.0.113.0/24}}]}]}}`},
	{what: "out to name servers", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}], ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]}]}}`},
}

var networkPoliciesRefused = []question{
	{what: "all", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{}]}}`},
	{what: "all on a port", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{ports: [{port: 80}]}]}}`},
	{what: "nobody named", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: []}]}}`},
	{what: "all namespaces", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}}`},
	{what: "all namespaces with a pod", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {}, podSelector: {}}]}]}}`},
	{what: "foreign namespace", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}, {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}}}]}]}}`},
	{what: "by another label", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: other}}}]}]}}`},
	{what: "by expression", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, operator: NotIn, values: [x]}]}}]}]}}`},
	{what: "all addresses", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}}`},
	{what: "scraper on every port", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]}]}}`},
	{what: "friend on every port", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: friend}}}]}]}}`},
	{what: "out to all", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, egress: [{}]}}`},
	{what: "out to a foreign namespace", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}}}]}]}}`},
	{what: "out to all of kube-system", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}]}]}}`},
	{what: "out to more of kube-system", object: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, egress: [{to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}], ports: [{port: 53, endPort: 65535}]}]}}`},
	{what: "all, with the network plugin's own words", object: `{kind: CiliumNetworkPolicy, metadata: {name: a}, spec: {endpointSelector: {}, ingress: [{fromEntities: [all]}]}}`},
	{what: "addresses of others, redirected", object: `{kind: CiliumLocalRedirectPolicy, metadata: {name: a}, spec: {redirectFrontend: {addressMatcher: {ip: 10.0.0.7}}}}`},
	{what: "all, with another plugin's words", object: `{apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: a}, spec: {ingress: [{action: Allow}]}}`},
	{what: "all, with that plugin's stored words", object: `{apiVersion: crd.projectcalico.org/v1, kind: NetworkPolicy, metadata: {name: a}, spec: {ingress: [{action: Allow}]}}`},
}

var extensionsAllowed = []question{
	{what: "what can only narrow", object: `{kind: AuthorizationPolicy, metadata: {name: a}, spec: {rules: [{}]}}`},
	{what: "what cannot widen", object: `{kind: PeerAuthentication, metadata: {name: a}, spec: {mtls: {mode: PERMISSIVE}}}`},
	{what: "views of proxies", object: `{kind: Sidecar, metadata: {name: a}, spec: {egress: [{hosts: ["*/*"]}]}}`},
	{what: "threads of proxies", object: `{kind: ProxyConfig, metadata: {name: a}, spec: {concurrency: 2}}`},
}

var extensionsRefused = []question{
	{what: "filter", object: `{kind: EnvoyFilter, metadata: {name: a}, spec: {}}`},
	{what: "filter by a like name", object: `{kind: EnvoyFilter, metadata: {name: mesh-tenant-rate-limit}}`},
	{what: "plugin", object: `{kind: WasmPlugin, metadata: {name: a}, spec: {url: "oci://evil"}}`},
	{what: "extension", object: `{kind: TrafficExtension, metadata: {name: a}, spec: {}}`},
}
