package main

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"

	"sigs.k8s.io/structured-merge-diff/v6/fieldpath"
	"sigs.k8s.io/structured-merge-diff/v6/value"
)

// setVector is what structured-merge-diff says of two sets. A and B are FieldsV1, spelled badly on
// purpose; Json is A as an API server writes it, null where A is no FieldsV1. Texts are A's paths as
// conflicts print them, sorted; Shared is how many of them are in B, too.
type setVector struct {
	A          string   `json:"a"`
	B          string   `json:"b,omitempty"`
	Json       *string  `json:"json"`
	Union      string   `json:"union,omitempty"`
	Difference string   `json:"difference,omitempty"`
	Texts      []string `json:"texts,omitempty"`
	Shared     int      `json:"shared,omitempty"`
}

func toJSON(s *fieldpath.Set) string {
	text, err := s.ToJSON()
	must(err)
	return string(text)
}

func fromJSON(text string) (*fieldpath.Set, error) {
	set := &fieldpath.Set{}
	err := set.FromJSON(strings.NewReader(text))
	return set, err
}

var (
	names = []string{"spec", "metadata", "labels", "a", "b", "app.kubernetes.io/name", "x-1", "ü",
		"with \"quotes\"", "back\\slash", "<tag>&", "tab\there", "", "a.b", "a[0]", "\u2028", "\x7f"}
	strs = []string{"http", "https", "", "a b", "\"q\"", "<x>&y", "ü", "\u2028z", "line\nend", "\\",
		"日本", "\x01", "1", "true", "TCP", "UDP", "\u00a0", "\a\v\f\b\r"}
	nums = []float64{0, 1, -1, 80, 443, 8080, 65535, 1000000, 123456789, 1e20, 1e21, 1.5, -0.25,
		0.001, 0.0001, 0.00001, 1e-6, 1e-7, 1.25e-9, 123456.789, 9007199254740991, 2.5e30}
	keys = []string{"name", "port", "protocol", "type", "uid", "a<b", "k\"q"}
)

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

func scalar(r *rand.Rand) any {
	switch r.IntN(8) {
	case 0, 1:
		return pick(r, nums)
	case 2:
		return r.IntN(2) == 0
	case 3:
		if r.IntN(4) == 0 {
			return nil
		}
	}
	return pick(r, strs)
}

func element(r *rand.Rand) fieldpath.PathElement {
	switch r.IntN(10) {
	case 0, 1:
		fields := map[string]any{}
		for range 1 + r.IntN(2) {
			fields[pick(r, keys)] = scalar(r)
		}
		list := value.FieldList{}
		for name, v := range fields {
			list = append(list, value.Field{Name: name, Value: value.NewValueInterface(v)})
		}
		list.Sort()
		return fieldpath.PathElement{Key: &list}
	case 2, 3:
		return fieldpath.ValueElement(value.NewValueInterface(scalar(r)))
	case 4:
		return fieldpath.IndexElement(r.IntN(12) - 1)
	}
	return fieldpath.FieldNameElement(pick(r, names))
}

// randomSet has paths with many common beginnings.
func randomSet(r *rand.Rand) *fieldpath.Set {
	set := fieldpath.NewSet()
	path := fieldpath.Path{}
	for range r.IntN(8) {
		path = path[:r.IntN(len(path)+1)]
		for len(path) == 0 || (len(path) < 5 && r.IntN(3) > 0) {
			path = append(path.Copy(), element(r))
		}
		set.Insert(path.Copy())
	}
	return set
}

// spell writes a set with members in any order, blanks, and everything that may be said or not.
func spell(r *rand.Rand, set *fieldpath.Set, member bool) string {
	var parts []string
	blank := func() string { return pick(r, []string{"", "", "", " ", "\n\t"}) }
	add := func(element, content string) {
		parts = append(parts, blank()+line(element)+blank()+":"+blank()+content)
	}
	if member && r.IntN(2) == 0 || member && !set.Empty() {
		add(".", pick(r, []string{"{}", "{}", "null", `{"x":[1,{"}":"]"}]}`}))
	}
	if r.IntN(12) == 0 && !set.Empty() {
		add(pick(r, []string{"z:unknown", "q:", "F:a"}), pick(r, []string{"{}", `"text}"`, "[1]"}))
	}
	done := map[string]bool{}
	each := func(pe fieldpath.PathElement) {
		name := elementText(pe)
		if done[name] {
			return
		}
		done[name] = true
		add(spellElement(r, pe, name), spell(r, set.WithPrefix(pe), set.Members.Has(pe)))
	}
	set.Members.Iterate(each)
	set.Children.Iterate(each)
	r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	return "{" + strings.Join(parts, ",") + blank() + "}"
}

func elementText(pe fieldpath.PathElement) string {
	name, err := fieldpath.SerializePathElement(pe)
	must(err)
	return name
}

// spellElement writes keys with their fields in any order and blanks between.
func spellElement(r *rand.Rand, pe fieldpath.PathElement, plain string) string {
	if pe.Key == nil || r.IntN(2) == 0 {
		return plain
	}
	var parts []string
	for _, field := range *pe.Key {
		parts = append(parts, line(field.Name)+": "+line(field.Value.Unstructured()))
	}
	r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	return "k:{ " + strings.Join(parts, " , ") + " }"
}

var brokenSets = []string{
	"", "{", "[]", "1", `"f:a"`, `{"f:a"}`, `{"f:a":}`, `{"f:a":1}`, `{"f:a":[]}`, `{"f:a":"x"}`,
	`{"f:a":{}`, `{"a":{}}`, `{"f":{}}`, `{"":{}}`, `{"fa:":{}}`, `{"i:x":{}}`, `{"i:":{}}`,
	`{"i:1.5":{}}`, `{"k:[]":{}}`, `{"k:1":{}}`, `{"k:{":{}}`, `{"v:{":{}}`, `{"v:tru":{}}`,
	`{f:a:{}}`, `{"f:a":{},}`, `{"f:a":{} "f:b":{}}`, `{"f:a":true}`, `{"f:a":{"b":{}}}`,
}

func setVectors() []setVector {
	r := generator(1)
	var out []setVector
	for range 1500 {
		a, b := randomSet(r), randomSet(r)
		if r.IntN(2) == 0 {
			b = b.Union(a)
		}
		v := setVector{A: spell(r, a, false), B: toJSON(b)}
		read, err := fromJSON(v.A)
		must(err)
		if !read.Equals(a) {
			must(fmt.Errorf("%s is not read as %s", v.A, toJSON(a)))
		}
		text := toJSON(a)
		v.Json, v.Union, v.Difference = &text, toJSON(a.Union(b)), toJSON(a.Difference(b))
		v.Shared = a.Intersection(b).Size()
		a.Iterate(func(p fieldpath.Path) {
			v.Texts = append(v.Texts, p.String())
		})
		sort.Strings(v.Texts)
		out = append(out, v)
	}
	for _, text := range brokenSets {
		if set, err := fromJSON(text); err == nil {
			must(fmt.Errorf("%q is read as %s", text, toJSON(set)))
		}
		out = append(out, setVector{A: text})
	}
	return out
}
