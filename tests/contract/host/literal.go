package host

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"mesh/contract/judge"
)

// Lookup finds the value of another resource's attribute, for references in literals.
type Lookup func(address, attribute string) cty.Value

// Literal reads a configuration written as JSON for a schema: what is left out is null, the text
// "<unknown>" is unknown, "<unknown:pre->" is an unknown string of which the beginning is known,
// and "<ADDRESS.attribute>" refers to another resource.
func Literal(b *judge.Block, text string, lookup Lookup) (cty.Value, error) {
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	var raw any
	if err := decoder.Decode(&raw); err != nil {
		return cty.NilVal, fmt.Errorf("%w in %s", err, text)
	}
	l := literal{lookup}
	v, err := l.value(raw, b.Type())
	if err != nil {
		return cty.NilVal, fmt.Errorf("%w in %s", err, text)
	}
	return v, nil
}

type literal struct{ lookup Lookup }

func (l literal) value(raw any, ty cty.Type) (cty.Value, error) {
	if text, ok := raw.(string); ok && strings.HasPrefix(text, "<") && strings.HasSuffix(text, ">") {
		return l.special(text[1:len(text)-1], ty)
	}
	if raw == nil {
		return cty.NullVal(ty), nil
	}
	switch {
	case ty == cty.DynamicPseudoType:
		return l.dynamic(raw)
	case ty == cty.String:
		if s, ok := raw.(string); ok {
			return cty.StringVal(s), nil
		}
	case ty == cty.Bool:
		if b, ok := raw.(bool); ok {
			return cty.BoolVal(b), nil
		}
	case ty == cty.Number:
		if n, ok := raw.(json.Number); ok {
			return cty.ParseNumberVal(n.String())
		}
	case ty.IsObjectType():
		if m, ok := raw.(map[string]any); ok {
			return l.object(m, ty)
		}
	case ty.IsMapType():
		if m, ok := raw.(map[string]any); ok {
			out := map[string]cty.Value{}
			for k, e := range m {
				v, err := l.value(e, ty.ElementType())
				if err != nil {
					return cty.NilVal, fmt.Errorf("%s: %w", k, err)
				}
				out[k] = v
			}
			if len(out) == 0 {
				return cty.MapValEmpty(ty.ElementType()), nil
			}
			return cty.MapVal(out), nil
		}
	case ty.IsListType() || ty.IsSetType():
		if list, ok := raw.([]any); ok {
			return l.list(list, ty)
		}
	}
	return cty.NilVal, fmt.Errorf("%v is no %s", raw, ty.FriendlyName())
}

func (l literal) special(text string, ty cty.Type) (cty.Value, error) {
	if text == "unknown" {
		return cty.UnknownVal(ty), nil
	}
	if prefix, ok := strings.CutPrefix(text, "unknown:"); ok {
		return cty.UnknownVal(cty.String).Refine().NotNull().StringPrefixFull(prefix).NewValue(), nil
	}
	dot := strings.LastIndex(text, ".")
	if dot < 0 || l.lookup == nil {
		return cty.NilVal, fmt.Errorf("<%s> refers to nothing", text)
	}
	v := l.lookup(text[:dot], text[dot+1:])
	if !v.IsKnown() {
		return cty.UnknownVal(ty), nil
	}
	return v, nil
}

func (l literal) object(m map[string]any, ty cty.Type) (cty.Value, error) {
	out := map[string]cty.Value{}
	for name, at := range ty.AttributeTypes() {
		v, err := l.value(m[name], at)
		if err != nil {
			return cty.NilVal, fmt.Errorf("%s: %w", name, err)
		}
		out[name] = v
	}
	for name := range m {
		if !ty.HasAttribute(name) {
			return cty.NilVal, fmt.Errorf("no attribute %s", name)
		}
	}
	return cty.ObjectVal(out), nil
}

func (l literal) list(list []any, ty cty.Type) (cty.Value, error) {
	var out []cty.Value
	for _, e := range list {
		v, err := l.value(e, ty.ElementType())
		if err != nil {
			return cty.NilVal, err
		}
		out = append(out, v)
	}
	switch {
	case len(out) == 0 && ty.IsSetType():
		return cty.SetValEmpty(ty.ElementType()), nil
	case len(out) == 0:
		return cty.ListValEmpty(ty.ElementType()), nil
	case ty.IsSetType():
		return cty.SetVal(out), nil
	}
	return cty.ListVal(out), nil
}

// dynamic reads a value whose type is its own, as HCL would.
func (l literal) dynamic(raw any) (cty.Value, error) {
	switch v := raw.(type) {
	case nil:
		return cty.NullVal(cty.DynamicPseudoType), nil
	case string:
		return l.value(v, cty.String)
	case bool:
		return cty.BoolVal(v), nil
	case json.Number:
		return cty.ParseNumberVal(v.String())
	case []any:
		out := []cty.Value{}
		for _, e := range v {
			inner, err := l.value(e, cty.DynamicPseudoType)
			if err != nil {
				return cty.NilVal, err
			}
			out = append(out, inner)
		}
		return cty.TupleVal(out), nil
	case map[string]any:
		out := map[string]cty.Value{}
		for k, e := range v {
			inner, err := l.value(e, cty.DynamicPseudoType)
			if err != nil {
				return cty.NilVal, err
			}
			out[k] = inner
		}
		return cty.ObjectVal(out), nil
	}
	return cty.NilVal, fmt.Errorf("%v has no type", raw)
}

// Merge lays one JSON object over another, attribute by attribute; null takes one away.
func Merge(base string, over ...string) string {
	out := map[string]json.RawMessage{}
	for _, text := range append([]string{base}, over...) {
		if text == "" {
			continue
		}
		layer := map[string]json.RawMessage{}
		if err := json.Unmarshal([]byte(text), &layer); err != nil {
			panic(fmt.Sprintf("%v in %s", err, text))
		}
		for k, v := range layer {
			out[k] = v
		}
	}
	text, err := json.Marshal(out)
	if err != nil {
		panic(err)
	}
	return string(bytes.ReplaceAll(bytes.ReplaceAll(text, []byte(`\u003c`), []byte("<")), []byte(`\u003e`), []byte(">")))
}
