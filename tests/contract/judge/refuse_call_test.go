package judge_test

import (
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	. "mesh/contract/judge"
	"mesh/contract/tfplugin6"
)

func TestJudge_Rule01_RefusesValidationThatNeedsConfigure(t *testing.T) {
	refuses(t, "1", PluginError, CheckUnconfigured("ValidateResourceConfig", nil),
		CheckUnconfigured("ValidateResourceConfig", errorAt("provider is not configured")))
}

func TestJudge_Rule02_RefusesConfigureThatFailsOnUnknowns(t *testing.T) {
	bad := errorAt("path is unknown")
	refuses(t, "2", PluginError, CheckConfigure(true, bad), CheckConfigure(false, bad))
	deferred := planFixture{config: config, answer: func(r *tfplugin6.PlanResourceChange_Response) { r.Deferred = &tfplugin6.Deferred{} }}
	refuses(t, "2", InvalidPlan, planFixture{config: config}.judged(planned.value()), deferred.judged(planned.value()))
}

func TestJudge_Rule03_RefusesValidationOfUnknownsAndSilentDiagnostics(t *testing.T) {
	bad := errorAt("must be a name")
	refuses(t, "3", PluginError, CheckValidateUnknown(bad, bad), CheckValidateUnknown(nil, bad))
	silent := errorAt("must be a name")
	silent[0].Severity = tfplugin6.Diagnostic_INVALID
	refuses(t, "3", InvalidDiagnostic, CheckDiagnostics(thing, bad), CheckDiagnostics(thing, silent))
	refuses(t, "3", InvalidDiagnostic, CheckDiagnostics(thing, bad), CheckDiagnostics(thing, errorAt("")))
	refuses(t, "3", BrokenPromise, CheckNames(errorAt("wrong", "name"), "name"), CheckNames(nil, "name"))
}

func TestJudge_Rule04_RefusesPathsThatLeadNowhere(t *testing.T) {
	good := CheckDiagnostics(thing, errorAt("wrong", "name"))
	refuses(t, "4", InvalidDiagnostic, good, CheckDiagnostics(thing, errorAt("wrong", "nom")))
	refuses(t, "4", InvalidDiagnostic, good, CheckDiagnostics(thing, errorAt("wrong", "rules", "port")))
	inSet := errorAt("wrong", "labels")
	inSet[0].Attribute.Steps = append(inSet[0].Attribute.Steps, &tfplugin6.AttributePath_Step{
		Selector: &tfplugin6.AttributePath_Step_ElementKeyString{ElementKeyString: "a"}})
	refuses(t, "4", InvalidDiagnostic, good, CheckDiagnostics(thing, inSet))
	refuses(t, "4", InvalidDiagnostic, good, CheckNames(errorAt("wrong"), "name"))
}

func TestJudge_Rule05_RefusesStatusInsteadOfDiagnostic(t *testing.T) {
	for _, code := range []codes.Code{codes.Unavailable, codes.Canceled, codes.Unimplemented, codes.Internal, codes.Unknown} {
		refuses(t, "5", PluginError, CheckStatus("Apply", nil), CheckStatus("Apply", status.Error(code, "boom")))
	}
	refuses(t, "5", InvalidDiagnostic, CheckDiagnostics(thing, errorAt("ok")), CheckDiagnostics(thing, errorAt("\xff")))
}

func TestJudge_Rule06_RefusesSilenceAboutUnknownTypes(t *testing.T) {
	refuses(t, "6", BrokenPromise, CheckUnknownType("Plan", errorAt("unknown type")), CheckUnknownType("Plan", nil))
}

func TestJudge_Rule41_RefusesSizeLimits(t *testing.T) {
	refuses(t, "41", PluginError, CheckStatus("Plan", nil), CheckStatus("Plan", status.Error(codes.ResourceExhausted, "message larger than max")))
}

// schemaOf is a provider with one resource; `change` breaks it.
func schemaOf(change func(*tfplugin6.GetProviderSchema_Response, *tfplugin6.Schema_Block, *tfplugin6.GetResourceIdentitySchemas_Response)) Findings {
	inner := &tfplugin6.Schema_Block{Attributes: []*tfplugin6.Schema_Attribute{{Name: "gib", Type: []byte(`"number"`), Optional: true}}}
	block := &tfplugin6.Schema_Block{
		Attributes: []*tfplugin6.Schema_Attribute{{Name: "name", Type: []byte(`"string"`), Required: true}},
		BlockTypes: []*tfplugin6.Schema_NestedBlock{{TypeName: "disk", Nesting: tfplugin6.Schema_NestedBlock_LIST, Block: inner}}}
	answer := &tfplugin6.GetProviderSchema_Response{
		Provider:            &tfplugin6.Schema{Block: &tfplugin6.Schema_Block{}},
		ResourceSchemas:     map[string]*tfplugin6.Schema{"thing": {Block: block}},
		ListResourceSchemas: map[string]*tfplugin6.Schema{"thing": {Block: &tfplugin6.Schema_Block{}}},
		Functions: map[string]*tfplugin6.Function{"f": {Return: &tfplugin6.Function_Return{Type: []byte(`"string"`)},
			Parameters: []*tfplugin6.Function_Parameter{{Name: "x", Type: []byte(`"string"`)}}}},
	}
	identities := &tfplugin6.GetResourceIdentitySchemas_Response{IdentitySchemas: map[string]*tfplugin6.ResourceIdentitySchema{
		"thing": {IdentityAttributes: []*tfplugin6.ResourceIdentitySchema_IdentityAttribute{{Name: "name", Type: []byte(`"string"`), RequiredForImport: true}}}}}
	if change != nil {
		change(answer, block, identities)
	}
	_, fs := CheckSchema(answer, identities)
	return fs
}

