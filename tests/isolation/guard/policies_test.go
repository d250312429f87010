package guard

import (
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/google/cel-go/cel"

	admissionregistration "k8s.io/api/admissionregistration/v1"
	"k8s.io/apimachinery/pkg/util/version"
	plugincel "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/cel/environment"
)

// options are tenants of all sorts; each stands alone in a mesh.
var options = map[string]string{
	"smallest":   `namespaces: {one: {dataplane_mode: sidecar}}`,
	"no mesh":    `namespaces: {one: {dataplane_mode: none}}`,
	"waypoint":   `namespaces: {one: {dataplane_mode: ambient, revision: prod-stable, waypoint: {name: way}}}`,
	"each alone": `{namespaces: {one: {dataplane_mode: ambient}, two: {dataplane_mode: sidecar}}, isolation: namespace}`,
	"restricted": `{namespaces: {one: {dataplane_mode: sidecar}}, egress: restricted, allow_to: [{namespaces: [a, b], ports: [80]}, {cidrs: [10.0.0.0/8, "fd00::/8"]}], telemetry_backends: [{namespaces: [telemetry]}]}`,
	"callers": `{namespaces: {one: {dataplane_mode: ambient}}, gateways: [{namespace: edge, service_account: gw, pod_labels: {a: b}}], scrapers: [{namespace: mon, service_account: p, ports: [1]}],
        allow_from: [{namespaces: [x], ports: [{port: 1, service_port: 2}]}, {service_accounts: [y/z]}], allow_plaintext: [{cidrs: [10.0.0.1/32], selector: {a: b}, ports: [1], reason: r}]}`,
	"exempt":          `{namespaces: {one: {dataplane_mode: sidecar}}, guard_exempt: {users: ["o'neill", "a\\b", "x]y"], groups: [a, "b'c"]}}`,
	"nobody exempt":   `{namespaces: {one: {dataplane_mode: sidecar}}, guard_exempt: {groups: []}}`,
	"many hostnames":  `{namespaces: {one: {dataplane_mode: sidecar}}, hostnames: [` + list(200, `"*.h%d.example.com"`) + `]}`,
	"many namespaces": `{namespaces: {` + list(60, `n%d: {dataplane_mode: ambient}`) + `}}`,
}

func list(count int, format string) string {
	var out []string
	for i := range count {
		out = append(out, fmt.Sprintf(format, i))
	}
	return strings.Join(out, ", ")
}

// whole is a platform with one guarded tenant.
func whole(configuration string) string {
	if !strings.HasPrefix(configuration, "{") {
		configuration = "{" + configuration + "}"
	}
	return "resources: {tenant: {t: {name: t, guard: true, " + configuration[1:] + "}}\n"
}

type expression struct{ name, text string }

func (e expression) GetExpression() string    { return e.text }
func (e expression) GetName() string          { return e.name }
func (e expression) ReturnTypes() []*cel.Type { return []*cel.Type{cel.BoolType} }

type variable struct{ expression }

func (variable) ReturnTypes() []*cel.Type { return []*cel.Type{cel.AnyType, cel.DynType} }

// Every expression compiles as new in the oldest Kubernetes that has these policies, and in the newest.
func TestExpressionsCompile(t *testing.T) {
	for _, kubernetes := range []*version.Version{version.MajorMinor(1, 30), environment.DefaultCompatibilityVersion()} {
		base := environment.MustBaseEnvSet(kubernetes)
		for name, configuration := range options {
			t.Run(kubernetes.String()+" "+name, func(t *testing.T) {
				found := policies(t, render(t, whole(configuration)))
				if len(found) == 0 {
					t.Fatal("no policy")
				}
				// Those of further namespaces are of the same kind.
				for _, p := range found[:min(len(found), 3)] {
					compile(t, base, p)
				}
			})
		}
	}
}

func compile(t *testing.T, base *environment.EnvSet, p *admissionregistration.ValidatingAdmissionPolicy) {
	t.Helper()
	compiler, err := plugincel.NewCompositedCompiler(base)
	if err != nil {
		t.Fatal(err)
	}
	declared := plugincel.OptionalVariableDeclarations{HasAuthorizer: true}
	var conditions []plugincel.ExpressionAccessor
	for _, c := range p.Spec.MatchConditions {
		conditions = append(conditions, expression{c.Name, c.Expression})
	}
	for i, e := range compiler.CompileCondition(conditions, declared, environment.NewExpressions).CompilationErrors() {
		t.Errorf("%s: match condition %d: %v", p.Name, i, e)
	}
	for _, v := range p.Spec.Variables {
		if r := compiler.CompileAndStoreVariable(variable{expression{v.Name, v.Expression}}, declared, environment.NewExpressions); r.Error != nil {
			t.Errorf("%s: variable %s: %v", p.Name, v.Name, r.Error)
		}
	}
	var rules []plugincel.ExpressionAccessor
	for _, v := range p.Spec.Validations {
		rules = append(rules, expression{v.Message, v.Expression})
		if v.Message == "" || strings.Contains(v.Message, "\n") {
			t.Errorf("%s: message %q", p.Name, v.Message)
		}
	}
	for _, e := range compiler.CompileCondition(rules, declared, environment.NewExpressions).CompilationErrors() {
		t.Errorf("%s: %v", p.Name, e)
	}
}

