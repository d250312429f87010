// Package contract drives the real provider binary as Terraform and OpenTofu do, and judges every
// answer by their rules: one test per rule, for every resource type that the provider serves.
package contract

import (
	"fmt"
	"sort"
	"sync"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"mesh/contract/host"
	"mesh/contract/judge"
)

var (
	servedOnce sync.Once
	servedNow  *judge.Schemas
)

// served is what the provider says it serves.
func served(t *testing.T) *judge.Schemas {
	t.Helper()
	servedOnce.Do(func() { servedNow = host.Start(t, t.TempDir()).Schemas })
	if servedNow == nil {
		t.Fatal("the provider's schemas could not be read")
	}
	return servedNow
}

// subject is one resource type under test, with a host in a folder of its own.
type subject struct {
	*testing.T
	line
	name  string
	block *judge.Block
	host  *host.Host
}

// everyType runs a test for every resource type that is served.
func everyType(t *testing.T, test func(s *subject)) {
	t.Helper()
	all := served(t)
	for _, name := range sorted(all.Resources) {
		known, ok := lines[name]
		if !ok && isKind(all.Resources[name]) {
			continue
		}
		if !ok {
			t.Errorf("%s has no line in table_test.go", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(&subject{t, known, name, all.Resources[name], host.New(t)})
		})
	}
}

func sorted[T any](m map[string]T) []string {
	var out []string
	for name := range m {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// resource is the block `a` with layers over Base.
func (s *subject) resource(layers ...string) host.Resource {
	return host.Resource{Address: "a", Type: s.name, Config: host.Merge(s.Base, layers...)}
}

// other is a further block beside it.
func (s *subject) other(number int) host.Resource {
	return host.Resource{Address: fmt.Sprintf("other%d", number), Type: s.name,
		Config: host.Merge(s.Base, fmt.Sprintf(s.Other, number))}
}

// value reads a literal for the type.
func (s *subject) value(config string) cty.Value {
	s.Helper()
	v, err := host.Literal(s.block, config, nil)
	if err != nil {
		s.Fatal(err)
	}
	return v
}

func (s *subject) null() cty.Value { return cty.NullVal(s.block.Type()) }

func (s *subject) nothing() host.Object { return host.Object{Value: s.null()} }

// planned plans a create, and fails the test when it is refused.
func (s *subject) planned(p *host.Process, config cty.Value) judge.Planned {
	s.Helper()
	return s.plannedFrom(p, s.nothing(), config)
}

func (s *subject) plannedFrom(p *host.Process, prior host.Object, config cty.Value) judge.Planned {
	s.Helper()
	s.forget(p)
	planned, diagnostics := p.Plan(s.name, prior, config, nil)
	if diagnostics.HasErrors() {
		s.Errorf("plan: %s", diagnostics)
	}
	return planned
}

// forget configures the provider once more, which ends the claims of earlier plans: one process is
// asked about many variants of one resource here, and no host would ask so.
func (s *subject) forget(p *host.Process) {
	s.Helper()
	if d := p.ConfigureAgain(); d.HasErrors() {
		s.Fatal(d)
	}
}

// besides plans without forgetting: beside what else this process has planned.
func (s *subject) besides(p *host.Process, config cty.Value) judge.Planned {
	s.Helper()
	planned, diagnostics := p.Plan(s.name, s.nothing(), config, nil)
	if diagnostics.HasErrors() {
		s.Errorf("plan: %s", diagnostics)
	}
	return planned
}

func describe(v cty.Value) string {
	text := fmt.Sprintf("%#v", v)
	if len(text) > 400 {
		text = text[:400] + "..."
	}
	return text
}

// leaves are the paths of everything configured: each attribute that has a value, at any depth,
// and every element and member below.
func leaves(v cty.Value) []cty.Path {
	var out []cty.Path
	_ = cty.Walk(v, func(p cty.Path, v cty.Value) (bool, error) {
		if v.IsNull() {
			return false, nil
		}
		if len(p) > 0 {
			out = append(out, p.Copy())
		}
		return true, nil
	})
	return out
}

// replaced puts another value at a path.
func replaced(v cty.Value, at cty.Path, change func(cty.Value) cty.Value) cty.Value {
	out, err := cty.Transform(v, func(p cty.Path, v cty.Value) (cty.Value, error) {
		if p.Equals(at) {
			return change(v), nil
		}
		return v, nil
	})
	if err != nil {
		panic(err)
	}
	return out
}

func unknown(v cty.Value) cty.Value { return cty.UnknownVal(v.Type()) }

// at is the value at a path, or NilVal where a parent is unknown.
func at(v cty.Value, path cty.Path) cty.Value {
	for _, step := range path {
		if !v.IsKnown() || v.IsNull() {
			return cty.NilVal
		}
		next, err := step.Apply(v)
		if err != nil {
			return cty.NilVal
		}
		v = next
	}
	return v
}

// tree is everything that the host's place holds, by name.
func tree(h *host.Host) map[string]string { return h.Place.Everything() }

// objects are the objects alone, without what the provider keeps about them.
func objects(h *host.Host) map[string]string { return h.Place.Objects() }

func sameTrees(t testing.TB, what string, before, after map[string]string) {
	t.Helper()
	for name, text := range before {
		if after[name] != text {
			t.Errorf("%s: %s was\n%s\nand is\n%s", what, name, text, after[name])
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			t.Errorf("%s: %s has appeared", what, name)
		}
	}
}

// actions expects the actions of a plan.
func actions(t testing.TB, plan *host.Plan, want string) {
	t.Helper()
	if got := plan.Actions(); got != want {
		t.Errorf("the plan is %q, not %q\n%s%s", got, want, plan.Errors, plan.Warnings)
	}
}

// report fails the test for findings that are no answer of a process.
func report(t testing.TB, findings judge.Findings) {
	t.Helper()
	for _, f := range findings {
		t.Errorf("%s", f)
	}
}
