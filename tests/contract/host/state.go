package host

import (
	"sort"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"mesh/contract/judge"
	"mesh/contract/place"
	"mesh/contract/tfplugin6"
)

// Host is a working folder with a configuration of the provider and a state, like a root module.
type Host struct {
	T   testing.TB
	Dir string
	// Place is where the objects live.
	Place place.Place
	// Clusters are the clusters that the provider's configuration names; none: there is just one.
	Clusters []string
	// Providers are what configurations say beside the place, by alias, as literals; "" is the one
	// without alias.
	Providers map[string]string
	State     map[string]*Instance
	Caps      *tfplugin6.ClientCapabilities
	Env       []string

	schemas   *judge.Schemas
	processes []*Process
}

// Instance is a resource instance in the state, kept as a state file keeps it.
type Instance struct {
	Type, Provider string
	JSON           []byte
	Version        int64
	Private        []byte
	IdentityJSON   []byte
	Tainted        bool
	CreateFirst    bool
}

// Resource is a resource block.
type Resource struct {
	Address, Type string
	// Provider is the alias of the provider's configuration.
	Provider string
	// Config is a literal.
	Config string
	// CreateFirst is lifecycle.create_before_destroy.
	CreateFirst bool
	// MovedFrom is the `from` of a moved block.
	MovedFrom string
	// Ignore are names in lifecycle.ignore_changes.
	Ignore []string
}

// New makes a host in an empty folder, with a place of its own.
func New(t testing.TB) *Host {
	dir := t.TempDir()
	return in(t, dir, place.New(t, dir))
}

// Beside makes another host in the folder and place of one: two root modules beside each other.
func Beside(h *Host) *Host { return in(h.T, h.Dir, h.Place) }

func in(t testing.TB, dir string, p place.Place) *Host {
	return &Host{T: t, Dir: dir, Place: p, Providers: map[string]string{"": `{}`}, State: map[string]*Instance{}, Caps: Terraform111}
}

// Leave ends the use of the host before the test ends, so that its place can serve others.
func (h *Host) Leave() {
	for _, p := range h.processes {
		p.Stop()
	}
	h.Place.Leave()
}

// Provider is the configuration of the provider for an alias.
func (h *Host) Provider(alias string) string {
	return Merge(h.Place.Provider(h.Clusters...), h.Providers[alias])
}

// Start starts one unconfigured provider process in the host's folder.
func (h *Host) Start() *Process {
	h.T.Helper()
	var p *Process
	if h.schemas == nil {
		p = Start(h.T, h.Dir, h.Env...)
		h.schemas = p.Schemas
	} else {
		// get_provider_schema_optional: later processes are not asked again.
		p = StartBare(h.T, h.Dir, h.Env...)
		p.Schemas = h.schemas
	}
	p.Caps = h.Caps
	h.processes = append(h.processes, p)
	return p
}

// Configured starts a process and configures it as the alias says.
func (h *Host) Configured(alias string) *Process {
	h.T.Helper()
	p := h.Start()
	if d := p.Configure(h.literal(h.schemas.Provider, h.Provider(alias), nil)); d.HasErrors() {
		h.T.Fatalf("configure: %s", d)
	}
	return p
}

func (h *Host) literal(b *judge.Block, text string, lookup Lookup) cty.Value {
	h.T.Helper()
	v, err := Literal(b, text, lookup)
	if err != nil {
		h.T.Fatal(err)
	}
	return v
}

// Value is the object of an instance in the state, or null.
func (h *Host) Value(address string) cty.Value {
	i := h.State[address]
	if i == nil {
		return cty.NilVal
	}
	v, err := ctyjson.Unmarshal(i.JSON, h.schemas.Resources[i.Type].Type())
	if err != nil {
		h.T.Fatal(err)
	}
	return v
}

// Manifests are the objects that an instance owns, as JSON by key.
func (h *Host) Manifests(address string) map[string]string {
	out := map[string]string{}
	v := h.Value(address)
	if v == cty.NilVal || v.GetAttr("manifests").IsNull() {
		return out
	}
	for key, text := range v.GetAttr("manifests").AsValueMap() {
		out[key] = text.AsString()
	}
	return out
}

// Addresses are what is in the state, sorted.
func (h *Host) Addresses() string { return strings.Join(addresses(h.State), " ") }

func addresses(state map[string]*Instance) []string {
	var out []string
	for a := range state {
		out = append(out, a)
	}
	sort.Strings(out)
	return out
}

// Keep puts an object into the state under the resource's address.
func (h *Host) Keep(r Resource, o Object, tainted bool) { h.keep(r.Address, r, o, tainted) }

func (h *Host) keep(address string, r Resource, o Object, tainted bool) {
	if o.Value == cty.NilVal || o.Value.IsNull() {
		delete(h.State, address)
		return
	}
	i := &Instance{Type: r.Type, Provider: r.Provider, Private: o.Private, Tainted: tainted, CreateFirst: r.CreateFirst,
		Version: h.schemas.Resources[r.Type].Version, JSON: StateJSON(o.Value, h.schemas.Resources[r.Type].Type())}
	if id := h.schemas.Identities[r.Type]; id != nil && o.Identity != cty.NilVal && !o.Identity.IsNull() {
		i.IdentityJSON = StateJSON(o.Identity, id.Type())
	}
	h.State[address] = i
}

// load brings an instance from the state file into memory: every run upgrades it first.
func (h *Host) load(p *Process, i *Instance) (Object, Diagnostics) {
	v, diagnostics := p.Upgrade(i.Type, i.Version, i.JSON)
	o := Object{Value: v, Private: i.Private}
	if i.IdentityJSON != nil {
		identity, err := ctyjson.Unmarshal(i.IdentityJSON, h.schemas.Identities[i.Type].Type())
		if err != nil {
			h.T.Fatal(err)
		}
		o.Identity = identity
	}
	return o, diagnostics
}
