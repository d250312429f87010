package contract

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"mesh/contract/host"
	"mesh/contract/judge"
	"mesh/contract/place"
	"mesh/contract/tfplugin6"
)

func TestRule35_EphemeralCallsAreAnswered(t *testing.T) {
	t.Parallel()
	p := host.Start(t, t.TempDir())
	ctx := context.Background()
	null := &tfplugin6.DynamicValue{Msgpack: []byte{0xc0}}
	kinds := append(sorted(p.Schemas.Ephemeral), "mesh_no_such_thing")
	for _, name := range kinds {
		block := p.Schemas.Ephemeral[name]
		validate, err := p.Client.ValidateEphemeralResourceConfig(ctx, &tfplugin6.ValidateEphemeralResourceConfig_Request{TypeName: name, Config: null})
		p.Report(judge.CheckStatus("ValidateEphemeralResourceConfig", err))
		open, err := p.Client.OpenEphemeralResource(ctx, &tfplugin6.OpenEphemeralResource_Request{TypeName: name, Config: null})
		p.Report(judge.CheckStatus("OpenEphemeralResource", err))
		renew, err := p.Client.RenewEphemeralResource(ctx, &tfplugin6.RenewEphemeralResource_Request{TypeName: name, Private: []byte("x")})
		p.Report(judge.CheckStatus("RenewEphemeralResource", err))
		closed, err := p.Client.CloseEphemeralResource(ctx, &tfplugin6.CloseEphemeralResource_Request{TypeName: name, Private: []byte("x")})
		p.Report(judge.CheckStatus("CloseEphemeralResource", err))
		if block != nil {
			t.Errorf("%s is served: open it with a configuration here", name)
			continue
		}
		p.Report(judge.CheckUnknownType("ValidateEphemeralResourceConfig", validate.GetDiagnostics()))
		p.Report(judge.CheckUnknownType("OpenEphemeralResource", open.GetDiagnostics()))
		p.Report(judge.CheckUnknownType("RenewEphemeralResource", renew.GetDiagnostics()))
		p.Report(judge.CheckUnknownType("CloseEphemeralResource", closed.GetDiagnostics()))
	}
}

func TestRule36_FunctionsArePure(t *testing.T) {
	t.Parallel()
	p, q := host.Start(t, t.TempDir()), host.Start(t, t.TempDir()) // neither is configured
	for name, l := range functionLines {
		t.Run(name, func(t *testing.T) {
			f := p.Schemas.Functions[name]
			read := func(texts []string) []cty.Value {
				var out []cty.Value
				for i, text := range texts {
					parameter := f.Variadic
					if i < len(f.Parameters) {
						parameter = &f.Parameters[i]
					}
					ty := parameter.Type
					if ty == cty.DynamicPseudoType {
						implied, err := ctyjson.ImpliedType([]byte(text))
						if err != nil {
							t.Fatal(err)
						}
						ty = implied
					}
					v, err := ctyjson.Unmarshal([]byte(text), ty)
					if err != nil {
						t.Fatal(err)
					}
					out = append(out, v)
				}
				return out
			}
			right, wrong := read(l.Arguments), read(l.Wrong)
			first, e := p.Call(name, right...)
			if e != nil {
				t.Fatal(e.GetText())
			}
			for _, other := range []*host.Process{p, q} {
				again, _ := other.Call(name, right...)
				report(t, judge.CheckSame("36", "called again", first, again))
			}
			if len(wrong) == 0 {
				// Every value is fine.
			} else if _, e := p.Call(name, wrong...); e == nil {
				t.Errorf("accepted: %v", l.Wrong)
			} else if e.FunctionArgument == nil || *e.FunctionArgument != 0 {
				t.Errorf("the error blames no argument: %s", e)
			}
			// OpenTofu sends a null argument as an empty value, and other hosts a null.
			for _, null := range []*tfplugin6.DynamicValue{{}, judge.ToWire(cty.NullVal(f.Parameters[0].Type), f.Parameters[0].Type)} {
				answer, err := p.Client.CallFunction(context.Background(), &tfplugin6.CallFunction_Request{Name: name, Arguments: []*tfplugin6.DynamicValue{null}})
				p.Report(judge.CheckStatus("CallFunction", err))
				if !f.Parameters[0].AllowNull && answer.GetError() == nil {
					t.Errorf("null is accepted for %s", f.Parameters[0].Name)
				}
			}
			counts := []int{0, len(f.Parameters) - 1}
			if f.Variadic == nil {
				counts = append(counts, len(right)+1)
			}
			for _, count := range counts {
				request := &tfplugin6.CallFunction_Request{Name: name}
				for i := 0; i < count; i++ {
					request.Arguments = append(request.Arguments, judge.ToWire(right[0], f.Parameters[0].Type))
				}
				answer, err := p.Client.CallFunction(context.Background(), request)
				p.Report(judge.CheckStatus("CallFunction", err))
				if answer.GetError() == nil {
					t.Errorf("%d arguments are accepted", count)
				}
			}
			if !f.Parameters[0].AllowUnknown {
				return
			}
			if _, e := p.Call(name, cty.UnknownVal(f.Parameters[0].Type)); e != nil {
				t.Errorf("unknown is refused: %s", e.GetText())
			}
		})
	}
}

