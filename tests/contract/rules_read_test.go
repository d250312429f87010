package contract

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"

	"mesh/contract/host"
	"mesh/contract/judge"
	"mesh/contract/place"
	"mesh/contract/tfplugin6"
)

func TestRule28_ReadSeesWhatIsGoneAndWhatHasDrifted(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		h := s.host
		r := s.resource(`{"on_destroy": "delete"}`)
		h.Run([]host.Resource{r})
		made := objects(h)
		h.Settled(r)

		// Every object alone: changed by hand, it is put right; deleted, it comes again.
		for _, name := range sorted(made) {
			h.Place.Edit(name, drift)
			plan := h.MustPlan([]host.Resource{r})
			if actions(s, plan, "update a"); plan.Actions() == "" {
				s.Logf("not seen: %s\n%s", name, tree(h)[name])
			}
			if out := h.Apply(plan); out.Errors.HasErrors() {
				s.Fatal(out.Errors)
			}
			h.Settled(r)
			h.Place.Remove(name)
			want := "update a"
			if len(objects(h)) == 0 {
				want = "create a" // a namespace takes with it what is in it
			}
			plan = h.MustPlan([]host.Resource{r})
			actions(s, plan, want)
			if out := h.Apply(plan); out.Errors.HasErrors() {
				s.Fatal(out.Errors)
			}
			h.Settled(r)
			sameTrees(s, "put right again", made, objects(h))
		}

		// All gone: the instance is gone, and made anew.
		for name := range made {
			h.Place.Remove(name)
		}
		plan := h.MustPlan([]host.Resource{r})
		actions(s, plan, "create a")
		if got := h.Addresses(); got != "" {
			s.Errorf("refresh keeps %q", got)
		}
		if out := h.Apply(plan); out.Errors.HasErrors() {
			s.Fatal(out.Errors)
		}
		sameTrees(s, "made anew", made, objects(h))
	})
}

// quantity is an amount of something: a server takes nothing else in its place.
var quantity = regexp.MustCompile(`^"[0-9.]+(m|[KMGTPE]i?)?"$`)

// drift changes the value of a label, or the last scalar of the text: something that is ours.
func drift(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, l := range lines {
		key, value, ok := strings.Cut(l, ": ")
		if ok && strings.TrimSpace(key) == "app.kubernetes.io/managed-by" && value != "" {
			lines[i] = key + ": somebody"
			return strings.Join(lines, "\n") + "\n"
		}
	}
	for i := len(lines) - 1; i >= 0; i-- {
		key, value, ok := strings.Cut(lines[i], ": ")
		switch strings.TrimLeft(strings.TrimSpace(key), "- ") {
		case "name", "namespace", "kind", "apiVersion":
			continue
		}
		if ok && value != "" && !strings.ContainsAny(value, "{[|>") {
			lines[i] = key + `: "drifted"`
			if strings.HasPrefix(value, "/") {
				lines[i] = key + `: "/drifted"` // a server takes nothing but a path here
			} else if quantity.MatchString(value) {
				lines[i] = key + `: "73"`
			}
			return strings.Join(lines, "\n") + "\n"
		}
	}
	return text
}

