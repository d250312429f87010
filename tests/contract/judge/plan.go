package judge

import (
	"github.com/zclconf/go-cty/cty"

	"mesh/contract/tfplugin6"
)

// Action is what a plan does to one resource instance.
type Action string

// The actions of a plan.
const (
	NoOp    Action = "no-op"
	Create  Action = "create"
	Update  Action = "update"
	Replace Action = "replace"
	Delete  Action = "delete"
)

// PlanCase is one PlanResourceChange: the question as the host asked it, and the answer.
type PlanCase struct {
	Schema   *Block
	Identity *Identity // nil: the resource has none
	// Prior is null for a create; Config and Proposed are null for a destroy.
	Prior, Config, Proposed cty.Value
	PriorIdentity           cty.Value
	Answer                  *tfplugin6.PlanResourceChange_Response
}

// Planned is what a host takes from the answer.
type Planned struct {
	Value    cty.Value
	Identity cty.Value
	Private  []byte
	// Replace are the paths that really ask for a replacement.
	Replace []cty.Path
	Action  Action
	// Failed is true when the answer is errors: then the rest of it counts for nothing.
	Failed bool
}

// CheckPlan judges a plan, rules 7 to 19, 27, 33 and 34.
func CheckPlan(c PlanCase) (Planned, Findings) {
	var fs Findings
	fs = append(fs, CheckDiagnostics(c.Schema, c.Answer.GetDiagnostics())...)
	out := Planned{Value: cty.NilVal, Private: c.Answer.GetPlannedPrivate()}
	if HasErrors(c.Answer.GetDiagnostics()) {
		out.Failed = true
		return out, fs
	}
	fs.neverLegacy(c.Answer.GetLegacyTypeSystem())
	fs.neverDeferred(c.Answer.GetDeferred())
	planned, ok := fs.read("10", InvalidObject, c.Answer.GetPlannedState(), c.Schema.Type())
	if !ok {
		return out, fs
	}
	out.Value = planned
	if c.Config.IsNull() {
		if !planned.IsNull() {
			fs.add("18", InvalidPlan, nil, "planned a non-null destroy value")
		}
		out.Action = Delete
		return out, fs
	}
	if !planned.IsKnown() {
		fs.add("12", InvalidPlan, nil, "the object as a whole is unknown")
		return out, fs
	}
	for _, p := range WriteOnlyPaths(c.Schema, planned) {
		fs.add("34", InvalidPlan, p, "a value for a write-only attribute")
	}
	p := plan{&fs}
	p.block(c.Schema, c.Prior, c.Config, planned, nil)
	if planned.IsNull() {
		return out, fs
	}
	if c.Prior.IsNull() {
		for _, a := range c.Schema.Attributes {
			if a.Computed && !a.Optional && planned.GetAttr(a.Name).IsNull() {
				fs.add("7", BrokenPromise, cty.GetAttrPath(a.Name), "planned null on create: apply can never fill it in")
			}
		}
	}
	out.Replace = fs.replace(c, planned)
	switch {
	case c.Prior.IsNull():
		out.Action = Create
	case Same(c.Prior, planned):
		out.Action = NoOp
	case len(out.Replace) > 0:
		out.Action = Replace
	default:
		out.Action = Update
	}
	out.Identity = fs.identity(c.Identity, c.Answer.GetPlannedIdentity(), out.Action == NoOp || out.Action == Update)
	if (out.Action == NoOp || out.Action == Update) && known(c.PriorIdentity) && known(out.Identity) && !Same(c.PriorIdentity, out.Identity) {
		fs.add("33", InvalidIdentity, nil, "changed from %s to %s without a replacement", show(c.PriorIdentity), show(out.Identity))
	}
	return out, fs
}

func known(v cty.Value) bool { return v != cty.NilVal && !v.IsNull() && v.IsWhollyKnown() }

func (fs *Findings) neverLegacy(legacy bool) {
	if legacy {
		fs.add("27", InvalidPlan, nil, "legacy_type_system is set")
	}
}

func (fs *Findings) neverDeferred(d *tfplugin6.Deferred) {
	if d != nil {
		fs.add("2", InvalidPlan, nil, "Provider deferred changes when Terraform did not allow deferrals")
	}
}

// replace checks requires_replace (rule 17) and keeps the paths whose values differ.
func (fs *Findings) replace(c PlanCase, planned cty.Value) []cty.Path {
	var out []cty.Path
	for _, wire := range c.Answer.GetRequiresReplace() {
		path := WirePath(wire)
		if c.Prior.IsNull() {
			continue // a create replaces nothing
		}
		before, errBefore := path.Apply(c.Prior)
		after, errAfter := path.Apply(planned)
		if len(path) == 0 || errBefore != nil && errAfter != nil {
			fs.add("17", InvalidPlan, path, "requires replacement, but is a non-existent attribute path")
			continue
		}
		if errBefore != nil || errAfter != nil || !after.IsWhollyKnown() || !Same(before, after) || underWriteOnly(c.Schema, path) {
			out = append(out, path)
		}
	}
	return out
}

func underWriteOnly(b *Block, path cty.Path) bool {
	step, ok := path[0].(cty.GetAttrStep)
	if !ok {
		return false
	}
	a := b.Attribute(step.Name)
	return a != nil && a.WriteOnly
}

type plan struct{ fs *Findings }

func (p plan) exists(prior, config, planned cty.Value, path cty.Path) bool {
	switch {
	case planned.IsNull() && !config.IsNull():
		p.fs.add("12", InvalidPlan, path, "planned for absence but config wants existence")
		return false
	case config.IsNull() && !planned.IsNull():
		p.fs.add("12", InvalidPlan, path, "planned for existence but config wants absence")
		return false
	}
	return !planned.IsNull()
}