func TestRule37_ListsAndActionsEndWell(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		h := s.host
		resources := []host.Resource{s.resource()}
		for i := 1; i <= 4; i++ {
			resources = append(resources, s.other(i))
		}
		h.Run(resources)
		p := h.Configured("")
		block := p.Schemas.Lists[s.name]
		if block == nil {
			s.Skip("not served as a list")
		}
		config := block.Null()
		if got := len(p.List(s.name, config, true, 0)); got != len(resources) {
			s.Errorf("%d of %d are listed", got, len(resources))
		}
		if got := len(p.List(s.name, config, false, 2)); got != 2 {
			s.Errorf("a limit of 2 gives %d", got)
		}
		// A host that wants no more.
		ctx, cancel := context.WithCancel(context.Background())
		stream, err := p.Client.ListResource(ctx, &tfplugin6.ListResource_Request{TypeName: s.name, Config: judge.ToWire(config, block.Type())})
		if err != nil {
			s.Fatal(err)
		}
		_, _ = stream.Recv()
		cancel()
		if got := len(p.List(s.name, config, false, 0)); got != len(resources) {
			s.Errorf("after a cancelled list %d of %d are listed", got, len(resources))
		}
		// What is listed can be imported.
		for _, e := range p.List(s.name, config, false, 1) {
			identity, err := judge.FromWire(e.GetIdentity().GetIdentityData(), p.Schemas.Identities[s.name].Type())
			if err != nil {
				s.Fatal(err)
			}
			if _, d := p.Import(s.name, "", identity); d.HasErrors() {
				s.Errorf("import of a listed identity: %s", d)
			}
		}
	})
	p := host.Start(t, t.TempDir())
	ctx := context.Background()
	null := &tfplugin6.DynamicValue{Msgpack: []byte{0xc0}}
	for _, name := range append(sorted(p.Schemas.Actions), "mesh_no_such_thing") {
		valid, err := p.Client.ValidateActionConfig(ctx, &tfplugin6.ValidateActionConfig_Request{TypeName: name, Config: null})
		p.Report(append(judge.CheckStatus("ValidateActionConfig", err), judge.CheckUnknownType("ValidateActionConfig", valid.GetDiagnostics())...))
		plan, err := p.Client.PlanAction(ctx, &tfplugin6.PlanAction_Request{ActionType: name, Config: null})
		p.Report(append(judge.CheckStatus("PlanAction", err), judge.CheckUnknownType("PlanAction", plan.GetDiagnostics())...))
		stream, err := p.Client.InvokeAction(ctx, &tfplugin6.InvokeAction_Request{ActionType: name, Config: null})
		if err != nil {
			t.Fatal(err)
		}
		var events []*tfplugin6.InvokeAction_Event
		for {
			event, err := stream.Recv()
			if err != nil {
				if err.Error() != "EOF" {
					p.Report(judge.CheckStatus("InvokeAction", err))
				}
				break
			}
			events = append(events, event)
		}
		p.Report(judge.CheckAction(events))
		for _, e := range events {
			if e.GetCompleted() != nil {
				p.Report(judge.CheckUnknownType("InvokeAction", e.GetCompleted().GetDiagnostics()))
			}
		}
	}
}

