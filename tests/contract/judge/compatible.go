package judge

import (
	"github.com/zclconf/go-cty/cty"
)

// compatible says whether a later value keeps what an earlier one promised (rules 21 and 22): what
// was known stays, what was unknown may become anything that fits.
type compatible struct {
	fs     *Findings
	rule   string
	family Family
}

func (c compatible) bad(path cty.Path, format string, args ...any) {
	c.fs.add(c.rule, c.family, path, format, args...)
}

// object compares two values of one schema. Sets of blocks may shrink where unknown elements
// turn out to be equal.
func (c compatible) object(b *Block, before, after cty.Value) {
	if before.IsNull() != after.IsNull() {
		if before.IsNull() {
			c.bad(nil, "was absent, but now present")
		} else {
			c.bad(nil, "was present, but now absent")
		}
		return
	}
	c.value(before, after, nil, b.sensitiveTop())
}

func (b *Block) sensitiveTop() map[string]bool {
	out := map[string]bool{}
	for _, a := range b.Attributes {
		if a.Sensitive {
			out[a.Name] = true
		}
	}
	return out
}

func (c compatible) value(before, after cty.Value, path cty.Path, sensitive map[string]bool) {
	if !before.IsKnown() {
		if problems := after.Type().TestConformance(before.Type()); len(problems) > 0 {
			c.bad(path, "wrong final value type: %v", problems[0])
		} else if fits := before.Range().Includes(after); after.IsWhollyKnown() && fits.IsKnown() && fits.False() {
			c.bad(path, "final value %s does not conform to planning placeholder %s", show(after), show(before))
		}
		return
	}
	if problems := after.Type().TestConformance(before.Type()); len(problems) > 0 {
		c.bad(path, "wrong final value type: %v", problems[0])
		return
	}
	if !after.IsKnown() {
		c.bad(path, "was known, but now unknown")
		return
	}
	if before.IsNull() || after.IsNull() {
		if before.IsNull() != after.IsNull() {
			c.changed(before, after, path, sensitive)
		}
		return
	}
	ty := before.Type()
	switch {
	case ty.IsSetType():
		c.set(before, after, path)
	case ty.IsPrimitiveType():
		if !before.RawEquals(after) {
			c.changed(before, after, path, sensitive)
		}
	default:
		c.elements(before, after, path, sensitive)
	}
}

func (c compatible) changed(before, after cty.Value, path cty.Path, sensitive map[string]bool) {
	if len(path) > 0 {
		if step, ok := path[0].(cty.GetAttrStep); ok && sensitive[step.Name] {
			c.bad(path, "inconsistent values for sensitive attribute")
			return
		}
	}
	c.bad(path, "was %s, but now %s", show(before), show(after))
}

func (c compatible) elements(before, after cty.Value, path cty.Path, sensitive map[string]bool) {
	step := func(key cty.Value) cty.Path {
		if before.Type().IsObjectType() {
			return path.Copy().GetAttr(key.AsString())
		}
		return path.Copy().Index(key)
	}
	if before.Type().IsListType() && before.LengthInt() != after.LengthInt() {
		c.bad(path, "block count changed from %d to %d", before.LengthInt(), after.LengthInt())
	}
	for it := before.ElementIterator(); it.Next(); {
		key, value := it.Element()
		if !hasKey(after, key) {
			c.bad(step(key), "element has vanished")
			continue
		}
		c.value(value, elementAt(after, key), step(key), sensitive)
	}
	for it := after.ElementIterator(); it.Next(); {
		if key, _ := it.Element(); !hasKey(before, key) {
			c.bad(step(key), "new element has appeared")
		}
	}
}

// set: every planned element must be found in the result and the other way round.
func (c compatible) set(before, after cty.Value, path cty.Path) {
	pairs := func(from, to cty.Value, forward bool) {
		for it := from.ElementIterator(); it.Next(); {
			_, want := it.Element()
			found := false
			for other := to.ElementIterator(); other.Next() && !found; {
				_, have := other.Element()
				var trial Findings
				if forward {
					compatible{&trial, c.rule, c.family}.value(want, have, nil, nil)
				} else {
					compatible{&trial, c.rule, c.family}.value(have, want, nil, nil)
				}
				found = len(trial) == 0
			}
			if !found {
				if forward {
					c.bad(path, "planned set element %s does not correlate with any element in actual", show(want))
				} else {
					c.bad(path, "actual set element %s does not correlate with any element in plan", show(want))
				}
			}
		}
	}
	pairs(before, after, true)
	pairs(after, before, false)
	if after.LengthInt() > before.LengthInt() {
		c.bad(path, "length changed from %d to %d", before.LengthInt(), after.LengthInt())
	}
}

// CheckFinalPlan is rule 21: the plan made during apply must agree with the one that was approved.
func CheckFinalPlan(b *Block, first, final Planned) Findings {
	var fs Findings
	if first.Action != final.Action && !(first.Action == Update && final.Action == NoOp) {
		fs.add("21", InconsistentPlan, nil, "changed the planned action from %s to %s", first.Action, final.Action)
		return fs
	}
	compatible{&fs, "21", InconsistentPlan}.object(b, first.Value, final.Value)
	return fs
}
