package judge

import (
	"strings"
	"unicode/utf8"

	"github.com/zclconf/go-cty/cty"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"mesh/contract/tfplugin6"
)

// CheckStatus is rule 5: a failure is a diagnostic, never the status of the call. Calls that have
// grown beyond a size limit are rule 41.
func CheckStatus(method string, err error) Findings {
	var fs Findings
	switch code := status.Code(err); code {
	case codes.OK:
	case codes.Unavailable:
		fs.add("5", PluginError, nil, "%s: Plugin did not respond: %v", method, err)
	case codes.Canceled:
		fs.add("5", PluginError, nil, "%s: Request cancelled", method)
	case codes.Unimplemented:
		fs.add("5", PluginError, nil, "%s: Unsupported plugin method", method)
	case codes.ResourceExhausted:
		fs.add("41", PluginError, nil, "%s: %v", method, err)
	default:
		fs.add("5", PluginError, nil, "%s: %v", method, err)
	}
	return fs
}

// CheckDiagnostics judges rules 3 and 4 for the diagnostics of any answer. `b` is nil where the
// paths cannot be followed.
func CheckDiagnostics(b *Block, diagnostics []*tfplugin6.Diagnostic) Findings {
	var fs Findings
	for _, d := range diagnostics {
		if d.GetSeverity() != tfplugin6.Diagnostic_ERROR && d.GetSeverity() != tfplugin6.Diagnostic_WARNING {
			fs.add("3", InvalidDiagnostic, nil, "%q has no severity: it never fails anything", d.GetSummary())
		}
		if strings.TrimSpace(d.GetSummary()) == "" {
			fs.add("3", InvalidDiagnostic, nil, "a diagnostic without summary: %q", d.GetDetail())
		}
		if !utf8.ValidString(d.GetSummary()) || !utf8.ValidString(d.GetDetail()) {
			fs.add("5", InvalidDiagnostic, nil, "string field contains invalid UTF-8")
		}
		if b != nil {
			fs.path(b, d)
		}
	}
	return fs
}

// path is rule 4: a diagnostic's path leads to something in the schema, and not into a set.
func (fs *Findings) path(b *Block, d *tfplugin6.Diagnostic) {
	path := WirePath(d.GetAttribute())
	ty := b.Type()
	for i, step := range path {
		switch s := step.(type) {
		case cty.GetAttrStep:
			switch {
			case ty == cty.DynamicPseudoType:
				return
			case !ty.IsObjectType() || !ty.HasAttribute(s.Name):
				fs.add("4", InvalidDiagnostic, path[:i+1], "%q: no such attribute", d.GetSummary())
				return
			}
			ty = ty.AttributeType(s.Name)
		case cty.IndexStep:
			switch {
			case ty == cty.DynamicPseudoType:
				return
			case ty.IsSetType():
				fs.add("4", InvalidDiagnostic, path[:i+1], "%q: the path goes into a set", d.GetSummary())
				return
			case ty.IsListType() && s.Key.Type() == cty.Number, ty.IsMapType() && s.Key.Type() == cty.String:
				ty = ty.ElementType()
			default:
				fs.add("4", InvalidDiagnostic, path[:i+1], "%q: not a list or map of such keys", d.GetSummary())
				return
			}
		}
	}
}

// CheckNames is what a person needs of an error: the attribute at fault, in path or text.
func CheckNames(diagnostics []*tfplugin6.Diagnostic, attribute string) Findings {
	var fs Findings
	if !HasErrors(diagnostics) {
		fs.add("3", BrokenPromise, nil, "a wrong configuration was accepted: %s", attribute)
		return fs
	}
	for _, d := range diagnostics {
		if strings.HasPrefix(PathText(WirePath(d.GetAttribute())), "."+attribute) ||
			strings.Contains(d.GetSummary()+" "+d.GetDetail(), attribute) {
			return fs
		}
	}
	fs.add("4", InvalidDiagnostic, nil, "no error leads to %s:\n%s", attribute, DiagnosticText(diagnostics))
	return fs
}

// CheckUnconfigured is rule 1: validation happens in processes that are never configured.
func CheckUnconfigured(method string, diagnostics []*tfplugin6.Diagnostic) Findings {
	var fs Findings
	if HasErrors(diagnostics) {
		fs.add("1", PluginError, nil, "%s fails before ConfigureProvider: %s", method, DiagnosticText(diagnostics))
	}
	return fs
}

// CheckConfigure is rule 2: configuration may be unknown while planning.
func CheckConfigure(configKnown bool, diagnostics []*tfplugin6.Diagnostic) Findings {
	var fs Findings
	if !configKnown && HasErrors(diagnostics) {
		fs.add("2", PluginError, nil, "fails on unknown values: %s", DiagnosticText(diagnostics))
	}
	return fs
}

// CheckValidateUnknown is rule 3: what is fine when known is fine while it is unknown.
func CheckValidateUnknown(known, unknown []*tfplugin6.Diagnostic) Findings {
	var fs Findings
	if !HasErrors(known) && HasErrors(unknown) {
		fs.add("3", PluginError, nil, "fails on unknown values: %s", DiagnosticText(unknown))
	}
	return fs
}