func TestRule29_UpgradesEveryState(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		h := s.host
		h.Run([]host.Resource{s.resource()})
		stored := h.State["a"]
		p := h.Configured("")
		want := h.Value("a")
		version := s.block.Version

		// As a person or another version left it: pretty-printed, without attributes that are newer,
		// with attributes that are gone.
		var raw map[string]json.RawMessage
		if err := json.Unmarshal(stored.JSON, &raw); err != nil {
			s.Fatal(err)
		}
		pretty, _ := json.MarshalIndent(raw, "", "  ")
		raw["attribute_of_another_version"] = json.RawMessage(`{"deep": [1, 2.5, null]}`)
		more, _ := json.Marshal(raw)
		for name := range raw {
			if string(raw[name]) == "null" {
				delete(raw, name)
			}
		}
		less, _ := json.Marshal(raw)
		for what, text := range map[string][]byte{"as stored": stored.JSON, "pretty": pretty, "with more": more, "with less": less} {
			got, d := p.Upgrade(s.name, version, text)
			if d.HasErrors() || got == cty.NilVal {
				s.Errorf("%s: %s", what, d)
				continue
			}
			report(s, judge.CheckSame("29", "upgraded "+what, want, got))
		}
		for what, text := range map[string]string{"no JSON": `{`, "another type": `[]`, "a wrong attribute": `{"manifests": 5}`, "text": `"x"`, "empty": ``} {
			if _, d := p.Upgrade(s.name, version, []byte(text)); !d.HasErrors() {
				s.Errorf("a state that is %s is no error", what)
			}
		}
		if _, d := p.Upgrade(s.name, version+1, stored.JSON); !d.HasErrors() || !d.Names("newer") {
			s.Errorf("a state of a newer version: %s", d)
		}
		answer, err := p.Client.UpgradeResourceState(context.Background(), &tfplugin6.UpgradeResourceState_Request{
			TypeName: s.name, Version: version, RawState: &tfplugin6.RawState{Flatmap: map[string]string{"name": "x"}}})
		p.Report(judge.CheckStatus("UpgradeResourceState", err))
		if !judge.HasErrors(answer.GetDiagnostics()) {
			s.Error("a flatmap of Terraform 0.11 is no error")
		}
	})
}

func TestRule29_NumbersSurviveTheStateFile(t *testing.T) {
	t.Parallel()
	h := host.New(t)
	numbers := `{"manifest": {"apiVersion": "kafka.strimzi.io/v1", "kind": "KafkaTopic", "metadata": {"name": "n", "namespace": "shop"},
		"spec": {"config": {"a": 0.1, "b": 9007199254740993, "c": 18446744073709551616, "d": 1.50, "e": -0.5, "f": 123456789012345678901234567890.5}}}}`
	r := host.Resource{Address: "a", Type: "mesh_object", Config: numbers}
	h.Run([]host.Resource{r})
	h.Settled(r)
	text := ""
	for _, one := range h.Manifests("a") {
		text += one
	}
	for _, n := range []string{"0.1", "9007199254740993", "18446744073709551616", "-0.5", "123456789012345678901234567890.5"} {
		if !strings.Contains(text, n) {
			t.Errorf("%s is not in %s", n, text)
		}
	}
}

func TestRule30_ImportsByIDAndIdentity(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		h := s.host
		h.Run([]host.Resource{s.resource()})
		before := objects(h)
		for _, byIdentity := range []bool{false, true} {
			fresh := host.Beside(h)
			var d host.Diagnostics
			probe := fresh.Start() // for the schemas
			identity, err := host.Literal(identityBlock(probe.Schemas.Identities[s.name]), s.Identity, nil)
			probe.Stop()
			if err != nil {
				s.Fatal(err)
			}
			if byIdentity {
				d = fresh.ImportIdentity(s.resource(), identity)
			} else {
				d = fresh.Import(s.resource(), s.ImportID)
			}
			if d.HasErrors() || fresh.State["a"] == nil {
				s.Errorf("import (by identity: %v): %s", byIdentity, d)
				continue
			}
			if got, want := fresh.Value("a").GetAttr("manifests"), h.Value("a").GetAttr("manifests"); !judge.Same(got, want) {
				s.Errorf("imported other objects:\n%s", judge.Differences(want, got))
			}
			// The plan after it changes no object.
			plan := fresh.MustPlan([]host.Resource{s.resource()})
			if c := plan.Change("a"); c.Action != judge.NoOp && c.Action != judge.Update {
				s.Errorf("after the import the plan is a %s", c.Action)
			} else if !judge.Same(c.Planned.Value.GetAttr("manifests"), c.Prior.Value.GetAttr("manifests")) {
				s.Errorf("after the import the plan changes objects:\n%s", judge.Differences(c.Prior.Value, c.Planned.Value))
			}
			if out := fresh.Apply(plan); out.Errors.HasErrors() {
				s.Error(out.Errors)
			}
			sameTrees(s, "imported", before, objects(fresh))
			fresh.Settled(s.resource())
		}
		for _, id := range []string{"", "default", "default/", "nowhere/" + strings.TrimPrefix(s.ImportID, "default/"), s.ImportID + "-not-there", "../../etc/passwd", "/", "a/b/c/d/e/f/g"} {
			if d := host.Beside(h).Import(s.resource(), id); !d.HasErrors() {
				s.Errorf("import of %q is no error", id)
			}
		}
	})
}

