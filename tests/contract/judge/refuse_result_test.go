package judge_test

import (
	"errors"
	"testing"

	"github.com/zclconf/go-cty/cty"

	. "mesh/contract/judge"
	"mesh/contract/tfplugin6"
)

func TestJudge_Rule22_RefusesResultUnlikePlan(t *testing.T) {
	a := applyFixture{config: config, planned: planned.with("size", number(1))}
	good := a.judged(stored.with("size", number(1)).value())
	refuses(t, "22", InconsistentResult, good, a.judged(stored.with("size", number(2)).value()))
	refuses(t, "22", InconsistentResult, good, a.judged(stored.value()))

	tags := func(keys ...string) cty.Value {
		out := map[string]cty.Value{}
		for _, k := range keys {
			out[k] = text("v")
		}
		return cty.MapVal(out)
	}
	a = applyFixture{config: config.with("tags", tags("a")), planned: planned.with("tags", tags("a"))}
	good = a.judged(stored.with("tags", tags("a")).value())
	refuses(t, "22", InconsistentResult, good, a.judged(stored.with("tags", tags("a", "b")).value()))
	refuses(t, "22", InconsistentResult, good, a.judged(stored.with("tags", tags("b")).value()))

	set := func(values ...string) cty.Value {
		var out []cty.Value
		for _, v := range values {
			out = append(out, text(v))
		}
		return cty.SetVal(out)
	}
	a = applyFixture{config: config, planned: planned.with("labels", set("a"))}
	good = a.judged(stored.with("labels", set("a")).value())
	refuses(t, "22", InconsistentResult, good, a.judged(stored.with("labels", set("b")).value()))
	refuses(t, "22", InconsistentResult, good, a.judged(stored.with("labels", set("a", "b")).value()))

	two := cty.ListVal([]cty.Value{disk(1), disk(2)})
	a = applyFixture{config: config.with("disk", two), planned: planned.with("disk", two)}
	refuses(t, "22", InconsistentResult, a.judged(stored.with("disk", two).value()), a.judged(stored.with("disk", cty.ListVal([]cty.Value{disk(1)})).value()))
}

func TestJudge_Rule23_RefusesUnknownAfterApply(t *testing.T) {
	a := applyFixture{config: config, planned: planned}
	refuses(t, "23", InvalidResult, a.judged(stored.value()), a.judged(stored.with("id", unknownText).value()))
}

func TestJudge_Rule24_RefusesExistenceAgainstPlan(t *testing.T) {
	create := applyFixture{config: config, planned: planned}
	destroy := applyFixture{prior: stored}
	null := cty.NullVal(thing.Type())
	refuses(t, "24", InvalidResult, create.judged(stored.value()), create.judged(null))
	refuses(t, "24", InvalidResult, destroy.judged(null), destroy.judged(stored.value()))
}

func TestJudge_Rule25_RefusesFailedDeleteThatForgets(t *testing.T) {
	failed := func(r *tfplugin6.ApplyResourceChange_Response) { r.Diagnostics = errorAt("no") }
	a := applyFixture{prior: stored, answer: failed}
	refuses(t, "25", BrokenPromise, a.judged(stored.value()), a.judged(cty.NullVal(thing.Type())))
	// With errors the object need not be what was planned, but it must be an object.
	create := applyFixture{config: config, planned: planned.with("size", number(1)), answer: failed}
	refuses(t, "23", InvalidResult, create.judged(stored.value()), create.judged(stored.with("id", unknownText).value()))
}

func TestJudge_Rule26_RefusesLostPrivateData(t *testing.T) {
	refuses(t, "26", BrokenPromise, readOf(stored.value(), nil),
		readOf(stored.value(), func(r *tfplugin6.ReadResource_Response) { r.Private = nil }))
	refuses(t, "26", BrokenPromise, CheckPrivate([]byte("p"), []byte("p")), CheckPrivate([]byte("p"), []byte("q")))
}

func TestJudge_Rule28_RefusesUnknownDuringRefresh(t *testing.T) {
	good := readOf(cty.NullVal(thing.Type()), func(r *tfplugin6.ReadResource_Response) { r.NewIdentity = nil })
	refuses(t, "28", InvalidObject, good, readOf(stored.with("id", unknownText).value(), nil))
	refuses(t, "28", InvalidObject, good, readOf(stored.value(), func(r *tfplugin6.ReadResource_Response) {
		r.NewState = &tfplugin6.DynamicValue{Msgpack: []byte{0x80}}
	}))
}

