package host

import (
	"fmt"
	"sort"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"mesh/contract/judge"
)

// Change is the planned change of one instance.
type Change struct {
	Resource Resource
	Action   judge.Action
	// Prior is what refresh found; null for a create.
	Prior Object
	// Planned is what apply is to make: of a replacement, the new object.
	Planned judge.Planned
	// First is the first of the two plans of a replacement.
	First   judge.Planned
	Config  cty.Value
	Tainted bool
}

// Plan is a plan as a plan file holds it.
type Plan struct {
	Changes  []*Change
	Errors   Diagnostics
	Warnings Diagnostics
}

// Options are flags of a run.
type Options struct {
	// Targets limits the run to these addresses.
	Targets []string
	// NoRefresh is -refresh=false.
	NoRefresh bool
	// Replace are addresses to replace anyway.
	Replace []string
	// NoValidate leaves the validate walk out, where the same configuration has just passed it.
	NoValidate bool
	// DestroyLast plans what is to be destroyed after the rest: hosts promise no order.
	DestroyLast bool
}

func (o Options) wants(address string) bool {
	if len(o.Targets) == 0 {
		return true
	}
	for _, t := range o.Targets {
		if t == address {
			return true
		}
	}
	return false
}

func (p *Plan) note(d Diagnostics) {
	for _, one := range d {
		if judge.HasErrors([]*diagnostic{one}) {
			p.Errors = append(p.Errors, one)
		} else {
			p.Warnings = append(p.Warnings, one)
		}
	}
}

// Change finds the change of an address, or nil.
func (p *Plan) Change(address string) *Change {
	for _, c := range p.Changes {
		if c.Resource.Address == address {
			return c
		}
	}
	return nil
}

// Actions writes what the plan does: "create a, update b", without what stays.
func (p *Plan) Actions() string {
	var out []string
	for _, c := range p.Changes {
		if c.Action != judge.NoOp {
			out = append(out, fmt.Sprintf("%s %s", c.Action, c.Resource.Address))
		}
	}
	sort.Strings(out)
	return strings.Join(out, ", ")
}

// Plan walks as `plan` does: validation in a process that is never configured, then a second
// process per alias that refreshes and plans. The state is refreshed, nothing else changes.
func (h *Host) Plan(resources []Resource, options ...Options) *Plan {
	h.T.Helper()
	var o Options
	if len(options) > 0 {
		o = options[0]
	}
	out := &Plan{}
	if !o.NoValidate {
		if h.validate(out, resources); out.Errors.HasErrors() {
			return out
		}
	}
	h.move(resources)
	w := &walk{host: h, plan: out, options: o, processes: map[string]*Process{}, known: map[string]cty.Value{}}
	defer w.stop()
	wanted := map[string]bool{}
	for _, r := range resources {
		wanted[r.Address] = true
	}
	orphans := func() {
		for _, address := range addresses(h.State) {
			if i := h.State[address]; !wanted[address] && o.wants(address) {
				w.one(Resource{Address: address, Type: i.Type, Provider: i.Provider, CreateFirst: i.CreateFirst}, true)
			}
		}
	}
	if !o.DestroyLast {
		orphans()
	}
	for _, r := range resources {
		if o.wants(r.Address) {
			w.one(r, false)
		}
	}
	if o.DestroyLast {
		orphans()
	}
	return out
}

func (h *Host) validate(out *Plan, resources []Resource) {
	p := h.Start()
	defer p.Stop()
	for _, r := range resources {
		b := h.schemas.Resources[r.Type]
		if b == nil {
			h.T.Fatalf("the provider serves no %s", r.Type)
		}
		config := h.literal(b, r.Config, func(address, attribute string) cty.Value {
			return cty.UnknownVal(cty.DynamicPseudoType)
		})
		out.note(p.Validate(r.Type, config))
	}
}

func (h *Host) move(resources []Resource) {
	for _, r := range resources {
		if i := h.State[r.MovedFrom]; r.MovedFrom != "" && i != nil && h.State[r.Address] == nil {
			h.State[r.Address] = i
			delete(h.State, r.MovedFrom)
		}
	}
}

