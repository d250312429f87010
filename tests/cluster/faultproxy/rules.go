package main

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"sync"
	"time"

	"golang.org/x/net/http2"
)

// match says which requests (or, with on = "connect", which connections) a rule is about. What is empty matches all.
type match struct {
	On       string            `json:"on,omitempty"`       // "request" (default) or "connect"
	Method   string            `json:"method,omitempty"`   // whole method, a regular expression: "PATCH|POST"
	Path     string            `json:"path,omitempty"`     // regular expression, found anywhere in the path
	Query    string            `json:"query,omitempty"`    // regular expression, found anywhere in the query
	Header   map[string]string `json:"header,omitempty"`   // regular expressions, each found in that header
	Protocol string            `json:"protocol,omitempty"` // "h2" or "h1"
	Server   *int              `json:"server,omitempty"`   // which of the listening addresses, from 0
	Nth      int               `json:"nth,omitempty"`      // the first that is hit, from 1
	Every    int               `json:"every,omitempty"`    // from there on each k-th
}

// fault is what happens. At says when:
//
//	accept, handshake   for connections: before TLS, after TLS
//	headers             when the head of the request is there; the server has not seen the request
//	body                when its body is there; the server has not seen it
//	executed            when the server has answered; the client has not seen anything of it
//	half                when the client has the head and half of the body of the answer
type fault struct {
	Kind string `json:"kind"`
	At   string `json:"at,omitempty"`
	// How long: of delay, freeze and stall. The bound is two minutes.
	Seconds float64 `json:"seconds,omitempty"`
	// stream, goaway: the error, by name ("REFUSED_STREAM"); goaway has NO_ERROR unless told otherwise.
	Code string `json:"code,omitempty"`
	// goaway: the last stream that is served is "previous" (default: this request is not), "this" or "max" (all).
	Last string `json:"last,omitempty"`
	// goaway: closes at once instead of when the remaining streams are done.
	Close bool `json:"close,omitempty"`
	// status: the answer. Body replaces Kubernetes' Status object.
	Status      int     `json:"status,omitempty"`
	RetryAfter  *int    `json:"retry_after,omitempty"`
	Reason      string  `json:"reason,omitempty"`
	Message     string  `json:"message,omitempty"`
	Continue    string  `json:"continue,omitempty"` // "same": metadata.continue is the token that was sent
	Body        *string `json:"body,omitempty"`
	ContentType string  `json:"content_type,omitempty"`
	// trickle: so many bytes at a time, every so many seconds. stall: after so many bytes of the answer's body.
	Bytes int `json:"bytes,omitempty"`
}

type rule struct {
	ID    int    `json:"id"`
	Name  string `json:"name,omitempty"`
	Match match  `json:"match"`
	Count int    `json:"count,omitempty"` // how many hits; 0: no end
	Fault fault  `json:"fault"`

	Seen int `json:"seen"` // requests that matched
	Hits int `json:"hits"` // of those, requests that got the fault

	patterns map[string]*regexp.Regexp
	refused  [sha256.Size]byte // unauthorized: the credential that is not good any more
	gone     chan struct{}     // closed when the rule is removed: what waits stops waiting
}

// stages lists, for each kind, when it can happen; the first is the default.
var stages = map[string][]string{
	"reset":        {"headers", "body", "executed", "half", "accept", "handshake"}, // TCP reset of the connection
	"close":        {"headers", "body", "executed", "half", "accept", "handshake"}, // its orderly end
	"freeze":       {"headers", "body", "executed", "half", "accept", "handshake"}, // it falls silent, pings included, then is reset
	"delay":        {"headers", "body", "executed", "half", "accept", "handshake"}, // goes on afterwards
	"stream":       {"headers", "body", "executed", "half"},                        // RST_STREAM
	"goaway":       {"headers"},
	"status":       {"body", "headers", "executed"}, // an answer of ours
	"unauthorized": {"body"},                        // 401 until another credential comes than the first one seen
	"truncate":     {"half"},                        // a body that ends too early, though orderly
	"trickle":      {"executed"},
	"stall":        {"executed"}, // the answer stops and the stream stays open
}

const longest = 120.0

func (f fault) wait() time.Duration { return time.Duration(f.Seconds * float64(time.Second)) }

