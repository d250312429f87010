package place

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// kubernetes are API servers by the names that the provider's configuration gives them, taken when
// they are first needed.
type kubernetes struct {
	t        testing.TB
	clusters map[string]*cluster
}

var (
	// runs are the annotations that name a run: they differ from run to run and are never compared.
	runs = []string{"meshgen.io/run", "meshgen.io/open-runs"}
	// marks are all annotations by which the provider knows its objects again.
	marks = append([]string{"meshgen.io/owner", "meshgen.io/resource", "meshgen.io/adopted"}, runs...)
)

func (k *kubernetes) cluster(name string) *cluster {
	k.t.Helper()
	if k.clusters[name] == nil {
		c, err := take()
		k.check(err)
		k.clusters[name] = c
	}
	return k.clusters[name]
}

func (k *kubernetes) check(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *kubernetes) Leave() {
	for name, c := range k.clusters {
		delete(k.clusters, name)
		if err := give(c); err != nil {
			k.t.Error(err)
		}
	}
}

func (k *kubernetes) Provider(clusters ...string) string {
	k.t.Helper()
	settings := func(name string) string {
		return fmt.Sprintf(`"kubernetes": {"config_path": %q}`, k.cluster(name).kubeconfig)
	}
	if len(clusters) == 0 {
		return "{" + settings("default") + "}"
	}
	return withClusters(clusters, settings)
}

// here is an object of a cluster, with where it is.
type here struct {
	located
	cluster *cluster
	object  object
}

func (k *kubernetes) all() map[string]here {
	k.t.Helper()
	out := map[string]here{}
	for name, c := range k.clusters {
		made, _, err := c.made()
		k.check(err)
		for _, key := range made {
			where, err := c.locate(key)
			k.check(err)
			status, text, err := c.ask("GET", where.path(), "", nil)
			k.check(err)
			if status == http.StatusNotFound {
				continue // gone meanwhile
			}
			decoder := json.NewDecoder(strings.NewReader(string(text)))
			decoder.UseNumber()
			one := here{where, c, object{}}
			if err := decoder.Decode(&one.object); err != nil || status != http.StatusOK {
				k.t.Fatalf("GET %s: %d %s", where.path(), status, text)
			}
			out[one.title(name)] = one
		}
	}
	return out
}

// title is the object's name among all of the place.
func (h here) title(cluster string) string {
	space := h.namespace
	if space == "" {
		space = "_cluster"
	}
	return fmt.Sprintf("%s/%s/%s.%s.yaml", cluster, space, h.stem(), h.name)
}

// text is the object as its authors wrote it: without what the server adds to every one, and without
// some annotations.
func (h here) text(hidden ...string) string {
	delete(h.object, "status")
	metadata := h.object["metadata"].(object)
	for _, name := range []string{"uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"} {
		delete(metadata, name)
	}
	if h.plural == "namespaces" {
		delete(h.object, "spec") // finalizers
		without(metadata, "labels", "kubernetes.io/metadata.name")
	}
	without(metadata, "annotations", hidden...)
	return writeYAML(h.object)
}

func without(metadata object, part string, names ...string) {
	m, _ := metadata[part].(object)
	for _, name := range names {
		delete(m, name)
	}
	if len(m) == 0 {
		delete(metadata, part)
	}
}

func (k *kubernetes) texts(hidden ...string) map[string]string {
	k.t.Helper()
	out := map[string]string{}
	for name, one := range k.all() {
		out[name] = one.text(hidden...)
	}
	return out
}

func (k *kubernetes) Objects() map[string]string    { k.t.Helper(); return k.texts(marks...) }
func (k *kubernetes) Everything() map[string]string { k.t.Helper(); return k.texts(runs...) }

func (k *kubernetes) Count() int {
	count := 0
	for _, c := range k.clusters {
		made, _, err := c.made()
		k.check(err)
		count += len(made)
	}
	return count
}

func (k *kubernetes) find(name string) here {
	k.t.Helper()
	one, ok := k.all()[name]
	if !ok {
		k.t.Fatalf("there is no %s", name)
	}
	return one
}

func (k *kubernetes) Edit(name string, change func(string) string) {
	k.t.Helper()
	one := k.find(name)
	version := fmt.Sprint(one.object["metadata"].(object)["resourceVersion"])
	before := one.text()
	after := change(before)
	if after == before {
		k.t.Fatalf("the edit of %s changes nothing:\n%s", name, before)
	}
	// Some kinds are not replaced without it.
	sent := strings.Replace(after, "\nmetadata:\n", "\nmetadata:\n  resourceVersion: "+fmt.Sprintf("%q", version)+"\n", 1)
	k.check(one.cluster.must("PUT", one.path()+"?fieldManager=somebody&fieldValidation=Strict", "application/yaml", sent, nil))
	if now := k.find(name).text(); now == before {
		k.t.Fatalf("the edit of %s changes nothing for the server:\n%s", name, after)
	}
}

func (k *kubernetes) Remove(name string) {
	k.t.Helper()
	one, ok := k.all()[name]
	if !ok {
		return
	}
	k.check(one.cluster.must("DELETE", one.path(), "", nil, nil))
	k.check(one.cluster.await("the end of "+name, func() (bool, error) {
		status, _, err := one.cluster.ask("GET", one.path(), "", nil)
		return status == http.StatusNotFound, err
	}))
}

// Block takes the provider's rights.
func (k *kubernetes) Block() func() {
	k.t.Helper()
	c := k.cluster("default")
	k.check(c.allow([]object{}, "", "configmaps", false))
	return func() { k.check(c.allow(everything, "", "configmaps", true)) }
}

// BlockObject takes the right to write objects of the kind.
func (k *kubernetes) BlockObject(name string) func() {
	k.t.Helper()
	c := k.cluster("default")
	for _, one := range c.kinds {
		if strings.HasPrefix(strings.Split(name, "/")[2], one.stem()+".") {
			k.check(c.allow(c.allBut(one), one.group, one.plural, false))
			return func() { k.check(c.allow(everything, one.group, one.plural, true)) }
		}
	}
	k.t.Fatalf("%s is of no kind that the server serves", name)
	return nil
}
