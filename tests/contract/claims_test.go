package contract

import (
	"testing"

	"mesh/contract/host"
	"mesh/contract/judge"
)

// rivals are two resources that may not stand beside each other.
type rivals struct {
	name   string
	a, b   host.Resource
	shared []string // what the error must name
	// seen is true where both write one object: then marks decide even when no run sees both.
	seen bool
	// another is laid over `a` to make it another resource that wants the same thing still.
	another string
}

func rivalries() []rivals {
	object := `{"manifest": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "shop"}, "data": {"a": "1"}}}`
	yaml := `{"yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {b: '2'}\n"}`
	route := func(name string) string {
		return `{"name": "` + name + `", "namespace": "shop", "gateway": {"name": "public", "namespace": "edge"}, "hostnames": ["shop.example.com"],
			"rules": [{"path_prefix": "/cart", "backends": [{"service": "cart", "port": 80}]}]}`
	}
	tenant := func(name, client string) string {
		return `{"name": "` + name + `", "client": "` + client + `", "on_destroy": "delete", "namespaces": {"common": {"dataplane_mode": "ambient"}}}`
	}
	return []rivals{
		{"one object twice", host.Resource{Address: "a", Type: "mesh_object", Config: object},
			host.Resource{Address: "b", Type: "mesh_object", Config: yaml}, []string{"ConfigMap", "settings"}, true, `{}`},
		{"a namespace as object", host.Resource{Address: "a", Type: "mesh_namespace", Config: `{"name": "common", "on_destroy": "delete"}`},
			host.Resource{Address: "b", Type: "mesh_object", Config: `{"manifest": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "common"}}}`},
			[]string{"common"}, true, `{}`},
		{"a namespace of another tenant", host.Resource{Address: "a", Type: "mesh_tenant", Config: tenant("one", "acme")},
			host.Resource{Address: "b", Type: "mesh_tenant", Config: tenant("two", "globex")}, []string{"common", "one", "two"}, true, `{"name": "uno"}`},
		{"a namespace inside a tenant", host.Resource{Address: "a", Type: "mesh_tenant", Config: tenant("one", "acme")},
			host.Resource{Address: "b", Type: "mesh_namespace", Config: `{"name": "common"}`}, []string{"common"}, true, `{"name": "uno"}`},
		{"host and path on one gateway", host.Resource{Address: "a", Type: "mesh_gateway_route", Config: route("one")},
			host.Resource{Address: "b", Type: "mesh_gateway_route", Config: route("two")}, []string{"shop.example.com", "/cart", "one"}, false, `{"name": "uno"}`},
		{"two tenants of one name", host.Resource{Address: "a", Type: "mesh_tenant", Config: `{"name": "prod", "client": "acme", "namespaces": {"acme-prod": {}}}`},
			host.Resource{Address: "b", Type: "mesh_tenant", Config: `{"name": "prod", "client": "globex", "namespaces": {"globex-prod": {}}}`},
			[]string{"prod"}, false, `{"namespaces": {"acme-live": {}}}`},
	}
}

// refused expects an error that names what is shared.
func refused(t *testing.T, what string, d host.Diagnostics, r rivals) {
	t.Helper()
	if !d.HasErrors() {
		t.Errorf("%s: no error", what)
		return
	}
	for _, word := range r.shared {
		if !d.Names(word) && !(word == r.shared[len(r.shared)-1] && len(r.shared) > 2) {
			t.Errorf("%s: the error does not name %q: %s", what, word, d)
		}
	}
}

func everyRivalry(t *testing.T, test func(t *testing.T, r rivals)) {
	for _, r := range rivalries() {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			test(t, r)
		})
	}
}

func TestClaims_OnePlanHoldsBoth(t *testing.T) {
	t.Parallel()
	everyRivalry(t, func(t *testing.T, r rivals) {
		h := host.New(t)
		refused(t, "plan of both", h.Plan([]host.Resource{r.a, r.b}).Errors, r)
		refused(t, "plan the other way round", host.New(t).Plan([]host.Resource{r.b, r.a}).Errors, r)
		h.Run([]host.Resource{r.a})
		refused(t, "the second one comes later", h.Plan([]host.Resource{r.a, r.b}).Errors, r)
	})
}

