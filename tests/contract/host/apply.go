package host

import (
	"strings"

	"github.com/zclconf/go-cty/cty"

	"mesh/contract/judge"
	"mesh/contract/tfplugin6"
)

type diagnostic = tfplugin6.Diagnostic

// Outcome is what an apply said.
type Outcome struct {
	Errors   Diagnostics
	Warnings Diagnostics
}

// Apply walks as `apply` of a saved plan does: new processes, a second plan of everything that is
// made, and the changes. What could not be done stays in the state as hosts keep it.
func (h *Host) Apply(plan *Plan) Outcome {
	h.T.Helper()
	notes := &Plan{}
	w := &walk{host: h, plan: notes, processes: map[string]*Process{}, known: map[string]cty.Value{}}
	defer w.stop()
	for _, c := range plan.Changes {
		if c.Action == judge.Delete {
			w.destroy(c, c.Planned.Private)
		}
	}
	for _, c := range plan.Changes {
		switch c.Action {
		case judge.NoOp:
			w.known[c.Resource.Address] = c.Prior.Value
		case judge.Create, judge.Update:
			w.make(c, c.Prior)
		case judge.Replace:
			w.replace(c)
		}
	}
	return Outcome{notes.Errors, notes.Warnings}
}

func (w *walk) replace(c *Change) {
	old := *w.host.State[c.Resource.Address]
	null := Object{Value: cty.NullVal(c.Prior.Value.Type())}
	if !c.Resource.CreateFirst {
		// The destroy half carries the private data of the whole change.
		if w.destroy(c, c.Planned.Private) {
			w.make(c, null)
		}
		return
	}
	// The old object is put aside, and destroyed by a plan of its own once the new one stands.
	delete(w.host.State, c.Resource.Address)
	if !w.make(c, null) {
		if w.host.State[c.Resource.Address] == nil {
			w.host.State[c.Resource.Address] = &old
		}
		return
	}
	made := w.host.State[c.Resource.Address]
	p := w.process(c.Resource.Provider)
	planned, diagnostics := p.Plan(c.Resource.Type, c.Prior, cty.NullVal(c.Prior.Value.Type()), nil)
	w.plan.note(diagnostics)
	if !planned.Failed {
		w.destroy(c, planned.Private)
	}
	if left := w.host.State[c.Resource.Address]; left != nil {
		w.host.State[c.Resource.Address+" (deposed)"] = left
	}
	w.host.State[c.Resource.Address] = made
}

// destroy applies the end of an object and tells whether it is gone.
func (w *walk) destroy(c *Change, private []byte) bool {
	p := w.process(c.Resource.Provider)
	null := cty.NullVal(c.Prior.Value.Type())
	if i := w.host.State[c.Resource.Address]; i != nil {
		if _, diagnostics := w.host.load(p, i); diagnostics.HasErrors() {
			w.plan.note(diagnostics)
			return false
		}
	}
	result, diagnostics := p.Apply(c.Resource.Type, c.Prior.Value, judge.Planned{Value: null, Private: private}, null)
	w.plan.note(diagnostics)
	if result.Failed && (result.Value == cty.NilVal || !result.Value.IsNull()) {
		left := c.Prior
		if result.Value != cty.NilVal {
			left = Object{result.Value, result.Identity, result.Private}
		}
		w.host.keep(c.Resource.Address, c.Resource, left, c.Tainted)
		return false
	}
	delete(w.host.State, c.Resource.Address)
	return !result.Failed
}

// make plans again with what is known now, and applies.
func (w *walk) make(c *Change, prior Object) bool {
	h, r := w.host, c.Resource
	p := w.process(r.Provider)
	b := h.schemas.Resources[r.Type]
	if !prior.Value.IsNull() {
		if _, diagnostics := h.load(p, h.State[r.Address]); diagnostics.HasErrors() {
			w.plan.note(diagnostics)
			return false
		}
	}
	config := w.ignore(b, r, h.literal(b, r.Config, w.lookup), prior.Value)
	diagnostics := p.Validate(r.Type, config)
	if diagnostics.HasErrors() {
		w.plan.note(diagnostics)
		return false
	}
	final, diagnostics := p.Plan(r.Type, prior, config, c.Planned.Private)
	w.plan.note(diagnostics)
	if final.Failed {
		return false
	}
	approved := c.Planned
	if c.Action == judge.Replace {
		approved.Action = judge.Create
	}
	p.Report(judge.CheckFinalPlan(b, approved, final))
	if final.Action == judge.NoOp {
		w.known[r.Address] = prior.Value
		return true
	}
	result, diagnostics := p.Apply(r.Type, prior.Value, final, config)
	w.plan.note(diagnostics)
	switch {
	case result.Failed && result.Value != cty.NilVal && result.Value.IsNull() && !prior.Value.IsNull():
		// A failed update that answers null keeps what was there.
	case result.Failed && (result.Value == cty.NilVal || result.Value.IsNull()):
	default:
		h.keep(r.Address, r, Object{result.Value, result.Identity, result.Private}, result.Failed && prior.Value.IsNull())
	}
	w.known[r.Address] = result.Value
	return !result.Failed
}