func TestRule30_GeneratesTheConfigurationOfWhatWasImported(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		for _, text := range []string{s.Base, s.Full} {
			h := host.New(s.T)
			h.Run([]host.Resource{{Address: "a", Type: s.name, Config: text}})
			for _, id := range listedIDs(s, h) {
				fresh := host.Beside(h)
				if d := fresh.ImportIdentity(s.resource(), id); d.HasErrors() {
					s.Fatal(d)
				}
				p := fresh.Configured("")
				if !p.Schemas.Capabilities.GetGenerateResourceConfig() {
					s.Skip("hosts guess the configuration themselves")
				}
				config := p.Generate(s.name, fresh.Value("a"))
				if config == cty.NilVal {
					continue
				}
				if d := p.Validate(s.name, config); d.HasErrors() {
					s.Errorf("the generated configuration is refused: %s", d)
				}
				planned := s.plannedFrom(p, host.Object{Value: fresh.Value("a"), Private: fresh.State["a"].Private}, config)
				if !planned.Failed && !judge.Same(planned.Value.GetAttr("manifests"), fresh.Value("a").GetAttr("manifests")) {
					s.Errorf("planned with the generated configuration, objects change:\n%s",
						judge.Differences(fresh.Value("a").GetAttr("manifests"), planned.Value.GetAttr("manifests")))
				}
			}
			h.Leave()
		}
	})
}

// listedIDs are the identities of what exists of the type.
func listedIDs(s *subject, h *host.Host) []cty.Value {
	s.Helper()
	p := h.Configured("")
	defer p.Stop()
	var out []cty.Value
	for _, e := range p.List(s.name, p.Schemas.Lists[s.name].Null(), false, 0) {
		id, err := judge.FromWire(e.GetIdentity().GetIdentityData(), p.Schemas.Identities[s.name].Type())
		if err != nil {
			s.Fatal(err)
		}
		out = append(out, id)
	}
	if len(out) == 0 {
		s.Error("nothing is listed")
	}
	return out
}

// identityBlock lets identities be written as literals.
func identityBlock(i *judge.Identity) *judge.Block {
	b := &judge.Block{}
	for _, a := range i.Attributes {
		b.Attributes = append(b.Attributes, &judge.Attribute{Name: a.Name, Leaf: a.Type, Optional: true})
	}
	return b
}

func TestRule31_DataIsKnownAndComplete(t *testing.T) {
	t.Parallel()
	for name, l := range dataLines {
		t.Run(name, func(t *testing.T) {
			h := host.New(t)
			p := h.Configured("")
			b := p.Schemas.DataSources[name]
			config, err := host.Literal(b, l.Config, nil)
			if err != nil {
				t.Fatal(err)
			}
			first, d := p.ReadData(name, config)
			if d.HasErrors() || first == cty.NilVal {
				t.Fatalf("read: %s", d)
			}
			second, _ := p.ReadData(name, config)
			report(t, judge.CheckSame("31", "read twice", first, second))
			for _, path := range leaves(config) {
				if _, d := p.ReadData(name, replaced(config, path, unknown)); d.HasErrors() {
					t.Errorf("validation with %s unknown: %s", judge.PathText(path), d)
				}
			}
			wrong, err := host.Literal(b, l.Wrong, nil)
			if err != nil {
				t.Fatal(err)
			}
			if _, d := p.ReadData(name, wrong); !d.HasErrors() {
				t.Errorf("accepted: %s", l.Wrong)
			} else {
				report(t, judge.CheckNames(d, l.WrongAttribute))
			}
		})
	}
}

