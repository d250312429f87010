// Package host is a small Terraform: it starts the real provider binary through go-plugin, walks
// resources through validate, plan, apply, refresh and import with state kept between runs, and
// lets the judge look at every answer.
package host

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/zclconf/go-cty/cty"
	"google.golang.org/grpc"

	"mesh/contract/judge"
	"mesh/contract/tfplugin6"
)

// answerWithin is how long any single answer may take before the suite calls it a hang.
const answerWithin = 120 * time.Second

// Binary is the provider under test.
func Binary() string {
	if path := os.Getenv("MESH_PROVIDER"); path != "" {
		return path
	}
	path, _ := filepath.Abs("../../build/bin/terraform-provider-mesh_v0.1.0")
	return path
}

// handshake is what every Terraform and OpenTofu says.
var handshake = plugin.HandshakeConfig{
	ProtocolVersion:  4,
	MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
	MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
}

// Capabilities as hosts of several ages send them.
var (
	OldHost      *tfplugin6.ClientCapabilities // OpenTofu up to 1.10 and Terraform 1.5 send none
	Terraform111 = &tfplugin6.ClientCapabilities{WriteOnlyAttributesAllowed: true}
	Terraform116 = &tfplugin6.ClientCapabilities{WriteOnlyAttributesAllowed: true, StorePlannedPrivate: true, ComputedBlocksAllowed: true}
)

// Process is one running provider.
type Process struct {
	Client  tfplugin6.ProviderClient
	Schemas *judge.Schemas
	Schema  *tfplugin6.GetProviderSchema_Response
	Caps    *tfplugin6.ClientCapabilities

	t       testing.TB
	plugin  *plugin.Client
	command *exec.Cmd
	config  cty.Value
	stderr  lockedBuffer
	// expectedEnd: the test has ended it, in its own way.
	expectedEnd bool
}

type lockedBuffer struct {
	mutex sync.Mutex
	bytes bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.bytes.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.bytes.String()
}

type grpcPlugin struct{ plugin.NetRPCUnsupportedPlugin }

func (grpcPlugin) GRPCClient(_ context.Context, _ *plugin.GRPCBroker, c *grpc.ClientConn) (any, error) {
	return tfplugin6.NewProviderClient(c), nil
}

func (grpcPlugin) GRPCServer(*plugin.GRPCBroker, *grpc.Server) error {
	return errors.New("this is a host")
}

// Start starts a provider in the folder `dir` and loads its schemas, which the judge looks at.
func Start(t testing.TB, dir string, env ...string) *Process {
	t.Helper()
	p := StartBare(t, dir, env...)
	p.LoadSchemas()
	return p
}

// StartBare starts a provider and asks it nothing.
func StartBare(t testing.TB, dir string, env ...string) *Process {
	t.Helper()
	if _, err := os.Stat(Binary()); err != nil {
		t.Fatalf("the provider is missing: build it, or name it by MESH_PROVIDER: %v", err)
	}
	p := &Process{t: t, Caps: Terraform111, command: exec.Command(Binary())}
	p.command.Dir = dir
	p.command.Env = append(os.Environ(), env...)
	set := plugin.PluginSet{"provider": grpcPlugin{}}
	p.plugin = plugin.NewClient(&plugin.ClientConfig{
		HandshakeConfig:  handshake,
		VersionedPlugins: map[int]plugin.PluginSet{5: set, 6: set},
		Cmd:              p.command,
		AutoMTLS:         true,
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		Logger:           hclog.NewNullLogger(),
		Stderr:           &p.stderr,
		GRPCDialOptions: []grpc.DialOption{grpc.WithDefaultCallOptions(
			grpc.MaxCallRecvMsgSize(1<<31-1), grpc.MaxCallSendMsgSize(1<<31-1))},
	})
	t.Cleanup(p.Stop)
	conn, err := p.plugin.Client()
	if err != nil {
		t.Fatalf("handshake: %v\n%s", err, p.stderr.String())
	}
	if v := p.plugin.NegotiatedVersion(); v != 6 {
		t.Fatalf("negotiated protocol %d", v)
	}
	raw, err := conn.Dispense("provider")
	if err != nil {
		t.Fatalf("dispense: %v", err)
	}
	p.Client = raw.(tfplugin6.ProviderClient)
	return p
}

// LoadSchemas asks for the schemas, as the first process of a run is asked.
func (p *Process) LoadSchemas() {
	p.t.Helper()
	ctx, cancel := p.context()
	defer cancel()
	schema, err := p.Client.GetProviderSchema(ctx, &tfplugin6.GetProviderSchema_Request{})
	p.Report(judge.CheckStatus("GetProviderSchema", err))
	identities, err := p.Client.GetResourceIdentitySchemas(ctx, &tfplugin6.GetResourceIdentitySchemas_Request{})
	p.Report(judge.CheckStatus("GetResourceIdentitySchemas", err))
	var findings judge.Findings
	p.Schema = schema
	p.Schemas, findings = judge.CheckSchema(schema, identities)
	p.Report(findings)
}

// Stop ends the provider as hosts do: Shutdown, and a kill when it does not go.
func (p *Process) Stop() {
	if p.plugin == nil {
		return
	}
	p.plugin.Kill()
	p.plugin = nil
	if state := p.command.ProcessState; !p.expectedEnd && (state == nil || state.ExitCode() != 0) {
		p.t.Errorf("the provider did not finish its books in the time that hosts give it: %v", state)
	}
	log := p.stderr.String()
	for _, alarm := range []string{"Sanitizer", "runtime error:", "panic: ", "terminate called"} {
		if strings.Contains(log, alarm) {
			p.t.Errorf("the provider said %q:\n%s", alarm, log)
			return
		}
	}
}

// Kill ends the provider without a warning, as a crash or a power cut would.
func (p *Process) Kill() {
	p.expectedEnd = true
	_ = p.command.Process.Kill()
}

// Interrupt is Ctrl-C on the terminal, which reaches every process of the group.
func (p *Process) Interrupt() {
	p.expectedEnd = true
	if err := p.command.Process.Signal(os.Interrupt); err != nil {
		p.t.Fatal(err)
	}
}

// Report fails the test for every finding.
func (p *Process) Report(findings judge.Findings) {
	p.t.Helper()
	for _, f := range findings {
		p.t.Errorf("%s", f)
	}
}

func (p *Process) context() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), answerWithin)
}
