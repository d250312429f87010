package judge

import "github.com/zclconf/go-cty/cty"

// ProposedNew is the object that a host proposes (rule 7): the configuration, with prior values
// where the configuration leaves a computed attribute to the provider. A null prior is a create.
func ProposedNew(b *Block, prior, config cty.Value) cty.Value {
	if config.IsNull() {
		return cty.NullVal(b.Type())
	}
	if prior.IsNull() {
		prior = b.Null()
	}
	return proposeBlock(b, prior, config)
}

func proposeBlock(b *Block, prior, config cty.Value) cty.Value {
	if config.IsNull() || !config.IsKnown() {
		return config
	}
	values := proposeAttributes(b.Attributes, prior, config)
	for _, n := range b.Blocks {
		before := cty.NullVal(n.Block.Type())
		if !prior.IsNull() {
			before = prior.GetAttr(n.Name)
		}
		values[n.Name] = proposeNested(n.Nesting, before, config.GetAttr(n.Name),
			func(p, c cty.Value) cty.Value {
				if p.IsNull() {
					p = n.Block.Null()
				}
				return proposeBlock(n.Block, p, c)
			},
			func(p, c cty.Value) bool { return matchBlock(n.Block, p, c) })
	}
	return cty.ObjectVal(values)
}

func proposeAttributes(attributes []*Attribute, prior, config cty.Value) map[string]cty.Value {
	values := map[string]cty.Value{}
	for _, a := range attributes {
		before := cty.NullVal(a.Type())
		if !prior.IsNull() && prior.IsKnown() {
			before = prior.GetAttr(a.Name)
		}
		now := config.GetAttr(a.Name)
		switch {
		case a.Computed && now.IsNull():
			// What only a configuration can have put there was configured once, and is no more.
			if a.Optional && a.Nested != nil && configuredOnce(a.Nested, before) {
				values[a.Name] = now
			} else {
				values[a.Name] = before
			}
		case a.Nested != nil:
			inner := a.Nested.Attributes
			values[a.Name] = proposeNested(a.Nested.Nesting, before, now,
				func(p, c cty.Value) cty.Value { return cty.ObjectVal(proposeAttributes(inner, p, c)) },
				func(p, c cty.Value) bool { return matchAttributes(inner, p, c) })
		default:
			values[a.Name] = now
		}
	}
	return values
}

// proposeNested goes into the elements: lists by index, maps by key, sets by what is not computed.
func proposeNested(nesting Nesting, prior, config cty.Value, propose func(p, c cty.Value) cty.Value,
	match func(p, c cty.Value) bool) cty.Value {
	if config.IsNull() || !config.IsKnown() {
		return config
	}
	if nesting == NestingSingle || nesting == NestingGroup {
		return propose(prior, config)
	}
	if config.LengthInt() == 0 {
		return config
	}
	type element struct{ key, value cty.Value }
	var elements []element
	used := map[int]bool{}
	for it := config.ElementIterator(); it.Next(); {
		key, now := it.Element()
		if now.IsNull() || !now.IsKnown() {
			elements = append(elements, element{key, now})
			continue
		}
		before := cty.NullVal(now.Type())
		if !prior.IsNull() && prior.IsKnown() {
			if nesting == NestingSet {
				before = takeMatching(prior, now, used, match)
			} else if key.IsKnown() && hasKey(prior, key) {
				before = elementAt(prior, key)
			}
		}
		elements = append(elements, element{key, propose(before, now)})
	}
	var list []cty.Value
	keyed := map[string]cty.Value{}
	for _, e := range elements {
		list = append(list, e.value)
		if nesting == NestingMap {
			keyed[e.key.AsString()] = e.value
		}
	}
	ty := config.Type()
	switch {
	case ty.IsObjectType():
		return cty.ObjectVal(keyed)
	case ty.IsTupleType():
		return cty.TupleVal(list)
	case nesting == NestingMap:
		return cty.MapVal(keyed)
	case nesting == NestingSet:
		return cty.SetVal(list)
	default:
		return cty.ListVal(list)
	}
}

func takeMatching(prior, now cty.Value, used map[int]bool, match func(p, c cty.Value) bool) cty.Value {
	i := 0
	for it := prior.ElementIterator(); it.Next(); i++ {
		_, before := it.Element()
		if !used[i] && !before.IsNull() && before.IsKnown() && match(before, now) {
			used[i] = true
			return before
		}
	}
	return cty.NullVal(now.Type())
}

func hasKey(v, key cty.Value) bool {
	if v.Type().IsObjectType() {
		return v.Type().HasAttribute(key.AsString())
	}
	has := v.HasIndex(key)
	return has.IsKnown() && has.True()
}

func elementAt(v, key cty.Value) cty.Value {
	if v.Type().IsObjectType() {
		return v.GetAttr(key.AsString())
	}
	return v.Index(key)
}

func matchAttributes(attributes []*Attribute, prior, config cty.Value) bool {
	for _, a := range attributes {
		before, now := prior.GetAttr(a.Name), config.GetAttr(a.Name)
		if a.Computed && now.IsNull() || Same(before, now) {
			continue
		}
		if a.Nested == nil || a.Nested.Nesting != NestingSingle || before.IsNull() || now.IsNull() ||
			!before.IsKnown() || !now.IsKnown() || !matchAttributes(a.Nested.Attributes, before, now) {
			return false
		}
	}
	return true
}

func matchBlock(b *Block, prior, config cty.Value) bool {
	if !matchAttributes(b.Attributes, prior, config) {
		return false
	}
	for _, n := range b.Blocks {
		if !Same(prior.GetAttr(n.Name), config.GetAttr(n.Name)) {
			return false
		}
	}
	return true
}

// configuredOnce tells whether a nested value holds something that is not computed.
func configuredOnce(o *Object, v cty.Value) bool {
	found := false
	each(v, o.Nesting, nil, func(e cty.Value, _ cty.Path) {
		for _, a := range o.Attributes {
			value := e.GetAttr(a.Name)
			if !a.Computed && !value.IsNull() || a.Nested != nil && configuredOnce(a.Nested, value) {
				found = true
			}
		}
	})
	return found
}