func TestRule38_ProviderMetaChangesNothing(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		config := judge.ToWire(s.value(s.Base), s.block.Type())
		null := judge.ToWire(s.null(), s.block.Type())
		ask := func(meta *tfplugin6.DynamicValue) cty.Value {
			answer, err := p.Client.PlanResourceChange(context.Background(), &tfplugin6.PlanResourceChange_Request{
				TypeName: s.name, PriorState: null, ProposedNewState: config, Config: config, ProviderMeta: meta})
			p.Report(judge.CheckStatus("PlanResourceChange", err))
			if judge.HasErrors(answer.GetDiagnostics()) {
				s.Fatal(judge.DiagnosticText(answer.GetDiagnostics()))
			}
			v, err := judge.FromWire(answer.GetPlannedState(), s.block.Type())
			if err != nil {
				s.Fatal(err)
			}
			return v
		}
		without := ask(nil)
		for _, meta := range []*tfplugin6.DynamicValue{{}, {Msgpack: []byte{0xc0}}, {Msgpack: []byte{0x80}}} {
			s.forget(p)
			report(s, judge.CheckSame("38", "with provider_meta", without, ask(meta)))
		}
	})
}

func TestRule39_StopDuringApplyLosesNothing(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		h := s.host
		var resources []host.Resource
		for i := 1; i <= 30; i++ {
			r := s.other(i)
			r.Address = fmt.Sprintf("a%02d", i)
			resources = append(resources, r)
		}
		p := h.Configured("")
		type running struct {
			config  cty.Value
			planned judge.Planned
			answer  *tfplugin6.ApplyResourceChange_Response
			err     error
		}
		all := make([]running, len(resources))
		for i, r := range resources {
			all[i].config = s.value(r.Config)
			all[i].planned = s.besides(p, all[i].config)
			if all[i].planned.Failed {
				return
			}
		}
		var waiting sync.WaitGroup
		first := make(chan struct{}, len(resources))
		slots := make(chan struct{}, 10)
		for i := range all {
			waiting.Add(1)
			go func(a *running) {
				defer waiting.Done()
				slots <- struct{}{}
				defer func() { <-slots }()
				a.answer, a.err = p.Client.ApplyResourceChange(context.Background(), &tfplugin6.ApplyResourceChange_Request{TypeName: s.name,
					PriorState: judge.ToWire(s.null(), s.block.Type()), PlannedState: judge.ToWire(a.planned.Value, s.block.Type()),
					Config: judge.ToWire(a.config, s.block.Type()), PlannedPrivate: a.planned.Private})
				first <- struct{}{}
			}(&all[i])
		}
		<-first // some are done, some run, some wait
		stop, stopErr := p.Client.StopProvider(context.Background(), &tfplugin6.StopProvider_Request{})
		waiting.Wait()
		stopped := 0
		for i, a := range all {
			if a.answer == nil {
				a.answer = &tfplugin6.ApplyResourceChange_Response{} // reported below
			}
			report(s, judge.CheckStop(stop, stopErr, judge.ApplyCase{Schema: s.block, Identity: p.Schemas.Identities[s.name], Prior: s.null(),
				Config: a.config, Planned: a.planned.Value, Answer: a.answer}, a.err))
			state, err := judge.FromWire(a.answer.GetNewState(), s.block.Type())
			if err != nil {
				s.Fatal(err)
			}
			if judge.HasErrors(a.answer.GetDiagnostics()) {
				stopped++
			}
			if !state.IsNull() {
				h.Keep(resources[i], host.Object{Value: state, Private: a.answer.GetPrivate()}, judge.HasErrors(a.answer.GetDiagnostics()))
			}
		}
		p.Stop()
		s.Logf("%d of %d were stopped", stopped, len(all))
		// A further run makes the rest, and is then settled.
		h.Run(resources)
		h.Settled(resources...)
	})
}

