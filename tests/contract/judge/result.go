package judge

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/zclconf/go-cty/cty"

	"mesh/contract/tfplugin6"
)

// Result is what a host keeps after a call that answers with an object.
type Result struct {
	Value    cty.Value
	Identity cty.Value
	Private  []byte
	Failed   bool
}

// object checks what every stored object must be: of the type, wholly known, write-only parts null.
func (fs *Findings) object(rule string, family Family, b *Block, v cty.Value) {
	for _, p := range unknowns(v) {
		fs.add(rule, family, p, "the provider still indicated an unknown value")
	}
	for _, p := range WriteOnlyPaths(b, v) {
		fs.add("34", InvalidObject, p, "a value for a write-only attribute")
	}
}

// identity reads an identity and checks rule 33.
func (fs *Findings) identity(schema *Identity, wire *tfplugin6.ResourceIdentityData, mustBeKnown bool) cty.Value {
	if schema == nil {
		if wire != nil {
			fs.add("33", InvalidIdentity, nil, "identity type not found: the resource has no identity schema")
		}
		return cty.NilVal
	}
	if wire == nil || wire.GetIdentityData() == nil {
		if mustBeKnown {
			fs.add("33", InvalidIdentity, nil, "missing")
		}
		return cty.NilVal
	}
	v, ok := fs.read("33", InvalidIdentity, wire.GetIdentityData(), schema.Type())
	if !ok {
		return cty.NilVal
	}
	if v.IsNull() {
		fs.add("33", InvalidIdentity, nil, "null")
	} else if mustBeKnown && !v.IsWhollyKnown() {
		fs.add("33", InvalidIdentity, nil, "contains unknown values")
	}
	return v
}

// ApplyCase is one ApplyResourceChange. Planned is null for a destroy.
type ApplyCase struct {
	Schema                 *Block
	Identity               *Identity
	Prior, Config, Planned cty.Value
	PlannedIdentity        cty.Value
	Answer                 *tfplugin6.ApplyResourceChange_Response
}

// CheckApply judges rules 22 to 27, 33 and 34.
func CheckApply(c ApplyCase) (Result, Findings) {
	fs := CheckDiagnostics(c.Schema, c.Answer.GetDiagnostics())
	out := Result{Value: cty.NilVal, Private: c.Answer.GetPrivate(), Failed: HasErrors(c.Answer.GetDiagnostics())}
	fs.neverLegacy(c.Answer.GetLegacyTypeSystem())
	v, ok := fs.read("22", InvalidObject, c.Answer.GetNewState(), c.Schema.Type())
	if !ok {
		return out, fs
	}
	out.Value = v
	fs.object("23", InvalidResult, c.Schema, v)
	if !v.IsNull() {
		out.Identity = fs.identity(c.Identity, c.Answer.GetNewIdentity(), !out.Failed)
	}
	if out.Failed {
		// A failed delete that says "gone" loses an object that may still be there; a failed update
		// that says nothing keeps what was known before.
		if v.IsNull() && c.Planned.IsNull() && !c.Prior.IsNull() {
			fs.add("25", BrokenPromise, nil, "failed to delete, but the answer says that nothing is left")
		}
		return out, fs
	}
	switch {
	case c.Planned.IsNull() && !v.IsNull():
		fs.add("24", InvalidResult, nil, "the planned destroy left an object in the state")
	case !c.Planned.IsNull() && v.IsNull():
		fs.add("24", InvalidResult, nil, "the apply step returned nothing for an object that was to exist")
	case !v.IsNull():
		compatible{&fs, "22", InconsistentResult}.object(c.Schema, c.Planned, v)
	}
	if known(c.PlannedIdentity) && known(out.Identity) && !Same(c.PlannedIdentity, out.Identity) {
		fs.add("33", InvalidIdentity, nil, "planned as %s, but now %s", show(c.PlannedIdentity), show(out.Identity))
	}
	return out, fs
}

// ReadCase is one ReadResource.
type ReadCase struct {
	Schema        *Block
	Identity      *Identity
	Prior         cty.Value
	PriorIdentity cty.Value
	PriorPrivate  []byte
	Answer        *tfplugin6.ReadResource_Response
}

