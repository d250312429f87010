package guard

import (
	"testing"

	"k8s.io/apiserver/pkg/admission"
)

// The tenant owns side, amb (behind a waypoint) and plain (outside the mesh), may call shared, and is called by the
// gateway in edge, by monitoring on one port and by friend on one port; other belongs to somebody else.
const tenant = `
resources:
  tenant:
    acme:
      name: acme
      namespaces:
        side: {dataplane_mode: sidecar}
        amb: {dataplane_mode: ambient, waypoint: {}, revision: stable}
        plain: {dataplane_mode: none}
      egress: restricted
      gateways: [{namespace: edge, service_account: edge-gateway}]
      scrapers: [{namespace: monitoring, service_account: prometheus, ports: [9100]}]
      allow_from: [{namespaces: [partner]}, {namespaces: [friend], ports: [{port: 8080}]}]
      allow_to: [{namespaces: [shared]}, {cidrs: [203.0.113.0/24]}]
      allow_plaintext: [{namespaces: [plain], to_namespaces: [side, amb], selector: {app: x}, ports: [8081], reason: half is outside the mesh}]
      hostnames: ["*.acme.example.com", acme.example.com]
      guard: true
      guard_exempt: {users: [deployer], groups: [platform-team]}
`

// question is one request in one of the tenant's namespaces: by a tenant's admin unless `by` or `groups` say otherwise, a
// CREATE unless there is an old object.
type question struct {
	what   string
	ns     string
	object string
	old    string
	by     string
	groups []string
	sub    string
	plural string
	op     admission.Operation
}

func (q question) request(t *testing.T) request {
	out := request{namespace: q.ns, user: q.by, groups: q.groups, subresource: q.sub, resource: q.plural, operation: q.op}
	if q.object != "" {
		out.object = kinded(t, q.object, q.ns)
	}
	if q.old != "" {
		out.old = kinded(t, q.old, q.ns)
	}
	return out
}

const (
	rsController    = "system:serviceaccount:kube-system:replicaset-controller"
	dController     = "system:serviceaccount:kube-system:deployment-controller"
	sliceController = "system:serviceaccount:kube-system:endpointslice-controller"
	allInOne        = "system:kube-controller-manager"
	istiod          = "system:serviceaccount:istio-system:istiod-1-31"
	cni             = "system:serviceaccount:istio-system:istio-cni"
	scheduler       = "system:kube-scheduler"
)

func inAll(namespaces []string, questions []question) (out []question) {
	for _, n := range namespaces {
		for _, q := range questions {
			if q.ns == "" || len(namespaces) > 1 {
				q.ns = n
			}
			out = append(out, q)
		}
	}
	return out
}

