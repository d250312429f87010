package contract

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"
	"testing"
)

// Every rule has a test that drives the binary, and a recorded bad answer that the judge refuses.
func TestEveryRuleHasItsTests(t *testing.T) {
	driven, refused := testNames(t, "."), testNames(t, "judge")
	for rule := 1; rule <= 41; rule++ {
		for prefix, names := range map[string][]string{
			fmt.Sprintf("TestRule%02d_", rule):              driven,
			fmt.Sprintf("TestJudge_Rule%02d_Refuses", rule): refused,
		} {
			found := false
			for _, name := range names {
				found = found || strings.HasPrefix(name, prefix)
			}
			if !found {
				t.Errorf("no test is called %s...", prefix)
			}
		}
	}
}

func testNames(t *testing.T, dir string) []string {
	t.Helper()
	packages, err := parser.ParseDir(token.NewFileSet(), dir, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, p := range packages {
		for _, file := range p.Files {
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && strings.HasPrefix(f.Name.Name, "Test") {
					out = append(out, f.Name.Name)
				}
			}
		}
	}
	return out
}