// CheckRead judges rules 26, 28, 33 and 34.
func CheckRead(c ReadCase) (Result, Findings) {
	fs := CheckDiagnostics(c.Schema, c.Answer.GetDiagnostics())
	out := Result{Value: cty.NilVal, Private: c.Answer.GetPrivate(), Failed: HasErrors(c.Answer.GetDiagnostics())}
	if out.Failed {
		return out, fs
	}
	fs.neverDeferred(c.Answer.GetDeferred())
	v, ok := fs.read("28", InvalidObject, c.Answer.GetNewState(), c.Schema.Type())
	if !ok {
		return out, fs
	}
	out.Value = v
	if len(c.PriorPrivate) > 0 && !v.IsNull() && len(out.Private) == 0 {
		fs.add("26", BrokenPromise, nil, "the private data that was sent is not in the answer, and is lost")
	}
	for _, p := range unknowns(v) {
		fs.add("28", InvalidObject, p, "unknown during refresh")
	}
	for _, p := range WriteOnlyPaths(c.Schema, v) {
		fs.add("34", InvalidObject, p, "a value for a write-only attribute")
	}
	if !v.IsNull() {
		out.Identity = fs.identity(c.Identity, c.Answer.GetNewIdentity(), true)
		if known(c.PriorIdentity) && known(out.Identity) && !Same(c.PriorIdentity, out.Identity) {
			fs.add("33", InvalidIdentity, nil, "changed during refresh from %s to %s", show(c.PriorIdentity), show(out.Identity))
		}
	}
	return out, fs
}

// CheckPrivate is rule 26 for a call that must carry private data on unchanged.
func CheckPrivate(sent, answered []byte) Findings {
	var fs Findings
	if !bytes.Equal(sent, answered) {
		fs.add("26", BrokenPromise, nil, "private data was %d bytes, and came back as %d other bytes", len(sent), len(answered))
	}
	return fs
}

// CheckUpgrade judges rule 29.
func CheckUpgrade(b *Block, answer *tfplugin6.UpgradeResourceState_Response) (Result, Findings) {
	fs := CheckDiagnostics(b, answer.GetDiagnostics())
	out := Result{Value: cty.NilVal, Failed: HasErrors(answer.GetDiagnostics())}
	if out.Failed {
		return out, fs
	}
	v, ok := fs.read("29", InvalidUpgrade, answer.GetUpgradedState(), b.Type())
	if !ok {
		return out, fs
	}
	out.Value = v
	if v.IsNull() {
		fs.add("29", InvalidUpgrade, nil, "the upgraded state is null")
		return out, fs
	}
	fs.object("29", InvalidUpgrade, b, v)
	return out, fs
}

// CheckImport judges rule 30 for an import block: exactly one object of the type.
func CheckImport(typeName string, b *Block, identity *Identity, answer *tfplugin6.ImportResourceState_Response) (Result, Findings) {
	fs := CheckDiagnostics(nil, answer.GetDiagnostics())
	out := Result{Value: cty.NilVal, Failed: HasErrors(answer.GetDiagnostics())}
	if out.Failed {
		return out, fs
	}
	fs.neverDeferred(answer.GetDeferred())
	switch n := len(answer.GetImportedResources()); {
	case n == 0:
		fs.add("30", InvalidImport, nil, "Import returned no resources")
		return out, fs
	case n > 1:
		fs.add("30", InvalidImport, nil, "Multiple import states not supported")
	}
	imported := answer.GetImportedResources()[0]
	if imported.GetTypeName() == "" {
		fs.add("30", InvalidImport, nil, "the provider didn't set type in the import response")
	} else if imported.GetTypeName() != typeName {
		fs.add("30", InvalidImport, nil, "imported %s instead of %s", imported.GetTypeName(), typeName)
	}
	v, ok := fs.read("30", InvalidObject, imported.GetState(), b.Type())
	if !ok {
		return out, fs
	}
	out.Value, out.Private = v, imported.GetPrivate()
	if v.IsNull() {
		fs.add("30", InvalidImport, nil, "Import returned null resource")
		return out, fs
	}
	fs.object("30", InvalidObject, b, v)
	out.Identity = fs.identity(identity, imported.GetIdentity(), true)
	return out, fs
}

// CheckImportedRead is the end of rule 30: what was imported must exist when it is read.
func CheckImportedRead(r Result) Findings {
	var fs Findings
	if !r.Failed && r.Value != cty.NilVal && r.Value.IsNull() {
		fs.add("30", InvalidImport, nil, "Cannot import non-existent remote object")
	}
	return fs
}

