package contract

import (
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesh/contract/host"
	"mesh/contract/judge"
)

var tenantShop = host.Resource{Address: "shop", Type: "mesh_tenant",
	Config: `{"name": "shop", "on_destroy": "delete", "namespaces": {"shop-prod": {"dataplane_mode": "ambient"}}}`}

func TestScenario_FenceEditedBySomebodyElse(t *testing.T) {
	t.Parallel()
	h := host.New(t)
	h.Run([]host.Resource{tenantShop})
	made := objects(h)
	edited := 0
	for _, name := range sorted(made) {
		if !strings.Contains(name, "authorizationpolicy") && !strings.Contains(name, "networkpolicy") && !strings.Contains(name, "peerauthentication") {
			continue
		}
		edited++
		// A foreign field inside the closed spec would switch the fence off for most pods.
		h.Place.Edit(name, func(text string) string {
			const one = ":\n    matchLabels:\n      app: one\n"
			if strings.Contains(text, "\n  podSelector: {}\n") {
				return strings.Replace(text, "\n  podSelector: {}\n", "\n  podSelector"+one, 1)
			}
			return strings.Replace(text, "\nspec:\n", "\nspec:\n  selector"+one, 1)
		})
		plan := h.MustPlan([]host.Resource{tenantShop})
		actions(t, plan, "update shop")
		if out := h.Apply(plan); out.Errors.HasErrors() {
			t.Fatal(out.Errors)
		}
		h.Settled(tenantShop)
		sameTrees(t, name, made, objects(h))
	}
	if edited == 0 {
		t.Fatal("no fence was made")
	}
	// The annotation that makes a policy a dry run.
	for _, name := range sorted(made) {
		if strings.Contains(name, "authorizationpolicy") {
			h.Place.Edit(name, func(text string) string {
				return strings.ReplaceAll(text, `istio.io/dry-run: "false"`, `istio.io/dry-run: "true"`)
			})
			actions(t, h.MustPlan([]host.Resource{tenantShop}), "update shop")
		}
	}
}

func TestScenario_WhatOthersAddStays(t *testing.T) {
	t.Parallel()
	h := host.New(t)
	r := host.Resource{Address: "a", Type: "mesh_namespace", Config: `{"name": "acme", "labels": {"team": "blue"}}`}
	h.Run([]host.Resource{r})
	name := sorted(objects(h))[0]
	h.Place.Edit(name, func(text string) string {
		return strings.Replace(text, "  labels:\n", "  labels:\n    cost: \"7\"\n", 1)
	})
	h.Settled(r)
	r.Config = `{"name": "acme", "labels": {"team": "red"}}`
	h.Run([]host.Resource{r})
	h.Settled(r)
	if text := objects(h)[name]; !strings.Contains(text, "cost: \"7\"") || !strings.Contains(text, "team: red") {
		t.Errorf("the label of somebody else, or ours, is lost:\n%s", text)
	}
}

func TestScenario_KilledAtAnyPointOfApply(t *testing.T) {
	t.Parallel()
	var resources []host.Resource
	for i := 0; i < 6; i++ {
		resources = append(resources, host.Resource{Address: fmt.Sprintf("t%d", i), Type: "mesh_tenant", Config: fmt.Sprintf(
			`{"name": "t%d", "on_destroy": "delete", "namespaces": {"t%[1]d-a": {"dataplane_mode": "ambient"}, "t%[1]d-b": {"dataplane_mode": "sidecar"}}}`, i)})
	}
	want := host.New(t)
	want.Run(resources)
	for _, after := range []int{1, 2, 5, 9, 20, 40} {
		t.Run(fmt.Sprintf("after %d objects", after), func(t *testing.T) {
			h := host.New(t)
			p := h.Configured("")
			b := p.Schemas.Resources["mesh_tenant"]
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				for _, r := range resources {
					config, err := host.Literal(b, r.Config, nil)
					if err != nil {
						t.Error(err)
						return
					}
					if !p.ApplyUntilKilled(r, config) {
						return
					}
				}
			}()
			for done := false; !done && h.Place.Count() < after; {
				select {
				case <-ended:
					done = true
				default:
				}
			}
			p.Kill()
			<-ended
			// The host has saved nothing: its state is empty, and the run is simply made again.
			h.Run(resources)
			h.Settled(resources...)
			sameTrees(t, "after a kill", objects(want), objects(h))
		})
	}
}

func TestScenario_BrokenFileIsNamedAndNothingIsLost(t *testing.T) {
	directoryOnly(t, "objects of a server are never broken text")
	t.Parallel()
	h := host.New(t)
	h.Run([]host.Resource{tenantShop})
	name := sorted(objects(h))[0]
	for _, broken := range []string{"a: [1\n", "kind: A\nkind: B\n", "\xff\xfe"} {
		path := filepath.Join(h.Dir, "out", name)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, append(whole, broken...), 0o644); err != nil {
			t.Fatal(err)
		}
		if plan := h.Plan([]host.Resource{tenantShop}); !plan.Errors.Names(filepath.Base(name)) {
			t.Errorf("%q: the error does not name the file: %s", broken, plan.Errors)
		}
		if h.State["shop"] == nil {
			t.Fatal("the instance is lost")
		}
		if err := os.WriteFile(path, whole, 0o644); err != nil {
			t.Fatal(err)
		}
		h.Settled(tenantShop)
	}
}

