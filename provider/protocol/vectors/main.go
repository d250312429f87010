// Program vectors is the oracle of the codec's tests: go-cty, the type system that the hosts use.
//
//	vectors          prints vectors.json
//	vectors check    reads samples that our encoder made and proves that go-cty reads the same
package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/ctystrings"
	ctyjson "github.com/zclconf/go-cty/cty/json"
	"github.com/zclconf/go-cty/cty/msgpack"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "vectors:", err)
		os.Exit(1)
	}
}

// vector is one line of vectors.json. Msgpack (hex) and Json are what go-cty wrote, or what a
// "read" case says; Value is nil where go-cty refuses to read them.
type vector struct {
	Name    string  `json:"name"`
	Type    string  `json:"type"`
	Msgpack string  `json:"msgpack,omitempty"`
	Json    string  `json:"json,omitempty"`
	Value   *string `json:"value"`
}

func typeText(ty cty.Type) string {
	text, err := ty.MarshalJSON()
	must(err)
	return string(text)
}

func written(c writeCase) vector {
	packed, err := msgpack.Marshal(c.value, c.ty)
	must(err)
	value := describe(c.value, c.ty)
	v := vector{Name: c.name, Type: typeText(c.ty), Msgpack: hex.EncodeToString(packed), Value: &value}
	if text, err := ctyjson.Marshal(c.value, c.ty); err == nil {
		v.Json = string(text)
	}
	return v
}

func read(c readCase) vector {
	v := vector{Name: c.name, Type: typeText(c.ty), Msgpack: c.msgpack, Json: c.json}
	if value, err := unmarshal(c); err == nil {
		text := describe(value, c.ty)
		v.Value = &text
	}
	return v
}

// unmarshal counts a panic as a refusal: go-cty panics on some of the bad input.
func unmarshal(c readCase) (value cty.Value, err error) {
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("%v", problem)
		}
	}()
	if c.json != "" {
		return ctyjson.Unmarshal([]byte(c.json), c.ty)
	}
	return msgpack.Unmarshal(unhex(c.msgpack), c.ty)
}

func printVectors() {
	var lines []string
	seen := map[string]bool{}
	add := func(v vector) {
		if seen[v.Name] {
			must(fmt.Errorf("two cases are called %q", v.Name))
		}
		seen[v.Name] = true
		var line bytes.Buffer
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		must(encoder.Encode(v))
		lines = append(lines, strings.TrimSpace(line.String()))
	}
	for _, c := range writeCases() {
		add(written(c))
	}
	for _, c := range readCases() {
		add(read(c))
	}
	fmt.Println("[\n" + strings.Join(lines, ",\n") + "\n]")
}

// unhex reads hex; "-" stands for no bytes.
func unhex(text string) []byte {
	if text == "-" {
		return nil
	}
	out, err := hex.DecodeString(text)
	must(err)
	return out
}

// difference shows where two descriptions part.
func difference(got, want string) string {
	at := 0
	for at < len(got) && at < len(want) && got[at] == want[at] {
		at++
	}
	around := func(s string) string { return s[max(0, at-40):min(len(s), at+80)] }
	return fmt.Sprintf("is\n  ...%s\nnot\n  ...%s", around(got), around(want))
}

// checkSample judges one value: hex of type JSON, MessagePack, JSON ("-" if it has none) and the
// expected description.
func checkSample(fields []string) error {
	ty, err := ctyjson.UnmarshalType(unhex(fields[0]))
	if err != nil {
		return fmt.Errorf("type %s: %w", unhex(fields[0]), err)
	}
	if typeText(ty) != string(unhex(fields[0])) {
		return fmt.Errorf("type %s is written differently by go-cty: %s", unhex(fields[0]), typeText(ty))
	}
	want := string(unhex(fields[3]))
	value, err := msgpack.Unmarshal(unhex(fields[1]), ty)
	if err != nil {
		return fmt.Errorf("msgpack %s of %s: %w", fields[1], want, err)
	}
	if got := describe(value, ty); got != want {
		return fmt.Errorf("msgpack %s %s", fields[1], difference(got, want))
	}
	if fields[2] == "-" {
		return nil
	}
	value, err = ctyjson.Unmarshal(unhex(fields[2]), ty)
	if err != nil {
		return fmt.Errorf("json %s: %w", unhex(fields[2]), err)
	}
	if got := describe(value, ty); got != want {
		return fmt.Errorf("json %s %s", unhex(fields[2]), difference(got, want))
	}
	text, err := ctyjson.Marshal(value, ty)
	must(err)
	if set := []byte(`"set"`); !bytes.Contains(append(unhex(fields[0]), unhex(fields[2])...), set) &&
		!bytes.Equal(text, unhex(fields[2])) {
		return fmt.Errorf("json %s is written differently by go-cty: %s", unhex(fields[2]), text)
	}
	return nil
}

// checkForms judges normalised strings: `changed` holds every single character that our side
// changes.
func checkForms(changed map[string]string) error {
	for r := rune(1); r <= 0x10ffff; r++ {
		if r >= 0xd800 && r <= 0xdfff {
			continue
		}
		want := ctystrings.Normalize(string(r))
		got, found := changed[string(r)]
		if !found {
			got = string(r)
		}
		if got != want {
			return fmt.Errorf("U+%04X becomes %+q, not %+q", r, got, want)
		}
	}
	return nil
}

func check() {
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 1<<24)
	samples, forms := 0, 0
	changed := map[string]string{}
	for input.Scan() {
		fields := strings.Fields(input.Text())
		switch {
		case fields[0] == "form":
			from, to := string(unhex(fields[1])), string(unhex(fields[2]))
			if want := ctystrings.Normalize(from); want != to {
				must(fmt.Errorf("%+q becomes %+q, not %+q", from, to, want))
			}
			changed[from] = to
			forms++
		case fields[0] == "sample" && len(fields) == 5:
			must(checkSample(fields[1:]))
			samples++
		default:
			must(fmt.Errorf("unexpected line %q", input.Text()))
		}
	}
	must(input.Err())
	if samples < 1000 || forms < 1000 {
		must(fmt.Errorf("only %d samples and %d forms came in", samples, forms))
	}
	must(checkForms(changed))
	fmt.Printf("go-cty agrees on %d values and %d normalised strings\n", samples, forms)
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "check" {
		check()
		return
	}
	printVectors()
}
