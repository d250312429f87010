package main

import (
	"strings"

	"github.com/zclconf/go-cty/cty"
)

// writeCase is a value that go-cty writes.
type writeCase struct {
	name  string
	ty    cty.Type
	value cty.Value
}

func number(text string) cty.Value { return cty.MustParseNumberVal(text) }
func text(s string) cty.Value      { return cty.StringVal(s) }

func writeCases() []writeCase {
	var out []writeCase
	add := func(name string, ty cty.Type, value cty.Value) {
		out = append(out, writeCase{name, ty, value})
	}
	numbers(add)
	characters(add)
	collections(add)
	structures(add)
	dynamics(add)
	unknowns(add)
	return out
}

type adder func(string, cty.Type, cty.Value)

func numbers(add adder) {
	for _, n := range []string{
		"0", "1", "31", "32", "127", "128", "255", "256", "32767", "32768", "65535", "65536",
		"2147483647", "2147483648", "4294967295", "4294967296", "9007199254740991",
		"9007199254740992", "9007199254740993", "31536000000", "9223372036854775807",
		"9223372036854775808", "18446744073709551615", "18446744073709551616",
		"-1", "-32", "-33", "-128", "-129", "-32768", "-32769", "-2147483648", "-2147483649",
		"-9223372036854775808", "-9223372036854775809", "1e30", "1e100",
		"0.5", "0.25", "1.5", "-2.75", "0.1", "-0.1", "3.14", "0.30000000000000004", "1e-7", "1e-300",
		"4.9406564584124654e-324", "9007199254740993.5", "10.0", "1.50",
		"123456789012345678901234567890.123456789",
		"0.00000000000000000000000000000000000000000000000000000000000000001",
		"99999999999999999999999999999999999999999999999999999999999999999999999999999999",
	} {
		add("number "+n, cty.Number, number(n))
	}
	for _, f := range []float64{0.1, 1.1, 2.5, 1e-10, 3.0, 123456.789} {
		add("float "+describeNumber(cty.NumberFloatVal(f)), cty.Number, cty.NumberFloatVal(f))
	}
	add("number infinite", cty.Number, cty.PositiveInfinity)
	add("number infinite negative", cty.Number, cty.NegativeInfinity)
	add("number null", cty.Number, cty.NullVal(cty.Number))
	add("bool true", cty.Bool, cty.True)
	add("bool false", cty.Bool, cty.False)
	add("bool null", cty.Bool, cty.NullVal(cty.Bool))
}

func characters(add adder) {
	for _, c := range [][2]string{
		{"empty", ""}, {"short", "hello"}, {"31 bytes", strings.Repeat("a", 31)},
		{"32 bytes", strings.Repeat("b", 32)}, {"255 bytes", strings.Repeat("c", 255)},
		{"256 bytes", strings.Repeat("d", 256)}, {"zero byte", "a\x00b"}, {"control", "\x01\x07\b\f\n\r\t\x1b\x7f"},
		{"quotes", `"\/`}, {"markup", "<a href='x'>&</a>"}, {"line separators", "a\u2028b\u2029c"},
		{"umlaut", "ü"}, {"NFD e acute", "e\u0301"}, {"NFD in text", "re\u0301sume\u0301 and more text"},
		{"Hangul jamo", "\u1112\u1161\u11ab"}, {"Angstrom", "\u212b"}, {"ohm", "\u2126"},
		{"reordered marks", "a\u0301\u0323"}, {"composition exclusion", "\u0958"},
		{"compatibility ideograph", "\uf900"}, {"emoji", "👩‍👩‍👧"}, {"musical", "\U0001D15E"},
		{"first mark", "\u0301a"}, {"ligature stays", "ﬁ"}, {"top", "\U0010FFFF"},
		{"forty marks", "a" + strings.Repeat("\u0301", 40)}, {"byte order mark", "\ufeffx"},
		{"number-like", "1e1000"}, {"CJK", "漢字かな交じり文"},
	} {
		add("string "+c[0], cty.String, text(c[1]))
	}
	add("string null", cty.String, cty.NullVal(cty.String))
}

