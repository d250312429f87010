package host

import (
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"mesh/contract/judge"
	"mesh/contract/tfplugin6"
)

// Diagnostics of one answer.
type Diagnostics []*tfplugin6.Diagnostic

// HasErrors tells whether a host would stop.
func (d Diagnostics) HasErrors() bool { return judge.HasErrors(d) }

func (d Diagnostics) String() string { return judge.DiagnosticText(d) }

func (p *Process) block(typeName string) *judge.Block {
	b := p.Schemas.Resources[typeName]
	if b == nil {
		p.t.Fatalf("the provider serves no %s", typeName)
	}
	return b
}

// status reports a failed call and tells whether there is an answer.
func (p *Process) status(method string, err error) bool {
	p.Report(judge.CheckStatus(method, err))
	return err == nil
}

// ConfigureAgain configures the provider as before.
func (p *Process) ConfigureAgain() Diagnostics { return p.Configure(p.config) }

// Configure validates and configures the provider.
func (p *Process) Configure(config cty.Value) Diagnostics {
	p.config = config
	ctx, cancel := p.context()
	defer cancel()
	wire := judge.ToWire(config, p.Schemas.Provider.Type())
	valid, err := p.Client.ValidateProviderConfig(ctx, &tfplugin6.ValidateProviderConfig_Request{Config: wire})
	if !p.status("ValidateProviderConfig", err) {
		return nil
	}
	p.Report(judge.CheckDiagnostics(p.Schemas.Provider, valid.GetDiagnostics()))
	if judge.HasErrors(valid.GetDiagnostics()) {
		return valid.GetDiagnostics()
	}
	answer, err := p.Client.ConfigureProvider(ctx, &tfplugin6.ConfigureProvider_Request{
		TerraformVersion: "1.11.4", Config: wire, ClientCapabilities: p.Caps})
	if !p.status("ConfigureProvider", err) {
		return nil
	}
	p.Report(judge.CheckDiagnostics(p.Schemas.Provider, answer.GetDiagnostics()))
	p.Report(judge.CheckConfigure(config.IsWhollyKnown(), answer.GetDiagnostics()))
	return answer.GetDiagnostics()
}

// Validate is ValidateResourceConfig.
func (p *Process) Validate(typeName string, config cty.Value) Diagnostics {
	ctx, cancel := p.context()
	defer cancel()
	b := p.block(typeName)
	answer, err := p.Client.ValidateResourceConfig(ctx, &tfplugin6.ValidateResourceConfig_Request{
		TypeName: typeName, Config: judge.ToWire(config, b.Type()), ClientCapabilities: p.Caps})
	if !p.status("ValidateResourceConfig", err) {
		return nil
	}
	p.Report(judge.CheckDiagnostics(b, answer.GetDiagnostics()))
	return answer.GetDiagnostics()
}

// Object is a resource instance's object as a host holds it in memory.
type Object struct {
	Value    cty.Value
	Identity cty.Value
	Private  []byte
}

func (p *Process) identityWire(typeName string, identity cty.Value) *tfplugin6.ResourceIdentityData {
	schema := p.Schemas.Identities[typeName]
	if schema == nil || identity == cty.NilVal || identity.IsNull() {
		return nil
	}
	return &tfplugin6.ResourceIdentityData{IdentityData: judge.ToWire(identity, schema.Type())}
}

// Upgrade is UpgradeResourceState of a stored state; the second result tells whether it went well.
func (p *Process) Upgrade(typeName string, version int64, json []byte) (cty.Value, Diagnostics) {
	ctx, cancel := p.context()
	defer cancel()
	b := p.block(typeName)
	answer, err := p.Client.UpgradeResourceState(ctx, &tfplugin6.UpgradeResourceState_Request{
		TypeName: typeName, Version: version, RawState: &tfplugin6.RawState{Json: json}})
	if !p.status("UpgradeResourceState", err) {
		return cty.NilVal, nil
	}
	result, findings := judge.CheckUpgrade(b, answer)
	p.Report(findings)
	return result.Value, answer.GetDiagnostics()
}