// MustPlan is Plan without errors.
func (h *Host) MustPlan(resources []Resource, options ...Options) *Plan {
	h.T.Helper()
	plan := h.Plan(resources, options...)
	if plan.Errors.HasErrors() {
		h.T.Fatalf("plan: %s", plan.Errors)
	}
	return plan
}

// Run plans and applies, and fails the test on any error.
func (h *Host) Run(resources []Resource, options ...Options) *Plan {
	h.T.Helper()
	plan := h.MustPlan(resources, options...)
	if out := h.Apply(plan); out.Errors.HasErrors() {
		h.T.Fatalf("apply: %s", out.Errors)
	}
	return plan
}

// Settled plans again and fails the test unless the plan is empty (rule 20).
func (h *Host) Settled(resources ...Resource) {
	h.T.Helper()
	before := map[string]Instance{}
	for address, i := range h.State {
		before[address] = *i
	}
	plan := h.MustPlan(resources, Options{NoValidate: true})
	for _, c := range plan.Changes {
		if c.Action == judge.Delete {
			h.T.Errorf("rule 20: a second plan deletes %s", c.Resource.Address)
			continue
		}
		for _, f := range judge.CheckSettled("20", c.Prior.Value, c.Planned) {
			h.T.Errorf("%s: %s", c.Resource.Address, f)
		}
	}
	for address, i := range h.State {
		if string(before[address].JSON) != string(i.JSON) {
			h.T.Errorf("rule 20: %s: refresh changed the state from\n%s\nto\n%s", address, before[address].JSON, i.JSON)
		}
	}
}

// Import imports by id, reads, and keeps the instance in the state.
func (h *Host) Import(r Resource, id string) Diagnostics {
	h.T.Helper()
	return h.imported(r, func(p *Process) (Object, Diagnostics) { return p.Import(r.Type, id, cty.NilVal) })
}

// ImportIdentity imports by an identity, written as a literal.
func (h *Host) ImportIdentity(r Resource, identity cty.Value) Diagnostics {
	h.T.Helper()
	return h.imported(r, func(p *Process) (Object, Diagnostics) { return p.Import(r.Type, "", identity) })
}

func (h *Host) imported(r Resource, ask func(*Process) (Object, Diagnostics)) Diagnostics {
	p := h.Configured(r.Provider)
	defer p.Stop()
	object, diagnostics := ask(p)
	if diagnostics.HasErrors() || object.Value == cty.NilVal {
		return diagnostics
	}
	object, more := p.Read(r.Type, object)
	diagnostics = append(diagnostics, more...)
	if more.HasErrors() {
		return diagnostics
	}
	p.Report(judge.CheckImportedRead(judge.Result{Value: object.Value}))
	h.keep(r.Address, r, object, false)
	return diagnostics
}

// Taint marks an instance as broken.
func (h *Host) Taint(address string) { h.State[address].Tainted = true }

// Names tells whether the errors mention every word.
func (d Diagnostics) Names(words ...string) bool {
	text := d.String()
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return len(d) > 0
}

// ApplyUntilKilled plans and applies a create, and tells whether the process lives on.
func (p *Process) ApplyUntilKilled(r Resource, config cty.Value) bool {
	ctx, cancel := p.context()
	defer cancel()
	b := p.block(r.Type)
	null, wire := judge.ToWire(cty.NullVal(b.Type()), b.Type()), judge.ToWire(config, b.Type())
	plan, err := p.Client.PlanResourceChange(ctx, &tfplugin6.PlanResourceChange_Request{
		TypeName: r.Type, PriorState: null, ProposedNewState: wire, Config: wire, ClientCapabilities: p.Caps})
	if err != nil {
		return false
	}
	_, err = p.Client.ApplyResourceChange(ctx, &tfplugin6.ApplyResourceChange_Request{TypeName: r.Type,
		PriorState: null, PlannedState: plan.GetPlannedState(), Config: wire, PlannedPrivate: plan.GetPlannedPrivate()})
	return err == nil
}
