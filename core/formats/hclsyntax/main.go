// Judges our HCL with the library that the hosts read it with. Standard input holds samples, one JSON
// object a line: a text that our writer wrote, and what it was told to write.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sort"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// item is an attribute where it has a name, else a block.
type item struct {
	Name   string          `json:"name"`
	Value  json.RawMessage `json:"value"`
	Type   string          `json:"type"`
	Labels []string        `json:"labels"`
	Body   []item          `json:"body"`
}

type sample struct {
	HCL  string `json:"hcl"`
	Body []item `json:"body"`
}

// The names that samples may use: a traversal is its own name, a call is a tuple of its name and arguments.
var names = &hcl.EvalContext{
	Variables: map[string]cty.Value{
		"local":                cty.ObjectVal(map[string]cty.Value{"name": cty.StringVal("local.name")}),
		"mesh_virtual_service": cty.ObjectVal(map[string]cty.Value{"reviews": cty.StringVal("mesh_virtual_service.reviews")}),
	},
	Functions: map[string]function.Function{"jsonencode": call("jsonencode"), "merge": call("merge")},
}

func call(name string) function.Function {
	return function.New(&function.Spec{
		VarParam: &function.Parameter{Name: "arguments", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true},
		Type:     function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(arguments []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.TupleVal(append([]cty.Value{cty.StringVal(name)}, arguments...)), nil
		},
	})
}

// meant is the value that HCL should have made of a literal.
func meant(from any) (cty.Value, error) {
	switch v := from.(type) {
	case nil:
		return cty.NullVal(cty.DynamicPseudoType), nil
	case bool:
		return cty.BoolVal(v), nil
	case string:
		return cty.StringVal(v), nil
	case json.Number:
		return cty.ParseNumberVal(v.String())
	case []any:
		list := make([]cty.Value, len(v))
		for i := range v {
			var err error
			if list[i], err = meant(v[i]); err != nil {
				return cty.NilVal, err
			}
		}
		return cty.TupleVal(list), nil
	case map[string]any:
		members := map[string]cty.Value{}
		for key, value := range v {
			var err error
			if members[cty.NormalizeString(key)], err = meant(value); err != nil {
				return cty.NilVal, err
			}
		}
		return cty.ObjectVal(members), nil
	}
	return cty.NilVal, fmt.Errorf("a sample holds a %T", from)
}

func judgeAttribute(wanted item, found *hclsyntax.Attribute) error {
	if found.Name != wanted.Name {
		return fmt.Errorf("the attribute %s became %s", wanted.Name, found.Name)
	}
	got, diagnostics := found.Expr.Value(names)
	if diagnostics.HasErrors() {
		return diagnostics
	}
	decoder := json.NewDecoder(bytes.NewReader(wanted.Value))
	decoder.UseNumber()
	var raw any
	if err := decoder.Decode(&raw); err != nil {
		return err
	}
	want, err := meant(raw)
	if err != nil {
		return err
	}
	if !got.RawEquals(want) {
		return fmt.Errorf("%s became %#v", wanted.Value, got)
	}
	return nil
}

func judgeBody(wanted []item, found *hclsyntax.Body) error {
	nodes := map[int]hclsyntax.Node{}
	var starts []int
	for _, attribute := range found.Attributes {
		nodes[attribute.Range().Start.Byte] = attribute
		starts = append(starts, attribute.Range().Start.Byte)
	}
	for _, block := range found.Blocks {
		nodes[block.TypeRange.Start.Byte] = block
		starts = append(starts, block.TypeRange.Start.Byte)
	}
	if len(starts) != len(wanted) {
		return fmt.Errorf("%d items became %d", len(wanted), len(starts))
	}
	sort.Ints(starts)
	for i, start := range starts {
		var err error
		switch node := nodes[start].(type) {
		case *hclsyntax.Attribute:
			err = judgeAttribute(wanted[i], node)
		case *hclsyntax.Block:
			if node.Type != wanted[i].Type || fmt.Sprint(node.Labels) != fmt.Sprint(wanted[i].Labels) {
				return fmt.Errorf("the block %s %v became %s %v", wanted[i].Type, wanted[i].Labels, node.Type, node.Labels)
			}
			err = judgeBody(wanted[i].Body, node.Body)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func judge(s sample) error {
	if formatted := hclwrite.Format([]byte(s.HCL)); string(formatted) != s.HCL {
		return fmt.Errorf("would be formatted as\n%s", formatted)
	}
	file, diagnostics := hclsyntax.ParseConfig([]byte(s.HCL), "sample.tf", hcl.InitialPos)
	if diagnostics.HasErrors() {
		return diagnostics
	}
	return judgeBody(s.Body, file.Body.(*hclsyntax.Body))
}

func main() {
	in := bufio.NewReader(os.Stdin)
	count, wrong := 0, 0
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		var s sample
		if err := json.Unmarshal(line, &s); err != nil {
			fmt.Println("not a sample:", string(line))
			os.Exit(2)
		}
		count++
		if err := judge(s); err != nil {
			wrong++
			if wrong <= 20 {
				fmt.Printf("%s-- %v\n", s.HCL, err)
			}
		}
	}
	fmt.Printf("%d texts, %d judged wrong\n", count, wrong)
	if wrong > 0 || count == 0 {
		os.Exit(1)
	}
}
