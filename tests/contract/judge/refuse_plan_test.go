package judge_test

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	. "mesh/contract/judge"
	"mesh/contract/tfplugin6"
)

func TestJudge_Rule07_RefusesComputedPlannedNullOnCreate(t *testing.T) {
	p := planFixture{config: config}
	refuses(t, "7", BrokenPromise, p.judged(planned.value()), p.judged(planned.with("id", cty.NullVal(cty.String)).value()))
}

func TestJudge_Rule08_RefusesAnotherValueThanConfigured(t *testing.T) {
	p := planFixture{config: config}
	refuses(t, "8", InvalidPlan, p.judged(planned.value()), p.judged(planned.with("name", text("A")).value()))
}

func TestJudge_Rule08_AcceptsThePriorSpelling(t *testing.T) {
	p := planFixture{prior: stored.with("name", text("a.")), config: config}
	if fs := p.judged(stored.with("name", text("a.")).value()); len(fs) > 0 {
		t.Error(fs)
	}
	// Not where the configuration says nothing: then there is no spelling to keep.
	p = planFixture{prior: stored.with("size", number(3)), config: config}
	refuses(t, "9", InvalidPlan, nil, p.judged(stored.with("size", number(3)).value()))
}

func TestJudge_Rule09_RefusesDefaultForNonComputed(t *testing.T) {
	p := planFixture{config: config}
	refuses(t, "9", InvalidPlan, p.judged(planned.value()), p.judged(planned.with("size", number(1)).value()))
}

func TestJudge_Rule10_RefusesComputedOfAnotherType(t *testing.T) {
	p := planFixture{config: config}
	other := &Block{Attributes: append([]*Attribute{{Name: "id", Leaf: cty.List(cty.String), Computed: true}}, without(thing, "id")...), Blocks: thing.Blocks}
	values := planned.value().AsValueMap()
	values["id"] = cty.ListVal([]cty.Value{text("7")})
	p.answer = func(r *tfplugin6.PlanResourceChange_Response) {
		r.PlannedState = ToWire(cty.ObjectVal(values), other.Type())
	}
	refuses(t, "10", InvalidObject, planFixture{config: config}.judged(planned.with("id", text("7")).value()), p.judged(planned.value()))
}

func without(b *Block, name string) []*Attribute {
	var out []*Attribute
	for _, a := range b.Attributes {
		if a.Name != name {
			out = append(out, a)
		}
	}
	return out
}

func TestJudge_Rule11_RefusesOptionalComputedAgainstConfig(t *testing.T) {
	// Free while the configuration is silent, bound as soon as it speaks.
	good := planFixture{config: config}.judged(planned.with("zone", text("z1")).value())
	p := planFixture{config: config.with("zone", text("z2"))}
	refuses(t, "8", InvalidPlan, good, p.judged(planned.with("zone", text("z1")).value()))
}

func TestJudge_Rule12_RefusesAbsenceWhereConfigExists(t *testing.T) {
	p := planFixture{config: config}
	refuses(t, "12", InvalidPlan, p.judged(planned.value()), p.judged(cty.NullVal(thing.Type())))
}

func TestJudge_Rule13_RefusesAnotherNumberOfBlocks(t *testing.T) {
	one, two := cty.ListVal([]cty.Value{disk(1)}), cty.ListVal([]cty.Value{disk(1), disk(2)})
	p := planFixture{config: config.with("disk", one)}
	good := p.judged(planned.with("disk", one).value())
	refuses(t, "13", InvalidPlan, good, p.judged(planned.with("disk", two).value()))
	refuses(t, "13", InvalidPlan, good, p.judged(planned.with("disk", cty.NullVal(one.Type())).value()))
	refuses(t, "13", InvalidPlan, good, p.judged(planned.with("disk", cty.UnknownVal(one.Type())).value()))
}

