package judge

import (
	"sort"

	"github.com/zclconf/go-cty/cty"
)

// Nesting tells how attributes or blocks nest.
type Nesting int

// Single to Map are the protocol's numbers for nested attributes; Group is for blocks only.
const (
	NestingInvalid Nesting = iota
	NestingSingle
	NestingList
	NestingSet
	NestingMap
	NestingGroup
)

// Attribute is one attribute of a block or of a nested object.
type Attribute struct {
	Name string
	// Leaf is the type of an attribute that has no nested ones.
	Leaf   cty.Type
	Nested *Object

	Required, Optional, Computed, Sensitive, WriteOnly bool
}

// Object is the type of an attribute that consists of attributes.
type Object struct {
	Nesting    Nesting
	Attributes []*Attribute
}

// NestedBlock is a block inside a block.
type NestedBlock struct {
	Name               string
	Nesting            Nesting
	MinItems, MaxItems int64
	Block              *Block
}

// Block is the schema of a resource, a data source, the provider, or a nested block.
type Block struct {
	Version    int64
	Attributes []*Attribute
	Blocks     []*NestedBlock
}

// IdentityAttribute is one part of a resource's identity.
type IdentityAttribute struct {
	Name               string
	Type               cty.Type
	Required, Optional bool
}

// Identity is the schema of a resource's identity.
type Identity struct {
	Version    int64
	Attributes []*IdentityAttribute
}

// Type is the type of the attribute's value.
func (a *Attribute) Type() cty.Type {
	if a.Nested == nil {
		return a.Leaf
	}
	return nest(a.Nested.Nesting, attributesType(a.Nested.Attributes, nil))
}

// Type is the type of the block's value.
func (b *Block) Type() cty.Type {
	blocks := map[string]cty.Type{}
	for _, n := range b.Blocks {
		blocks[n.Name] = nest(n.Nesting, n.Block.Type())
	}
	return attributesType(b.Attributes, blocks)
}

// Type is the object type of an identity.
func (i *Identity) Type() cty.Type {
	types := map[string]cty.Type{}
	for _, a := range i.Attributes {
		types[a.Name] = a.Type
	}
	return cty.Object(types)
}

// Attribute finds an attribute by its name, or nil.
func (b *Block) Attribute(name string) *Attribute {
	for _, a := range b.Attributes {
		if a.Name == name {
			return a
		}
	}
	return nil
}

func attributesType(attributes []*Attribute, more map[string]cty.Type) cty.Type {
	types := map[string]cty.Type{}
	for _, a := range attributes {
		types[a.Name] = a.Type()
	}
	for name, ty := range more {
		types[name] = ty
	}
	return cty.Object(types)
}

// nest wraps the type of an element. Lists and maps of something dynamic have no common element
// type, so the whole is dynamic.
func nest(nesting Nesting, element cty.Type) cty.Type {
	switch nesting {
	case NestingList:
		if element.HasDynamicTypes() {
			return cty.DynamicPseudoType
		}
		return cty.List(element)
	case NestingMap:
		if element.HasDynamicTypes() {
			return cty.DynamicPseudoType
		}
		return cty.Map(element)
	case NestingSet:
		return cty.Set(element)
	default:
		return element
	}
}

// Null is the object with every attribute null and every block empty: what the host takes for the
// prior object of something that does not exist.
func (b *Block) Null() cty.Value {
	values := map[string]cty.Value{}
	for _, a := range b.Attributes {
		values[a.Name] = cty.NullVal(a.Type())
	}
	for _, n := range b.Blocks {
		values[n.Name] = n.empty()
	}
	return cty.ObjectVal(values)
}

func (n *NestedBlock) empty() cty.Value {
	ty := n.Block.Type()
	switch n.Nesting {
	case NestingGroup:
		return n.Block.Null()
	case NestingSingle:
		return cty.NullVal(ty)
	case NestingSet:
		return cty.SetValEmpty(ty)
	case NestingMap:
		if ty.HasDynamicTypes() {
			return cty.EmptyObjectVal
		}
		return cty.MapValEmpty(ty)
	default:
		if ty.HasDynamicTypes() {
			return cty.EmptyTupleVal
		}
		return cty.ListValEmpty(ty)
	}
}

// WriteOnlyPaths finds the non-null values of write-only attributes.
func WriteOnlyPaths(b *Block, v cty.Value) []cty.Path {
	var found []cty.Path
	if v == cty.NilVal || v.IsNull() || !v.IsKnown() {
		return nil
	}
	found = append(found, writeOnly(b.Attributes, v, nil)...)
	for _, n := range b.Blocks {
		each(v.GetAttr(n.Name), n.Nesting, cty.GetAttrPath(n.Name), func(e cty.Value, at cty.Path) {
			for _, p := range WriteOnlyPaths(n.Block, e) {
				found = append(found, append(at.Copy(), p...))
			}
		})
	}
	return found
}

func writeOnly(attributes []*Attribute, v cty.Value, path cty.Path) []cty.Path {
	var found []cty.Path
	for _, a := range attributes {
		at := path.Copy().GetAttr(a.Name)
		value := v.GetAttr(a.Name)
		if a.WriteOnly && !value.IsNull() {
			found = append(found, at)
			continue
		}
		if a.Nested != nil {
			each(value, a.Nested.Nesting, at, func(e cty.Value, p cty.Path) {
				found = append(found, writeOnly(a.Nested.Attributes, e, p)...)
			})
		}
	}
	return found
}

// each visits the known, non-null objects inside a nested value.
func each(v cty.Value, nesting Nesting, path cty.Path, visit func(cty.Value, cty.Path)) {
	if v.IsNull() || !v.IsKnown() {
		return
	}
	if nesting == NestingSingle || nesting == NestingGroup {
		visit(v, path)
		return
	}
	for it := v.ElementIterator(); it.Next(); {
		key, e := it.Element()
		if !e.IsNull() && e.IsKnown() {
			visit(e, path.Copy().Index(key))
		}
	}
}

func sortedKeys[T any](m map[string]T) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
