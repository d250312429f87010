package contract

import (
	"fmt"
	"os"
	"testing"

	"mesh/contract/host"
)

func TestMain(m *testing.M) {
	if _, err := os.Stat(host.Binary()); err != nil {
		fmt.Fprintf(os.Stderr, "the provider is missing: build it, or name it by MESH_PROVIDER: %v\n", err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}