func TestRule39_CtrlCIsTheHostsBusiness(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		p := s.host.Configured("")
		planned := s.planned(p, s.value(s.Base))
		p.Interrupt()
		result, d := p.Apply(s.name, s.null(), planned, s.value(s.Base))
		if result.Failed {
			s.Errorf("after Ctrl-C, before StopProvider: %s", d)
		}
	})
}

func TestRule40_AnswersDoNotDependOnOthersAtTheSameTime(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		h := s.host
		const count = 24
		alone := h.Configured("")
		want := make([]cty.Value, count)
		configs := make([]cty.Value, count)
		for i := range want {
			configs[i] = s.value(s.other(i).Config)
			want[i] = s.besides(alone, configs[i]).Value
		}
		alone.Stop()
		together := h.Configured("")
		planned := make([]judge.Planned, count)
		results := make([]judge.Result, count)
		parallel(count, func(i int) {
			together.Validate(s.name, configs[i])
			planned[i] = s.besides(together, configs[i])
		})
		for i := range want {
			report(s, judge.CheckSame("40", "planned beside others", want[i], planned[i].Value))
		}
		parallel(count, func(i int) {
			var d host.Diagnostics
			results[i], d = together.Apply(s.name, s.null(), planned[i], configs[i])
			if results[i].Failed {
				s.Errorf("apply beside others: %s", d)
			}
		})
		parallel(count, func(i int) {
			o, d := together.Read(s.name, host.Object{Value: results[i].Value, Private: results[i].Private, Identity: results[i].Identity})
			if d.HasErrors() {
				s.Errorf("read beside others: %s", d)
			}
			report(s, judge.CheckSame("40", "read beside others", results[i].Value, o.Value))
		})
		together.Stop()
		// One after the other, in another folder, gives the same tree.
		one := host.New(s.T)
		p := one.Configured("")
		for i := range configs {
			again := s.besides(p, configs[i])
			p.Apply(s.name, s.null(), again, configs[i])
		}
		p.Stop()
		sameTrees(s, "one after the other", tree(h), tree(one))
	})
}

// parallel does ten things at a time, as hosts do.
func parallel(count int, do func(i int)) {
	var waiting sync.WaitGroup
	slots := make(chan struct{}, 10)
	for i := 0; i < count; i++ {
		waiting.Add(1)
		go func() {
			defer waiting.Done()
			slots <- struct{}{}
			do(i)
			<-slots
		}()
	}
	waiting.Wait()
}

func TestRule41_LargeMessagesPass(t *testing.T) {
	t.Parallel()
	h := host.New(t)
	text := strings.Repeat("0123456789abcde\n", 20<<20/16)
	r := host.Resource{Address: "a", Type: "mesh_object",
		Config: `{"manifest": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "large", "namespace": "shop"}, "data": {"text": ` + fmt.Sprintf("%q", text) + `}}}`}
	plan := h.MustPlan([]host.Resource{r})
	found := 0
	for _, m := range plan.Change("a").Planned.Value.GetAttr("manifests").AsValueMap() {
		found += len(m.AsString())
	}
	if found < len(text) {
		t.Errorf("of %d bytes %d came through", len(text), found)
	}
	out := h.Apply(plan)
	if place.Live() {
		// No API server takes an object of that size: that is an error about the object.
		if !out.Errors.Names("ConfigMap shop/large", "too large") || len(h.State) > 0 {
			t.Errorf("too large for a server: %s, and the state holds %q", out.Errors, h.Addresses())
		}
		return
	}
	if out.Errors.HasErrors() {
		t.Fatal(out.Errors)
	}
	h.Settled(r)
}
