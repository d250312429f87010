package contract

import (
	"context"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"mesh/contract/host"
	"mesh/contract/judge"
	"mesh/contract/tfplugin6"
)

func TestGetMetadataAgreesWithTheSchema(t *testing.T) {
	t.Parallel()
	p := host.Start(t, t.TempDir())
	meta, err := p.Client.GetMetadata(context.Background(), &tfplugin6.ProviderMetadata_Request{})
	if err != nil {
		t.Fatal(err)
	}
	p.Report(judge.CheckMetadata(meta, p.Schema))
	functions, err := p.Client.GetFunctions(context.Background(), &tfplugin6.GetFunctions_Request{})
	if err != nil {
		t.Fatal(err)
	}
	compareKeys(t, "function", functions.GetFunctions(), p.Schema.GetFunctions())
}

func TestRule01_ValidatesWithoutConfigureThenPlansThenPlansAgainAtApply(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Start()
		for _, config := range []string{s.Base, s.Full} {
			p.Report(judge.CheckUnconfigured("ValidateResourceConfig", p.Validate(s.name, s.value(config))))
		}
		p.Stop()
		s.host.Run([]host.Resource{s.resource()})
		if got := s.host.Addresses(); got != "a" {
			s.Errorf("state holds %q", got)
		}
	})
	p := host.Start(t, t.TempDir())
	for name, l := range dataLines {
		config, err := host.Literal(p.Schemas.DataSources[name], l.Config, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := p.Client.ValidateDataResourceConfig(context.Background(), &tfplugin6.ValidateDataResourceConfig_Request{
			TypeName: name, Config: judge.ToWire(config, p.Schemas.DataSources[name].Type())})
		if err != nil {
			t.Fatal(err)
		}
		p.Report(judge.CheckUnconfigured("ValidateDataResourceConfig", answer.GetDiagnostics()))
	}
}

// fullProvider is a provider block that says as much as fits together.
func fullProvider(h *host.Host) string {
	return host.Merge(h.Place.Provider("prod"), `{"owner": "platform", "ignore_labels": ["cost/*"], "ignore_annotations": ["note"],
		"mesh": {"trust_domains": ["cluster.local"], "istio_version": "1.31", "default_labels": {"managed": "yes"}}}`)
}

func TestRule02_ConfigureAcceptsUnknownsAndComesAgain(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Start()
		full, err := host.Literal(p.Schemas.Provider, fullProvider(s.host), nil)
		if err != nil {
			s.Fatal(err)
		}
		q := s.host.Start()
		if d := q.Configure(full); d.HasErrors() {
			s.Fatal(d)
		}
		final := s.besides(q, s.value(s.Base))
		for _, path := range leaves(full) {
			p.Configure(replaced(full, path, unknown)) // judged
			planned, diagnostics := p.Plan(s.name, s.nothing(), s.value(s.Base), nil)
			if diagnostics.HasErrors() || planned.Failed {
				s.Errorf("with the provider's %s unknown, a plan fails: %s", judge.PathText(path), diagnostics)
				continue
			}
			for _, f := range judge.CheckFinalPlan(s.block, planned, final) {
				s.Errorf("first planned with the provider's %s unknown: %s", judge.PathText(path), f)
			}
		}
		// The same process configured once more, now with everything known.
		if d := p.Configure(full); d.HasErrors() {
			s.Fatal(d)
		}
		if planned := s.besides(p, s.value(s.Base)); !planned.Failed && !planned.Value.IsWhollyKnown() {
			s.Errorf("everything is known, and the plan is not: %s", describe(planned.Value))
		}
	})
}