// CheckUnknownType is rule 6.
func CheckUnknownType(method string, diagnostics []*tfplugin6.Diagnostic) Findings {
	var fs Findings
	if !HasErrors(diagnostics) {
		fs.add("6", BrokenPromise, nil, "%s: no error for a type that does not exist", method)
	}
	return fs
}

// CheckFunction judges rule 36. `arguments` are what was sent.
func CheckFunction(f *Function, arguments []cty.Value, answer *tfplugin6.CallFunction_Response) (cty.Value, Findings) {
	var fs Findings
	if e := answer.GetError(); e != nil {
		if strings.TrimSpace(e.GetText()) == "" {
			fs.add("36", InvalidFunction, nil, "an error without text")
		}
		if e.FunctionArgument != nil && (*e.FunctionArgument < 0 || *e.FunctionArgument >= int64(len(arguments))) {
			fs.add("36", InvalidFunction, nil, "blames argument %d of %d, counted from 0", *e.FunctionArgument, len(arguments))
		}
		return cty.NilVal, fs
	}
	v, ok := fs.read("36", InvalidFunction, answer.GetResult(), f.Return)
	if !ok {
		return cty.NilVal, fs
	}
	wholly := true
	for _, a := range arguments {
		wholly = wholly && a.IsWhollyKnown()
	}
	if wholly && !v.IsWhollyKnown() {
		fs.add("36", InvalidFunction, nil, "an unknown result of known arguments")
	}
	return v, fs
}

// CheckList judges rule 37 for the events of a list; a limit of 0 is none.
func CheckList(b *Block, identity *Identity, withObject bool, limit int, events []*tfplugin6.ListResource_Event) Findings {
	var fs Findings
	seen := map[string]bool{}
	count := 0
	for i, e := range events {
		fs = append(fs, CheckDiagnostics(nil, e.GetDiagnostic())...)
		if HasErrors(e.GetDiagnostic()) {
			if i != len(events)-1 {
				fs.add("37", InvalidStream, nil, "goes on after an error")
			}
			continue
		}
		count++
		if e.GetIdentity() == nil {
			fs.add("37", InvalidStream, nil, "an event without identity")
			continue
		}
		id := fs.identity(identity, e.GetIdentity(), true)
		if key := show(id); seen[key] {
			fs.add("37", InvalidStream, nil, "listed twice: %s", key)
		} else {
			seen[key] = true
		}
		if e.GetDisplayName() == "" {
			fs.add("37", InvalidStream, nil, "an event without display name")
		}
		if withObject {
			if v, ok := fs.read("37", InvalidObject, e.GetResourceObject(), b.Type()); ok {
				if v.IsNull() {
					fs.add("37", InvalidStream, nil, "the resource object was asked for and is missing")
				}
				fs.object("37", InvalidObject, b, v)
			}
		}
	}
	if limit > 0 && count > limit {
		fs.add("37", InvalidStream, nil, "%d events for a limit of %d", count, limit)
	}
	return fs
}

// CheckAction judges rule 37 for the events of an action.
func CheckAction(events []*tfplugin6.InvokeAction_Event) Findings {
	var fs Findings
	completed := 0
	for _, e := range events {
		switch e.GetType().(type) {
		case *tfplugin6.InvokeAction_Event_Progress_:
		case *tfplugin6.InvokeAction_Event_Completed_:
			completed++
		default:
			fs.add("37", InvalidStream, nil, "an event that is neither progress nor completion")
		}
	}
	if completed != 1 {
		fs.add("37", InvalidStream, nil, "%d completions", completed)
	}
	return fs
}

// CheckEphemeral judges rule 35: the result of Open against its configuration.
func CheckEphemeral(b *Block, config cty.Value, answer *tfplugin6.OpenEphemeralResource_Response) Findings {
	fs := CheckDiagnostics(b, answer.GetDiagnostics())
	if HasErrors(answer.GetDiagnostics()) {
		return fs
	}
	v, ok := fs.read("35", InvalidEphemeral, answer.GetResult(), b.Type())
	if !ok {
		return fs
	}
	if v.IsNull() {
		fs.add("35", InvalidEphemeral, nil, "null")
		return fs
	}
	var found Findings
	found.object("35", InvalidEphemeral, b, v)
	plan{&found}.block(b, cty.NullVal(b.Type()), config, v, nil)
	for _, f := range found {
		f.Rule, f.Family = "35", InvalidEphemeral
		fs = append(fs, f)
	}
	return fs
}

// CheckStop is rule 39: what StopProvider and the interrupted Apply answered.
func CheckStop(stop *tfplugin6.StopProvider_Response, stopErr error, c ApplyCase, applyErr error) Findings {
	var fs Findings
	if stopErr != nil || stop.GetError() != "" {
		fs.add("39", PluginError, nil, "StopProvider: %v %s", stopErr, stop.GetError())
	}
	if applyErr != nil {
		fs.add("39", PluginError, nil, "the interrupted apply is lost: %v", applyErr)
		return fs
	}
	_, found := CheckApply(c)
	for _, f := range found {
		f.Rule = "39"
		fs = append(fs, f)
	}
	return fs
}