func TestRequests(t *testing.T) {
	c := newCluster(t, render(t, tenant), "edge", "other", "shared")
	meshed, all := []string{"side", "amb"}, []string{"side", "amb", "plain"}
	suites := []struct {
		name       string
		namespaces []string
		allowed    []question
		refused    []question
	}{
		{"pods", meshed, podsAllowed, podsRefused},
		{"any pods", all, anyPodsAllowed, anyPodsRefused},
		{"sidecar pods", []string{"side"}, sidecarPodsAllowed, sidecarPodsRefused},
		{"ambient pods", []string{"amb"}, ambientPodsAllowed, ambientPodsRefused},
		{"pods outside the mesh", []string{"plain"}, podsRefused[:3], nil},
		{"waypoint", []string{"amb"}, waypointAllowed, waypointRefused},
		{"routes", all, routesAllowed, routesRefused},
		{"gateway api", all, gatewayAPIAllowed, gatewayAPIRefused},
		{"addresses", all, addressesAllowed, addressesRefused},
		{"network policies", all, networkPoliciesAllowed, networkPoliciesRefused},
		{"fence", all, fenceAllowed, nil},
		{"extensions", all, extensionsAllowed, extensionsRefused},
	}
	for _, s := range suites {
		t.Run(s.name, func(t *testing.T) {
			for _, q := range inAll(s.namespaces, s.allowed) {
				if err := c.admit(t, q.request(t)); err != nil {
					t.Errorf("%s: %s: should be allowed: %v", q.ns, q.what, err)
				}
			}
			for _, q := range inAll(s.namespaces, s.refused) {
				err := c.admit(t, q.request(t))
				if err == nil {
					t.Errorf("%s: %s: gets through:\n  %s", q.ns, q.what, q.object)
				} else if !isVerdict(err) {
					t.Errorf("%s: %s: refused by accident: %v", q.ns, q.what, err)
				}
				// Neither the namespaces of others nor those whom the tenant exempts are anybody's business.
				r := q.request(t)
				r.user, r.groups = "deployer", nil
				if err := c.admit(t, r); err != nil {
					t.Errorf("%s: %s: the exempt user is refused: %v", q.ns, q.what, err)
				}
				r.user, r.groups = "somebody", []string{"platform-team"}
				if err := c.admit(t, r); err != nil {
					t.Errorf("%s: %s: the exempt group is refused: %v", q.ns, q.what, err)
				}
				r.user, r.groups, r.namespace = "tenant-admin", nil, "other"
				if err := c.admit(t, r); err != nil {
					t.Errorf("%s: %s: refused in a namespace of somebody else: %v", q.ns, q.what, err)
				}
				// What is there already can be deleted, and its finalizers can be taken off.
				r = q.request(t)
				r.operation, r.old, r.object = admission.Delete, r.object, nil
				if err := c.admit(t, r); err != nil {
					t.Errorf("%s: %s: cannot be deleted: %v", q.ns, q.what, err)
				}
				r = q.request(t)
				r.old = r.object.DeepCopy()
				r.old.SetFinalizers([]string{"example.com/keep"})
				r.operation = admission.Update
				if err := c.admit(t, r); err != nil {
					t.Errorf("%s: %s: an old one keeps its finalizer: %v", q.ns, q.what, err)
				}
			}
		})
	}
}

var anyPodsAllowed = []question{
	{what: "pod", object: `{kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, image: a}]}}`},
	{what: "deployment", object: `{kind: Deployment, metadata: {name: a}, spec: {template: {metadata: {labels: {app: x}}}}}`},
	{what: "deployment without labels", object: `{kind: Deployment, metadata: {name: a}, spec: {template: {}}}`},
	// Templates are judged when pods come of them: what an operator writes may be mended on the way.
	{what: "template on the host network", object: `{kind: Deployment, metadata: {name: a}, spec: {template: {spec: {hostNetwork: true}}}}`},
	{what: "binding", plural: "pods", sub: "binding", by: scheduler, object: `{kind: Binding, metadata: {name: a}, target: {kind: Node, name: n}}`},
	{what: "status", sub: "status", by: "system:node:n", object: `{kind: Pod, metadata: {name: a}, spec: {}, status: {phase: Running}}`, old: `{kind: Pod, metadata: {name: a}, spec: {}}`},
}

var anyPodsRefused = []question{
	{what: "host network", object: `{kind: Pod, metadata: {name: a}, spec: {hostNetwork: true}}`},
	{what: "host network by a controller", by: rsController, object: `{kind: Pod, metadata: {name: a}, spec: {hostNetwork: true}}`},
	{what: "host network by a daemon set", by: "system:serviceaccount:kube-system:daemon-set-controller", object: `{kind: Pod, metadata: {name: a}, spec: {hostNetwork: true}}`},
}

var podsAllowed = []question{
	{what: "harmless annotations", object: `{kind: Pod, metadata: {name: a, labels: {sidecar.istio.io/inject: "true", app: x}, annotations: {prometheus.io/scrape: "true", sidecar.istio.io/proxyCPU: 100m, sidecar.istio.io/proxyMemoryLimit: 1Gi, sidecar.istio.io/logLevel: "info", readiness.status.sidecar.istio.io/initialDelaySeconds: "1", prometheus.istio.io/merge-metrics: "false"}}, spec: {}}`},
	{what: "words of others", object: `{kind: Pod, metadata: {name: a, annotations: {my-istio.io/x: a, example.com/istio.io: b}}, spec: {}}`},
	{what: "proxy config of the usual kind", object: `{kind: Pod, metadata: {name: a, annotations: {proxy.istio.io/config: "holdApplicationUntilProxyStarts: true\nterminationDrainDuration: 30s\n"}}, spec: {}}`},
	{what: "proxy config as JSON", object: `{kind: Pod, metadata: {name: a, annotations: {proxy.istio.io/config: '{ "holdApplicationUntilProxyStarts": true, "concurrency": 2 }'}}, spec: {}}`},
	{what: "change of other labels", object: `{kind: Pod, metadata: {name: a, labels: {app: y}}, spec: {}}`, old: `{kind: Pod, metadata: {name: a, labels: {app: x}}, spec: {}}`},
	{what: "in the mesh by label", object: `{kind: Pod, metadata: {name: a, labels: {istio.io/dataplane-mode: ambient}}, spec: {}}`},
}

