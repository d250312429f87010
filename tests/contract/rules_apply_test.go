package contract

import (
	"bytes"
	"context"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"mesh/contract/host"
	"mesh/contract/judge"
	"mesh/contract/tfplugin6"
)

type capabilities = tfplugin6.ClientCapabilities

func TestRule21_FinalPlanKeepsTheFirst(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		plan, apply := s.host.Configured(""), s.host.Configured("")
		for _, text := range []string{s.Base, s.Full} {
			config := s.value(text)
			final := s.planned(apply, config)
			for _, path := range leaves(config) {
				s.forget(plan)
				first, diagnostics := plan.Plan(s.name, s.nothing(), replaced(config, path, unknown), nil)
				if diagnostics.HasErrors() || first.Failed {
					continue // rule 16 reports it
				}
				for _, f := range judge.CheckFinalPlan(s.block, first, final) {
					s.Errorf("first planned with %s unknown: %s", judge.PathText(path), f)
				}
			}
			// Two processes plan the same.
			report(s, judge.CheckSame("21", "planned in another process", s.planned(plan, config).Value, final.Value))
		}
	})
}

func TestRule21_FinalUpdateKeepsTheFirst(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		s.host.Run([]host.Resource{s.resource()})
		prior := host.Object{Value: s.host.Value("a"), Private: s.host.State["a"].Private}
		plan, apply := s.host.Configured(""), s.host.Configured("")
		target := s.value(host.Merge(s.Base, s.Update))
		final := s.plannedFrom(apply, prior, target)
		for _, path := range leaves(target) {
			first := s.plannedFrom(plan, prior, replaced(target, path, unknown))
			if first.Failed || first.Action != judge.Update {
				continue // a replacement ends in a create
			}
			for _, f := range judge.CheckFinalPlan(s.block, first, final) {
				s.Errorf("first planned with %s unknown: %s", judge.PathText(path), f)
			}
		}
	})
}

func TestRule21_UpdatesAndReplacementsKeepTheirAction(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		s.host.Run([]host.Resource{s.resource(`{"on_destroy": "delete"}`)})
		for _, layer := range []string{s.Update, s.Replace} {
			// Host.Apply plans again in new processes and has the judge compare.
			r := s.resource(layer, `{"on_destroy": "delete"}`)
			s.host.Run([]host.Resource{r})
			s.host.Settled(r)
		}
	})
}

func TestRule22_ResultIsWhatWasPlanned(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		for _, layer := range []string{`{}`, s.Update, s.Full} {
			h := host.New(s.T)
			plan := h.Run([]host.Resource{s.resource(layer)})
			planned := plan.Change("a").Planned.Value
			if !judge.Same(planned, h.Value("a")) {
				s.Errorf("everything was known, and the result differs:\n%s", judge.Differences(planned, h.Value("a")))
			}
			h.Leave()
		}
	})
}

func TestRule23_NothingIsUnknownAfterApply(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		full := s.value(s.Full)
		// One name that another resource gives, unknown until that one is made.
		for _, path := range leaves(s.value(s.Base)) {
			if at(full, path) == cty.NilVal || at(full, path).Type() != cty.String {
				continue
			}
			h := host.New(s.T)
			p := h.Configured("")
			config := s.value(s.Base)
			first, diagnostics := p.Plan(s.name, s.nothing(), replaced(config, path, unknown), nil)
			if diagnostics.HasErrors() || first.Failed {
				continue
			}
			q := h.Configured("")
			final := s.planned(q, config)
			result, d := q.Apply(s.name, s.null(), final, config) // judged
			if result.Failed {
				s.Errorf("with %s unknown before: %s", judge.PathText(path), d)
			} else if !result.Value.IsWhollyKnown() {
				s.Errorf("unknown after apply: %s", describe(result.Value))
			}
			h.Leave()
		}
	})
}

func TestRule23_ReferencesBetweenResources(t *testing.T) {
	t.Parallel()
	h := host.New(t)
	if served(t).Resources["mesh_object"] == nil {
		t.Fatal("mesh_object is not served")
	}
	configMap := func(name, data string) string {
		return `{"manifest": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "` + name + `", "namespace": "shop"}, "data": {"x": ` + data + `}}}`
	}
	a := host.Resource{Address: "a", Type: "mesh_object", Config: configMap("a", `"1"`)}
	b := host.Resource{Address: "b", Type: "mesh_object", Config: configMap("b", `"<unknown>"`)}
	plan := h.MustPlan([]host.Resource{a, b})
	if v := plan.Change("b").Planned.Value.GetAttr("manifests"); v.IsWhollyKnown() {
		t.Errorf("planned with something unknown inside: %s", describe(v))
	}
	plan.Changes[1].Resource.Config = configMap("b", `"2"`)
	if out := h.Apply(plan); out.Errors.HasErrors() {
		t.Fatal(out.Errors)
	}
	b.Config = configMap("b", `"2"`)
	h.Settled(a, b)
}

