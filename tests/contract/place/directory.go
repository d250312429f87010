package place

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// directory is the tree of files that the provider writes below the folder it runs in.
type directory struct {
	t   testing.TB
	dir string
}

const settings = `"directory": {"path": "out"}`

func (d *directory) Provider(clusters ...string) string {
	if len(clusters) == 0 {
		return `{}`
	}
	return withClusters(clusters, func(string) string { return settings })
}

// withClusters writes a configuration of several clusters.
func withClusters(names []string, settings func(name string) string) string {
	var more []string
	top := settings("default") + ", "
	for _, name := range names {
		if name == "default" {
			top = ""
		}
		more = append(more, fmt.Sprintf("%q: {%s}", name, settings(name)))
	}
	return "{" + top + `"clusters": {` + strings.Join(more, ", ") + "}}"
}

func (d *directory) path(name string) string { return filepath.Join(d.dir, "out", name) }

func (d *directory) Everything() map[string]string {
	d.t.Helper()
	out := map[string]string{}
	root := d.path("")
	_ = filepath.WalkDir(root, func(path string, entry os.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			text, err := os.ReadFile(path)
			if err != nil {
				d.t.Fatal(err)
			}
			name, _ := filepath.Rel(root, path)
			out[name] = string(text)
		}
		return nil
	})
	return out
}

func (d *directory) Objects() map[string]string {
	d.t.Helper()
	out := d.Everything()
	for name := range out {
		if strings.HasPrefix(name, ".mesh") || filepath.Base(name) == "kustomization.yaml" {
			delete(out, name)
		}
	}
	return out
}

func (d *directory) Count() int {
	count := 0
	_ = filepath.WalkDir(d.path(""), func(_ string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			count++
		}
		return nil
	})
	return count
}

func (d *directory) Edit(name string, change func(string) string) {
	d.t.Helper()
	before, err := os.ReadFile(d.path(name))
	if err != nil {
		d.t.Fatal(err)
	}
	after := change(string(before))
	if after == string(before) {
		d.t.Fatalf("the edit of %s changes nothing:\n%s", name, before)
	}
	if err := os.WriteFile(d.path(name), []byte(after), 0o644); err != nil {
		d.t.Fatal(err)
	}
}

func (d *directory) Remove(name string) {
	d.t.Helper()
	if err := os.Remove(d.path(name)); err != nil {
		d.t.Fatal(err)
	}
}

// Block puts a file where the tree's folder belongs.
func (d *directory) Block() func() {
	d.t.Helper()
	out, aside := d.path(""), filepath.Join(d.dir, "aside")
	existed := os.Rename(out, aside) == nil
	if err := os.WriteFile(out, []byte("in the way"), 0o644); err != nil {
		d.t.Fatal(err)
	}
	return func() {
		os.Remove(out)
		if existed {
			if err := os.Rename(aside, out); err != nil {
				d.t.Fatal(err)
			}
		}
	}
}

// BlockObject puts a folder where the object's file belongs.
func (d *directory) BlockObject(name string) func() {
	d.t.Helper()
	if err := os.MkdirAll(filepath.Join(d.path(name), "in-the-way"), 0o755); err != nil {
		d.t.Fatal(err)
	}
	return func() {
		if err := os.RemoveAll(d.path(name)); err != nil {
			d.t.Fatal(err)
		}
	}
}

func (d *directory) Leave() {}