// walk is one plan walk or apply walk: processes by alias, and values for references.
type walk struct {
	host      *Host
	plan      *Plan
	options   Options
	processes map[string]*Process
	known     map[string]cty.Value
}

func (w *walk) process(alias string) *Process {
	if w.processes[alias] == nil {
		w.processes[alias] = w.host.Configured(alias)
	}
	return w.processes[alias]
}

func (w *walk) stop() {
	for _, p := range w.processes {
		p.Stop()
	}
}

func (w *walk) lookup(address, attribute string) cty.Value {
	v, ok := w.known[address]
	if !ok {
		w.host.T.Fatalf("<%s.%s>: write %s before whoever refers to it", address, attribute, address)
	}
	return v.GetAttr(attribute)
}

// one refreshes and plans one instance.
func (w *walk) one(r Resource, destroy bool) {
	h, p := w.host, w.process(r.Provider)
	b := h.schemas.Resources[r.Type]
	null := cty.NullVal(b.Type())
	c := &Change{Resource: r, Prior: Object{Value: null}, Config: null}
	if i := h.State[r.Address]; i != nil {
		object, diagnostics := h.load(p, i)
		w.plan.note(diagnostics)
		if diagnostics.HasErrors() {
			return
		}
		if !w.options.NoRefresh {
			object, diagnostics = p.Read(r.Type, object)
			w.plan.note(diagnostics)
			if diagnostics.HasErrors() {
				return
			}
			was := Resource{Type: i.Type, Provider: i.Provider, CreateFirst: i.CreateFirst}
			h.keep(r.Address, was, object, i.Tainted)
		}
		c.Prior, c.Tainted = object, i.Tainted
	}
	if destroy {
		if c.Prior.Value.IsNull() {
			return
		}
		planned, diagnostics := p.Plan(r.Type, c.Prior, null, nil)
		w.plan.note(diagnostics)
		c.Planned, c.Action = planned, judge.Delete
		if !planned.Failed {
			w.plan.Changes = append(w.plan.Changes, c)
		}
		return
	}
	c.Config = w.ignore(b, r, h.literal(b, r.Config, w.lookup), c.Prior.Value)
	w.known[r.Address] = cty.UnknownVal(b.Type())
	diagnostics := p.Validate(r.Type, c.Config)
	w.plan.note(diagnostics)
	if diagnostics.HasErrors() {
		return
	}
	w.change(p, c, w.replaced(r.Address))
	if c.Planned.Failed || c.Planned.Value == cty.NilVal {
		return
	}
	w.known[r.Address] = c.Planned.Value
	w.plan.Changes = append(w.plan.Changes, c)
}

func (w *walk) replaced(address string) bool {
	for _, a := range w.options.Replace {
		if a == address {
			return true
		}
	}
	return false
}

// ignore is ignore_changes: the configuration is rewritten before the provider sees it.
func (w *walk) ignore(b *judge.Block, r Resource, config, prior cty.Value) cty.Value {
	if len(r.Ignore) == 0 || prior.IsNull() {
		return config
	}
	values := config.AsValueMap()
	for _, name := range r.Ignore {
		values[name] = prior.GetAttr(name)
	}
	return cty.ObjectVal(values)
}

// change plans one instance: a tainted one as new, and a replacement twice.
func (w *walk) change(p *Process, c *Change, force bool) {
	null := Object{Value: cty.NullVal(c.Prior.Value.Type())}
	if c.Tainted && !c.Prior.Value.IsNull() {
		// A tainted object counts as absent, private data and all.
		planned, diagnostics := p.Plan(c.Resource.Type, null, c.Config, nil)
		w.plan.note(diagnostics)
		c.Planned, c.First, c.Action = planned, planned, judge.Replace
		return
	}
	planned, diagnostics := p.Plan(c.Resource.Type, c.Prior, c.Config, nil)
	w.plan.note(diagnostics)
	c.Planned, c.Action = planned, planned.Action
	if planned.Failed || planned.Action != judge.Replace && !(force && planned.Action != judge.Create) {
		return
	}
	null.Private = planned.Private
	again, diagnostics := p.Plan(c.Resource.Type, null, c.Config, nil)
	w.plan.note(diagnostics)
	c.First, c.Planned, c.Action = planned, again, judge.Replace
}
