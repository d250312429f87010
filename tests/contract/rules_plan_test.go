package contract

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	"mesh/contract/host"
	"mesh/contract/judge"
)

func TestRule07_ComputedValuesAreKnownOrUnknownNeverNull(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		for _, text := range []string{s.Base, s.Full} {
			config := s.value(text)
			planned := s.planned(p, config)
			if planned.Failed {
				continue
			}
			// The host proposes computed values as null on create, and never invents unknowns.
			for _, a := range s.block.Attributes {
				if a.Computed && !a.Optional && planned.Value.GetAttr(a.Name).IsNull() {
					s.Errorf("%s is planned null", a.Name)
				}
			}
		}
		// With a prior object the proposal holds its computed values; they are not to be believed.
		s.host.Run([]host.Resource{s.resource()})
		prior := s.host.Value("a")
		proposed := judge.ProposedNew(s.block, prior, s.value(host.Merge(s.Base, s.Update)))
		if !judge.Same(proposed.GetAttr("manifests"), prior.GetAttr("manifests")) {
			s.Error("the proposal lacks the prior computed value")
		}
		plan := s.host.MustPlan([]host.Resource{s.resource(s.Update)})
		if judge.Same(plan.Change("a").Planned.Value.GetAttr("manifests"), prior.GetAttr("manifests")) {
			s.Error("the update is planned with the proposed, old computed value")
		}
	})
}

func TestRule08_PlansWhatIsConfigured(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		for _, text := range []string{s.Base, s.Full, host.Merge(s.Base, s.Update), host.Merge(s.Base, s.Replace)} {
			config := s.value(text)
			planned := s.planned(p, config)
			if planned.Failed {
				continue
			}
			for _, a := range s.block.Attributes {
				if v := config.GetAttr(a.Name); !v.IsNull() && !a.WriteOnly && !judge.Same(v, planned.Value.GetAttr(a.Name)) {
					s.Errorf("%s is configured as %s and planned as %s", a.Name, describe(v), describe(planned.Value.GetAttr(a.Name)))
				}
			}
		}
	})
}

func TestRule09_NullStaysNullWithoutDefaults(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		config := s.value(s.Base)
		planned := s.planned(p, config)
		if planned.Failed {
			return
		}
		for _, a := range s.block.Attributes {
			if !a.Computed && config.GetAttr(a.Name).IsNull() && !planned.Value.GetAttr(a.Name).IsNull() {
				s.Errorf("%s is planned as %s", a.Name, describe(planned.Value.GetAttr(a.Name)))
			}
		}
		// What was configured and is no more becomes null again, prior state or not.
		s.host.Run([]host.Resource{s.resource(s.Full)})
		plan := s.host.MustPlan([]host.Resource{s.resource(s.Full, s.Base, removeOptional(s))})
		if c := plan.Change("a"); c != nil {
			for _, a := range s.block.Attributes {
				if a.Optional && !a.Computed && c.Config.GetAttr(a.Name).IsNull() && !c.Planned.Value.GetAttr(a.Name).IsNull() {
					s.Errorf("%s was taken away and is planned as %s", a.Name, describe(c.Planned.Value.GetAttr(a.Name)))
				}
			}
		}
	})
}

// removeOptional takes away every attribute that Full has and Base has not.
func removeOptional(s *subject) string {
	base, full := s.value(s.Base), s.value(s.Full)
	out := "{"
	for _, a := range s.block.Attributes {
		if base.GetAttr(a.Name).IsNull() && !full.GetAttr(a.Name).IsNull() {
			if out != "{" {
				out += ","
			}
			out += `"` + a.Name + `": null`
		}
	}
	return out + "}"
}

func TestRule10_ComputedIsKnownWhenTheConfigurationIs(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		for _, text := range []string{s.Base, s.Full} {
			planned := s.planned(p, s.value(text))
			if planned.Failed {
				continue
			}
			v := planned.Value.GetAttr("manifests")
			if !v.IsWhollyKnown() || v.LengthInt() == 0 {
				s.Errorf("manifests of a known configuration are planned as %s", describe(v))
			}
		}
	})
}