// The first three are pods that are no matter outside the mesh.
var podsRefused = []question{
	{what: "no injection, by label", object: `{kind: Pod, metadata: {name: a, labels: {sidecar.istio.io/inject: "false"}}, spec: {}}`},
	{what: "no injection, by annotation", object: `{kind: Pod, metadata: {name: a, annotations: {sidecar.istio.io/inject: "false"}}, spec: {}}`},
	{what: "not in ambient", object: `{kind: Pod, metadata: {name: a, labels: {istio.io/dataplane-mode: none}}, spec: {}}`},
	{what: "no injection, in other words", object: `{kind: Pod, metadata: {name: a, labels: {sidecar.istio.io/inject: "no"}}, spec: {}}`},
	{what: "leaves while running", object: `{kind: Pod, metadata: {name: a, labels: {istio.io/dataplane-mode: none}}, spec: {}}`, old: `{kind: Pod, metadata: {name: a}, spec: {}}`},
	{what: "leaves through its status", sub: "status", object: `{kind: Pod, metadata: {name: a, labels: {istio.io/dataplane-mode: none}}, spec: {}}`, old: `{kind: Pod, metadata: {name: a}, spec: {}}`},
	{what: "bypass", object: `{kind: Pod, metadata: {name: a, annotations: {ambient.istio.io/bypass-inbound-capture: "true"}}, spec: {}}`},
	{what: "bypass through a binding", plural: "pods", sub: "binding", object: `{kind: Binding, metadata: {name: a, annotations: {ambient.istio.io/bypass-inbound-capture: "true"}}, target: {kind: Node, name: n}}`},
	{what: "bypass through an old-style binding", object: `{kind: Binding, metadata: {name: a, annotations: {ambient.istio.io/bypass-inbound-capture: "true"}}, target: {kind: Node, name: n}}`},
	{what: "disabled redirection", object: `{kind: Pod, metadata: {name: a, annotations: {ambient.istio.io/redirection: disabled}}, spec: {}}`},
	{what: "virtual interfaces", object: `{kind: Pod, metadata: {name: a, annotations: {istio.io/reroute-virtual-interfaces: eth0}}, spec: {}}`},
	{what: "virtual interfaces, old name", object: `{kind: Pod, metadata: {name: a, annotations: {traffic.sidecar.istio.io/kubevirtInterfaces: eth0}}, spec: {}}`},
	{what: "excluded port", object: `{kind: Pod, metadata: {name: a, annotations: {traffic.sidecar.istio.io/excludeInboundPorts: "15020, 8080"}}, spec: {}}`},
	{what: "included ports", object: `{kind: Pod, metadata: {name: a, annotations: {traffic.sidecar.istio.io/includeInboundPorts: ""}}, spec: {}}`},
	{what: "excluded outbound ports", object: `{kind: Pod, metadata: {name: a, annotations: {traffic.sidecar.istio.io/excludeOutboundPorts: "80"}}, spec: {}}`},
	{what: "excluded addresses", object: `{kind: Pod, metadata: {name: a, annotations: {traffic.sidecar.istio.io/excludeOutboundIPRanges: 0.0.0.0/0}}, spec: {}}`},
	{what: "excluded interfaces", object: `{kind: Pod, metadata: {name: a, annotations: {traffic.sidecar.istio.io/excludeInterfaces: eth0}}, spec: {}}`},
	{what: "no interception", object: `{kind: Pod, metadata: {name: a, annotations: {sidecar.istio.io/interceptionMode: NONE}}, spec: {}}`},
	{what: "status port", object: `{kind: Pod, metadata: {name: a, annotations: {status.sidecar.istio.io/port: "8080"}}, spec: {}}`},
	{what: "other template", object: `{kind: Pod, metadata: {name: a, annotations: {inject.istio.io/templates: gateway}}, spec: {}}`},
	{what: "other image", object: `{kind: Pod, metadata: {name: a, annotations: {sidecar.istio.io/proxyImage: evil/proxy}}, spec: {}}`},
	{what: "other bootstrap", object: `{kind: Pod, metadata: {name: a, annotations: {sidecar.istio.io/bootstrapOverride: evil}}, spec: {}}`},
	{what: "other container", object: `{kind: Pod, metadata: {name: a, annotations: {proxy.istio.io/overrides: "{}"}}, spec: {}}`},
	{what: "volume over the proxy's files", object: `{kind: Pod, metadata: {name: a, annotations: {sidecar.istio.io/userVolumeMount: '{"x":{"mountPath":"/usr/local/bin"}}'}}, spec: {}}`},
	{what: "control plane of its own", object: `{kind: Pod, metadata: {name: a, annotations: {proxy.istio.io/config: 'discoveryAddress: evil:15012'}}, spec: {}}`},
	{what: "control plane of its own, escaped", object: `{kind: Pod, metadata: {name: a, annotations: {proxy.istio.io/config: '{"\u0064iscoveryAddress": "evil"}'}}, spec: {}}`},
	{what: "environment of the proxy", object: `{kind: Pod, metadata: {name: a, annotations: {proxy.istio.io/config: "concurrency: 1\nproxyMetadata:\n  DISABLE_ENVOY: \"true\"\n"}}, spec: {}}`},
	{what: "interception by proxy config", object: `{kind: Pod, metadata: {name: a, annotations: {proxy.istio.io/config: "interceptionMode: NONE"}}, spec: {}}`},
	{what: "template by a line break", object: `{kind: Pod, metadata: {name: a, annotations: {readiness.status.sidecar.istio.io/periodSeconds: "1\nimage: evil"}}, spec: {}}`},
	{what: "what nobody knows yet", object: `{kind: Pod, metadata: {name: a, annotations: {ambient.istio.io/new-way-out: "true"}}, spec: {}}`},
	{what: "proxy environment for the namespace", object: `{kind: ProxyConfig, metadata: {name: a}, spec: {environmentVariables: {PROXY_CONFIG: "discoveryAddress: evil"}}}`},
}