// A policy and its binding belong together, fail closed, deny, and pick one namespace by a label that nobody can change.
func TestBindings(t *testing.T) {
	objects := render(t, tenant)
	byName := map[string]*admissionregistration.ValidatingAdmissionPolicyBinding{}
	for _, b := range bindings(t, objects) {
		byName[b.Spec.PolicyName] = b
	}
	var guarded []string
	for _, p := range policies(t, objects) {
		b := byName[p.Name]
		if b == nil {
			t.Fatalf("%s is not bound", p.Name)
		}
		if !reflect.DeepEqual(b.Spec.ValidationActions, []admissionregistration.ValidationAction{admissionregistration.Deny}) {
			t.Errorf("%s: %v", b.Name, b.Spec.ValidationActions)
		}
		if p.Spec.FailurePolicy == nil || *p.Spec.FailurePolicy != admissionregistration.Fail {
			t.Errorf("%s does not fail closed", p.Name)
		}
		for _, m := range []*admissionregistration.MatchResources{p.Spec.MatchConstraints, b.Spec.MatchResources} {
			if *m.MatchPolicy != admissionregistration.Equivalent || len(m.ExcludeResourceRules) > 0 || len(m.ObjectSelector.MatchLabels)+len(m.ObjectSelector.MatchExpressions) > 0 ||
				len(m.NamespaceSelector.MatchLabels) != 1 || len(m.NamespaceSelector.MatchExpressions) != 0 {
				t.Errorf("%s: matches %v", p.Name, m)
			}
		}
		if !reflect.DeepEqual(p.Spec.MatchConstraints.NamespaceSelector, b.Spec.MatchResources.NamespaceSelector) {
			t.Errorf("%s is bound elsewhere", p.Name)
		}
		guarded = append(guarded, p.Spec.MatchConstraints.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"])
		for _, r := range p.Spec.MatchConstraints.ResourceRules {
			if !slices.Contains(r.Operations, "UPDATE") || !slices.Equal(r.APIVersions, []string{"*"}) ||
				len(r.ResourceNames) > 0 || slices.Contains(r.Resources, "*") || slices.Contains(r.APIGroups, "*") {
				t.Errorf("%s: %v", p.Name, r)
			}
		}
	}
	sort.Strings(guarded)
	if !slices.Equal(guarded, []string{"amb", "plain", "side"}) {
		t.Errorf("guards %v", guarded)
	}
}

// What mesh itself renders for a guarded tenant needs no exemption: who may write the guard may write the fence.
func TestOwnObjectsPass(t *testing.T) {
	objects := render(t, tenant)
	c := newCluster(t, objects)
	kinds := map[string]bool{}
	for _, o := range objects {
		kinds[o.GetKind()] = true
		if err := c.admit(t, request{namespace: o.GetNamespace(), object: o, user: platform}); err != nil {
			t.Errorf("%s %s: %v", o.GetKind(), o.GetName(), err)
		}
	}
	for _, kind := range []string{"NetworkPolicy", "Gateway", "Sidecar", "AuthorizationPolicy", "Namespace"} {
		if !kinds[kind] {
			t.Errorf("no %s was judged", kind)
		}
	}
}

// Objects of any size stay within what the API server spends on one policy.
func TestCost(t *testing.T) {
	c := newCluster(t, render(t, whole(options["many hostnames"])))
	route := `{destination: {host: api.one.svc.cluster.local}}`
	for what, text := range map[string]string{
		"routes": `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [` + list(150, "x%d.h199.example.com") + `], http: [` +
			list(150, `{name: r%d, route: [`+route+`, `+route+`], mirror: {host: api.one.svc.cluster.local}}`) + `]}}`,
		"annotations": `{kind: Pod, metadata: {name: a, annotations: {` + list(300, `"k%d.example.com/a": "b"`) + `}}, spec: {}}`,
		"peers": `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [` +
			list(200, `{ports: [{port: %d}], from: [{podSelector: {}}, {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: one}}}]}`) + `]}}`,
		"backends": `{kind: HTTPRoute, metadata: {name: a}, spec: {hostnames: [` + list(16, "x%d.h199.example.com") + `], parentRefs: [{name: g}], rules: [` +
			list(16, `{name: r%d, backendRefs: [`+strings.Repeat(`{name: api},`, 16)+`]}`) + `]}}`,
	} {
		if err := c.admit(t, question{ns: "one", object: text}.request(t)); err != nil {
			t.Errorf("%s: %.300s", what, err)
		}
	}
}

// Users and groups with letters that CEL quotes are the ones that are exempt, and no others.
func TestExempt(t *testing.T) {
	filter := kinded(t, `{kind: EnvoyFilter, metadata: {name: a}}`, "one")
	judge := func(configuration, user string, groups ...string) error {
		c := newCluster(t, render(t, whole(options[configuration])))
		return c.admit(t, request{namespace: "one", object: filter, user: user, groups: groups})
	}
	for _, user := range []string{"o'neill", `a\b`, "x]y"} {
		if err := judge("exempt", user); err != nil {
			t.Errorf("%s: %v", user, err)
		}
	}
	if err := judge("exempt", "u", "b'c"); err != nil {
		t.Error(err)
	}
	if err := judge("smallest", "admin", "system:masters"); err != nil {
		t.Error(err)
	}
	for _, who := range [][]string{{"exempt", "o"}, {"exempt", "a"}, {"exempt", "u", "system:masters"}, {"nobody exempt", "admin", "system:masters"}, {"smallest", "u", "masters"}} {
		if judge(who[0], who[1], who[2:]...) == nil {
			t.Errorf("%v is exempt", who)
		}
	}
}

// With isolation per namespace, one's own sibling is a stranger; egress that is not restricted is nobody's business.
func TestIsolationAndEgress(t *testing.T) {
	c := newCluster(t, render(t, whole(options["each alone"])))
	sibling := `{kind: VirtualService, metadata: {name: a}, spec: {hosts: [api.two.svc.cluster.local]}}`
	if c.admit(t, question{ns: "one", object: sibling}.request(t)) == nil {
		t.Error("a host of the sibling is taken")
	}
	if err := c.admit(t, question{ns: "two", object: sibling}.request(t)); err != nil {
		t.Error(err)
	}
	peer := `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: two}}}]}]}}`
	if c.admit(t, question{ns: "one", object: peer}.request(t)) == nil {
		t.Error("the sibling is let in")
	}
	out := `{kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: {}, egress: [{}]}}`
	if err := c.admit(t, question{ns: "one", object: out}.request(t)); err != nil {
		t.Error(err)
	}
}

// Exactly these are judged: a resource that is left out is a way out, one too many may be an outage.
func TestResources(t *testing.T) {
	want := strings.Fields(`/pods /pods/status /pods/binding /bindings /services /endpoints apps/deployments apps/replicasets discovery.k8s.io/endpointslices
		/namespaces /namespaces/status networking.istio.io/sidecars security.istio.io/authorizationpolicies security.istio.io/peerauthentications
		networking.k8s.io/networkpolicies networking.k8s.io/ingresses networking.istio.io/virtualservices networking.istio.io/destinationrules
		networking.istio.io/serviceentries networking.istio.io/workloadentries networking.istio.io/workloadgroups networking.istio.io/gateways
		networking.istio.io/envoyfilters networking.istio.io/proxyconfigs extensions.istio.io/wasmplugins extensions.istio.io/trafficextensions
		gateway.networking.k8s.io/gateways gateway.networking.k8s.io/listenersets gateway.networking.k8s.io/httproutes gateway.networking.k8s.io/grpcroutes
		gateway.networking.k8s.io/tlsroutes gateway.networking.k8s.io/tcproutes gateway.networking.k8s.io/udproutes gateway.networking.x-k8s.io/xlistenersets
		cilium.io/ciliumnetworkpolicies cilium.io/ciliumenvoyconfigs cilium.io/ciliumlocalredirectpolicies projectcalico.org/networkpolicies crd.projectcalico.org/networkpolicies crd.antrea.io/networkpolicies`)
	sort.Strings(want)
	for _, p := range policies(t, render(t, tenant)) {
		var got []string
		for _, r := range p.Spec.MatchConstraints.ResourceRules {
			for _, group := range r.APIGroups {
				for _, resource := range r.Resources {
					got = append(got, group+"/"+resource)
				}
			}
		}
		sort.Strings(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s judges\n%v, not\n%v", p.Name, got, want)
		}
	}
}

// Objects that belong to no namespace are not the guard's, whoever they name.
func TestClusterScope(t *testing.T) {
	c := newCluster(t, render(t, tenant))
	for _, text := range []string{
		`{apiVersion: gateway.networking.k8s.io/v1, kind: GatewayClass, metadata: {name: a}, spec: {controllerName: istio.io/x}}`,
		`{apiVersion: cilium.io/v2, kind: CiliumClusterwideNetworkPolicy, metadata: {name: a}, spec: {}}`,
	} {
		if err := c.admit(t, question{object: text}.request(t)); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}