func (r *rule) prepare() error {
	f := &r.Fault
	allowed, ok := stages[f.Kind]
	if !ok {
		return fmt.Errorf("there is no fault %q", f.Kind)
	}
	if f.At == "" {
		f.At = allowed[0]
		if r.Match.On == "connect" {
			f.At = "accept"
		}
	}
	if !slices.Contains(allowed, f.At) {
		return fmt.Errorf("%s cannot happen at %q, only at %q", f.Kind, f.At, allowed)
	}
	if (f.At == "accept" || f.At == "handshake") != (r.Match.On == "connect") {
		return fmt.Errorf("accept and handshake are for rules on connections, and nothing else is")
	}
	if f.Seconds < 0 || f.Seconds > longest {
		return fmt.Errorf("seconds must be between 0 and %g", longest)
	}
	if slices.Contains([]string{"delay", "freeze", "stall", "trickle"}, f.Kind) && f.Seconds == 0 {
		return fmt.Errorf("%s needs seconds", f.Kind)
	}
	if f.Kind == "status" && (f.Status < 200 || f.Status > 599) {
		return fmt.Errorf("status %d is none", f.Status)
	}
	if f.Kind == "trickle" && f.Bytes <= 0 {
		return fmt.Errorf("trickle needs bytes")
	}
	if f.Kind == "stream" || f.Kind == "goaway" {
		if _, err := errorCode(f.Code); err != nil {
			return err
		}
		r.Match.Protocol = "h2"
	}
	if !slices.Contains([]string{"", "previous", "this", "max"}, f.Last) {
		return fmt.Errorf("last cannot be %q", f.Last)
	}
	return r.compile()
}

func (r *rule) compile() error {
	r.gone = make(chan struct{})
	r.patterns = map[string]*regexp.Regexp{}
	texts := map[string]string{"path": r.Match.Path, "query": r.Match.Query}
	if r.Match.Method != "" {
		texts["method"] = "^(" + r.Match.Method + ")$"
	}
	for name, text := range r.Match.Header {
		texts["header "+name] = text
	}
	for name, text := range texts {
		pattern, err := regexp.Compile(text)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		r.patterns[name] = pattern
	}
	return nil
}

// errorCode finds an HTTP/2 error by its name; none is NO_ERROR.
func errorCode(name string) (http2.ErrCode, error) {
	if name == "" {
		return http2.ErrCodeNo, nil
	}
	for code := http2.ErrCodeNo; code <= http2.ErrCodeHTTP11Required; code++ {
		if code.String() == name {
			return code, nil
		}
	}
	return 0, fmt.Errorf("there is no HTTP/2 error %q", name)
}

// occasion is what a rule is asked about.
type occasion struct {
	on, method, path, query, protocol string
	header                            http.Header
	server                            int
}

func (r *rule) matches(o occasion) bool {
	on := r.Match.On
	if on == "" {
		on = "request"
	}
	if on != o.on || r.Match.Server != nil && *r.Match.Server != o.server {
		return false
	}
	if r.Match.Protocol != "" && r.Match.Protocol != o.protocol {
		return false
	}
	if method := r.patterns["method"]; method != nil && !method.MatchString(o.method) {
		return false
	}
	for name := range r.Match.Header {
		if !r.patterns["header "+name].MatchString(o.header.Get(name)) {
			return false
		}
	}
	return r.patterns["path"].MatchString(o.path) && r.patterns["query"].MatchString(o.query)
}

// due counts a match and says whether the fault happens now.
func (r *rule) due(o occasion) bool {
	if r.Count > 0 && r.Hits >= r.Count {
		return false
	}
	r.Seen++
	first, every := max(r.Match.Nth, 1), max(r.Match.Every, 1)
	if r.Seen < first || (r.Seen-first)%every != 0 {
		return false
	}
	if r.Fault.Kind == "unauthorized" {
		credential := sha256.Sum256([]byte(o.header.Get("Authorization")))
		if r.Hits == 0 {
			r.refused = credential
		}
		if credential != r.refused {
			return false
		}
	}
	r.Hits++
	return true
}

// ruleBook is the rules in the order in which they are asked; the first one that is due decides.
type ruleBook struct {
	mutex sync.Mutex
	rules []*rule
	next  int
}

func (b *ruleBook) add(rules []*rule) ([]int, error) {
	for _, r := range rules {
		if err := r.prepare(); err != nil {
			return nil, err
		}
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	ids := []int{}
	for _, r := range rules {
		b.next++
		r.ID, r.Seen, r.Hits = b.next, 0, 0
		b.rules = append(b.rules, r)
		ids = append(ids, r.ID)
	}
	return ids, nil
}

func (b *ruleBook) clear() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	for _, r := range b.rules {
		close(r.gone)
	}
	b.rules = nil
}

func (b *ruleBook) take(o occasion) *rule {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	for _, r := range b.rules {
		if r.matches(o) && r.due(o) {
			return r
		}
	}
	return nil
}

// list gives copies, so that they can be shown while requests come in.
func (b *ruleBook) list() []rule {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	out := []rule{}
	for _, r := range b.rules {
		out = append(out, *r)
	}
	return out
}
