package main

import (
	"sync"
	"time"
)

// entry is one request as the proxy saw it. Credentials are not in it.
type entry struct {
	Sequence   int    `json:"sequence"`
	Millis     int64  `json:"ms"` // since the proxy started
	Server     int    `json:"server"`
	Connection int    `json:"connection"`
	Stream     uint32 `json:"stream,omitempty"`
	Protocol   string `json:"protocol"`
	Method     string `json:"method"`
	Path       string `json:"path"`
	Query      string `json:"query"`
	Agent      string `json:"user_agent"`
	User       string `json:"user,omitempty"` // of a client certificate
	BytesIn    int    `json:"bytes_in"`
	Executed   int    `json:"executed"` // the real server's status; 0: it never saw the request, or has not answered yet
	Status     int    `json:"status"`   // what the client was told; 0: nothing
	BytesOut   int    `json:"bytes_out"`
	Rule       int    `json:"rule,omitempty"`
	Fault      string `json:"fault,omitempty"`
	Ended      string `json:"ended"` // "", "complete", "cut" by a fault, "cancelled" by the client, or an error
}

// counts are totals since the start or the last reset.
type counts struct {
	Connections          int            `json:"connections"` // accepted, with those whose handshake failed
	Handshakes           int            `json:"handshakes"`
	OpenConnections      int            `json:"open_connections"`
	MaxOpenConnections   int            `json:"max_open_connections"`
	Requests             int            `json:"requests"`
	OpenRequests         int            `json:"open_requests"`
	MaxOpenRequests      int            `json:"max_open_requests"`
	MaxConcurrentStreams int            `json:"max_concurrent_streams"` // on one connection
	Executed             int            `json:"executed"`
	Cancelled            int            `json:"cancelled"` // RST_STREAM, or a connection closed, by the client
	Pings                int            `json:"pings"`
	Protocols            map[string]int `json:"protocols"` // requests by protocol
	Faults               map[string]int `json:"faults"`    // hits by kind
}

const mostEntries = 500_000

// record is what the proxy saw.
type record struct {
	mutex   sync.Mutex
	started time.Time
	next    int
	entries []*entry
	counts  counts
}

func newRecord() *record {
	r := &record{started: time.Now()}
	r.reset()
	return r
}

// reset forgets what is over; what is open stays counted.
func (r *record) reset() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	connections, requests := r.counts.OpenConnections, r.counts.OpenRequests
	r.counts = counts{OpenConnections: connections, MaxOpenConnections: connections, OpenRequests: requests, MaxOpenRequests: requests,
		Protocols: map[string]int{}, Faults: map[string]int{}}
	r.entries = nil
}

// with changes counts or an entry while nobody reads them.
func (r *record) with(change func(c *counts)) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	change(&r.counts)
}

func (r *record) connection(delta int) {
	r.with(func(c *counts) {
		c.OpenConnections += delta
		c.Connections += max(delta, 0)
		c.MaxOpenConnections = max(c.MaxOpenConnections, c.OpenConnections)
	})
}

// begin notes a request; concurrent is how many its connection now has.
func (r *record) begin(e *entry, concurrent int) {
	r.with(func(c *counts) {
		r.next++
		e.Sequence, e.Millis = r.next, time.Since(r.started).Milliseconds()
		if len(r.entries) < mostEntries {
			r.entries = append(r.entries, e)
		}
		c.Requests++
		c.OpenRequests++
		c.MaxOpenRequests = max(c.MaxOpenRequests, c.OpenRequests)
		c.MaxConcurrentStreams = max(c.MaxConcurrentStreams, concurrent)
		c.Protocols[e.Protocol]++
	})
}

func (r *record) end(e *entry, how string) {
	r.with(func(c *counts) {
		e.Ended = how
		c.OpenRequests--
		if how == "cancelled" {
			c.Cancelled++
		}
	})
}

// since gives copies of the entries after a sequence number.
func (r *record) since(sequence int) []entry {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	out := []entry{}
	for _, e := range r.entries {
		if e.Sequence > sequence {
			out = append(out, *e)
		}
	}
	return out
}

func (r *record) totals() counts {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	out := r.counts
	out.Protocols, out.Faults = map[string]int{}, map[string]int{}
	for k, v := range r.counts.Protocols {
		out.Protocols[k] = v
	}
	for k, v := range r.counts.Faults {
		out.Faults[k] = v
	}
	return out
}