func TestRule11_OptionalComputedFollowsTheConfiguration(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		full := s.value(s.Full)
		s.host.Run([]host.Resource{s.resource()})
		prior := host.Object{Value: s.host.Value("a"), Private: s.host.State["a"].Private}
		for _, a := range s.block.Attributes {
			if !a.Optional || full.GetAttr(a.Name).IsNull() || a.WriteOnly {
				continue
			}
			// One attribute more than there was: the configured value, computed or not.
			values := prior.Value.AsValueMap()
			values["manifests"] = cty.NullVal(s.block.Attribute("manifests").Type())
			values[a.Name] = full.GetAttr(a.Name)
			s.forget(p)
			planned, diagnostics := p.Plan(s.name, prior, cty.ObjectVal(values), nil)
			if !diagnostics.HasErrors() && !judge.Same(planned.Value.GetAttr(a.Name), values[a.Name]) {
				s.Errorf("%s is planned as %s", a.Name, describe(planned.Value.GetAttr(a.Name)))
			}
		}
	})
}

func TestRule12_ObjectsExistAsConfigured(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		if planned := s.planned(p, s.value(s.Base)); planned.Failed || planned.Value.IsNull() {
			s.Error("a create is planned as nothing")
		}
		s.host.Run([]host.Resource{s.resource()})
		q := s.host.Configured("")
		prior := host.Object{Value: s.host.Value("a"), Private: s.host.State["a"].Private}
		if planned := s.plannedFrom(q, prior, s.null()); planned.Failed || !planned.Value.IsNull() {
			s.Error("a destroy is planned as something")
		}
	})
}

func TestRule13_BlocksKeepTheirNumberAndKeys(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		config := s.value(s.Full)
		planned := s.planned(p, config)
		if planned.Failed {
			return
		}
		for _, b := range s.block.Blocks {
			c, q := config.GetAttr(b.Name), planned.Value.GetAttr(b.Name)
			if b.Nesting != judge.NestingSingle && (q.IsNull() || !q.IsKnown() || q.LengthInt() != c.LengthInt()) {
				s.Errorf("blocks %s: %s for %s", b.Name, describe(q), describe(c))
			}
		}
		// No block at all: empty, never null.
		planned = s.planned(p, s.value(s.Base))
		for _, b := range s.block.Blocks {
			if q := planned.Value.GetAttr(b.Name); b.Nesting != judge.NestingSingle && q.IsNull() {
				s.Errorf("no blocks %s are planned as null", b.Name)
			}
		}
	})
}

func TestRule14_NestedAttributesKeepLengthKeysAndNulls(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		full := s.value(s.Full)
		for _, path := range leaves(full) {
			v := at(full, path)
			ty := v.Type()
			if at(full, path[:1]).Type() == cty.DynamicPseudoType || s.block.Attribute(path[0].(cty.GetAttrStep).Name).Type() == cty.DynamicPseudoType {
				continue
			}
			if ty.IsListType() || ty.IsMapType() {
				// Empty is not null; either is planned as it is written, or refused by validation.
				s.keeps(p, replaced(full, path, func(v cty.Value) cty.Value { return emptied(v) }))
				s.keeps(p, replaced(full, path, func(v cty.Value) cty.Value { return withNull(v) }))
			}
			if len(path) > 1 {
				s.keeps(p, replaced(full, path, func(v cty.Value) cty.Value { return cty.NullVal(v.Type()) }))
			}
		}
	})
}

// keeps plans a configuration that validation accepts, and wants it planned as it is written.
func (s *subject) keeps(p *host.Process, config cty.Value) {
	s.Helper()
	if p.Validate(s.name, config).HasErrors() {
		return
	}
	s.forget(p)
	planned, diagnostics := p.Plan(s.name, s.nothing(), config, nil) // judged
	if diagnostics.HasErrors() || planned.Failed {
		return
	}
	for _, a := range s.block.Attributes {
		if c := config.GetAttr(a.Name); !a.Computed && !a.WriteOnly && !judge.Same(c, planned.Value.GetAttr(a.Name)) {
			s.Errorf("%s: %s is planned as %s", a.Name, describe(c), describe(planned.Value.GetAttr(a.Name)))
		}
	}
}

func emptied(v cty.Value) cty.Value {
	if v.Type().IsListType() {
		return cty.ListValEmpty(v.Type().ElementType())
	}
	return cty.MapValEmpty(v.Type().ElementType())
}

// withNull adds an element that is null.
func withNull(v cty.Value) cty.Value {
	null := cty.NullVal(v.Type().ElementType())
	if v.Type().IsListType() {
		return cty.ListVal(append(v.AsValueSlice(), null))
	}
	values := v.AsValueMap()
	if values == nil {
		values = map[string]cty.Value{}
	}
	values["nothing"] = null
	return cty.MapVal(values)
}