func collections(add adder) {
	str, num := cty.String, cty.Number
	list, set, dict := cty.List(str), cty.Set(str), cty.Map(str)
	for _, ty := range []cty.Type{list, set, dict, cty.List(num), cty.Set(cty.Bool), cty.Map(list),
		cty.List(cty.DynamicPseudoType), cty.Map(cty.DynamicPseudoType)} {
		add("null "+typeText(ty), ty, cty.NullVal(ty))
	}
	add("list empty", list, cty.ListValEmpty(str))
	add("set empty", set, cty.SetValEmpty(str))
	add("map empty", dict, cty.MapValEmpty(str))
	add("list of strings", list, cty.ListVal([]cty.Value{text("b"), text("a"), text("b")}))
	add("list with null", list, cty.ListVal([]cty.Value{text("b"), cty.NullVal(str)}))
	add("set of strings", set, cty.SetVal([]cty.Value{text("b"), text("a"), text("b")}))
	add("set of one text in two forms", set, cty.SetVal([]cty.Value{text("e\u0301"), text("\u00e9")}))
	add("set with null", set, cty.SetVal([]cty.Value{text("b"), cty.NullVal(str), cty.NullVal(str)}))
	add("set of numbers", cty.Set(num),
		cty.SetVal([]cty.Value{number("2"), number("0.1"), number("2.0"), number("1e2")}))
	add("map of strings", dict, cty.MapVal(map[string]cty.Value{
		"b": text("1"), "a": cty.NullVal(str), "": text("empty"), "é": text("x"), "a.b/c": text("y")}))
	add("map of decomposed keys", dict, cty.MapVal(map[string]cty.Value{"e\u0301": text("x")}))
	for _, n := range []int{15, 16, 300} {
		values := make([]cty.Value, n)
		members := map[string]cty.Value{}
		for i := range values {
			values[i] = cty.NumberIntVal(int64(i))
			members[strings.Repeat("k", i%7)+describeNumber(values[i])] = values[i]
		}
		count := describeNumber(cty.NumberIntVal(int64(n)))
		add("list of "+count, cty.List(num), cty.ListVal(values))
		add("map of "+count, cty.Map(num), cty.MapVal(members))
	}
	add("list of lists", cty.List(list), cty.ListVal([]cty.Value{
		cty.ListValEmpty(str), cty.NullVal(list), cty.ListVal([]cty.Value{text("x")})}))
	inner := cty.Set(cty.Object(map[string]cty.Type{"n": num, "s": set}))
	member := func(n string, s ...cty.Value) cty.Value {
		return cty.ObjectVal(map[string]cty.Value{"n": number(n), "s": cty.SetVal(s)})
	}
	add("set of objects with sets", inner, cty.SetVal([]cty.Value{
		member("1", text("a"), text("b")), member("1.0", text("b"), text("a")), member("2", text("a"))}))
	add("map of sets of lists", cty.Map(cty.Set(list)), cty.MapVal(map[string]cty.Value{
		"k": cty.SetVal([]cty.Value{cty.ListVal([]cty.Value{text("x"), text("y")}),
			cty.ListVal([]cty.Value{text("y"), text("x")})})}))
	add("list of typed empties", cty.List(dict), cty.ListVal([]cty.Value{cty.MapValEmpty(str)}))
}