func TestRule03_ValidateAcceptsUnknownAnywhere(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Start()
		for _, text := range []string{s.Base, s.Full} {
			config := s.value(text)
			known := p.Validate(s.name, config)
			if known.HasErrors() {
				s.Errorf("a right configuration is refused: %s", known)
			}
			for _, path := range leaves(config) {
				answer := p.Validate(s.name, replaced(config, path, unknown))
				for _, f := range judge.CheckValidateUnknown(known, answer) {
					s.Errorf("%s unknown: %s", judge.PathText(path), f)
				}
			}
		}
		// Called again with known values, it does find what is wrong.
		if d := p.Validate(s.name, s.value(host.Merge(s.Base, s.Wrong))); !d.HasErrors() {
			s.Errorf("accepted: %s", s.Wrong)
		}
	})
	h := host.New(t)
	p := h.Start()
	full, err := host.Literal(p.Schemas.Provider, fullProvider(h), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range leaves(full) {
		if d := p.Configure(replaced(full, path, unknown)); d.HasErrors() {
			t.Errorf("provider: %s unknown: %s", judge.PathText(path), d)
		}
	}
}

func TestRule04_ErrorsLeadToTheAttribute(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Start()
		wrong := s.value(host.Merge(s.Base, s.Wrong))
		report(s, judge.CheckNames(p.Validate(s.name, wrong), s.WrongAttribute))
		// Required attributes left out, and null elements, wherever there are such.
		full := s.value(s.Full)
		for _, path := range leaves(full) {
			element, isIndex := path[len(path)-1].(cty.IndexStep)
			if !isIndex || at(full, path).Type() == cty.DynamicPseudoType {
				continue
			}
			_ = element
			broken := replaced(full, path, func(v cty.Value) cty.Value { return cty.NullVal(v.Type()) })
			if d := p.Validate(s.name, broken); d.HasErrors() {
				name := path[0].(cty.GetAttrStep).Name
				report(s, judge.CheckNames(d, name))
			}
		}
	})
}

func TestRule05_NeverAnswersByStatus(t *testing.T) {
	t.Parallel()
	garbage := [][]byte{{0xc1}, {0x81}, {0x93, 1, 2}, {0xff, 0xff}, {0x81, 0xa4, 'n', 'a', 'm', 'e'}, {0xa3, 0xff, 0xfe, 0xfd},
		[]byte("\x81\xa4name\xa2\xff\xfe"), []byte("{}"), {0x80}, {0x90}, {0xc0}, {0xd4, 0, 0}, {0xdd, 0xff, 0xff, 0xff, 0xff}}
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		for _, bytes := range garbage {
			dirty := &tfplugin6.DynamicValue{Msgpack: bytes}
			everyCall(s.T, p, s.name, dirty, bytes, func(method string, diagnostics []*tfplugin6.Diagnostic, err error) {
				p.Report(judge.CheckStatus(method, err))
				p.Report(judge.CheckDiagnostics(nil, diagnostics))
			})
		}
		// And it goes on working.
		s.planned(p, s.value(s.Base))
	})
}