func TestRule15_RefinedUnknownsAndSetsPassAsTheyAre(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		full := s.value(s.Full)
		for _, path := range leaves(full) {
			v := at(full, path)
			switch {
			case v.Type() == cty.String:
				s.plansUnknown(p, full, path, func(cty.Value) cty.Value {
					return cty.UnknownVal(cty.String).Refine().NotNull().StringPrefixFull("pre-").NewValue()
				})
			case v.Type() == cty.Number:
				s.plansUnknown(p, full, path, func(cty.Value) cty.Value {
					return cty.UnknownVal(cty.Number).Refine().NotNull().NumberRangeLowerBound(cty.NumberIntVal(1), true).NewValue()
				})
			case v.Type().IsListType():
				s.plansUnknown(p, full, path, func(v cty.Value) cty.Value {
					return cty.UnknownVal(v.Type()).Refine().NotNull().CollectionLengthLowerBound(1).NewValue()
				})
			}
		}
	})
}

// plansUnknown plans with one place unknown; the judge sees that it stays so.
func (s *subject) plansUnknown(p *host.Process, config cty.Value, path cty.Path, change func(cty.Value) cty.Value) {
	s.Helper()
	changed := replaced(config, path, change)
	if d := p.Validate(s.name, changed); d.HasErrors() {
		s.Errorf("%s unknown: validation: %s", judge.PathText(path), d)
		return
	}
	s.forget(p)
	planned, diagnostics := p.Plan(s.name, s.nothing(), changed, nil)
	if diagnostics.HasErrors() || planned.Failed {
		s.Errorf("%s unknown: plan: %s", judge.PathText(path), diagnostics)
		return
	}
	if v := at(planned.Value, path); v == cty.NilVal || v.IsKnown() {
		s.Errorf("%s is unknown, and planned as %s", judge.PathText(path), describe(v))
	}
}

func TestRule16_UnknownStaysUnknown(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		s.host.Run([]host.Resource{s.resource()})
		elsewhere := host.New(s.T).Configured("")
		for _, text := range []string{s.Base, s.Full} {
			config := s.value(text)
			for _, path := range leaves(config) {
				s.plansUnknown(elsewhere, config, path, unknown)
			}
		}
		p := s.host.Configured("")
		prior := host.Object{Value: s.host.Value("a"), Private: s.host.State["a"].Private}
		base := s.value(s.Base)
		for _, path := range leaves(base) {
			planned := s.plannedFrom(p, prior, replaced(base, path, unknown))
			if v := at(planned.Value, path); !planned.Failed && (v == cty.NilVal || v.IsKnown()) {
				s.Errorf("update: %s is unknown, and planned as %s", judge.PathText(path), describe(v))
			}
		}
	})
}

func TestRule17_ReplacesAndPlansTheNewObjectAfresh(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		for _, createFirst := range []bool{false, true} {
			h := host.New(s.T)
			first := s.resource(`{"on_destroy": "delete"}`)
			first.CreateFirst = createFirst
			h.Run([]host.Resource{first})
			before := objects(h)
			next := s.resource(s.Replace, `{"on_destroy": "delete"}`)
			next.CreateFirst = createFirst
			plan := h.MustPlan([]host.Resource{next})
			if actions(s, plan, "replace a"); s.Failed() {
				return
			}
			fresh := s.planned(s.host.Configured(""), s.value(next.Config))
			report(s, judge.CheckSame("17", "the replacement is planned like a new object", fresh.Value, plan.Change("a").Planned.Value))
			if len(plan.Change("a").First.Replace) == 0 {
				s.Error("no path asks for the replacement")
			}
			if !replaces(s, h, plan, createFirst) {
				sameTrees(s, "a refused replacement", before, objects(h))
				h.Settled(first)
				h.Leave()
				continue
			}
			if got := h.Addresses(); got != "a" {
				s.Errorf("state holds %q", got)
			}
			h.Settled(next)
			after := objects(h)
			for name := range before {
				if _, still := after[name]; still && len(before) == 1 {
					s.Errorf("create_before_destroy %v: %s of the old object is still there", createFirst, name)
				}
			}
			if len(after) == 0 {
				s.Errorf("create_before_destroy %v: the new object is not there", createFirst)
			}
			h.Leave()
		}
	})
}

// replaces applies a replacement. With create_before_destroy an object cannot be replaced under its
// own name: that is an error which says so.
func replaces(t testing.TB, h *host.Host, plan *host.Plan, createFirst bool) bool {
	t.Helper()
	out := h.Apply(plan)
	if out.Errors.HasErrors() && !(createFirst && out.Errors.Names("create_before_destroy")) {
		t.Fatalf("create_before_destroy %v: %s", createFirst, out.Errors)
	}
	return !out.Errors.HasErrors()
}