// CheckMove judges rule 32. `supported` is whether the source is one that must be accepted.
func CheckMove(b *Block, identity *Identity, supported bool, answer *tfplugin6.MoveResourceState_Response) (Result, Findings) {
	fs := CheckDiagnostics(nil, answer.GetDiagnostics())
	out := Result{Value: cty.NilVal, Private: answer.GetTargetPrivate(), Failed: HasErrors(answer.GetDiagnostics())}
	if out.Failed {
		if supported {
			fs.add("32", InvalidUpgrade, nil, "refused a supported source: %s", DiagnosticText(answer.GetDiagnostics()))
		}
		return out, fs
	}
	if !supported {
		fs.add("32", InvalidUpgrade, nil, "an unsupported source was accepted without an error")
	}
	v, ok := fs.read("32", InvalidUpgrade, answer.GetTargetState(), b.Type())
	if !ok {
		return out, fs
	}
	out.Value = v
	if v.IsNull() {
		fs.add("32", InvalidUpgrade, nil, "the provider returned a null state after the move")
		return out, fs
	}
	fs.object("32", InvalidUpgrade, b, v)
	if answer.GetTargetIdentity() != nil {
		out.Identity = fs.identity(identity, answer.GetTargetIdentity(), true)
	}
	return out, fs
}

// CheckReadData judges rule 31.
func CheckReadData(b *Block, answer *tfplugin6.ReadDataSource_Response) (Result, Findings) {
	fs := CheckDiagnostics(b, answer.GetDiagnostics())
	out := Result{Value: cty.NilVal, Failed: HasErrors(answer.GetDiagnostics())}
	if out.Failed {
		return out, fs
	}
	fs.neverDeferred(answer.GetDeferred())
	v, ok := fs.read("31", InvalidObject, answer.GetState(), b.Type())
	if !ok {
		return out, fs
	}
	out.Value = v
	if v.IsNull() {
		fs.add("31", NullObject, nil, "null for a data source")
		return out, fs
	}
	fs.object("31", InvalidObject, b, v)
	return out, fs
}

// CheckSettled is rule 20: with nothing changed, a plan changes nothing.
func CheckSettled(rule string, prior cty.Value, second Planned) Findings {
	var fs Findings
	if second.Failed || second.Action != NoOp {
		fs.add(rule, BrokenPromise, nil, "nothing changed, and the plan is a %s:\n%s", second.Action, Differences(prior, second.Value))
	}
	return fs
}

// Differences lists where two values differ, for a failing test.
func Differences(a, b cty.Value) string {
	if a == cty.NilVal || b == cty.NilVal || a.IsNull() || b.IsNull() {
		return fmt.Sprintf("  %s\n  %s", show(a), show(b))
	}
	var fs Findings
	compatible{&fs, "", ""}.value(a, b, nil, nil)
	lines := make([]string, 0, len(fs))
	for _, f := range fs {
		lines = append(lines, "  "+f.Path+": "+f.Text)
	}
	return strings.Join(lines, "\n")
}

// CheckSame is for answers that must be equal: the second plan of a replacement (17) or that of a
// tainted instance (19) and that of a new object, of a call that runs alone and one beside others (40), with and without provider_meta (38).
func CheckSame(rule, what string, want, have cty.Value) Findings {
	var fs Findings
	if !Same(want, have) {
		fs.add(rule, BrokenPromise, nil, "%s:\n%s", what, Differences(want, have))
	}
	return fs
}

// CheckGenerated judges GenerateResourceConfig, which follows an import (rule 30): a configuration
// that validation accepts.
func CheckGenerated(b *Block, answer *tfplugin6.GenerateResourceConfig_Response) (cty.Value, Findings) {
	fs := CheckDiagnostics(b, answer.GetDiagnostics())
	if HasErrors(answer.GetDiagnostics()) {
		fs.add("30", InvalidImport, nil, "no configuration: %s", DiagnosticText(answer.GetDiagnostics()))
		return cty.NilVal, fs
	}
	v, ok := fs.read("30", InvalidObject, answer.GetConfig(), b.Type())
	if !ok {
		return cty.NilVal, fs
	}
	if v.IsNull() || !v.IsWhollyKnown() {
		fs.add("30", InvalidObject, nil, "the generated configuration is null or unknown")
		return v, fs
	}
	for _, a := range b.Attributes {
		value := v.GetAttr(a.Name)
		switch {
		case a.Computed && !a.Optional && !value.IsNull():
			fs.add("30", InvalidObject, cty.GetAttrPath(a.Name), "value for unconfigurable attribute")
		case a.Required && value.IsNull():
			fs.add("30", InvalidObject, cty.GetAttrPath(a.Name), "a required attribute is missing")
		}
	}
	return v, fs
}
