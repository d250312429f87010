// Package judge decides, as Terraform and OpenTofu do, whether a provider's answers keep the
// protocol. Every function is pure: schema, question and answer in, findings out. The rules are
// written from the protocol's description, independently of any host's code.
package judge

import (
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"mesh/contract/tfplugin6"
)

// Family is the headline under which a host reports the breach of a rule.
type Family string

// The families of messages. The last ones are reported without a headline of their own.
const (
	InvalidPlan        Family = "Provider produced invalid plan"
	InconsistentPlan   Family = "Provider produced inconsistent final plan"
	InconsistentResult Family = "Provider produced inconsistent result after apply"
	InvalidObject      Family = "Provider produced invalid object"
	InvalidResult      Family = "Provider returned invalid result object after apply"
	InvalidUpgrade     Family = "Invalid resource state upgrade"
	NullObject         Family = "Provider produced null object"
	InvalidIdentity    Family = "Provider produced invalid identity"
	InvalidSchema      Family = "Failed to load plugin schemas"
	InvalidImport      Family = "Provider returned invalid import"
	InvalidFunction    Family = "Error in function call"
	InvalidEphemeral   Family = "Provider produced invalid ephemeral resource instance"
	InvalidStream      Family = "Provider broke its stream of events"
	InvalidDiagnostic  Family = "Provider produced invalid diagnostic"
	PluginError        Family = "Plugin error"
	BrokenPromise      Family = "Provider broke a promise to its user"
)

// Finding is one breach of one rule.
type Finding struct {
	// Rule is the number of the rule ("1" to "41"), or of the schema rule ("S1" to "S13").
	Rule   string
	Family Family
	// Path is where in the value, empty for the whole.
	Path string
	Text string
}

func (f Finding) String() string {
	at := ""
	if f.Path != "" {
		at = f.Path + ": "
	}
	return fmt.Sprintf("rule %s: %s: %s%s", f.Rule, f.Family, at, f.Text)
}

// Findings are all breaches seen in one answer.
type Findings []Finding

func (fs *Findings) add(rule string, family Family, path cty.Path, format string, args ...any) {
	*fs = append(*fs, Finding{rule, family, PathText(path), fmt.Sprintf(format, args...)})
}

// Has tells whether some finding is about the rule.
func (fs Findings) Has(rule string) bool {
	for _, f := range fs {
		if f.Rule == rule {
			return true
		}
	}
	return false
}

func (fs Findings) String() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

// PathText writes a path as a person would: .rules[0].backends["a"].
func PathText(path cty.Path) string {
	var out strings.Builder
	for _, step := range path {
		switch s := step.(type) {
		case cty.GetAttrStep:
			out.WriteString("." + s.Name)
		case cty.IndexStep:
			switch {
			case s.Key.Type() == cty.String && s.Key.IsKnown():
				fmt.Fprintf(&out, "[%q]", s.Key.AsString())
			case s.Key.Type() == cty.Number && s.Key.IsKnown():
				fmt.Fprintf(&out, "[%s]", s.Key.AsBigFloat().Text('f', -1))
			default:
				out.WriteString("[*]")
			}
		}
	}
	return out.String()
}

// HasErrors tells whether the host would stop at these diagnostics.
func HasErrors(diagnostics []*tfplugin6.Diagnostic) bool {
	for _, d := range diagnostics {
		if d.GetSeverity() == tfplugin6.Diagnostic_ERROR {
			return true
		}
	}
	return false
}

// DiagnosticText writes diagnostics for a failing test.
func DiagnosticText(diagnostics []*tfplugin6.Diagnostic) string {
	var out []string
	for _, d := range diagnostics {
		at := ""
		if len(d.GetAttribute().GetSteps()) > 0 {
			at = " at " + PathText(WirePath(d.GetAttribute()))
		}
		out = append(out, fmt.Sprintf("%s%s: %s: %s", d.GetSeverity(), at, d.GetSummary(), d.GetDetail()))
	}
	return strings.Join(out, "\n")
}

// WirePath reads a path as the host does.
func WirePath(wire *tfplugin6.AttributePath) cty.Path {
	var path cty.Path
	for _, step := range wire.GetSteps() {
		switch s := step.GetSelector().(type) {
		case *tfplugin6.AttributePath_Step_AttributeName:
			path = path.GetAttr(s.AttributeName)
		case *tfplugin6.AttributePath_Step_ElementKeyString:
			path = path.IndexString(s.ElementKeyString)
		case *tfplugin6.AttributePath_Step_ElementKeyInt:
			path = path.IndexInt(int(s.ElementKeyInt))
		}
	}
	return path
}

// show writes a value for a message, cut to a readable length.
func show(v cty.Value) string {
	if v == cty.NilVal {
		return "no value"
	}
	text := fmt.Sprintf("%#v", v)
	if len(text) > 200 {
		text = text[:200] + "..."
	}
	return text
}
