package guard

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	admissionregistration "k8s.io/api/admissionregistration/v1"
	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/admission"
	"k8s.io/apiserver/pkg/admission/initializer"
	"k8s.io/apiserver/pkg/admission/plugin/policy/validating"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/util/compatibility"
	dynamicfake "k8s.io/client-go/dynamic/fake"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/component-base/featuregate"
	"k8s.io/klog/v2"
	"sigs.k8s.io/yaml"
)

func TestMain(m *testing.M) {
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	os.Exit(m.Run())
}

// render gives the objects that meshgen makes of a platform file, and fails the test if it refuses.
func render(t *testing.T, platform string) []*unstructured.Unstructured {
	t.Helper()
	build := os.Getenv("MESH_BUILD_DIR")
	if build == "" {
		build = "../../../build"
	}
	file := filepath.Join(t.TempDir(), "platform.yaml")
	if err := os.WriteFile(file, []byte(platform), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, said bytes.Buffer
	command := exec.Command(filepath.Join(build, "bin", "meshgen"), "render", "-f", file, "--stdout")
	command.Stdout, command.Stderr = &out, &said
	if err := command.Run(); err != nil {
		t.Fatalf("meshgen: %v\n%s", err, said.String())
	}
	var objects []*unstructured.Unstructured
	for _, document := range strings.Split("\n"+out.String(), "\n---\n") {
		if strings.TrimSpace(document) != "" {
			objects = append(objects, object(t, document))
		}
	}
	return objects
}

func object(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	out := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &out.Object); err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	return out
}

// strict gives a rendered object its Go type; unknown fields are errors, as at an API server that validates strictly.
func strict[T any](t *testing.T, from *unstructured.Unstructured) *T {
	t.Helper()
	out := new(T)
	if err := runtime.DefaultUnstructuredConverter.FromUnstructuredWithValidation(from.Object, out, true); err != nil {
		t.Fatalf("%s %s: %v", from.GetKind(), from.GetName(), err)
	}
	return out
}

func policies(t *testing.T, objects []*unstructured.Unstructured) (out []*admissionregistration.ValidatingAdmissionPolicy) {
	t.Helper()
	for _, o := range objects {
		if o.GetKind() == "ValidatingAdmissionPolicy" {
			out = append(out, strict[admissionregistration.ValidatingAdmissionPolicy](t, o))
		}
	}
	return out
}

func bindings(t *testing.T, objects []*unstructured.Unstructured) (out []*admissionregistration.ValidatingAdmissionPolicyBinding) {
	t.Helper()
	for _, o := range objects {
		if o.GetKind() == "ValidatingAdmissionPolicyBinding" {
			out = append(out, strict[admissionregistration.ValidatingAdmissionPolicyBinding](t, o))
		}
	}
	return out
}

// cluster is the API server's own admission plugin, fed with rendered policies.
type cluster struct {
	plugin     *validating.Plugin
	interfaces admission.ObjectInterfaces
	namespaces map[string]*core.Namespace
}

// platform is the one who may write the guard itself.
const platform = "system:serviceaccount:ci:terraform"

// rights answers what CEL asks of the authorizer; the rest of the interface is never called.
type rights struct{ authorizer.Authorizer }

func (rights) Authorize(_ context.Context, a authorizer.Attributes) (authorizer.Decision, string, error) {
	if a.GetUser().GetName() == platform {
		return authorizer.DecisionAllow, "", nil
	}
	return authorizer.DecisionNoOpinion, "no right", nil
}

func newCluster(t *testing.T, objects []*unstructured.Unstructured, others ...string) *cluster {
	t.Helper()
	c := &cluster{namespaces: map[string]*core.Namespace{}, interfaces: admission.NewObjectInterfacesFromScheme(scheme.Scheme)}
	var stored []runtime.Object
	for _, p := range policies(t, objects) {
		p.UID, p.ResourceVersion = "1", "1"
		stored = append(stored, p)
	}
	for _, b := range bindings(t, objects) {
		b.UID, b.ResourceVersion = "1", "1"
		stored = append(stored, b)
	}
	for _, o := range objects {
		if o.GetKind() == "Namespace" {
			c.namespaces[o.GetName()] = strict[core.Namespace](t, o)
		}
	}
	for _, name := range others {
		c.namespaces[name] = &core.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
	}
	for name, namespace := range c.namespaces {
		// The API server sets this label on every namespace and lets nobody change it.
		metav1.SetMetaDataLabel(&namespace.ObjectMeta, "kubernetes.io/metadata.name", name)
		stored = append(stored, namespace)
	}
	c.start(t, stored)
	return c
}

func (c *cluster) start(t *testing.T, stored []runtime.Object) {
	t.Helper()
	client := fake.NewClientset(stored...)
	factory := informers.NewSharedInformerFactory(client, 0)
	plugin, err := validating.NewPlugin(nil)
	if err != nil {
		t.Fatal(err)
	}
	initializer.New(client, dynamicfake.NewSimpleDynamicClient(scheme.Scheme), factory, rights{}, featuregate.NewFeatureGate(),
		compatibility.DefaultBuildEffectiveVersion(), t.Context().Done(), meta.NewDefaultRESTMapper(nil)).Initialize(plugin)
	if err := plugin.ValidateInitialization(); err != nil {
		t.Fatal(err)
	}
	factory.Start(t.Context().Done())
	factory.WaitForCacheSync(t.Context().Done())
	c.plugin = plugin
}

