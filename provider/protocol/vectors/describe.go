package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// quote writes a string so that every byte outside printable ASCII is visible.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range []byte(s) {
		if c < 0x20 || c > 0x7e || c == '"' || c == '\\' {
			fmt.Fprintf(&b, "\\x%02x", c)
		} else {
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func describeNumber(v cty.Value) string {
	f := v.AsBigFloat()
	text := strings.ToLower(strings.TrimPrefix(f.Text('f', -1), "+"))
	if f.IsInt() {
		text = f.Text('f', 0)
	}
	if text == "-0" {
		return "0"
	}
	return text
}

// describe writes a value at a place of type ty in one line that shows all that must survive the
// wire: kinds, nulls, unknowns (without refinements), exact numbers, bytes of strings, and the type
// that a value at a dynamic place carries. Elements of sets are sorted by their description.
func describe(v cty.Value, ty cty.Type) string {
	if ty == cty.DynamicPseudoType && v.Type() != cty.DynamicPseudoType {
		json, err := v.Type().MarshalJSON()
		must(err)
		return "dynamic(" + string(json) + ", " + describe(v, v.Type()) + ")"
	}
	switch {
	case !v.IsKnown():
		return "unknown"
	case v.IsNull():
		return "null"
	case ty == cty.String:
		return quote(v.AsString())
	case ty == cty.Number:
		return describeNumber(v)
	case ty == cty.Bool:
		return fmt.Sprint(v.True())
	}
	var parts []string
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		switch {
		case ty.IsObjectType():
			parts = append(parts, quote(key.AsString())+": "+
				describe(element, ty.AttributeType(key.AsString())))
		case ty.IsMapType():
			parts = append(parts, quote(key.AsString())+": "+describe(element, ty.ElementType()))
		case ty.IsTupleType():
			parts = append(parts, describe(element, ty.TupleElementTypes()[len(parts)]))
		default:
			parts = append(parts, describe(element, ty.ElementType()))
		}
	}
	switch {
	case ty.IsObjectType() || ty.IsMapType():
		return "{" + strings.Join(parts, ", ") + "}"
	case ty.IsSetType():
		sort.Strings(parts)
		return "set[" + strings.Join(parts, ", ") + "]"
	}
	return "[" + strings.Join(parts, ", ") + "]"
}