var sidecarPodsAllowed = []question{
	{what: "injected", object: `{kind: Pod, metadata: {name: a, annotations: {sidecar.istio.io/status: '{"initContainers":["istio-validation"],"containers":["istio-proxy"],"revision":"default"}', istio.io/rev: default, sidecar.istio.io/interceptionMode: REDIRECT, traffic.sidecar.istio.io/includeInboundPorts: "*", traffic.sidecar.istio.io/excludeInboundPorts: "15090,15021,15020", traffic.sidecar.istio.io/includeOutboundIPRanges: "*"}}, spec: {}}`},
	{what: "injected without plugin", object: `{kind: Pod, metadata: {name: a, annotations: {sidecar.istio.io/status: '{"initContainers":["istio-init"],"containers":["istio-proxy"]}'}}, spec: {containers: [{name: istio-proxy, securityContext: {capabilities: {drop: [ALL]}}}], initContainers: [{name: istio-init, securityContext: {capabilities: {add: [NET_ADMIN, NET_RAW], drop: [ALL]}}}]}}`},
}

var sidecarPodsRefused = []question{}

var ambientPodsAllowed = []question{
	{what: "enrolled by the node agent", sub: "status", by: cni, object: `{kind: Pod, metadata: {name: a, annotations: {ambient.istio.io/redirection: enabled}}, spec: {}}`, old: `{kind: Pod, metadata: {name: a}, spec: {}}`},
}

var ambientPodsRefused = []question{
	{what: "says that it has a sidecar", object: `{kind: Pod, metadata: {name: a, annotations: {sidecar.istio.io/status: "{}"}}, spec: {}}`},
}

const waypointPod = `{kind: Pod, metadata: {name: waypoint-x, labels: {gateway.networking.k8s.io/gateway-name: waypoint, istio.io/dataplane-mode: none, sidecar.istio.io/inject: "false"}, annotations: {istio.io/rev: stable}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: waypoint-x, uid: u, controller: true}]}, spec: {}}`