// everyCall makes each call about a resource type with the same value everywhere.
func everyCall(t *testing.T, p *host.Process, name string, v *tfplugin6.DynamicValue, raw []byte,
	done func(method string, diagnostics []*tfplugin6.Diagnostic, err error)) {
	t.Helper()
	ctx := context.Background()
	validate, err := p.Client.ValidateResourceConfig(ctx, &tfplugin6.ValidateResourceConfig_Request{TypeName: name, Config: v})
	done("ValidateResourceConfig", validate.GetDiagnostics(), err)
	upgrade, err := p.Client.UpgradeResourceState(ctx, &tfplugin6.UpgradeResourceState_Request{TypeName: name, RawState: &tfplugin6.RawState{Json: raw}})
	done("UpgradeResourceState", upgrade.GetDiagnostics(), err)
	identity, err := p.Client.UpgradeResourceIdentity(ctx, &tfplugin6.UpgradeResourceIdentity_Request{TypeName: name, RawIdentity: &tfplugin6.RawState{Json: raw}})
	done("UpgradeResourceIdentity", identity.GetDiagnostics(), err)
	read, err := p.Client.ReadResource(ctx, &tfplugin6.ReadResource_Request{TypeName: name, CurrentState: v, Private: raw})
	done("ReadResource", read.GetDiagnostics(), err)
	plan, err := p.Client.PlanResourceChange(ctx, &tfplugin6.PlanResourceChange_Request{TypeName: name, PriorState: v, ProposedNewState: v, Config: v, PriorPrivate: raw})
	done("PlanResourceChange", plan.GetDiagnostics(), err)
	apply, err := p.Client.ApplyResourceChange(ctx, &tfplugin6.ApplyResourceChange_Request{TypeName: name, PriorState: v, PlannedState: v, Config: v, PlannedPrivate: raw})
	done("ApplyResourceChange", apply.GetDiagnostics(), err)
	imported, err := p.Client.ImportResourceState(ctx, &tfplugin6.ImportResourceState_Request{TypeName: name, Id: strings.ToValidUTF8(string(raw), "?")})
	done("ImportResourceState", imported.GetDiagnostics(), err)
	move, err := p.Client.MoveResourceState(ctx, &tfplugin6.MoveResourceState_Request{TargetTypeName: name, SourceTypeName: name, SourceState: &tfplugin6.RawState{Json: raw}})
	done("MoveResourceState", move.GetDiagnostics(), err)
	generate, err := p.Client.GenerateResourceConfig(ctx, &tfplugin6.GenerateResourceConfig_Request{TypeName: name, State: v})
	done("GenerateResourceConfig", generate.GetDiagnostics(), err)
	lists, err := p.Client.ValidateListResourceConfig(ctx, &tfplugin6.ValidateListResourceConfig_Request{TypeName: name, Config: v})
	done("ValidateListResourceConfig", lists.GetDiagnostics(), err)
	list, err := p.Client.ListResource(ctx, &tfplugin6.ListResource_Request{TypeName: name, Config: v})
	if err == nil {
		var event *tfplugin6.ListResource_Event
		if event, err = list.Recv(); err == nil {
			done("ListResource", event.GetDiagnostic(), nil)
		} else if err.Error() == "EOF" {
			err = nil
		}
	}
	if err != nil {
		done("ListResource", nil, err)
	}
}

func TestRule06_UnknownTypesAreErrors(t *testing.T) {
	t.Parallel()
	p := host.Start(t, t.TempDir())
	empty := &tfplugin6.DynamicValue{Msgpack: []byte{0xc0}}
	p.Configure(cty.ObjectVal(nullAttributes(p.Schemas.Provider)))
	everyCall(t, p, "mesh_no_such_thing", empty, []byte("{}"), func(method string, diagnostics []*tfplugin6.Diagnostic, err error) {
		p.Report(judge.CheckStatus(method, err))
		p.Report(judge.CheckUnknownType(method, diagnostics))
	})
	ctx := context.Background()
	validate, err := p.Client.ValidateDataResourceConfig(ctx, &tfplugin6.ValidateDataResourceConfig_Request{TypeName: "mesh_no", Config: empty})
	p.Report(append(judge.CheckStatus("ValidateDataResourceConfig", err), judge.CheckUnknownType("ValidateDataResourceConfig", validate.GetDiagnostics())...))
	data, err := p.Client.ReadDataSource(ctx, &tfplugin6.ReadDataSource_Request{TypeName: "mesh_no", Config: empty})
	p.Report(append(judge.CheckStatus("ReadDataSource", err), judge.CheckUnknownType("ReadDataSource", data.GetDiagnostics())...))
	call, err := p.Client.CallFunction(ctx, &tfplugin6.CallFunction_Request{Name: "no"})
	if p.Report(judge.CheckStatus("CallFunction", err)); call.GetError() == nil {
		t.Error("rule 6: an unknown function gives no error")
	}
}

func nullAttributes(b *judge.Block) map[string]cty.Value {
	return b.Null().AsValueMap()
}