func (p plan) block(b *Block, prior, config, planned cty.Value, path cty.Path) {
	if !p.exists(prior, config, planned, path) {
		return
	}
	p.attributes(b.Attributes, prior, config, planned, path)
	for _, n := range b.Blocks {
		at := path.Copy().GetAttr(n.Name)
		before := cty.NullVal(n.Block.Type())
		if !prior.IsNull() && prior.IsKnown() {
			before = prior.GetAttr(n.Name)
		}
		p.nestedBlock(n, before, config.GetAttr(n.Name), planned.GetAttr(n.Name), at)
	}
}

// nestedBlock is rule 13: blocks are configuration, so the plan keeps their number and keys.
func (p plan) nestedBlock(n *NestedBlock, prior, config, planned cty.Value, path cty.Path) {
	if !config.IsKnown() {
		// A dynamic block whose elements are unknown stays as it is.
		if planned.IsKnown() {
			p.fs.add("13", InvalidPlan, path, "planned known blocks for unknown configured ones")
		}
		return
	}
	if !planned.IsKnown() {
		p.fs.add("13", InvalidPlan, path, "attribute representing nested block must not be unknown itself; set nested attribute values to unknown instead")
		return
	}
	if n.Nesting == NestingSingle || n.Nesting == NestingGroup {
		p.block(n.Block, prior, config, planned, path)
		return
	}
	if planned.IsNull() {
		p.fs.add("13", InvalidPlan, path, "attribute representing a list of nested blocks must be empty to represent no blocks, not null")
		return
	}
	if planned.LengthInt() != config.LengthInt() {
		p.fs.add("13", InvalidPlan, path, "block count in plan (%d) disagrees with count in config (%d)", planned.LengthInt(), config.LengthInt())
		return
	}
	if n.Nesting == NestingSet {
		return
	}
	for it := config.ElementIterator(); it.Next(); {
		key, now := it.Element()
		at := path.Copy().Index(key)
		if !hasKey(planned, key) {
			p.fs.add("13", InvalidPlan, at, "block key from config is not present in plan")
			continue
		}
		p.block(n.Block, at2(prior, key, now.Type()), now, elementAt(planned, key), at)
	}
}

func at2(v, key cty.Value, ty cty.Type) cty.Value {
	if v.IsNull() || !v.IsKnown() || !hasKey(v, key) {
		return cty.NullVal(ty)
	}
	return elementAt(v, key)
}

func (p plan) attributes(attributes []*Attribute, prior, config, planned cty.Value, path cty.Path) {
	for _, a := range attributes {
		before := cty.NullVal(a.Type())
		if !prior.IsNull() && prior.IsKnown() {
			before = prior.GetAttr(a.Name)
		}
		p.attribute(a, before, config.GetAttr(a.Name), planned.GetAttr(a.Name), path.Copy().GetAttr(a.Name))
	}
}

// attribute is rules 8 to 11 and 16 for one attribute.
func (p plan) attribute(a *Attribute, prior, config, planned cty.Value, path cty.Path) {
	switch {
	case a.WriteOnly: // never planned; rule 34 has looked
		return
	case Same(planned, config):
		return
	case a.Computed && (config.IsNull() || !a.Optional):
		return
	case Same(planned, prior) && !prior.IsNull() && !config.IsNull():
		return
	case config.IsNull():
		p.fs.add("9", InvalidPlan, path, "planned value %s for a non-computed attribute", show(planned))
	case a.Nested != nil && config.IsKnown():
		p.nested(a.Nested, prior, config, planned, path)
	case !config.IsKnown():
		p.fs.add("16", InvalidPlan, path, "planned value %s does not match config value %s", show(planned), show(config))
	case a.Sensitive:
		p.fs.add("8", InvalidPlan, path, "sensitive planned value does not match config value")
	default:
		p.fs.add("8", InvalidPlan, path, "planned value %s does not match config value %s nor prior value %s", show(planned), show(config), show(prior))
	}
}

// nested is rules 14 and 15: an attribute that consists of attributes, configured and known.
func (p plan) nested(o *Object, prior, config, planned cty.Value, path cty.Path) {
	if !planned.IsKnown() {
		p.fs.add("14", InvalidPlan, path, "planned unknown for configured value")
		return
	}
	if !p.exists(prior, config, planned, path) {
		return
	}
	switch o.Nesting {
	case NestingSingle:
		p.attributes(o.Attributes, prior, config, planned, path)
	case NestingSet:
		if planned.IsWhollyKnown() && config.IsWhollyKnown() && planned.LengthInt() != config.LengthInt() {
			p.fs.add("15", InvalidPlan, path, "count in plan (%d) disagrees with count in config (%d)", planned.LengthInt(), config.LengthInt())
		}
	default:
		if planned.LengthInt() != config.LengthInt() {
			p.fs.add("14", InvalidPlan, path, "count in plan (%d) disagrees with count in config (%d)", planned.LengthInt(), config.LengthInt())
			return
		}
		for it := config.ElementIterator(); it.Next(); {
			key, now := it.Element()
			at := path.Copy().Index(key)
			if !hasKey(planned, key) {
				p.fs.add("14", InvalidPlan, at, "map key from config missing from plan")
				continue
			}
			then := elementAt(planned, key)
			switch {
			case Same(then, now):
			case !now.IsKnown():
				p.fs.add("16", InvalidPlan, at, "planned value %s does not match config value %s", show(then), show(now))
			case !then.IsKnown():
				p.fs.add("14", InvalidPlan, at, "planned unknown for configured value")
			case p.exists(prior, now, then, at):
				p.attributes(o.Attributes, at2(prior, key, now.Type()), now, then, at)
			}
		}
	}
}
