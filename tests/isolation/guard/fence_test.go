package guard

import (
	"testing"

	"k8s.io/apiserver/pkg/admission"
)

const fence = `{kind: AuthorizationPolicy, metadata: {name: mesh-tenant-fence}, spec: {action: DENY}}`

var fenceAllowed = []question{
	{what: "made by the platform", by: platform, object: fence},
	{what: "changed by the platform", by: platform, object: `{kind: AuthorizationPolicy, metadata: {name: mesh-tenant-fence}, spec: {action: ALLOW}}`, old: fence},
	{what: "deleted by the platform", by: platform, op: admission.Delete, old: fence},
	{what: "deleted with the namespace", by: "system:serviceaccount:kube-system:namespace-controller", op: admission.Delete, old: fence},
	{what: "a policy of its own, deleted", op: admission.Delete, old: `{kind: AuthorizationPolicy, metadata: {name: a}, spec: {}}`},
	{what: "a network policy of its own, deleted", op: admission.Delete, old: `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}}}`},
	{what: "wide network policy of the platform", by: platform, object: `{kind: NetworkPolicy, metadata: {name: mesh-tenant-ingress}, spec: {podSelector: {}, ingress: [{}]}}`},
}

// A tenant's people, who may write policies of their own, can neither take the fence down nor change it, nor take its name.
func TestFenceStands(t *testing.T) {
	c := newCluster(t, render(t, tenant), "other")
	for _, q := range []question{
		{what: "deleted", op: admission.Delete, old: fence},
		{what: "selector", object: `{kind: AuthorizationPolicy, metadata: {name: mesh-tenant-fence}, spec: {action: DENY, selector: {matchLabels: {a: b}}}}`, old: fence},
		{what: "dry run", object: `{kind: AuthorizationPolicy, metadata: {name: mesh-tenant-fence, annotations: {istio.io/dry-run: "true"}}, spec: {action: DENY}}`, old: fence},
		{what: "name taken", object: fence},
		{what: "strict mode gone", op: admission.Delete, old: `{kind: PeerAuthentication, metadata: {name: mesh-tenant-strict}, spec: {mtls: {mode: STRICT}}}`},
		{what: "view gone", op: admission.Delete, old: `{kind: Sidecar, metadata: {name: mesh-tenant-sidecar}, spec: {}}`},
		{what: "network policy gone", op: admission.Delete, old: `{kind: NetworkPolicy, metadata: {name: mesh-tenant-ingress}, spec: {podSelector: {}}}`},
		{what: "network policy narrowed to no pods", object: `{kind: NetworkPolicy, metadata: {name: mesh-tenant-ingress}, spec: {podSelector: {matchLabels: {no: pod}}}}`, old: `{kind: NetworkPolicy, metadata: {name: mesh-tenant-ingress}, spec: {podSelector: {}}}`},
	} {
		for _, namespace := range []string{"side", "amb", "plain"} {
			q.ns = namespace
			if err := c.admit(t, q.request(t)); err == nil {
				t.Errorf("%s: %s: gets through", namespace, q.what)
			} else if !isVerdict(err) {
				t.Errorf("%s: %s: refused by accident: %v", namespace, q.what, err)
			}
		}
	}
}

// A role binding for everything in a namespace covers the Namespace itself.
func TestNamespaceLabels(t *testing.T) {
	c := newCluster(t, render(t, tenant), "other")
	labelled := func(labels string) string {
		return `{kind: Namespace, metadata: {name: amb, labels: {kubernetes.io/metadata.name: amb, ` + labels + `}}}`
	}
	before := labelled("istio.io/dataplane-mode: ambient, client: acme, team: x")
	for _, after := range []string{
		"client: acme, team: x", "istio.io/dataplane-mode: none, client: acme, team: x", "istio.io/dataplane-mode: ambient, client: other, team: x",
		"istio.io/dataplane-mode: ambient, client: acme, istio-injection: disabled", "istio.io/dataplane-mode: ambient, client: acme, pod-security.kubernetes.io/enforce: privileged",
		"istio.io/dataplane-mode: ambient, client: acme, istio.io/use-waypoint: other", "istio.io/dataplane-mode: ambient, client: acme, topology.istio.io/network: other",
	} {
		q := question{what: after, object: labelled(after), old: before}
		for _, sub := range []string{"", "status"} {
			q.sub = sub
			if err := c.admit(t, q.request(t)); err == nil || !isVerdict(err) {
				t.Errorf("%s %s: %v", after, sub, err)
			}
		}
		q.sub, q.by = "", platform
		if err := c.admit(t, q.request(t)); err != nil {
			t.Errorf("%s by the platform: %v", after, err)
		}
	}
	q := question{object: labelled("istio.io/dataplane-mode: ambient, client: acme, team: y, other: z"), old: before}
	if err := c.admit(t, q.request(t)); err != nil {
		t.Errorf("other labels: %v", err)
	}
}
