package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"sort"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/managedfields"
)

// driftVector is a thing that we (the manager mesh) applied as Prior, and that others then wrote,
// until it was Live. Status is what a plain apply of Prior is answered, absent when it works. After is
// the thing when it was applied once more with force, absent when that changed nothing.
type driftVector struct {
	Prior  object         `json:"prior"`
	Live   object         `json:"live"`
	Status *metav1.Status `json:"status,omitempty"`
	After  object         `json:"after,omitempty"`
	Steps  []string       `json:"steps"`
}

type object = map[string]any

func copyOf(o object) object {
	var out object
	must(json.Unmarshal([]byte(line(o)), &out))
	return out
}

func wrap(o object) *unstructured.Unstructured {
	u := &unstructured.Unstructured{}
	must(u.UnmarshalJSON([]byte(line(o))))
	return u
}

// cluster keeps one thing as an API server does.
type cluster struct {
	manager *managedfields.FieldManager
	live    object
	clock   int
}

func (c *cluster) now() string {
	c.clock++
	return time.Date(2026, 1, 1, 0, 0, c.clock, 0, time.UTC).Format(time.RFC3339)
}

// store takes what a write made: defaults are filled in, and entries that it changed get the time.
func (c *cluster) store(made any) {
	old := map[string]string{}
	for _, e := range entriesOf(c.live) {
		old[identity(e)] = e["time"].(string)
	}
	c.live = copyOf(made.(*unstructured.Unstructured).Object)
	now := c.now()
	for _, e := range entriesOf(c.live) {
		e["time"] = now
		if before, same := old[identity(e)]; same {
			e["time"] = before
		}
	}
	if metadata := c.live["metadata"].(object); metadata["managedFields"] != nil {
		list := metadata["managedFields"].([]any)
		sort.Slice(list, func(i, j int) bool { return rank(list[i].(object)) < rank(list[j].(object)) })
	}
	dropNulls(c.live)
	setDefaults(c.live)
}

// dropNulls takes away what merging leaves of maps that it emptied; an API server does not keep it.
func dropNulls(v any) {
	switch v := v.(type) {
	case object:
		for name, member := range v {
			if member == nil {
				delete(v, name)
			}
			dropNulls(member)
		}
	case []any:
		for _, item := range v {
			dropNulls(item)
		}
	}
}

// rank is the order that API servers keep entries in.
func rank(e object) string {
	return fmt.Sprint(e["operation"], " ", e["time"], " ", e["manager"])
}

func entriesOf(o object) []object {
	metadata, _ := o["metadata"].(object)
	list, _ := metadata["managedFields"].([]any)
	var out []object
	for _, e := range list {
		out = append(out, e.(object))
	}
	return out
}

func identity(entry object) string {
	return line([]any{entry["manager"], entry["operation"], entry["fieldsV1"]})
}

func setDefaults(o object) {
	spec, _ := o["spec"].(object)
	if group, ok := spec["group"].(object); ok && group["b"] == nil {
		group["b"] = "by default"
	}
	if rules, ok := spec["rules"].([]any); ok {
		for _, r := range rules {
			if rule, ok := r.(object); ok && rule["weight"] == nil {
				rule["weight"] = 1
			}
		}
	}
	if ports, ok := spec["ports"].([]any); ok {
		for _, p := range ports {
			if port := p.(object); port["protocol"] == nil {
				port["protocol"] = "TCP"
			}
		}
	}
}

func (c *cluster) apply(o object, manager string, force bool) error {
	made, err := c.manager.Apply(wrap(c.live), wrap(o), manager, force)
	if err == nil {
		c.store(made)
	}
	return err
}

func (c *cluster) update(o object, manager string) {
	setDefaults(o)
	made, err := c.manager.Update(wrap(c.live), wrap(o), manager)
	must(err)
	c.store(made)
}

func skeleton() object {
	return object{"apiVersion": "mesh.test/v1", "kind": "Thing",
		"metadata": object{"name": "thing", "namespace": "shop"}}
}

var words = []string{"red", "green", "blue", "", "with \"quotes\""}

// part makes the value of one field of spec.
var parts = map[string]func(*rand.Rand) any{
	"text":   func(r *rand.Rand) any { return pick(r, words) },
	"number": func(r *rand.Rand) any { return r.IntN(3) },
	"flag":   func(r *rand.Rand) any { return r.IntN(2) == 0 },
	"group": func(r *rand.Rand) any {
		return some(r, object{"a": pick(r, words), "b": pick(r, words)})
	},
	"notes": func(r *rand.Rand) any {
		return some(r, object{"x": pick(r, words), "y.z/w": pick(r, words), "y": pick(r, words)})
	},
	"box": func(r *rand.Rand) any {
		return some(r, object{"k": pick(r, words), "l": pick(r, words)})
	},
	"ports": func(r *rand.Rand) any {
		return items(r, 3, func(i int) any {
			port := some(r, object{"name": pick(r, words), "extra": pick(r, words), "protocol": pick(r, []string{"TCP", "UDP"})})
			port["port"] = 80 + i
			return port
		})
	},
	"envs": func(r *rand.Rand) any {
		return items(r, 3, func(i int) any {
			env := some(r, object{"value": pick(r, words), "tags": tags(r)})
			env["name"] = words[i]
			return env
		})
	},
	"tags": func(r *rand.Rand) any { return tags(r) },
	"rules": func(r *rand.Rand) any {
		return items(r, 3, func(int) any {
			return some(r, object{"host": pick(r, words), "weight": r.IntN(3), "paths": tags(r)})
		})
	},
}
var partNames = []string{"text", "number", "flag", "group", "notes", "box", "ports", "envs", "tags", "rules"}

