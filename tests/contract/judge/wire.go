package judge

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"

	"mesh/contract/tfplugin6"
)

// ToWire writes a value as hosts do: always msgpack.
func ToWire(v cty.Value, ty cty.Type) *tfplugin6.DynamicValue {
	bytes, err := msgpack.Marshal(v, ty)
	if err != nil {
		panic(fmt.Sprintf("cannot write %#v: %v", v, err))
	}
	return &tfplugin6.DynamicValue{Msgpack: bytes}
}

// FromWire reads a value as hosts do: msgpack, else JSON, else null.
func FromWire(wire *tfplugin6.DynamicValue, ty cty.Type) (cty.Value, error) {
	switch {
	case len(wire.GetMsgpack()) > 0:
		return msgpack.Unmarshal(wire.GetMsgpack(), ty)
	case len(wire.GetJson()) > 0:
		return ctyjson.Unmarshal(wire.GetJson(), ty)
	}
	return cty.NullVal(ty), nil
}

// read decodes a value of an answer; one that is no value of the type is the finding `family`.
func (fs *Findings) read(rule string, family Family, wire *tfplugin6.DynamicValue, ty cty.Type) (cty.Value, bool) {
	v, err := FromWire(wire, ty)
	if err != nil {
		fs.add(rule, family, nil, "not a value of the schema's type: %v", err)
		return cty.NilVal, false
	}
	if problems := v.Type().TestConformance(ty); len(problems) > 0 {
		fs.add(rule, family, nil, "not a value of the schema's type: %v", problems[0])
		return cty.NilVal, false
	}
	if len(wire.GetMsgpack()) == 0 && len(wire.GetJson()) > 0 {
		fs.add(rule, family, nil, "answered in JSON, not msgpack")
	}
	return v, true
}

// plain takes the refinements off every unknown inside a value: hosts compare without them.
func plain(v cty.Value) cty.Value {
	out, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if !v.IsKnown() {
			return cty.UnknownVal(v.Type()), nil
		}
		return v, nil
	})
	if err != nil {
		return v
	}
	return out
}

// Same tells whether two values are the same to a host, refinements aside.
func Same(a, b cty.Value) bool {
	if a == cty.NilVal || b == cty.NilVal {
		return a == b
	}
	return plain(a).RawEquals(plain(b))
}

// unknowns finds the paths of everything unknown in a value.
func unknowns(v cty.Value) []cty.Path {
	var found []cty.Path
	_ = cty.Walk(v, func(p cty.Path, v cty.Value) (bool, error) {
		if !v.IsKnown() {
			found = append(found, p.Copy())
			return false, nil
		}
		return true, nil
	})
	return found
}