const waypointSet = `{kind: ReplicaSet, metadata: {name: waypoint-x, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: waypoint, uid: u, controller: true}]}, spec: {template: {metadata: {labels: {gateway.networking.k8s.io/gateway-name: waypoint}}}}}`
const waypointDeployment = `{kind: Deployment, metadata: {name: waypoint}, spec: {template: {metadata: {labels: {gateway.networking.k8s.io/gateway-name: waypoint}}}}}`

var waypointAllowed = []question{
	{what: "pod", by: rsController, object: waypointPod},
	{what: "pod where controllers are one", by: allInOne, object: waypointPod},
	{what: "pod gets a status", by: cni, sub: "status", object: `{kind: Pod, metadata: {name: a, labels: {gateway.networking.k8s.io/gateway-name: waypoint, istio.io/dataplane-mode: none}, annotations: {a: b}}, spec: {}}`, old: `{kind: Pod, metadata: {name: a, labels: {gateway.networking.k8s.io/gateway-name: waypoint, istio.io/dataplane-mode: none}}, spec: {}}`},
	{what: "replica set", by: dController, object: waypointSet},
	{what: "replica set where controllers are one", by: allInOne, object: waypointSet},
	{what: "deployment by any revision", by: istiod, object: waypointDeployment},
	{what: "deployment by istiod", by: "system:serviceaccount:istio-system:istiod", object: waypointDeployment},
	{what: "gateway", object: `{kind: Gateway, metadata: {name: waypoint, labels: {istio.io/waypoint-for: service}}, spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}}`},
	{what: "gateway gets its status", by: istiod, sub: "status", object: `{kind: Gateway, metadata: {name: waypoint}, spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}, status: {addresses: [{value: a}]}}`, old: `{kind: Gateway, metadata: {name: waypoint}, spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}}`},
}

var waypointRefused = []question{
	{what: "pod by a tenant", object: waypointPod},
	{what: "pod by a controller of another kind", by: allInOne, object: `{kind: Pod, metadata: {name: a, labels: {gateway.networking.k8s.io/gateway-name: waypoint, istio.io/dataplane-mode: none}, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: s, uid: u, controller: true}]}, spec: {}}`},
	{what: "label alone", object: `{kind: Pod, metadata: {name: a, labels: {gateway.networking.k8s.io/gateway-name: waypoint}}, spec: {}}`},
	{what: "label alone, later", object: `{kind: Pod, metadata: {name: a, labels: {gateway.networking.k8s.io/gateway-name: waypoint}}, spec: {}}`, old: `{kind: Pod, metadata: {name: a}, spec: {}}`},
	{what: "replica set by a tenant", object: waypointSet},
	{what: "replica set where controllers are one", by: allInOne, object: `{kind: ReplicaSet, metadata: {name: a}, spec: {template: {metadata: {labels: {gateway.networking.k8s.io/gateway-name: waypoint}}}}}`},
	{what: "deployment by a tenant", object: waypointDeployment},
	{what: "deployment by a name like istiod's", by: "system:serviceaccount:other:istiod", object: waypointDeployment},
	{what: "second waypoint", object: `{kind: Gateway, metadata: {name: second}, spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}}`},
	{what: "waypoint with a door", object: `{kind: Gateway, metadata: {name: waypoint}, spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}, {name: x, port: 80, protocol: HTTP}]}}`},
	{what: "waypoint made of a tenant's template", object: `{kind: Gateway, metadata: {name: waypoint}, spec: {gatewayClassName: istio-waypoint, infrastructure: {parametersRef: {group: "", kind: ConfigMap, name: evil}}, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}}`},
	{what: "waypoint elsewhere", object: `{kind: Gateway, metadata: {name: waypoint}, spec: {gatewayClassName: istio-waypoint, addresses: [{type: Hostname, value: evil.side.svc}], listeners: [{name: mesh, port: 15008, protocol: HBONE}]}}`},
	{what: "waypoint with another image", object: `{kind: Gateway, metadata: {name: waypoint, annotations: {sidecar.istio.io/proxyImage: evil/proxy}}, spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}}`},
	{what: "ingress gateway under its name", object: `{kind: Gateway, metadata: {name: waypoint}, spec: {gatewayClassName: istio, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}}`},
}
