package judge

import (
	"regexp"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"mesh/contract/tfplugin6"
)

// Schemas is everything a provider says it serves, as the host keeps it.
type Schemas struct {
	Provider     *Block
	ProviderMeta *Block
	Resources    map[string]*Block
	DataSources  map[string]*Block
	Ephemeral    map[string]*Block
	Lists        map[string]*Block
	Actions      map[string]*Block
	Identities   map[string]*Identity
	Functions    map[string]*Function
	Capabilities *tfplugin6.ServerCapabilities
}

// Function is the signature of a provider function.
type Function struct {
	Parameters []Parameter
	Variadic   *Parameter
	Return     cty.Type
}

// Parameter is one parameter of a function.
type Parameter struct {
	Name                    string
	Type                    cty.Type
	AllowNull, AllowUnknown bool
}

var (
	blockName  = regexp.MustCompile(`^[a-z0-9_]+$`)
	identifier = regexp.MustCompile(`^[\pL_][\pL\p{Nd}_-]*$`)
	// reserved are names that the language takes for itself at the top of a resource.
	reserved = map[string]bool{"count": true, "for_each": true, "provider": true, "depends_on": true,
		"lifecycle": true, "connection": true, "provisioner": true, "locals": true, "_": true}
)

// CheckSchema reads the schemas as the host does when it loads them, rules S1 to S13.
func CheckSchema(answer *tfplugin6.GetProviderSchema_Response,
	identities *tfplugin6.GetResourceIdentitySchemas_Response) (*Schemas, Findings) {
	var l loader
	out := &Schemas{Functions: map[string]*Function{}, Identities: map[string]*Identity{},
		Capabilities: answer.GetServerCapabilities()}
	for _, diagnostics := range [][]*tfplugin6.Diagnostic{answer.GetDiagnostics(), identities.GetDiagnostics()} {
		if HasErrors(diagnostics) {
			l.add("S1", InvalidSchema, nil, "%s", DiagnosticText(diagnostics))
		}
	}
	if answer.GetProvider() == nil {
		l.add("S1", InvalidSchema, nil, "missing provider schema")
	}
	out.Provider = l.schema("provider", answer.GetProvider())
	if answer.GetProviderMeta() != nil {
		out.ProviderMeta = l.schema("provider_meta", answer.GetProviderMeta())
	}
	out.Resources = l.schemas("resource", answer.GetResourceSchemas())
	out.DataSources = l.schemas("data", answer.GetDataSourceSchemas())
	out.Ephemeral = l.schemas("ephemeral", answer.GetEphemeralResourceSchemas())
	out.Lists = l.schemas("list", answer.GetListResourceSchemas())
	actions := map[string]*tfplugin6.Schema{}
	for name, a := range answer.GetActionSchemas() {
		actions[name] = a.GetSchema()
	}
	out.Actions = l.schemas("action", actions)
	for name, block := range out.Resources {
		for _, a := range block.Attributes {
			if reserved[a.Name] {
				l.add("S11", InvalidSchema, cty.GetAttrPath(a.Name), "%s: the language itself uses this name", name)
			}
		}
	}
	for _, a := range out.Provider.Attributes {
		if a.Required {
			l.add("S12", InvalidSchema, cty.GetAttrPath(a.Name), "a required provider attribute breaks users without a provider block")
		}
	}
	for _, name := range sortedKeys(answer.GetFunctions()) {
		out.Functions[name] = l.function(name, answer.GetFunctions()[name])
	}
	for _, name := range sortedKeys(identities.GetIdentitySchemas()) {
		out.Identities[name] = l.identity(name, identities.GetIdentitySchemas()[name])
		if out.Resources[name] == nil {
			l.add("S9", InvalidSchema, nil, "identity for unknown resource %s", name)
		}
	}
	for name := range out.Lists {
		if out.Resources[name] == nil || out.Identities[name] == nil {
			l.add("S13", InvalidSchema, nil, "list resource %s: Identity schema not found", name)
		}
	}
	return out, l.Findings
}

type loader struct{ Findings }

func (l *loader) schemas(what string, wire map[string]*tfplugin6.Schema) map[string]*Block {
	out := map[string]*Block{}
	for _, name := range sortedKeys(wire) {
		out[name] = l.schema(what+" "+name, wire[name])
	}
	return out
}

func (l *loader) schema(what string, wire *tfplugin6.Schema) *Block {
	if wire.GetBlock() == nil {
		l.add("S1", InvalidSchema, nil, "%s: a schema without block", what)
		return &Block{}
	}
	block := l.block(what, wire.GetBlock(), nil, false)
	block.Version = wire.GetVersion()
	if block.Version < 0 {
		l.add("S7", InvalidSchema, nil, "%s: version %d", what, block.Version)
	}
	return block
}