func TestJudge_SchemaRules_RefuseEachBreach(t *testing.T) {
	type (
		answer     = tfplugin6.GetProviderSchema_Response
		block      = tfplugin6.Schema_Block
		identities = tfplugin6.GetResourceIdentitySchemas_Response
	)
	for rule, breaks := range map[string]func(*answer, *block, *identities){
		"S1 no provider": func(a *answer, _ *block, _ *identities) { a.Provider = nil },
		"S1 no block":    func(a *answer, _ *block, _ *identities) { a.ResourceSchemas["thing"].Block = nil },
		"S1 no inner":    func(_ *answer, b *block, _ *identities) { b.BlockTypes[0].Block = nil },
		"S2 no type":     func(_ *answer, b *block, _ *identities) { b.Attributes[0].Type = nil },
		"S2 bad type":    func(_ *answer, b *block, _ *identities) { b.Attributes[0].Type = []byte(`"text"`) },
		"S2 optional": func(_ *answer, b *block, _ *identities) {
			b.Attributes[0].Type = []byte(`["object",{"a":"string"},["a"]]`)
		},
		"S3 nothing": func(_ *answer, b *block, _ *identities) { b.Attributes[0].Required = false },
		"S3 both":    func(_ *answer, b *block, _ *identities) { b.Attributes[0].Computed = true },
		"S4 name":    func(_ *answer, b *block, _ *identities) { b.BlockTypes[0].TypeName = "my-disk" },
		"S4 twice":   func(_ *answer, b *block, _ *identities) { b.BlockTypes[0].TypeName = "name" },
		"S5 counts": func(_ *answer, b *block, _ *identities) {
			b.BlockTypes[0].MinItems, b.BlockTypes[0].MaxItems = 2, 1
		},
		"S5 invalid": func(_ *answer, b *block, _ *identities) {
			b.BlockTypes[0].Nesting = tfplugin6.Schema_NestedBlock_INVALID
		},
		"S6 dynamic in set": func(_ *answer, b *block, _ *identities) {
			b.BlockTypes[0].Nesting = tfplugin6.Schema_NestedBlock_SET
			b.BlockTypes[0].Block.Attributes[0].Type = []byte(`"dynamic"`)
		},
		"S7 version": func(a *answer, _ *block, _ *identities) { a.ResourceSchemas["thing"].Version = -1 },
		"S8 name":    func(a *answer, _ *block, _ *identities) { a.Functions["f"].Parameters[0].Name = "1x" },
		"S8 twice": func(a *answer, _ *block, _ *identities) {
			a.Functions["f"].VariadicParameter = a.Functions["f"].Parameters[0]
		},
		"S9 map": func(_ *answer, _ *block, i *identities) {
			i.IdentitySchemas["thing"].IdentityAttributes[0].Type = []byte(`["map","string"]`)
		},
		"S10 group": func(_ *answer, b *block, _ *identities) { b.BlockTypes[0].Block.Computed = true },
		"S11 count": func(_ *answer, b *block, _ *identities) { b.Attributes[0].Name = "count" },
		"S12 required": func(a *answer, b *block, _ *identities) {
			a.Provider.Block.Attributes = b.Attributes
		},
		"S13 no identity": func(_ *answer, _ *block, i *identities) { delete(i.IdentitySchemas, "thing") },
	} {
		t.Run(rule, func(t *testing.T) {
			name, _, _ := strings.Cut(rule, " ")
			refuses(t, name, InvalidSchema, schemaOf(nil), schemaOf(breaks))
		})
	}
	meta := &tfplugin6.ProviderMetadata_Response{Resources: []*tfplugin6.ProviderMetadata_ResourceMetadata{{TypeName: "thing"}}}
	schema := &tfplugin6.GetProviderSchema_Response{ResourceSchemas: map[string]*tfplugin6.Schema{"thing": {}}}
	refuses(t, "S1", InvalidSchema, CheckMetadata(meta, schema), CheckMetadata(&tfplugin6.ProviderMetadata_Response{}, schema))
}