func upgradeOf(f fields) Findings {
	_, fs := CheckUpgrade(thing, &tfplugin6.UpgradeResourceState_Response{UpgradedState: ToWire(f.value(), thing.Type())})
	return fs
}

func TestJudge_Rule29_RefusesIncompleteUpgrade(t *testing.T) {
	refuses(t, "29", InvalidUpgrade, upgradeOf(stored), upgradeOf(nil))
	refuses(t, "29", InvalidUpgrade, upgradeOf(stored), upgradeOf(planned))
	_, lacking := CheckUpgrade(thing, &tfplugin6.UpgradeResourceState_Response{
		UpgradedState: ToWire(cty.ObjectVal(map[string]cty.Value{"name": text("a")}), cty.Object(map[string]cty.Type{"name": cty.String}))})
	refuses(t, "29", InvalidUpgrade, upgradeOf(stored), lacking)
	refuses(t, "34", InvalidObject, upgradeOf(stored), upgradeOf(stored.with("password", text("x"))))
}

func importOf(objects ...*tfplugin6.ImportResourceState_ImportedResource) Findings {
	_, fs := CheckImport("thing", thing, thingIdentity, &tfplugin6.ImportResourceState_Response{ImportedResources: objects})
	return fs
}

func TestJudge_Rule30_RefusesWrongImports(t *testing.T) {
	object := func(name string, f fields) *tfplugin6.ImportResourceState_ImportedResource {
		return &tfplugin6.ImportResourceState_ImportedResource{TypeName: name, State: ToWire(f.value(), thing.Type()), Identity: identityOf("a")}
	}
	good := importOf(object("thing", stored))
	refuses(t, "30", InvalidImport, good, importOf())
	refuses(t, "30", InvalidImport, good, importOf(object("thing", stored), object("thing", stored)))
	refuses(t, "30", InvalidImport, good, importOf(object("", stored)))
	refuses(t, "30", InvalidImport, good, importOf(object("thing", nil)))
	refuses(t, "30", InvalidObject, good, importOf(object("thing", planned)))
	nameless := object("thing", stored)
	nameless.Identity = nil
	refuses(t, "33", InvalidIdentity, good, importOf(nameless))
	refuses(t, "30", InvalidImport, CheckImportedRead(Result{Value: stored.value()}), CheckImportedRead(Result{Value: fields(nil).value()}))
}

func TestJudge_Rule30_RefusesGeneratedConfigThatIsNone(t *testing.T) {
	generated := func(f fields) Findings {
		_, fs := CheckGenerated(thing, &tfplugin6.GenerateResourceConfig_Response{Config: ToWire(f.value(), thing.Type())})
		return fs
	}
	refuses(t, "30", InvalidObject, generated(config), generated(stored))
	refuses(t, "30", InvalidObject, generated(config), generated(fields{"size": number(1)}))
}

func TestJudge_Rule31_RefusesNullOrUnknownData(t *testing.T) {
	data := func(f fields) Findings {
		_, fs := CheckReadData(thing, &tfplugin6.ReadDataSource_Response{State: ToWire(f.value(), thing.Type())})
		return fs
	}
	refuses(t, "31", NullObject, data(stored), data(nil))
	refuses(t, "31", InvalidObject, data(stored), data(planned))
}

func TestJudge_Rule32_RefusesMoveFromAnywhere(t *testing.T) {
	move := func(supported bool, f fields, diagnostics []*tfplugin6.Diagnostic) Findings {
		_, fs := CheckMove(thing, thingIdentity, supported, &tfplugin6.MoveResourceState_Response{
			TargetState: ToWire(f.value(), thing.Type()), Diagnostics: diagnostics})
		return fs
	}
	refuses(t, "32", InvalidUpgrade, move(false, nil, errorAt("cannot")), move(false, stored, nil))
	refuses(t, "32", InvalidUpgrade, move(true, stored, nil), move(true, nil, nil))
}