func structures(add adder) {
	empty := cty.EmptyObject
	add("object empty", empty, cty.EmptyObjectVal)
	add("object empty null", empty, cty.NullVal(empty))
	add("tuple empty", cty.EmptyTuple, cty.EmptyTupleVal)
	add("tuple empty null", cty.EmptyTuple, cty.NullVal(cty.EmptyTuple))
	add("tuple", cty.Tuple([]cty.Type{cty.String, cty.Number, cty.Bool}),
		cty.TupleVal([]cty.Value{text("a"), number("0.1"), cty.NullVal(cty.Bool)}))
	add("tuple of dynamic", cty.Tuple([]cty.Type{cty.DynamicPseudoType}),
		cty.TupleVal([]cty.Value{text("a")}))
	object := cty.Object(map[string]cty.Type{"name": cty.String, "labels": cty.Map(cty.String),
		"ports": cty.List(cty.Object(map[string]cty.Type{"port": cty.Number, "tls": cty.Bool}))})
	port := cty.ObjectVal(map[string]cty.Value{"port": number("443"), "tls": cty.True})
	add("object", object, cty.ObjectVal(map[string]cty.Value{"name": text("x"),
		"labels": cty.MapVal(map[string]cty.Value{"app": text("shop")}), "ports": cty.ListVal([]cty.Value{port})}))
	add("object of nulls", object, cty.ObjectVal(map[string]cty.Value{"name": cty.NullVal(cty.String),
		"labels": cty.NullVal(cty.Map(cty.String)), "ports": cty.NullVal(object.AttributeType("ports"))}))
	add("object null", object, cty.NullVal(object))
	odd := map[string]cty.Value{}
	types := map[string]cty.Type{}
	for _, key := range []string{"a<b>&", "quote\"", "ü", "", "Z", "a", "_", "tab\t", "\u2028"} {
		odd[key] = text(key)
		types[key] = cty.String
	}
	add("object with odd names", cty.Object(types), cty.ObjectVal(odd))
	wide := map[string]cty.Value{}
	wideTypes := map[string]cty.Type{}
	for _, key := range strings.Split("abcdefghijklmnopqrstuvwxyz", "") {
		wide[key] = cty.NullVal(cty.Number)
		wideTypes[key] = cty.Number
	}
	wide["m"] = number("7")
	add("object of 26", cty.Object(wideTypes), cty.ObjectVal(wide))
}

func dynamics(add adder) {
	any := cty.DynamicPseudoType
	add("dynamic null", any, cty.NullVal(any))
	add("dynamic unknown", any, cty.DynamicVal)
	for _, v := range []cty.Value{
		cty.NullVal(cty.String), cty.UnknownVal(cty.Number), cty.UnknownVal(cty.String).RefineNotNull(),
		text("x"), number("0.1"), number("1"), cty.True, cty.EmptyTupleVal, cty.EmptyObjectVal,
		cty.NullVal(cty.List(cty.String)), cty.ListValEmpty(cty.Map(cty.Number)), cty.ListValEmpty(any),
		cty.MapValEmpty(any), cty.SetValEmpty(cty.String), cty.NullVal(cty.EmptyObject),
		cty.UnknownVal(cty.Object(map[string]cty.Type{"a": cty.String})),
		cty.TupleVal([]cty.Value{text("a"), number("1"), cty.NullVal(any), cty.DynamicVal}),
		cty.ListVal([]cty.Value{cty.True, cty.UnknownVal(cty.Bool)}),
		cty.SetVal([]cty.Value{number("1"), number("2")}),
		cty.MapVal(map[string]cty.Value{"a": cty.ListValEmpty(cty.String)}),
		cty.ObjectVal(map[string]cty.Value{"a": cty.NullVal(any), "b": cty.NullVal(cty.Bool),
			"c": cty.ObjectVal(map[string]cty.Value{"d": text("e"), "ü<": number("1.5")})}),
	} {
		add("dynamic "+describe(v, any), any, v)
	}
	holder := cty.Object(map[string]cty.Type{"kind": cty.String, "manifest": any})
	manifest := cty.ObjectVal(map[string]cty.Value{
		"apiVersion": text("v1"), "kind": text("ConfigMap"),
		"metadata": cty.ObjectVal(map[string]cty.Value{"name": text("a"), "namespace": text("b")}),
		"data":     cty.ObjectVal(map[string]cty.Value{"key": text("value"), "count": number("3")}),
		"list":     cty.TupleVal([]cty.Value{number("1"), text("two"), cty.NullVal(any)})})
	add("object with dynamic manifest", holder, cty.ObjectVal(map[string]cty.Value{"kind": text("k"), "manifest": manifest}))
	add("object with dynamic null", holder, cty.ObjectVal(map[string]cty.Value{"kind": text("k"), "manifest": cty.NullVal(any)}))
	add("object with dynamic typed null", holder, cty.ObjectVal(map[string]cty.Value{"kind": text("k"), "manifest": cty.NullVal(cty.String)}))
	add("object with dynamic unknown", holder, cty.ObjectVal(map[string]cty.Value{"kind": text("k"), "manifest": cty.DynamicVal}))
	add("list of dynamics", cty.List(any), cty.ListVal([]cty.Value{text("a"), cty.NullVal(cty.String)}))
	add("map of dynamics", cty.Map(any), cty.MapVal(map[string]cty.Value{"k": number("1"), "n": number("2")}))
}