func tags(r *rand.Rand) any { return items(r, 3, func(i int) any { return words[i] }) }

// some drops members at random.
func some(r *rand.Rand, o object) object {
	for _, name := range []string{"a", "b", "x", "y", "y.z/w", "k", "l", "name", "extra", "protocol", "value", "tags", "host", "weight", "paths"} {
		if _, has := o[name]; has && r.IntN(3) == 0 {
			delete(o, name)
		}
	}
	return o
}

func items(r *rand.Rand, most int, make func(int) any) []any {
	out := []any{}
	for i := range most {
		if r.IntN(3) > 0 {
			out = append(out, make(i))
		}
	}
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func randomThing(r *rand.Rand, likely int) object {
	spec := object{}
	for _, name := range partNames {
		if value := parts[name](r); r.IntN(10) < likely {
			spec[name] = value
		}
	}
	out := skeleton()
	out["spec"] = spec
	if r.IntN(2) == 0 {
		out["metadata"].(object)["labels"] = some(r, object{"a": pick(r, words), "y.z/w": pick(r, words)})
	}
	return out
}

// edit changes some of what is live, as `kubectl edit` does.
func (c *cluster) edit(r *rand.Rand) object {
	out := copyOf(c.live)
	spec, _ := out["spec"].(object)
	if spec == nil {
		spec = object{}
		out["spec"] = spec
	}
	for range 1 + r.IntN(2) {
		name := pick(r, partNames)
		if r.IntN(4) == 0 {
			delete(spec, name)
		} else {
			spec[name] = parts[name](r)
		}
	}
	return out
}

// reverse puts the items of lists that are maps or sets in another order: no change at all.
func (c *cluster) reverse() object {
	out := copyOf(c.live)
	spec, _ := out["spec"].(object)
	for _, name := range []string{"ports", "envs", "tags"} {
		if list, ok := spec[name].([]any); ok {
			for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
				list[i], list[j] = list[j], list[i]
			}
		}
	}
	return out
}

func (c *cluster) step(r *rand.Rand) string {
	switch r.IntN(5) {
	case 0, 1:
		manager := pick(r, []string{"kubectl-edit", "hpa"})
		c.update(c.edit(r), manager)
		return manager + " updates"
	case 2:
		must(c.apply(randomThing(r, 3), "argocd", true))
		return "argocd applies with force"
	case 3:
		if err := c.apply(randomThing(r, 2), "flux", false); err != nil {
			return "flux applies in vain"
		}
		return "flux applies"
	}
	c.update(c.reverse(), "sorter")
	return "sorter puts lists in another order"
}

func driftVectors() []driftVector {
	r := generator(3)
	var out []driftVector
	changed := 0
	for range 700 {
		c := &cluster{manager: fieldManager(), live: skeleton()}
		v := driftVector{Steps: []string{}}
		if r.IntN(3) == 0 {
			c.update(randomThing(r, 3), "creator")
			v.Steps = append(v.Steps, "creator creates")
		}
		if r.IntN(3) == 0 {
			must(c.apply(randomThing(r, 6), "mesh", true))
			v.Steps = append(v.Steps, "mesh applies a former version")
		}
		v.Prior = randomThing(r, 6)
		must(c.apply(v.Prior, "mesh", true))
		for range r.IntN(4) {
			v.Steps = append(v.Steps, c.step(r))
		}
		v.Live = copyOf(c.live)
		plain := *c
		if err := plain.apply(v.Prior, "mesh", false); err != nil {
			var status *apierrors.StatusError
			if !errors.As(err, &status) {
				must(fmt.Errorf("an apply fails otherwise: %w", err))
			}
			v.Status = &status.ErrStatus
			causes := v.Status.Details.Causes // in any order
			sort.Slice(causes, func(i, j int) bool { return line(causes[i]) < line(causes[j]) })
		}
		must(c.apply(v.Prior, "mesh", true))
		if line(v.Live) != line(c.live) {
			v.After = c.live
			changed++
		}
		out = append(out, v)
	}
	if changed < 200 || changed > 600 {
		must(fmt.Errorf("%d of the things changed: that tests little", changed))
	}
	return out
}
