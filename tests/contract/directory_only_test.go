package contract

import (
	"go/ast"
	"go/parser"
	"go/token"
	"sort"
	"strings"
	"testing"

	"mesh/contract/place"
)

// onlyWithFiles are the tests that say so by directoryOnly: the rest runs wherever objects live.
var onlyWithFiles = []string{
	"TestScenario_BrokenFileIsNamedAndNothingIsLost",
}

// directoryOnly leaves a test out where objects live in a server. `why` says what a server has not.
func directoryOnly(t *testing.T, why string) {
	t.Helper()
	if place.Live() {
		t.Skip("only with files: ", why)
	}
}

func TestFewTestsAreOnlyForFiles(t *testing.T) {
	packages, err := parser.ParseDir(token.NewFileSet(), ".", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, p := range packages {
		for _, file := range p.Files {
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && calls(f, "directoryOnly") {
					found = append(found, f.Name.Name)
				}
			}
		}
	}
	sort.Strings(found)
	if got, want := strings.Join(found, "\n"), strings.Join(onlyWithFiles, "\n"); got != want {
		t.Errorf("only with files run\n%s\nand the table says\n%s", got, want)
	}
}

func calls(f *ast.FuncDecl, name string) bool {
	found := false
	ast.Inspect(f, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if called, ok := call.Fun.(*ast.Ident); ok && called.Name == name {
				found = true
			}
		}
		return true
	})
	return found
}