func TestJudge_Rule14_RefusesNestedAttributesUnlikeConfig(t *testing.T) {
	null := cty.NullVal(cty.String)
	one := cty.ListVal([]cty.Value{port(80, null)})
	p := planFixture{config: config.with("rules", one)}
	good := p.judged(planned.with("rules", one).value())
	refuses(t, "14", InvalidPlan, good, p.judged(planned.with("rules", cty.ListVal([]cty.Value{port(80, null), port(81, null)})).value()))
	refuses(t, "14", InvalidPlan, good, p.judged(planned.with("rules", cty.UnknownVal(one.Type())).value()))
	// [null] stays [null].
	nothing := cty.ListVal([]cty.Value{cty.NullVal(portType())})
	p = planFixture{config: config.with("rules", nothing)}
	refuses(t, "12", InvalidPlan, p.judged(planned.with("rules", nothing).value()),
		p.judged(planned.with("rules", one).value()))
}

func TestJudge_Rule15_RefusesSmallerSet(t *testing.T) {
	who := func(names ...string) cty.Value {
		var out []cty.Value
		for _, n := range names {
			out = append(out, cty.ObjectVal(map[string]cty.Value{"who": text(n)}))
		}
		return cty.SetVal(out)
	}
	p := planFixture{config: config.with("members", who("a", "b"))}
	refuses(t, "15", InvalidPlan, p.judged(planned.with("members", who("a", "b")).value()), p.judged(planned.with("members", who("a")).value()))
	// Refinements do not count.
	p = planFixture{config: config.with("name", unknownText.Refine().StringPrefixFull("pre-").NewValue())}
	if fs := p.judged(planned.with("name", unknownText).value()); len(fs) > 0 {
		t.Error(fs)
	}
}

func TestJudge_Rule16_RefusesGuessForUnknown(t *testing.T) {
	p := planFixture{config: config.with("size", cty.UnknownVal(cty.Number))}
	good := p.judged(planned.with("size", cty.UnknownVal(cty.Number)).value())
	refuses(t, "16", InvalidPlan, good, p.judged(planned.with("size", number(1)).value()))
	refuses(t, "16", InvalidPlan, good, p.judged(planned.value()))
}

func TestJudge_Rule17_RefusesReplacementByWrongPath(t *testing.T) {
	ask := func(name string) planFixture {
		return planFixture{prior: stored, config: config.with("size", number(2)), answer: func(r *tfplugin6.PlanResourceChange_Response) {
			r.RequiresReplace = []*tfplugin6.AttributePath{errorAt("", name)[0].Attribute}
			r.PlannedIdentity = nil
		}}
	}
	now := stored.with("size", number(2))
	plan, good := ask("size").run(now.value())
	if plan.Action != Replace {
		t.Errorf("action %s", plan.Action)
	}
	refuses(t, "17", InvalidPlan, good, ask("sise").judged(now.value()))
	// A path whose value does not change asks for nothing.
	if plan, _ := ask("name").run(now.value()); plan.Action != Update {
		t.Errorf("action %s", plan.Action)
	}
	refuses(t, "17", BrokenPromise, CheckSame("17", "replacement", planned.value(), planned.value()),
		CheckSame("17", "replacement", planned.value(), planned.with("id", text("7")).value()))
}

func TestJudge_Rule18_RefusesDestroyThatKeeps(t *testing.T) {
	p := planFixture{prior: stored}
	refuses(t, "18", InvalidPlan, p.judged(cty.NullVal(thing.Type())), p.judged(stored.value()))
}

func TestJudge_Rule19_RefusesTaintedPlannedFromMemory(t *testing.T) {
	fresh := planned.value()
	refuses(t, "19", BrokenPromise, CheckSame("19", "tainted", fresh, planned.value()), CheckSame("19", "tainted", fresh, stored.value()))
}

func TestJudge_Rule20_RefusesPlanThatNeverSettles(t *testing.T) {
	p := planFixture{prior: stored, config: config}
	same, fs := p.run(stored.value())
	again, _ := p.run(stored.with("id", unknownText).value())
	if len(fs) > 0 {
		t.Error(fs)
	}
	refuses(t, "20", BrokenPromise, CheckSettled("20", stored.value(), same), CheckSettled("20", stored.value(), again))
}