func TestRule32_MovesItsOwnAndRefusesOthers(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		h := s.host
		h.Run([]host.Resource{s.resource()})
		p := h.Configured("")
		move := func(address, from string, json []byte) *tfplugin6.MoveResourceState_Response {
			answer, err := p.Client.MoveResourceState(context.Background(), &tfplugin6.MoveResourceState_Request{
				SourceProviderAddress: address, SourceTypeName: from, SourceSchemaVersion: s.block.Version, TargetTypeName: s.name,
				SourceState: &tfplugin6.RawState{Json: json}, SourcePrivate: h.State["a"].Private})
			p.Report(judge.CheckStatus("MoveResourceState", err))
			return answer
		}
		identity := p.Schemas.Identities[s.name]
		result, findings := judge.CheckMove(s.block, identity, true, move("registry.terraform.io/meshgen/mesh", s.name, h.State["a"].JSON))
		report(s, findings)
		if result.Value != cty.NilVal {
			report(s, judge.CheckSame("32", "moved", h.Value("a"), result.Value))
		}
		for _, from := range []string{"kubernetes_manifest", "mesh_no_such_thing", ""} {
			_, findings := judge.CheckMove(s.block, identity, false, move("registry.terraform.io/hashicorp/kubernetes", from, []byte(`{"manifest": {}}`)))
			report(s, findings)
		}
		_, findings = judge.CheckMove(s.block, identity, false, move("registry.terraform.io/meshgen/mesh", s.name, []byte(`{"manifests": 5`)))
		report(s, findings)
	})
}

func TestRule33_IdentitiesAreKnownAndStable(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		h := s.host
		p := h.Start()
		schema := p.Schemas.Identities[s.name]
		if schema == nil {
			s.Fatal("no identity")
		}
		want, err := host.Literal(identityBlock(schema), s.Identity, nil)
		if err != nil {
			s.Fatal(err)
		}
		p.Stop()
		for _, layer := range []string{`{}`, s.Update} {
			h.Run([]host.Resource{s.resource(layer, `{"on_destroy": "delete"}`)})
			if got := string(h.State["a"].IdentityJSON); got != string(host.StateJSON(want, schema.Type())) {
				s.Errorf("identity is %s", got)
			}
		}
		// A stored identity of an older version is brought to the present form.
		p = h.Configured("")
		answer, err := p.Client.UpgradeResourceIdentity(context.Background(), &tfplugin6.UpgradeResourceIdentity_Request{
			TypeName: s.name, Version: schema.Version, RawIdentity: &tfplugin6.RawState{Json: h.State["a"].IdentityJSON}})
		p.Report(judge.CheckStatus("UpgradeResourceIdentity", err))
		upgraded, err := judge.FromWire(answer.GetUpgradedIdentity().GetIdentityData(), schema.Type())
		if err != nil || judge.HasErrors(answer.GetDiagnostics()) {
			s.Errorf("upgrade of the identity: %v %s", err, judge.DiagnosticText(answer.GetDiagnostics()))
		} else {
			report(s, judge.CheckSame("33", "upgraded identity", want, upgraded))
		}
		h.Run([]host.Resource{s.resource(s.Replace, `{"on_destroy": "delete"}`)})
		if got := string(h.State["a"].IdentityJSON); got == string(host.StateJSON(want, schema.Type())) {
			s.Error("another object has the same identity")
		}
	})
}

func TestRule34_WriteOnlyValuesStayOut(t *testing.T) {
	t.Parallel()
	everyType(t, func(s *subject) {
		h := s.host
		h.Caps = host.OldHost
		p := h.Configured("")
		text := s.Full
		if s.WriteOnly != "" {
			text = s.WriteOnly
		}
		for _, a := range s.block.Attributes {
			if !a.WriteOnly {
				continue
			}
			full := s.value(text)
			if full.GetAttr(a.Name).IsNull() {
				s.Errorf("%s is write-only: give it a value in WriteOnly", a.Name)
			}
			if d := p.Validate(s.name, full); !d.HasErrors() {
				s.Errorf("%s is set, and a host that cannot do write-only attributes is not told", a.Name)
			}
		}
		// Whatever is write-only, nothing of it is planned, stored or read: the judge looks at each.
		h = host.New(s.T)
		r := host.Resource{Address: "a", Type: s.name, Config: text}
		if s.WriteOnly != "" && !place.Live() {
			if plan := h.Plan([]host.Resource{r}); !plan.Errors.Names("files") {
				s.Errorf("files are to hold secrets: %s", plan.Errors)
			}
			return
		}
		h.Run([]host.Resource{r})
		h.Settled(r)
		if paths := judge.WriteOnlyPaths(s.block, h.Value("a")); len(paths) > 0 {
			s.Errorf("stored: %v", paths)
		}
	})
}