func TestRule17_ReplacingWithTheSameNamesLosesNothing(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		for _, createFirst := range []bool{false, true} {
			h := host.New(s.T)
			r := s.resource(`{"on_destroy": "delete"}`)
			r.CreateFirst = createFirst
			h.Run([]host.Resource{r})
			before := objects(h)
			plan := h.MustPlan([]host.Resource{r}, host.Options{Replace: []string{"a"}})
			actions(s, plan, "replace a")
			replaces(s, h, plan, createFirst)
			sameTrees(s, "-replace", before, objects(h))
			h.Settled(r)
			h.Leave()
		}
	})
}

func TestRule18_DestroysWithAndWithoutPlan(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		for _, planned := range []bool{true, false} {
			h := host.New(s.T)
			h.Run([]host.Resource{s.resource(`{"on_destroy": "delete"}`)})
			if len(objects(h)) == 0 {
				s.Fatal("nothing was made")
			}
			if planned {
				h.Run(nil)
			} else {
				// A host that knows no plan_destroy carries the private data over.
				p := h.Configured("")
				result, d := p.Apply(s.name, h.Value("a"), judge.Planned{Value: s.null(), Private: h.State["a"].Private}, s.null())
				if result.Failed {
					s.Errorf("destroy without plan: %s", d)
				}
				p.Stop()
				delete(h.State, "a")
			}
			if left := objects(h); len(left) > 0 {
				s.Errorf("with plan %v, on_destroy = delete leaves %v", planned, sorted(left))
			}
			if got := h.Addresses(); got != "" {
				s.Errorf("state holds %q", got)
			}
			h.Leave()
		}
	})
}

func TestRule18_DestroyKeepsWhatIsToBeKept(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		for _, layer := range []string{`{}`, `{"on_destroy": "keep"}`} {
			h := host.New(s.T)
			h.Run([]host.Resource{s.resource(layer)})
			before := objects(h)
			plan := h.MustPlan(nil)
			actions(s, plan, "delete a")
			if out := h.Apply(plan); out.Errors.HasErrors() {
				s.Fatal(out.Errors)
			}
			if layer == `{}` && !s.Keeps {
				if left := objects(h); len(left) > 0 {
					s.Errorf("destroy leaves %v", sorted(left))
				}
				continue
			}
			sameTrees(s, "keep", before, objects(h))
			if len(plan.Warnings) == 0 {
				s.Error("the plan does not say that something stays")
			}
			// What was kept can be taken up again, and is the same.
			h.Run([]host.Resource{s.resource(layer)})
			sameTrees(s, "taken up again", before, objects(h))
			h.Leave()
		}
	})
}

func TestRule19_TaintedIsPlannedAsNewAndIgnoredChangesAreNone(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		fresh := s.planned(p, s.value(s.Base))
		p.Stop()
		s.host.Run([]host.Resource{s.resource()})
		s.host.Taint("a")
		plan := s.host.MustPlan([]host.Resource{s.resource()})
		actions(s, plan, "replace a")
		report(s, judge.CheckSame("19", "planned for a tainted object", fresh.Value, plan.Change("a").Planned.Value))
		if out := s.host.Apply(plan); out.Errors.HasErrors() {
			s.Fatal(out.Errors)
		}
		s.host.Settled(s.resource())

		ignoring := s.resource(s.Update)
		for _, a := range s.block.Attributes {
			if !a.Computed {
				ignoring.Ignore = append(ignoring.Ignore, a.Name)
			}
		}
		plan = s.host.MustPlan([]host.Resource{ignoring})
		report(s, judge.CheckSettled("19", s.host.Value("a"), plan.Change("a").Planned))
	})
}

func TestRule20_SecondPlanIsEmpty(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		for _, r := range []host.Resource{s.resource(), s.resource(s.Update), s.resource()} {
			s.host.Run([]host.Resource{r})
			before := tree(s.host)
			s.host.Settled(r)
			if again := s.host.Run([]host.Resource{r}); again.Actions() != "" {
				s.Errorf("applied again: %s", again.Actions())
			}
			sameTrees(s, "nothing changed", before, tree(s.host))
		}
	})
}

func TestRule20_SecondPlanIsEmptyForHostsOfEveryAge(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		for _, caps := range []*capabilities{host.OldHost, host.Terraform111, host.Terraform116} {
			h := host.New(s.T)
			h.Caps = caps
			r := host.Resource{Address: "a", Type: s.name, Config: s.Full}
			h.Run([]host.Resource{r})
			h.Settled(r)
			h.Leave()
		}
	})
}