func TestScenario_NamesCannotLeaveTheTree(t *testing.T) {
	t.Parallel()
	h := host.New(t)
	for _, name := range []string{"../escape", "/etc/escape", "a/../../escape", "..", "Escape"} {
		for _, config := range []string{
			`{"manifest": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "` + name + `", "namespace": "shop"}}}`,
			`{"manifest": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "` + name + `"}}}`,
		} {
			plan := h.Plan([]host.Resource{{Address: "a", Type: "mesh_object", Config: config}})
			if !plan.Errors.HasErrors() {
				t.Errorf("accepted: %s", config)
			}
		}
	}
	if count := h.Place.Count(); count != 0 {
		t.Errorf("planning has written %d objects", count)
	}
}

func TestScenario_PlanWritesNothing(t *testing.T) {
	t.Parallel()
	h := host.New(t)
	h.Run([]host.Resource{tenantShop})
	before := tree(h)
	changed := tenantShop
	changed.Config = host.Merge(tenantShop.Config, `{"egress": "restricted"}`)
	actions(t, h.MustPlan([]host.Resource{changed}), "update shop")
	actions(t, h.MustPlan(nil), "delete shop")
	sameTrees(t, "planning", before, tree(h))
}

func TestScenario_AnotherClusterIsAnotherPlace(t *testing.T) {
	t.Parallel()
	h := host.New(t)
	h.Clusters = []string{"prod"}
	a := host.Resource{Address: "a", Type: "mesh_namespace", Config: `{"name": "acme"}`}
	b := host.Resource{Address: "b", Type: "mesh_namespace", Config: `{"name": "acme", "cluster": "prod"}`}
	h.Run([]host.Resource{a, b})
	h.Settled(a, b)
	for _, cluster := range []string{"default", "prod"} {
		if _, ok := objects(h)[cluster+"/_cluster/namespace.acme.yaml"]; !ok {
			t.Errorf("no namespace in %s: %v", cluster, sorted(objects(h)))
		}
	}
	b.Config = `{"name": "acme", "cluster": "nowhere"}`
	if plan := h.Plan([]host.Resource{a, b}); !plan.Errors.Names("nowhere", "prod") {
		t.Errorf("an unknown cluster: %s", plan.Errors)
	}
}

func TestScenario_ClientSwitchesMode(t *testing.T) {
	t.Parallel()
	h := host.New(t)
	h.Run([]host.Resource{tenantShop})
	sidecar := tenantShop
	sidecar.Config = host.Merge(tenantShop.Config, `{"namespaces": {"shop-prod": {"dataplane_mode": "sidecar"}}}`)
	plan := h.Run([]host.Resource{sidecar})
	actions(t, plan, "update shop")
	if !plan.Warnings.Names("restart") {
		t.Errorf("the plan does not say what must restart: %s", plan.Warnings)
	}
	h.Settled(sidecar)
	h.Run([]host.Resource{tenantShop})
	h.Settled(tenantShop)
}

func TestScenario_OwnersLeaveEachOtherAlone(t *testing.T) {
	t.Parallel()
	one := host.New(t)
	two := host.Beside(one)
	one.Providers[""], two.Providers[""] = `{"owner": "one"}`, `{"owner": "two"}`
	a := host.Resource{Address: "a", Type: "mesh_namespace", Config: `{"name": "acme"}`}
	one.Run([]host.Resource{a})
	if plan := two.Plan([]host.Resource{a}); !plan.Errors.Names("one") {
		t.Errorf("another owner's object: %s", plan.Errors)
	}
	a.Config = `{"name": "acme", "adopt": true, "on_destroy": "delete"}`
	two.Run([]host.Resource{a})
	two.Settled(a)
	// The first owner's destroy leaves what now belongs to the second.
	before := objects(one)
	if plan := one.MustPlan(nil); plan.Change("a") != nil && plan.Change("a").Action == judge.Delete {
		one.Apply(plan)
	}
	sameTrees(t, "after the other owner's destroy", before, objects(one))
	two.Settled(a)
}

// Whatever was there before, the tree that a configuration leads to is the same.
func TestScenario_AnyPathLeadsToTheSameTree(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		layers := []string{`{}`, s.Update, s.Replace, s.Full, `{"on_destroy": "delete", "cluster": "prod"}`}
		want := make([]map[string]string, len(layers))
		config := func(i int) []host.Resource {
			return []host.Resource{s.resource(layers[i], `{"on_destroy": "delete"}`)}
		}
		clusters := []string{"prod", "default"}
		for i := range layers {
			fresh := host.New(s.T)
			fresh.Clusters = clusters
			fresh.Run(config(i))
			want[i] = tree(fresh)
			fresh.Leave()
		}
		s.host.Clusters = clusters
		random := rand.New(rand.NewSource(1))
		path := ""
		for step := 0; step < 10 && !s.Failed(); step++ {
			i := random.Intn(len(layers))
			path += fmt.Sprintf(" %d", i)
			s.host.Run(config(i))
			s.host.Settled(config(i)...)
			sameTrees(s, "by the path"+path, want[i], tree(s.host))
		}
	})
}

// Two processes of one run write into one tree at once, as two aliases do.
func TestScenario_TwoProcessesWriteOneTree(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		const count = 20
		write := func(p *host.Process, i int) {
			config := s.value(s.other(i).Config)
			planned := s.besides(p, config)
			result, d := p.Apply(s.name, s.null(), planned, config)
			if result.Failed {
				s.Errorf("apply: %s", d)
			}
		}
		both := []*host.Process{s.host.Configured(""), s.host.Configured("")}
		parallel(count, func(i int) { write(both[i%2], i) })
		for _, p := range both {
			p.Stop()
		}
		one := host.New(s.T)
		p := one.Configured("")
		for i := 0; i < count; i++ {
			write(p, i)
		}
		p.Stop()
		sameTrees(s, "two processes", tree(one), tree(s.host))
	})
}
