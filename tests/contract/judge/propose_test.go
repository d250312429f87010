package judge_test

import (
	"testing"

	"github.com/zclconf/go-cty/cty"

	. "mesh/contract/judge"
)

func TestProposedNew(t *testing.T) {
	null := cty.NullVal(cty.String)
	for _, c := range []struct {
		name                string
		prior, config, want fields
	}{
		{"a create takes the configuration alone", nil, config, config},
		{"a destroy proposes nothing", stored, nil, nil},
		{"computed values stay", stored, config, stored},
		{"what is configured no more is gone", stored.with("size", number(1)), config, stored},
		{"a configured value wins over a computed one", stored, config.with("zone", text("y")), stored.with("zone", text("y"))},
		{"write-only values are in it", stored, config.with("password", text("x")), stored.with("password", text("x"))},
		{"nested attributes come from the configuration", stored.with("rules", cty.ListVal([]cty.Value{port(1, text("n")), port(2, null)})),
			config.with("rules", cty.ListVal([]cty.Value{port(1, null)})), stored.with("rules", cty.ListVal([]cty.Value{port(1, null)}))},
		{"unknowns stay unknown", stored, config.with("size", cty.UnknownVal(cty.Number)), stored.with("size", cty.UnknownVal(cty.Number))},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := ProposedNew(thing, c.prior.value(), c.config.value()); !Same(got, c.want.value()) {
				t.Errorf("got %#v", got)
			}
		})
	}
}

func TestProposedNew_MatchesElementsOfNestedCollections(t *testing.T) {
	inner := []*Attribute{{Name: "who", Leaf: cty.String, Required: true}, {Name: "id", Leaf: cty.String, Computed: true}}
	person := func(who string, id cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{"who": text(who), "id": id})
	}
	null := cty.NullVal(cty.String)
	object := func(v cty.Value) cty.Value { return cty.ObjectVal(map[string]cty.Value{"people": v}) }
	people := func(n Nesting) *Block {
		return &Block{Attributes: []*Attribute{{Name: "people", Optional: true, Nested: &Object{n, inner}}}}
	}
	list := func(vs ...cty.Value) cty.Value { return object(cty.ListVal(vs)) }
	set := func(vs ...cty.Value) cty.Value { return object(cty.SetVal(vs)) }
	dict := func(key string, v cty.Value) cty.Value { return object(cty.MapVal(map[string]cty.Value{key: v})) }
	for _, c := range []struct {
		name                string
		nesting             Nesting
		prior, config, want cty.Value
	}{
		{"lists by index", NestingList, list(person("a", text("1"))), list(person("b", null), person("a", null)),
			list(person("b", text("1")), person("a", null))},
		{"maps by key", NestingMap, dict("x", person("a", text("1"))), dict("x", person("b", null)), dict("x", person("b", text("1")))},
		{"a new key", NestingMap, dict("x", person("a", text("1"))), dict("y", person("a", null)), dict("y", person("a", null))},
		{"sets by what is not computed", NestingSet, set(person("a", text("1")), person("b", text("2"))), set(person("b", null), person("c", null)),
			set(person("b", text("2")), person("c", null))},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := ProposedNew(people(c.nesting), c.prior, c.config); !Same(got, c.want) {
				t.Errorf("got %#v", got)
			}
		})
	}
}
