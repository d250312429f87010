package place

import (
	"encoding/json"
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// Words that are text without quotes: nothing that YAML 1.1 or 1.2 takes for something else.
var (
	plain     = regexp.MustCompile(`^[A-Za-z/][A-Za-z0-9_./-]*$`)
	otherwise = regexp.MustCompile(`^(?i:true|false|yes|no|on|off|null|y|n)$`)
)

// writeYAML writes an object the way people write them, so that a test can edit its text.
func writeYAML(object map[string]any) string {
	out := ""
	for _, key := range []string{"apiVersion", "kind", "metadata"} {
		out += entry(key, object[key], "")
	}
	for _, key := range keys(object) {
		if key != "apiVersion" && key != "kind" && key != "metadata" {
			out += entry(key, object[key], "")
		}
	}
	return out
}

func keys(m map[string]any) []string {
	var out []string
	for key := range m {
		out = append(out, key)
	}
	sort.Strings(out)
	return out
}

func entry(key string, value any, indent string) string {
	return indent + scalar(key) + ":" + after(value, indent)
}

// after is what follows a key or, in a list, stands for an item that is no map.
func after(value any, indent string) string {
	out := "\n"
	switch v := value.(type) {
	case map[string]any:
		if len(v) == 0 {
			return " {}\n"
		}
		for _, key := range keys(v) {
			out += entry(key, v[key], indent+"  ")
		}
	case []any:
		if len(v) == 0 {
			return " []\n"
		}
		for _, item := range v {
			out += listed(item, indent)
		}
	default:
		return " " + scalar(value) + "\n"
	}
	return out
}

func listed(item any, indent string) string {
	m, ok := item.(map[string]any)
	if !ok || len(m) == 0 {
		return indent + "-" + after(item, indent+"  ")
	}
	out := ""
	for _, key := range keys(m) {
		out += entry(key, m[key], indent+"  ")
	}
	return indent + "- " + strings.TrimPrefix(out, indent+"  ")
}

func scalar(value any) string {
	if text, ok := value.(string); ok && plain.MatchString(text) && !otherwise.MatchString(text) {
		return text
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("%v: %v", value, err))
	}
	return string(text)
}
