package judge_test

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	. "mesh/contract/judge"
	"mesh/contract/tfplugin6"
)

// thing is a made-up resource with one attribute of every sort.
var thing = &Block{
	Attributes: []*Attribute{
		{Name: "name", Leaf: cty.String, Required: true},
		{Name: "size", Leaf: cty.Number, Optional: true},
		{Name: "tags", Leaf: cty.Map(cty.String), Optional: true},
		{Name: "labels", Leaf: cty.Set(cty.String), Optional: true},
		{Name: "any", Leaf: cty.DynamicPseudoType, Optional: true},
		{Name: "id", Leaf: cty.String, Computed: true},
		{Name: "zone", Leaf: cty.String, Optional: true, Computed: true},
		{Name: "password", Leaf: cty.String, Optional: true, WriteOnly: true},
		{Name: "rules", Optional: true, Nested: &Object{NestingList, []*Attribute{
			{Name: "port", Leaf: cty.Number, Required: true}, {Name: "note", Leaf: cty.String, Optional: true}}}},
		{Name: "members", Optional: true, Nested: &Object{NestingSet, []*Attribute{{Name: "who", Leaf: cty.String, Required: true}}}},
	},
	Blocks: []*NestedBlock{{Name: "disk", Nesting: NestingList, Block: &Block{
		Attributes: []*Attribute{{Name: "gib", Leaf: cty.Number, Optional: true}}}}},
}

var thingIdentity = &Identity{Attributes: []*IdentityAttribute{{Name: "name", Type: cty.String, Required: true}}}

// fields overrides attributes of an empty thing.
type fields map[string]cty.Value

func (f fields) value() cty.Value {
	if f == nil {
		return cty.NullVal(thing.Type())
	}
	values := thing.Null().AsValueMap()
	for name, v := range f {
		values[name] = v
	}
	return cty.ObjectVal(values)
}

func (f fields) with(name string, v cty.Value) fields {
	out := fields{name: v}
	for n, old := range f {
		if n != name {
			out[n] = old
		}
	}
	return out
}

func text(s string) cty.Value  { return cty.StringVal(s) }
func number(i int64) cty.Value { return cty.NumberIntVal(i) }

var (
	unknownText = cty.UnknownVal(cty.String)
	config      = fields{"name": text("a")}
	planned     = fields{"name": text("a"), "id": unknownText, "zone": unknownText}
	stored      = fields{"name": text("a"), "id": text("7"), "zone": text("z")}
)

func port(i int64, note cty.Value) cty.Value {
	return cty.ObjectVal(map[string]cty.Value{"port": number(i), "note": note})
}

func portType() cty.Type { return thing.Attribute("rules").Type().ElementType() }

func disk(gib int64) cty.Value {
	return cty.ObjectVal(map[string]cty.Value{"gib": number(gib)})
}

func identityOf(name string) *tfplugin6.ResourceIdentityData {
	return &tfplugin6.ResourceIdentityData{IdentityData: ToWire(
		cty.ObjectVal(map[string]cty.Value{"name": text(name)}), thingIdentity.Type())}
}

// refuses is a recorded bad answer: the judge must find a breach of that very rule. `good` is the
// same answer without the fault, which the judge must accept: else it refuses for another reason.
func refuses(t *testing.T, rule string, family Family, good, bad Findings) {
	t.Helper()
	if len(good) > 0 {
		t.Errorf("the good answer is refused:\n%s", good)
	}
	for _, f := range bad {
		if f.Rule == rule && f.Family == family {
			return
		}
	}
	t.Errorf("not refused as %q under rule %s:\n%s", family, rule, bad)
}

type planFixture struct {
	prior, config fields
	answer        func(*tfplugin6.PlanResourceChange_Response)
}

// judged is what the judge finds in a plan with the given planned object.
func (p planFixture) judged(planned cty.Value) Findings {
	_, fs := p.run(planned)
	return fs
}

func (p planFixture) run(planned cty.Value) (Planned, Findings) {
	answer := &tfplugin6.PlanResourceChange_Response{PlannedState: ToWire(planned, thing.Type())}
	if !planned.IsNull() {
		answer.PlannedIdentity = identityOf("a")
	}
	if p.answer != nil {
		p.answer(answer)
	}
	prior, config := p.prior.value(), p.config.value()
	c := PlanCase{Schema: thing, Identity: thingIdentity, Prior: prior, Config: config,
		Proposed: ProposedNew(thing, prior, config), Answer: answer}
	if p.prior != nil {
		c.PriorIdentity = cty.ObjectVal(map[string]cty.Value{"name": text("a")})
	}
	return CheckPlan(c)
}

type applyFixture struct {
	prior, config, planned fields
	answer                 func(*tfplugin6.ApplyResourceChange_Response)
}

func (a applyFixture) asked(state cty.Value) ApplyCase {
	answer := &tfplugin6.ApplyResourceChange_Response{NewState: ToWire(state, thing.Type())}
	if !state.IsNull() {
		answer.NewIdentity = identityOf("a")
	}
	if a.answer != nil {
		a.answer(answer)
	}
	return ApplyCase{Schema: thing, Identity: thingIdentity, Prior: a.prior.value(), Config: a.config.value(),
		Planned: a.planned.value(), Answer: answer}
}

func (a applyFixture) judged(state cty.Value) Findings {
	_, fs := CheckApply(a.asked(state))
	return fs
}

func readOf(state cty.Value, change func(*tfplugin6.ReadResource_Response)) Findings {
	answer := &tfplugin6.ReadResource_Response{NewState: ToWire(state, thing.Type()), Private: []byte("p"), NewIdentity: identityOf("a")}
	if change != nil {
		change(answer)
	}
	_, fs := CheckRead(ReadCase{Schema: thing, Identity: thingIdentity, Prior: stored.value(),
		PriorIdentity: cty.ObjectVal(map[string]cty.Value{"name": text("a")}), PriorPrivate: []byte("p"), Answer: answer})
	return fs
}

func errorAt(summary string, steps ...string) []*tfplugin6.Diagnostic {
	path := &tfplugin6.AttributePath{}
	for _, s := range steps {
		path.Steps = append(path.Steps, &tfplugin6.AttributePath_Step{
			Selector: &tfplugin6.AttributePath_Step_AttributeName{AttributeName: s}})
	}
	return []*tfplugin6.Diagnostic{{Severity: tfplugin6.Diagnostic_ERROR, Summary: summary, Attribute: path}}
}
