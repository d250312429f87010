package contract

import (
	"context"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"

	"mesh/contract/host"
	"mesh/contract/tfplugin6"
)

// BenchmarkSchema asks new providers for all they serve, as every command of a host does.
func BenchmarkSchema(b *testing.B) {
	var took time.Duration
	var bytes int
	for b.Loop() {
		p := host.StartBare(b, b.TempDir())
		begun := time.Now()
		schema, err := p.Client.GetProviderSchema(context.Background(), &tfplugin6.GetProviderSchema_Request{})
		if err != nil {
			b.Fatal(err)
		}
		took += time.Since(begun)
		bytes = proto.Size(schema)
		p.Stop()
	}
	b.ReportMetric(float64(took.Microseconds())/1000/float64(b.N), "ms/answer")
	b.ReportMetric(float64(bytes), "bytes")
}
