// Package place is where the objects of a host live: in a folder of files, or in real API servers.
package place

import (
	"os"
	"testing"
)

// Place holds the objects of one or more root modules. What goes wrong with it fails its test.
//
// Objects have names like `default/shop/configmap.settings.yaml`: cluster, namespace (`_cluster` for
// none), and kind with group and name.
type Place interface {
	// Provider is what the provider's configuration says of the place. Without names there is one
	// cluster, `default`; more are named, and `default` may be among them.
	Provider(clusters ...string) string
	// Objects are the objects by name, as the texts that their authors know.
	Objects() map[string]string
	// Everything is that with all that the provider keeps beside or on the objects.
	Everything() map[string]string
	// Count tells a running apply's progress: it grows with the objects.
	Count() int
	// Edit changes the text of an object, as a person or another program does.
	Edit(name string, change func(string) string)
	// Remove removes an object, and is fine where it went with another one.
	Remove(name string)
	// Block refuses all access, and gives the way back.
	Block() (restore func())
	// BlockObject refuses to write an object, which need not exist yet.
	BlockObject(name string) (restore func())
	// Leave ends the use of the place before the test ends.
	Leave()
}

// Live is true where objects live in API servers.
func Live() bool { return os.Getenv("MESH_CONTRACT_PLANE") == "kubernetes" }

// New makes an empty place for hosts that run in the folder.
func New(t testing.TB, dir string) Place {
	if Live() {
		k := &kubernetes{t: t, clusters: map[string]*cluster{}}
		t.Cleanup(k.Leave)
		return k
	}
	return &directory{t, dir}
}