// Read is ReadResource.
func (p *Process) Read(typeName string, o Object) (Object, Diagnostics) {
	ctx, cancel := p.context()
	defer cancel()
	b := p.block(typeName)
	if o.Value == cty.NilVal {
		return o, nil // what was to be read has been reported
	}
	answer, err := p.Client.ReadResource(ctx, &tfplugin6.ReadResource_Request{TypeName: typeName,
		CurrentState: judge.ToWire(o.Value, b.Type()), Private: o.Private, ClientCapabilities: p.Caps,
		CurrentIdentity: p.identityWire(typeName, o.Identity)})
	if !p.status("ReadResource", err) {
		return o, nil
	}
	result, findings := judge.CheckRead(judge.ReadCase{Schema: b, Identity: p.Schemas.Identities[typeName],
		Prior: o.Value, PriorIdentity: o.Identity, PriorPrivate: o.Private, Answer: answer})
	p.Report(findings)
	if result.Failed || result.Value == cty.NilVal {
		return o, answer.GetDiagnostics()
	}
	return Object{result.Value, result.Identity, result.Private}, answer.GetDiagnostics()
}

// Plan is PlanResourceChange; a null config is a destroy. `earlier` is the private data of a plan
// of before, which hosts that can store it send again.
func (p *Process) Plan(typeName string, prior Object, config cty.Value, earlier []byte) (judge.Planned, Diagnostics) {
	ctx, cancel := p.context()
	defer cancel()
	b := p.block(typeName)
	proposed := judge.ProposedNew(b, prior.Value, config)
	request := &tfplugin6.PlanResourceChange_Request{TypeName: typeName,
		PriorState: judge.ToWire(prior.Value, b.Type()), ProposedNewState: judge.ToWire(proposed, b.Type()),
		Config: judge.ToWire(config, b.Type()), PriorPrivate: prior.Private, ClientCapabilities: p.Caps,
		PriorIdentity: p.identityWire(typeName, prior.Identity)}
	if p.Caps.GetStorePlannedPrivate() {
		request.PlannedPrivate = earlier
	}
	answer, err := p.Client.PlanResourceChange(ctx, request)
	if !p.status("PlanResourceChange", err) {
		return judge.Planned{Failed: true}, nil
	}
	planned, findings := judge.CheckPlan(judge.PlanCase{Schema: b, Identity: p.Schemas.Identities[typeName],
		Prior: prior.Value, Config: config, Proposed: proposed, PriorIdentity: prior.Identity, Answer: answer})
	p.Report(findings)
	return planned, answer.GetDiagnostics()
}

// Apply is ApplyResourceChange; a null planned value is a destroy.
func (p *Process) Apply(typeName string, prior cty.Value, planned judge.Planned, config cty.Value) (judge.Result, Diagnostics) {
	ctx, cancel := p.context()
	defer cancel()
	b := p.block(typeName)
	if planned.Value == cty.NilVal {
		return judge.Result{Value: prior, Failed: true}, nil // the plan has been reported
	}
	answer, err := p.Client.ApplyResourceChange(ctx, &tfplugin6.ApplyResourceChange_Request{TypeName: typeName,
		PriorState: judge.ToWire(prior, b.Type()), PlannedState: judge.ToWire(planned.Value, b.Type()),
		Config: judge.ToWire(config, b.Type()), PlannedPrivate: planned.Private,
		PlannedIdentity: p.identityWire(typeName, planned.Identity)})
	if !p.status("ApplyResourceChange", err) {
		return judge.Result{Value: prior, Failed: true}, nil
	}
	result, findings := judge.CheckApply(judge.ApplyCase{Schema: b, Identity: p.Schemas.Identities[typeName],
		Prior: prior, Config: config, Planned: planned.Value, PlannedIdentity: planned.Identity, Answer: answer})
	p.Report(findings)
	return result, answer.GetDiagnostics()
}

// Import is ImportResourceState, by id or by identity.
func (p *Process) Import(typeName, id string, identity cty.Value) (Object, Diagnostics) {
	ctx, cancel := p.context()
	defer cancel()
	answer, err := p.Client.ImportResourceState(ctx, &tfplugin6.ImportResourceState_Request{TypeName: typeName, Id: id,
		ClientCapabilities: p.Caps, Identity: p.identityWire(typeName, identity)})
	if !p.status("ImportResourceState", err) {
		return Object{}, nil
	}
	result, findings := judge.CheckImport(typeName, p.block(typeName), p.Schemas.Identities[typeName], answer)
	p.Report(findings)
	return Object{result.Value, result.Identity, result.Private}, answer.GetDiagnostics()
}

