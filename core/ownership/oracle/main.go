// Program oracle makes the vectors that core/ownership is tested with: what the libraries of the
// API server itself say about field sets, quantities, durations, and applies.
//
//	oracle FOLDER    writes sets.json, amounts.json and drift.json into the folder
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

// generator gives the same numbers in every run.
func generator(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 20261121)) }

// line is JSON without the escapes that only HTML needs.
func line(v any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	must(encoder.Encode(v))
	return strings.TrimSpace(out.String())
}

// write makes a file with one vector a line.
func write[T any](folder, name string, vectors []T) {
	lines := make([]string, len(vectors))
	for i, v := range vectors {
		lines[i] = line(v)
	}
	text := "[\n" + strings.Join(lines, ",\n") + "\n]\n"
	must(os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644))
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: oracle FOLDER")
		os.Exit(2)
	}
	write(os.Args[1], "sets.json", setVectors())
	write(os.Args[1], "amounts.json", amountVectors())
	write(os.Args[1], "drift.json", driftVectors())
}