func TestClaims_Replace(t *testing.T) {
	t.Parallel()
	everyRivalry(t, func(t *testing.T, r rivals) {
		for _, createFirst := range []bool{false, true} {
			h := host.New(t)
			r.a.CreateFirst = createFirst
			h.Run([]host.Resource{r.a})
			// A replacement is planned twice, and is no rival of itself.
			plan := h.MustPlan([]host.Resource{r.a}, host.Options{Replace: []string{"a"}})
			if c := plan.Change("a"); c == nil || c.Action != judge.Replace {
				t.Fatal("no replacement")
			}
			before := objects(h)
			replaces(t, h, plan, createFirst)
			sameTrees(t, "replaced", before, objects(h))
			h.Settled(r.a)
			// Replaced by another name that wants the same thing still.
			other := r.a
			other.Config = host.Merge(r.a.Config, r.another)
			if !replaces(t, h, h.MustPlan([]host.Resource{other}), createFirst) {
				sameTrees(t, "a refused replacement", before, objects(h))
				other = r.a
			}
			h.Settled(other)
			// The rival is found beside a replacement too.
			refused(t, "beside a replacement", h.Plan([]host.Resource{other, r.b}, host.Options{Replace: []string{"a"}}).Errors, r)
		}
	})
}

func TestClaims_Moved(t *testing.T) {
	t.Parallel()
	everyRivalry(t, func(t *testing.T, r rivals) {
		h := host.New(t)
		h.Run([]host.Resource{r.a})
		moved := r.a
		moved.Address, moved.MovedFrom = "c", "a"
		plan := h.MustPlan([]host.Resource{moved})
		actions(t, plan, "")
		refused(t, "beside a moved one", h.Plan([]host.Resource{moved, r.b}).Errors, r)
	})
}

func TestClaims_RenamedWithoutMoved(t *testing.T) {
	t.Parallel()
	everyRivalry(t, func(t *testing.T, r rivals) {
		h := host.New(t)
		h.Run([]host.Resource{r.a})
		before := objects(h)
		renamed := r.a
		renamed.Address = "c"
		for _, options := range []host.Options{{}, {DestroyLast: true}, {NoRefresh: true}} {
			plan := h.Plan([]host.Resource{renamed}, options)
			for _, way := range []string{"moved", "import", "adopt"} {
				if !plan.Errors.Names(way) {
					t.Errorf("%+v: the error does not name %s: %s", options, way, plan.Errors)
				}
			}
		}
		sameTrees(t, "after the refused plan", before, objects(h))
	})
}

func TestClaims_Target(t *testing.T) {
	t.Parallel()
	everyRivalry(t, func(t *testing.T, r rivals) {
		h := host.New(t)
		both := []host.Resource{r.a, r.b}
		h.Run(both, host.Options{Targets: []string{"a"}})
		before := objects(h)
		plan := h.Plan(both, host.Options{Targets: []string{"b"}})
		if r.seen {
			errors := plan.Errors
			if !errors.HasErrors() {
				errors = h.Apply(plan).Errors
			}
			if !errors.HasErrors() {
				t.Error("the rival overwrites what is there")
			}
			sameTrees(t, "after the refused rival", before, objects(h))
			return
		}
		// Nothing in the tree tells; the next run that sees both does.
		h.Apply(plan)
		refused(t, "the next run", h.Plan(both).Errors, r)
	})
}

func TestClaims_TwoAliases(t *testing.T) {
	t.Parallel()
	everyRivalry(t, func(t *testing.T, r rivals) {
		h := host.New(t)
		h.Providers["two"] = `{}`
		r.b.Provider = "two"
		plan := h.Plan([]host.Resource{r.a, r.b})
		errors := plan.Errors
		if !errors.HasErrors() {
			errors = h.Apply(plan).Errors
		}
		if r.seen && !errors.HasErrors() {
			t.Error("two processes have written one object")
		}
		// Two aliases that do not meet work side by side.
		fine := host.New(t)
		fine.Providers["two"] = `{}`
		apart := host.Resource{Address: "b", Type: "mesh_namespace", Provider: "two", Config: `{"name": "elsewhere"}`}
		fine.Run([]host.Resource{r.a, apart})
		fine.Settled(r.a, apart)
	})
}

func TestClaims_SavedPlan(t *testing.T) {
	t.Parallel()
	everyRivalry(t, func(t *testing.T, r rivals) {
		if !r.seen {
			return
		}
		one := host.New(t)
		two := host.Beside(one) // another state over the same tree
		first, second := one.MustPlan([]host.Resource{r.a}), two.MustPlan([]host.Resource{r.b})
		if out := one.Apply(first); out.Errors.HasErrors() {
			t.Fatal(out.Errors)
		}
		before := objects(one)
		if out := two.Apply(second); !out.Errors.HasErrors() {
			t.Error("a plan that was saved before overwrites what another made since")
		}
		after := objects(one)
		for name, text := range before {
			if after[name] != text {
				t.Errorf("%s was\n%s\nand is\n%s", name, text, after[name])
			}
		}
		one.Settled(r.a)
	})
}