// request is what somebody asks of the API server. Absent operation means CREATE, absent user a tenant's admin.
type request struct {
	namespace   string
	user        string
	groups      []string
	operation   admission.Operation
	subresource string
	resource    string // where it is not the plural of the kind
	object, old *unstructured.Unstructured
}

// admit gives the refusal of the guard, or nil.
func (c *cluster) admit(t *testing.T, r request) error {
	t.Helper()
	if r.user == "" {
		r.user = "tenant-admin"
	}
	shown := r.object
	if shown == nil {
		shown = r.old
	}
	if r.operation == "" {
		r.operation = admission.Create
		if r.old != nil {
			r.operation = admission.Update
		}
	}
	kind := shown.GroupVersionKind()
	plural, _ := meta.UnsafeGuessKindToResource(kind)
	if kind.Kind == "Gateway" {
		plural.Resource = "gateways"
	}
	if r.resource != "" {
		plural.Resource = r.resource
	}
	namespace := r.namespace
	if kind.Kind == "Namespace" {
		namespace = shown.GetName()
	}
	var options runtime.Object = &metav1.CreateOptions{}
	switch r.operation {
	case admission.Update:
		options = &metav1.UpdateOptions{}
	case admission.Delete:
		options = &metav1.DeleteOptions{}
	}
	attributes := admission.NewAttributesRecord(served(t, r.object), served(t, r.old), kind, namespace, shown.GetName(), plural,
		r.subresource, r.operation, options, false, &user.DefaultInfo{Name: r.user, Groups: append([]string{"system:authenticated"}, r.groups...)})
	return c.plugin.Validate(t.Context(), attributes, c.interfaces)
}

// served is the object as the API server holds it: Kubernetes' own kinds with a Go type, others as they came.
func served(t *testing.T, from *unstructured.Unstructured) runtime.Object {
	t.Helper()
	if from == nil {
		return nil
	}
	typed, err := scheme.Scheme.New(from.GroupVersionKind())
	if runtime.IsNotRegisteredError(err) {
		return from.DeepCopy()
	}
	if err != nil {
		t.Fatal(err)
	}
	text, err := yaml.Marshal(from.Object)
	if err == nil {
		err = yaml.UnmarshalStrict(text, typed)
	}
	if err != nil {
		t.Fatalf("%s: %v", from.GetKind(), err)
	}
	typed.GetObjectKind().SetGroupVersionKind(from.GroupVersionKind())
	return typed
}

// isVerdict tells a refusal by a rule from an expression that broke and from policies that are not loaded, which refuse as
// well.
func isVerdict(err error) bool {
	var status interface{ Status() metav1.Status }
	return errors.As(err, &status) && status.Status().Reason == metav1.StatusReasonForbidden &&
		!strings.Contains(err.Error(), "resulted in error") && !strings.Contains(err.Error(), "compile error") &&
		!strings.Contains(err.Error(), "not yet ready")
}

func groupVersion(kind string) schema.GroupVersionKind {
	for version, kinds := range map[string]string{
		"v1":                                   "Pod Service Endpoints Namespace Binding",
		"apps/v1":                              "Deployment ReplicaSet StatefulSet DaemonSet",
		"batch/v1":                             "Job",
		"discovery.k8s.io/v1":                  "EndpointSlice",
		"networking.k8s.io/v1":                 "NetworkPolicy Ingress",
		"networking.istio.io/v1":               "VirtualService DestinationRule ServiceEntry WorkloadEntry WorkloadGroup Sidecar",
		"networking.istio.io/v1alpha3":         "EnvoyFilter",
		"networking.istio.io/v1beta1":          "ProxyConfig",
		"extensions.istio.io/v1alpha1":         "WasmPlugin TrafficExtension",
		"security.istio.io/v1":                 "AuthorizationPolicy PeerAuthentication",
		"gateway.networking.k8s.io/v1":         "Gateway HTTPRoute GRPCRoute TLSRoute ListenerSet",
		"gateway.networking.x-k8s.io/v1alpha1": "XListenerSet",
		"gateway.networking.k8s.io/v1alpha2":   "TCPRoute UDPRoute",
		"cilium.io/v2":                         "CiliumNetworkPolicy CiliumLocalRedirectPolicy",
	} {
		for _, k := range strings.Fields(kinds) {
			if k == kind {
				return schema.FromAPIVersionAndKind(version, kind)
			}
		}
	}
	panic(fmt.Sprintf("kind %s has no version in this table", kind))
}

// kinded fills in what every object of a kind says of itself.
func kinded(t *testing.T, text, namespace string) *unstructured.Unstructured {
	t.Helper()
	out := object(t, text)
	if out.GetAPIVersion() == "" {
		out.SetGroupVersionKind(groupVersion(out.GetKind()))
	}
	if out.GetKind() != "Namespace" {
		out.SetNamespace(namespace)
	}
	return out
}
