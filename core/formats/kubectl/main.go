// Judges our YAML with the reader that kubectl uses. Standard input holds samples, one JSON object a
// line: what a text is, and what our reader made of it (absent where it refused the text).
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"os"
	"reflect"
	"strings"

	yamlv2 "go.yaml.in/yaml/v2"
	"sigs.k8s.io/yaml"
)

type sample struct {
	YAML string          `json:"yaml"`
	Ours json.RawMessage `json:"ours"`
	// Set where the text came from our own writer, so that nobody may refuse it.
	Written bool `json:"written"`
	// Set where the text is valid by accident only, so that either may refuse it.
	Spoilt bool `json:"spoilt"`
	// Set where all documents of the text count, as a list, and not the first alone.
	Stream bool `json:"stream"`
}

func decode(text []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var out any
	err := decoder.Decode(&out)
	return out, err
}

// same compares by meaning. Kubectl's reader takes fractions and integers beyond 64 bits through
// float64, so that ours may be more exact.
func same(a, b any) bool {
	switch x := a.(type) {
	case json.Number:
		y, ok := b.(json.Number)
		if !ok {
			return false
		}
		p, okP := new(big.Rat).SetString(x.String())
		q, okQ := new(big.Rat).SetString(y.String())
		if okP && okQ && p.Cmp(q) == 0 {
			return true
		}
		f, errF := x.Float64()
		g, errG := y.Float64()
		_, errX := x.Int64()
		return errF == nil && errG == nil && errX != nil && f == g
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for key, value := range x {
			other, ok := y[key]
			if !ok || !same(value, other) {
				return false
			}
		}
		return true
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return false
		}
		for i := range x {
			if !same(x[i], y[i]) {
				return false
			}
		}
		return true
	}
	return reflect.DeepEqual(a, b)
}

// readAll reads every document of a stream, without the empty ones, as a JSON list.
func readAll(stream string) ([]byte, error) {
	decoder := yamlv2.NewDecoder(strings.NewReader(stream))
	all := []json.RawMessage{}
	for {
		var document any
		if err := decoder.Decode(&document); err == io.EOF {
			return json.Marshal(all)
		} else if err != nil {
			return nil, err
		}
		if document == nil {
			continue
		}
		text, err := yamlv2.Marshal(document)
		if err != nil {
			return nil, err
		}
		asJSON, err := yaml.YAMLToJSON(text)
		if err != nil {
			return nil, err
		}
		all = append(all, asJSON)
	}
}

func read(s sample) ([]byte, error) {
	if s.Stream {
		return readAll(s.YAML)
	}
	return yaml.YAMLToJSON([]byte(s.YAML))
}

// judge says what is wrong with our reading, and nothing when it is right.
func judge(s sample) string {
	theirs, err := read(s)
	if s.Ours == nil {
		if err == nil && !s.Spoilt {
			return "we refuse it, kubectl reads " + string(theirs)
		}
		return ""
	}
	if err != nil && s.Spoilt {
		return ""
	}
	if err != nil {
		return "we read " + string(s.Ours) + ", kubectl refuses it: " + err.Error()
	}
	a, errA := decode(s.Ours)
	b, errB := decode(theirs)
	if errA != nil || errB != nil || !same(a, b) {
		return "we read " + string(s.Ours) + ", kubectl reads " + string(theirs)
	}
	return ""
}

func main() {
	in := bufio.NewReader(os.Stdin)
	count, wrong := 0, 0
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF {
			break
		}
		var s sample
		if err := json.Unmarshal(line, &s); err != nil {
			fmt.Println("not a sample:", string(line))
			os.Exit(2)
		}
		count++
		complaint := judge(s)
		if s.Written && s.Ours == nil {
			complaint = "we wrote it and cannot read it"
		}
		if complaint != "" {
			wrong++
			if wrong <= 60 {
				fmt.Printf("%q: %s\n", s.YAML, complaint)
			}
		}
	}
	fmt.Printf("%d texts, %d judged wrong\n", count, wrong)
	if wrong > 0 || count == 0 {
		os.Exit(1)
	}
}