// Generate is GenerateResourceConfig.
func (p *Process) Generate(typeName string, state cty.Value) cty.Value {
	ctx, cancel := p.context()
	defer cancel()
	b := p.block(typeName)
	answer, err := p.Client.GenerateResourceConfig(ctx, &tfplugin6.GenerateResourceConfig_Request{TypeName: typeName, State: judge.ToWire(state, b.Type())})
	if !p.status("GenerateResourceConfig", err) {
		return cty.NilVal
	}
	config, findings := judge.CheckGenerated(b, answer)
	p.Report(findings)
	return config
}

// ReadData is ValidateDataResourceConfig and ReadDataSource.
func (p *Process) ReadData(typeName string, config cty.Value) (cty.Value, Diagnostics) {
	ctx, cancel := p.context()
	defer cancel()
	b := p.Schemas.DataSources[typeName]
	wire := judge.ToWire(config, b.Type())
	valid, err := p.Client.ValidateDataResourceConfig(ctx, &tfplugin6.ValidateDataResourceConfig_Request{TypeName: typeName, Config: wire})
	if !p.status("ValidateDataResourceConfig", err) {
		return cty.NilVal, nil
	}
	p.Report(judge.CheckDiagnostics(b, valid.GetDiagnostics()))
	if judge.HasErrors(valid.GetDiagnostics()) || !config.IsWhollyKnown() {
		return cty.NilVal, valid.GetDiagnostics()
	}
	answer, err := p.Client.ReadDataSource(ctx, &tfplugin6.ReadDataSource_Request{TypeName: typeName, Config: wire, ClientCapabilities: p.Caps})
	if !p.status("ReadDataSource", err) {
		return cty.NilVal, nil
	}
	result, findings := judge.CheckReadData(b, answer)
	p.Report(findings)
	return result.Value, answer.GetDiagnostics()
}

// Call is CallFunction.
func (p *Process) Call(name string, arguments ...cty.Value) (cty.Value, *tfplugin6.FunctionError) {
	ctx, cancel := p.context()
	defer cancel()
	f := p.Schemas.Functions[name]
	request := &tfplugin6.CallFunction_Request{Name: name}
	for i, a := range arguments {
		ty := cty.DynamicPseudoType
		if i < len(f.Parameters) {
			ty = f.Parameters[i].Type
		} else if f.Variadic != nil {
			ty = f.Variadic.Type
		}
		request.Arguments = append(request.Arguments, judge.ToWire(a, ty))
	}
	answer, err := p.Client.CallFunction(ctx, request)
	if !p.status("CallFunction", err) {
		return cty.NilVal, nil
	}
	v, findings := judge.CheckFunction(f, arguments, answer)
	p.Report(findings)
	return v, answer.GetError()
}

// List is ListResource to the end of its stream.
func (p *Process) List(typeName string, config cty.Value, withObject bool, limit int64) []*tfplugin6.ListResource_Event {
	ctx, cancel := p.context()
	defer cancel()
	stream, err := p.Client.ListResource(ctx, &tfplugin6.ListResource_Request{TypeName: typeName,
		Config: judge.ToWire(config, p.Schemas.Lists[typeName].Type()), IncludeResourceObject: withObject, Limit: limit})
	if !p.status("ListResource", err) {
		return nil
	}
	var events []*tfplugin6.ListResource_Event
	for {
		event, err := stream.Recv()
		if err != nil {
			if err.Error() != "EOF" {
				p.status("ListResource", err)
			}
			break
		}
		events = append(events, event)
	}
	p.Report(judge.CheckList(p.block(typeName), p.Schemas.Identities[typeName], withObject, int(limit), events))
	return events
}

// StateJSON writes a value as it stands in a state file.
func StateJSON(v cty.Value, ty cty.Type) []byte {
	json, err := ctyjson.Marshal(v, ty)
	if err != nil {
		panic(err)
	}
	return json
}