func unknowns(add adder) {
	str, num := cty.String, cty.Number
	list, set, dict := cty.List(str), cty.Set(str), cty.Map(str)
	object := cty.Object(map[string]cty.Type{"a": str})
	for _, ty := range []cty.Type{str, num, cty.Bool, list, set, dict, object, cty.EmptyObject,
		cty.Tuple([]cty.Type{str})} {
		add("unknown "+typeText(ty), ty, cty.UnknownVal(ty))
		add("unknown not null "+typeText(ty), ty, cty.UnknownVal(ty).RefineNotNull())
	}
	ustr, unum := cty.UnknownVal(str), cty.UnknownVal(num)
	add("unknown prefix", str, ustr.Refine().StringPrefix("pre-").NewValue())
	add("unknown prefix not null", str, ustr.Refine().NotNull().StringPrefixFull("pre-").NewValue())
	add("unknown long prefix", str, ustr.Refine().StringPrefixFull(strings.Repeat("p", 300)).NewValue())
	add("unknown prefix beyond ASCII", str, ustr.Refine().StringPrefixFull("grüß-").NewValue())
	add("unknown minimum", num, unum.Refine().NumberRangeLowerBound(number("1"), true).NewValue())
	add("unknown maximum", num, unum.Refine().NumberRangeUpperBound(number("0.1"), false).NewValue())
	add("unknown range", num, unum.Refine().NotNull().NumberRangeInclusive(number("-1e30"), number("1e30")).NewValue())
	for _, ty := range []cty.Type{list, set, dict} {
		u := cty.UnknownVal(ty)
		add("unknown at least "+typeText(ty), ty, u.Refine().CollectionLengthLowerBound(1).NewValue())
		add("unknown at most "+typeText(ty), ty, u.Refine().CollectionLengthUpperBound(300).NewValue())
		add("unknown between "+typeText(ty), ty,
			u.Refine().NotNull().CollectionLengthLowerBound(2).CollectionLengthUpperBound(70000).NewValue())
	}
	prefixed := ustr.Refine().StringPrefix("x-").NewValue()
	add("unknown in list", list, cty.ListVal([]cty.Value{text("a"), prefixed}))
	add("unknowns in set", set, cty.SetVal([]cty.Value{text("a"), ustr, prefixed}))
	add("unknown in map", dict, cty.MapVal(map[string]cty.Value{"a": ustr, "b": prefixed}))
	add("unknown in object", object, cty.ObjectVal(map[string]cty.Value{"a": prefixed}))
	add("unknown in tuple", cty.Tuple([]cty.Type{num, list}), cty.TupleVal([]cty.Value{unum, cty.UnknownVal(list)}))
	add("unknowns in set of objects", cty.Set(object), cty.SetVal([]cty.Value{
		cty.ObjectVal(map[string]cty.Value{"a": ustr}), cty.ObjectVal(map[string]cty.Value{"a": ustr}),
		cty.ObjectVal(map[string]cty.Value{"a": text("x")})}))
	any := cty.DynamicPseudoType
	add("unknown deep in dynamic", any, cty.ObjectVal(map[string]cty.Value{
		"a": prefixed, "b": cty.TupleVal([]cty.Value{cty.DynamicVal, unum}), "c": cty.NullVal(any)}))
}
