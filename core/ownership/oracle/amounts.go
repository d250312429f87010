package main

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// hasNumber: without digits before the suffix, what the server takes a text for depends on the suffix
// (`m` is 0, `Ei` is an error); we refuse all of them.
func hasNumber(text string) bool {
	number := strings.TrimPrefix(strings.TrimLeft(text, "+-"), ".")
	return number != "" && number[0] >= '0' && number[0] <= '9'
}

// amountVector is how two texts compare as a quantity or a duration: -1, 0 or 1, null where one of
// them is none.
type amountVector struct {
	Type  string `json:"type"`
	A     string `json:"a"`
	B     string `json:"b"`
	Order *int   `json:"order"`
}

func order(n int) *int { return &n }

func compareQuantities(a, b string) *int {
	x, err := resource.ParseQuantity(a)
	if err != nil {
		return nil
	}
	y, err := resource.ParseQuantity(b)
	if err != nil {
		return nil
	}
	return order(x.Cmp(y))
}

func digits(r *rand.Rand, most int) string {
	var b strings.Builder
	for range r.IntN(most + 1) {
		b.WriteByte("0123456789000999"[r.IntN(16)])
	}
	return b.String()
}

func randomQuantity(r *rand.Rand) string {
	text := pick(r, []string{"", "", "", "", "-", "+"}) + digits(r, pick(r, []int{2, 4, 10, 25}))
	if r.IntN(3) == 0 {
		text += "." + digits(r, pick(r, []int{1, 3, 12, 22}))
	}
	switch r.IntN(12) {
	case 0:
		return text + fmt.Sprintf("%s%d", pick(r, []string{"e", "E", "e+", "e-", "E-"}), r.IntN(25))
	case 1:
		return text + pick(r, []string{"x", "mm", "KI", "ki", "e", "i", " ", "Mi ", "e1.5", "K", "g", "e--1", "٣"})
	}
	return text + pick(r, []string{"", "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"})
}

// sameQuantity says the same in other words.
func sameQuantity(r *rand.Rand, text string) string {
	q, err := resource.ParseQuantity(text)
	if err != nil {
		return text
	}
	switch r.IntN(4) {
	case 0:
		q.Format = resource.DecimalExponent
	case 1:
		q.Format = resource.DecimalSI
	case 2:
		q.Format = resource.BinarySI
	}
	out, err := q.MarshalJSON()
	must(err)
	return strings.Trim(string(out), `"`)
}

var quantityPairs = [][2]string{
	{"1", "1000m"}, {"1Gi", "1024Mi"}, {"1e3", "1k"}, {"1E", "1e18"}, {"1E3", "1k"}, {"1000Ki", "1Mi"},
	{"0.5", "500m"}, {".5", "0.5"}, {"1.", "1"}, {"0", "-0"}, {"0", "0Ki"}, {"100n", "0.1u"}, {"0.1n", "1n"},
	{"1.0000000001", "1.000000001"}, {"-0.1n", "-1n"}, {"9223372036854775807", "9223372036854775808"},
	{"8Ei", "9Ei"}, {"8Ei", "9223372036854775807"}, {"100Ei", "1000Ei"}, {"1000E", "10000E"}, {"-8Ei", "-9Ei"},
	{"1 ", "1"}, {" 1", "1"},
	{"1e", "1"}, {"1.2.3", "1"}, {"1,5", "1"}, {"0x10", "16"}, {"--1", "1"}, {"1+", "1"}, {"1_0", "10"},
	{"NaN", "1"}, {"Inf", "1"}, {"１", "1"},
}

func compareDurations(a, b string) *int {
	x, err := time.ParseDuration(a)
	if err != nil {
		return nil
	}
	y, err := time.ParseDuration(b)
	if err != nil {
		return nil
	}
	for text, want := range map[string]time.Duration{a: x, b: y} {
		var d metav1.Duration
		must(d.UnmarshalJSON([]byte(line(text))))
		if d.Duration != want {
			must(fmt.Errorf("metav1 reads %q as %v", text, d.Duration))
		}
	}
	switch {
	case x < y:
		return order(-1)
	case x > y:
		return order(1)
	}
	return order(0)
}

func randomDuration(r *rand.Rand) string {
	text := pick(r, []string{"", "", "", "", "-", "+"})
	for range 1 + r.IntN(3) {
		text += digits(r, pick(r, []int{1, 3, 6, 19}))
		if r.IntN(4) == 0 {
			text += "." + digits(r, pick(r, []int{1, 3, 9}))
		}
		text += pick(r, []string{"ns", "us", "µs", "μs", "ms", "s", "m", "h", "s", "m", "", "d", "S", "sec"}[:8+r.IntN(7)])
	}
	return text
}

func sameDuration(r *rand.Rand, text string) string {
	d, err := time.ParseDuration(text)
	if err != nil {
		return text
	}
	switch r.IntN(3) {
	case 0:
		return fmt.Sprintf("%dns", d.Nanoseconds())
	case 1:
		return new(big.Rat).SetFrac64(d.Nanoseconds(), 1000000000).FloatString(9) + "s"
	}
	return d.String()
}

var durationPairs = [][2]string{
	{"1s", "1000ms"}, {"60s", "1m0s"}, {"1m", "60s"}, {"1h", "3600s"}, {"1.5h", "1h30m"}, {"0", "0s"}, {"0", "-0s"},
	{"-0", "+0"}, {"1us", "1µs"}, {"1us", "1μs"}, {"0.3ns", "0s"}, {".5s", "500ms"}, {"1.s", "1s"}, {".s", "0s"},
	{"1", "1s"}, {"", "0"}, {"-", "0"}, {"s", "0"}, {"1 s", "1s"}, {"1d", "24h"}, {"1S", "1s"}, {"1s-1ms", "1s"},
	{"2562047h47m16.854775807s", "9223372036854775807ns"}, {"9223372036854775808ns", "1s"},
	{"-9223372036854775808ns", "-9223372036854775807ns"}, {"-9223372036854775809ns", "1s"},
	{"9999999999999999999h", "1s"}, {"10s5m", "5m10s"}, {"1h1h", "2h"}, {"00001s", "1s"}, {"+1s", "1s"}, {"--1s", "1s"},
	{"1.5.5s", "1s"}, {"1e3s", "1s"}, {"0x1s", "1s"},
}

func amountVectors() []amountVector {
	r := generator(2)
	var out []amountVector
	quantity := func(a, b string) {
		if hasNumber(a) && hasNumber(b) {
			out = append(out, amountVector{"quantity", a, b, compareQuantities(a, b)})
		}
	}
	duration := func(a, b string) { out = append(out, amountVector{"duration", a, b, compareDurations(a, b)}) }
	for _, pair := range quantityPairs {
		quantity(pair[0], pair[1])
		quantity(pair[1], pair[0])
	}
	for range 4000 {
		a := randomQuantity(r)
		b := sameQuantity(r, a)
		if r.IntN(2) == 0 {
			b = randomQuantity(r)
		}
		quantity(a, b)
	}
	for _, pair := range durationPairs {
		duration(pair[0], pair[1])
		duration(pair[1], pair[0])
	}
	for range 4000 {
		a := randomDuration(r)
		b := sameDuration(r, a)
		if r.IntN(2) == 0 {
			b = randomDuration(r)
		}
		duration(a, b)
	}
	return out
}