func (l *loader) block(what string, wire *tfplugin6.Schema_Block, path cty.Path, inSet bool) *Block {
	out := &Block{}
	names := map[string]bool{}
	out.Attributes = l.attributes(what, wire.GetAttributes(), path, inSet)
	for _, a := range out.Attributes {
		names[a.Name] = true
	}
	for _, n := range wire.GetBlockTypes() {
		at := path.Copy().GetAttr(n.GetTypeName())
		if !blockName.MatchString(n.GetTypeName()) {
			l.add("S4", InvalidSchema, at, "%s: invalid block name", what)
		}
		if names[n.GetTypeName()] {
			l.add("S4", InvalidSchema, at, "%s: name is used twice", what)
		}
		names[n.GetTypeName()] = true
		l.counts(what, n, at)
		inner := &Block{}
		if n.GetBlock() == nil {
			l.add("S1", InvalidSchema, at, "%s: nested block without block", what)
		} else {
			inner = l.block(what, n.GetBlock(), at, inSet || n.GetNesting() == tfplugin6.Schema_NestedBlock_SET)
			l.computedBlock(what, n, at)
		}
		out.Blocks = append(out.Blocks, &NestedBlock{n.GetTypeName(), Nesting(n.GetNesting()), n.GetMinItems(), n.GetMaxItems(), inner})
	}
	return out
}

func (l *loader) counts(what string, n *tfplugin6.Schema_NestedBlock, at cty.Path) {
	low, high := n.GetMinItems(), n.GetMaxItems()
	fine := false
	switch Nesting(n.GetNesting()) {
	case NestingSingle:
		fine = low == high && (low == 0 || low == 1)
	case NestingGroup, NestingMap:
		fine = low == 0 && high == 0
	case NestingList, NestingSet:
		fine = low >= 0 && (high == 0 || low <= high)
	}
	if !fine {
		l.add("S5", InvalidSchema, at, "%s: nesting %s with %d to %d items", what, n.GetNesting(), low, high)
	}
}

func (l *loader) computedBlock(what string, n *tfplugin6.Schema_NestedBlock, at cty.Path) {
	if !n.GetBlock().GetComputed() {
		return
	}
	if Nesting(n.GetNesting()) == NestingGroup || n.GetMinItems() > 0 {
		l.add("S10", InvalidSchema, at, "%s: a computed block cannot be a group or have a least number", what)
	}
	for _, a := range n.GetBlock().GetAttributes() {
		if !a.GetComputed() {
			l.add("S10", InvalidSchema, at.GetAttr(a.GetName()), "%s: not computed inside a computed block", what)
		}
	}
	for _, b := range n.GetBlock().GetBlockTypes() {
		if !b.GetBlock().GetComputed() {
			l.add("S10", InvalidSchema, at.GetAttr(b.GetTypeName()), "%s: not computed inside a computed block", what)
		}
	}
}

func (l *loader) attributes(what string, wire []*tfplugin6.Schema_Attribute, path cty.Path, inSet bool) []*Attribute {
	var out []*Attribute
	seen := map[string]bool{}
	for _, w := range wire {
		at := path.Copy().GetAttr(w.GetName())
		a := &Attribute{Name: w.GetName(), Leaf: cty.DynamicPseudoType, Required: w.GetRequired(), Optional: w.GetOptional(),
			Computed: w.GetComputed(), Sensitive: w.GetSensitive(), WriteOnly: w.GetWriteOnly()}
		if seen[a.Name] || a.Name == "" {
			l.add("S4", InvalidSchema, at, "%s: empty name, or used twice", what)
		}
		seen[a.Name] = true
		if (len(w.GetType()) > 0) == (w.GetNestedType() != nil) {
			l.add("S2", InvalidSchema, at, "%s: exactly one of type and nested_type is needed", what)
		}
		if len(w.GetType()) > 0 {
			a.Leaf = l.leaf(what, w.GetType(), at)
		}
		if !a.Required && !a.Optional && !a.Computed {
			l.add("S3", InvalidSchema, at, "%s: must be required, optional or computed", what)
		}
		if a.Required && (a.Optional || a.Computed) {
			l.add("S3", InvalidSchema, at, "%s: required and also optional or computed", what)
		}
		if inSet && (a.WriteOnly || a.Leaf.HasDynamicTypes() && w.GetNestedType() == nil) {
			l.add("S6", InvalidSchema, at, "%s: dynamic or write-only inside a set", what)
		}
		if a.WriteOnly && a.Computed {
			l.add("34", InvalidSchema, at, "%s: write-only and computed", what)
		}
		if n := w.GetNestedType(); n != nil {
			if n.GetNesting() == tfplugin6.Schema_Object_INVALID {
				l.add("S5", InvalidSchema, at, "%s: invalid nesting", what)
			}
			a.Nested = &Object{Nesting(n.GetNesting()), l.attributes(what, n.GetAttributes(), at,
				inSet || n.GetNesting() == tfplugin6.Schema_Object_SET)}
		}
		out = append(out, a)
	}
	return out
}