func TestRule24_CreateLeavesSomethingAndDeleteNothing(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		s.host.Run([]host.Resource{s.resource()}) // judged
		s.host.Run([]host.Resource{s.resource(s.Update)})
		s.host.Run(nil)
		if got := s.host.Addresses(); got != "" {
			s.Errorf("state holds %q", got)
		}
	})
}

func TestRule25_ErrorsKeepWhatExists(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		h := s.host
		plan := h.MustPlan([]host.Resource{s.resource(`{"on_destroy": "delete"}`)})
		restore := h.Place.Block()
		if out := h.Apply(plan); !out.Errors.HasErrors() {
			s.Error("a create without access succeeds")
		}
		restore()
		h.Run([]host.Resource{s.resource(`{"on_destroy": "delete"}`)})
		h.Settled(s.resource(`{"on_destroy": "delete"}`))

		before := h.Value("a")
		plan = h.MustPlan([]host.Resource{s.resource(s.Update, `{"on_destroy": "delete"}`)})
		restore = h.Place.Block()
		if out := h.Apply(plan); !out.Errors.HasErrors() {
			s.Error("an update without access succeeds")
		}
		if h.State["a"] == nil {
			s.Fatal("a failed update has lost the object")
		}
		restore()
		if v := h.Value("a"); !judge.Same(before.GetAttr("manifests"), v.GetAttr("manifests")) {
			s.Errorf("nothing was written, and the state says:\n%s", judge.Differences(before, v))
		}

		plan = h.MustPlan(nil)
		restore = h.Place.Block()
		if out := h.Apply(plan); !out.Errors.HasErrors() {
			s.Error("a delete without access succeeds")
		}
		if h.State["a"] == nil {
			s.Fatal("a failed delete has lost the object")
		}
		restore()
		h.Run(nil)
		if left := objects(h); len(left) > 0 {
			s.Errorf("after the second try: %v", sorted(left))
		}
	})
}

func TestRule25_PartialFailureRecordsWhatLanded(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		h := s.host
		full := host.Resource{Address: "a", Type: s.name, Config: host.Merge(s.Full, `{"on_destroy": "delete"}`)}
		plan := h.MustPlan([]host.Resource{full})
		trial := host.New(s.T)
		trial.Run([]host.Resource{full})
		made := sorted(objects(trial))
		restore := h.Place.BlockObject(made[len(made)-1])
		if out := h.Apply(plan); !out.Errors.HasErrors() {
			s.Fatal("an object that cannot be written is no error")
		}
		restore()
		// The next run converges, and nothing of the first one is left over or lost.
		h.Run([]host.Resource{full})
		h.Settled(full)
		sameTrees(s, "after a failure half way", objects(trial), objects(h))
		h.Run(nil)
		if left := objects(h); len(left) > 0 {
			s.Errorf("left over: %v", sorted(left))
		}
	})
}

func TestRule26_PrivateDataIsCarried(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		h := s.host
		h.Run([]host.Resource{s.resource()})
		private := h.State["a"].Private
		p := h.Configured("")
		for _, sent := range [][]byte{private, []byte("not ours"), bytes.Repeat([]byte{0xff, 0}, 1000), []byte(`{"nonce":5}`), []byte(`{"closed":"x","nonce":null}`)} {
			read, diagnostics := p.Read(s.name, host.Object{Value: h.Value("a"), Private: sent})
			if diagnostics.HasErrors() {
				s.Fatal(diagnostics)
			}
			report(s, judge.CheckPrivate(sent, read.Private))
			// Foreign private data must not stop a plan.
			s.plannedFrom(p, host.Object{Value: h.Value("a"), Private: sent}, s.value(host.Merge(s.Base, s.Update)))
		}
		p.Stop()
		before := private
		h.Settled(s.resource())
		if h.State["a"] == nil || !bytes.Equal(before, h.State["a"].Private) {
			s.Error("refresh has lost or changed the private data")
		}
	})
}

func TestRule27_NeverClaimsTheOldTypeSystem(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		config := s.value(s.Base)
		wire := judge.ToWire(config, s.block.Type())
		null := judge.ToWire(s.null(), s.block.Type())
		plan, err := p.Client.PlanResourceChange(context.Background(), &tfplugin6.PlanResourceChange_Request{
			TypeName: s.name, PriorState: null, ProposedNewState: wire, Config: wire})
		if err != nil {
			s.Fatal(err)
		}
		apply, err := p.Client.ApplyResourceChange(context.Background(), &tfplugin6.ApplyResourceChange_Request{
			TypeName: s.name, PriorState: null, PlannedState: plan.GetPlannedState(), Config: wire, PlannedPrivate: plan.GetPlannedPrivate()})
		if err != nil {
			s.Fatal(err)
		}
		if plan.GetLegacyTypeSystem() || apply.GetLegacyTypeSystem() {
			s.Error("rule 27: legacy_type_system is set")
		}
		if d := apply.GetDiagnostics(); judge.HasErrors(d) {
			s.Error(judge.DiagnosticText(d))
		}
	})
}