func TestJudge_Rule21_RefusesFinalPlanThatDisagrees(t *testing.T) {
	plan := func(f fields, action Action) Planned { return Planned{Value: f.value(), Action: action} }
	first := plan(planned.with("size", number(1)), Update)
	good := CheckFinalPlan(thing, first, plan(stored.with("size", number(1)), Update))
	refuses(t, "21", InconsistentPlan, good, CheckFinalPlan(thing, first, plan(stored.with("size", number(2)), Update)))
	refuses(t, "21", InconsistentPlan, good, CheckFinalPlan(thing, first, plan(stored.with("size", number(1)), Replace)))
	refuses(t, "21", InconsistentPlan, good, CheckFinalPlan(thing, plan(stored, Update), plan(planned, Update)))
	if fs := CheckFinalPlan(thing, first, plan(stored.with("size", number(1)), NoOp)); len(fs) > 0 {
		t.Error(fs)
	}
	prefix := plan(planned.with("id", unknownText.Refine().StringPrefixFull("id-").NewValue()), Create)
	refuses(t, "21", InconsistentPlan, CheckFinalPlan(thing, prefix, plan(stored.with("id", text("id-7")), Create)),
		CheckFinalPlan(thing, prefix, plan(stored, Create)))
}

func TestJudge_Rule27_RefusesLegacyTypeSystem(t *testing.T) {
	p := planFixture{config: config}
	q := planFixture{config: config, answer: func(r *tfplugin6.PlanResourceChange_Response) { r.LegacyTypeSystem = true }}
	refuses(t, "27", InvalidPlan, p.judged(planned.value()), q.judged(planned.value()))
}

func TestJudge_Rule33_RefusesWrongIdentities(t *testing.T) {
	now := stored.with("size", number(2))
	update := func(id *tfplugin6.ResourceIdentityData) Findings {
		return planFixture{prior: stored, config: config.with("size", number(2)),
			answer: func(r *tfplugin6.PlanResourceChange_Response) { r.PlannedIdentity = id }}.judged(now.value())
	}
	good := update(identityOf("a"))
	refuses(t, "33", InvalidIdentity, good, update(nil))
	refuses(t, "33", InvalidIdentity, good, update(identityOf("b")))
	unknown := cty.ObjectVal(map[string]cty.Value{"name": unknownText})
	refuses(t, "33", InvalidIdentity, good, update(&tfplugin6.ResourceIdentityData{IdentityData: ToWire(unknown, thingIdentity.Type())}))
	other := cty.ObjectVal(map[string]cty.Value{"nom": text("a")})
	refuses(t, "33", InvalidIdentity, good, update(&tfplugin6.ResourceIdentityData{IdentityData: ToWire(other, other.Type())}))
	// An identity without an identity schema.
	_, none := CheckApply(ApplyCase{Schema: thing, Config: config.value(), Prior: fields(nil).value(), Planned: planned.value(),
		Answer: &tfplugin6.ApplyResourceChange_Response{NewState: ToWire(stored.value(), thing.Type()), NewIdentity: identityOf("a")}})
	refuses(t, "33", InvalidIdentity, good, none)
}

func TestJudge_Rule34_RefusesWriteOnlyValues(t *testing.T) {
	p := planFixture{config: config.with("password", text("x"))}
	refuses(t, "34", InvalidPlan, p.judged(planned.value()), p.judged(planned.with("password", text("x")).value()))
	a := applyFixture{config: config.with("password", text("x")), planned: planned}
	refuses(t, "34", InvalidObject, a.judged(stored.value()), a.judged(stored.with("password", text("x")).value()))
	refuses(t, "34", InvalidObject, readOf(stored.value(), nil), readOf(stored.with("password", text("x")).value(), nil))
}