func (l *loader) leaf(what string, text []byte, at cty.Path) cty.Type {
	ty, err := ctyjson.UnmarshalType(text)
	if err != nil {
		l.add("S2", InvalidSchema, at, "%s: type %s: %v", what, text, err)
		return cty.DynamicPseudoType
	}
	if !ty.WithoutOptionalAttributesDeep().Equals(ty) {
		l.add("S2", InvalidSchema, at, "%s: a type with optional attributes", what)
	}
	return ty
}

func (l *loader) function(name string, wire *tfplugin6.Function) *Function {
	out := &Function{Return: cty.DynamicPseudoType}
	if !identifier.MatchString(name) {
		l.add("S8", InvalidSchema, nil, "function %q: no identifier", name)
	}
	seen := map[string]bool{}
	parameter := func(p *tfplugin6.Function_Parameter) Parameter {
		if !identifier.MatchString(p.GetName()) || seen[p.GetName()] {
			l.add("S8", InvalidSchema, nil, "function %s: parameter %q is no identifier or used twice", name, p.GetName())
		}
		seen[p.GetName()] = true
		return Parameter{p.GetName(), l.leaf("function "+name, p.GetType(), nil), p.GetAllowNullValue(), p.GetAllowUnknownValues()}
	}
	for _, p := range wire.GetParameters() {
		out.Parameters = append(out.Parameters, parameter(p))
	}
	if wire.GetVariadicParameter() != nil {
		p := parameter(wire.GetVariadicParameter())
		out.Variadic = &p
	}
	if wire.GetReturn() == nil {
		l.add("S8", InvalidSchema, nil, "function %s: no return type", name)
	} else {
		out.Return = l.leaf("function "+name, wire.GetReturn().GetType(), nil)
	}
	return out
}

func (l *loader) identity(name string, wire *tfplugin6.ResourceIdentitySchema) *Identity {
	out := &Identity{Version: wire.GetVersion()}
	if out.Version < 0 {
		l.add("S9", InvalidSchema, nil, "identity of %s: version %d", name, out.Version)
	}
	for _, a := range wire.GetIdentityAttributes() {
		at := cty.GetAttrPath(a.GetName())
		ty := l.leaf("identity of "+name, a.GetType(), at)
		if !ty.IsPrimitiveType() && !(ty.IsListType() && ty.ElementType().IsPrimitiveType()) {
			l.add("S9", InvalidSchema, at, "identity of %s: only primitives and lists are allowed", name)
		}
		if a.GetRequiredForImport() == a.GetOptionalForImport() {
			l.add("S9", InvalidSchema, at, "identity of %s: exactly one of required and optional for import", name)
		}
		out.Attributes = append(out.Attributes, &IdentityAttribute{a.GetName(), ty, a.GetRequiredForImport(), a.GetOptionalForImport()})
	}
	return out
}

// CheckMetadata compares GetMetadata with the schema: both must name the same things.
func CheckMetadata(meta *tfplugin6.ProviderMetadata_Response, schema *tfplugin6.GetProviderSchema_Response) Findings {
	var fs Findings
	compare := func(what string, listed []string, served []string) {
		count := map[string]int{}
		for _, name := range served {
			count[name]++
		}
		for _, name := range listed {
			count[name]--
		}
		for _, name := range sortedKeys(count) {
			if count[name] != 0 {
				fs.add("S1", InvalidSchema, nil, "GetMetadata and the schema disagree about the %s %q", what, name)
			}
		}
	}
	compare("resource", names(meta.GetResources()), sortedKeys(schema.GetResourceSchemas()))
	compare("data source", names(meta.GetDataSources()), sortedKeys(schema.GetDataSourceSchemas()))
	compare("ephemeral resource", names(meta.GetEphemeralResources()), sortedKeys(schema.GetEphemeralResourceSchemas()))
	compare("list resource", names(meta.GetListResources()), sortedKeys(schema.GetListResourceSchemas()))
	compare("state store", names(meta.GetStateStores()), sortedKeys(schema.GetStateStoreSchemas()))
	compare("action", names(meta.GetActions()), sortedKeys(schema.GetActionSchemas()))
	var functions []string
	for _, f := range meta.GetFunctions() {
		functions = append(functions, f.GetName())
	}
	compare("function", functions, sortedKeys(schema.GetFunctions()))
	a, b := meta.GetServerCapabilities(), schema.GetServerCapabilities()
	if a.GetPlanDestroy() != b.GetPlanDestroy() || a.GetMoveResourceState() != b.GetMoveResourceState() ||
		a.GetGetProviderSchemaOptional() != b.GetGetProviderSchemaOptional() || a.GetGenerateResourceConfig() != b.GetGenerateResourceConfig() {
		fs.add("S1", InvalidSchema, nil, "GetMetadata and the schema disagree about capabilities")
	}
	return fs
}

func names[T interface{ GetTypeName() string }](list []T) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.GetTypeName())
	}
	return out
}