func TestJudge_Rule35_RefusesEphemeralUnlikeConfig(t *testing.T) {
	open := func(f fields) Findings {
		return CheckEphemeral(thing, config.value(), &tfplugin6.OpenEphemeralResource_Response{Result: ToWire(f.value(), thing.Type())})
	}
	refuses(t, "35", InvalidEphemeral, open(stored), open(stored.with("name", text("b"))))
	refuses(t, "35", InvalidEphemeral, open(stored), open(planned))
}

func TestJudge_Rule36_RefusesWrongFunctionResults(t *testing.T) {
	f := &Function{Parameters: []Parameter{{Name: "x", Type: cty.String}}, Return: cty.String}
	call := func(v cty.Value, ty cty.Type) Findings {
		_, fs := CheckFunction(f, []cty.Value{text("x")}, &tfplugin6.CallFunction_Response{Result: ToWire(v, ty)})
		return fs
	}
	good := call(text("y"), cty.String)
	refuses(t, "36", InvalidFunction, good, call(cty.ListValEmpty(cty.String), cty.List(cty.String)))
	refuses(t, "36", InvalidFunction, good, call(unknownText, cty.String))
	blamed := int64(1)
	_, far := CheckFunction(f, []cty.Value{text("x")}, &tfplugin6.CallFunction_Response{
		Error: &tfplugin6.FunctionError{Text: "no", FunctionArgument: &blamed}})
	refuses(t, "36", InvalidFunction, good, far)
}

func TestJudge_Rule37_RefusesBrokenStreams(t *testing.T) {
	event := func(name string) *tfplugin6.ListResource_Event {
		return &tfplugin6.ListResource_Event{Identity: identityOf(name), DisplayName: name, ResourceObject: ToWire(stored.value(), thing.Type())}
	}
	list := func(limit int, events ...*tfplugin6.ListResource_Event) Findings {
		return CheckList(thing, thingIdentity, true, limit, events)
	}
	good := list(2, event("a"), event("b"))
	refuses(t, "37", InvalidStream, good, list(1, event("a"), event("b")))
	refuses(t, "37", InvalidStream, good, list(2, event("a"), event("a")))
	nameless := event("a")
	nameless.Identity = nil
	refuses(t, "37", InvalidStream, good, list(2, nameless))
	refuses(t, "37", InvalidStream, good, list(0, &tfplugin6.ListResource_Event{Diagnostic: errorAt("no")}, event("a")))

	done := &tfplugin6.InvokeAction_Event{Type: &tfplugin6.InvokeAction_Event_Completed_{}}
	refuses(t, "37", InvalidStream, CheckAction([]*tfplugin6.InvokeAction_Event{done}), CheckAction([]*tfplugin6.InvokeAction_Event{{}, done}))
	refuses(t, "37", InvalidStream, CheckAction([]*tfplugin6.InvokeAction_Event{done}), CheckAction(nil))
}

func TestJudge_Rule38_RefusesAnswerThatDependsOnProviderMeta(t *testing.T) {
	refuses(t, "38", BrokenPromise, CheckSame("38", "meta", stored.value(), stored.value()),
		CheckSame("38", "meta", stored.value(), stored.with("id", text("8")).value()))
}

func TestJudge_Rule39_RefusesStopThatLosesTheApply(t *testing.T) {
	stopped := func(f fields) ApplyCase {
		return applyFixture{config: config, planned: planned,
			answer: func(r *tfplugin6.ApplyResourceChange_Response) { r.Diagnostics = errorAt("stopped") }}.asked(f.value())
	}
	good := CheckStop(&tfplugin6.StopProvider_Response{}, nil, stopped(stored), nil)
	refuses(t, "39", PluginError, good, CheckStop(&tfplugin6.StopProvider_Response{}, nil, stopped(stored), errors.New("EOF")))
	refuses(t, "39", PluginError, good, CheckStop(&tfplugin6.StopProvider_Response{Error: "busy"}, nil, stopped(stored), nil))
	refuses(t, "39", InvalidResult, good, CheckStop(&tfplugin6.StopProvider_Response{}, nil, stopped(planned), nil))
}

func TestJudge_Rule40_RefusesAnswerThatDependsOnOthers(t *testing.T) {
	refuses(t, "40", BrokenPromise, CheckSame("40", "beside others", stored.value(), stored.value()),
		CheckSame("40", "beside others", stored.value(), stored.with("name", text("other")).value()))
}
