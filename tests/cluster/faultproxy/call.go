package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"golang.org/x/net/http2"
)

// call is one request, whichever protocol it came by.
type call struct {
	ctx    context.Context // ends when the client gives the request up
	conn   *connection
	method string
	target string // path and query as they came
	header http.Header
	body   func() ([]byte, error) // waits for the whole body
	out    answer
	entry  *entry
}

// answer is the way back to the client, in one of the protocols.
type answer interface {
	head(status int, header http.Header) error
	write(data []byte) error
	end() error
	// truncate ends in an orderly way a body of which data is the first part and full the promised length.
	truncate(data []byte, full int) error
	// abort cuts this request alone, where the protocol can.
	abort(code http2.ErrCode)
}

const (
	largestBody   = 8 << 20  // of a request; the API server takes 3 MiB
	largestAnswer = 64 << 20 // that is held to be cut in half
)

func (c *call) query() url.Values {
	u, err := url.ParseRequestURI(c.target)
	if err != nil {
		return url.Values{}
	}
	return u.Query()
}

func (c *call) watches() bool {
	value := c.query().Get("watch")
	return value != "" && value != "0" && value != "false"
}

// wait sleeps unless the client goes away, the rule is removed, or the bound is reached.
func (c *call) wait(d time.Duration, r *rule) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.ctx.Done():
	case <-r.gone:
	}
}

// happen does what the rule says for a stage, and says whether that was the end of the request.
func (p *proxy) happen(c *call, r *rule, stage string) bool {
	if r == nil || r.Fault.At != stage {
		return false
	}
	act, ok := acts[r.Fault.Kind]
	return ok && act(p, c, r)
}

// acts are the faults that stand between two steps of a request; the others are part of a step.
var acts = map[string]func(p *proxy, c *call, r *rule) bool{
	"reset":  func(_ *proxy, c *call, _ *rule) bool { c.conn.cut("reset"); return true },
	"close":  func(_ *proxy, c *call, _ *rule) bool { c.conn.cut("close"); return true },
	"freeze": func(_ *proxy, c *call, r *rule) bool { c.conn.freeze(r); return true },
	"delay":  func(_ *proxy, c *call, r *rule) bool { c.wait(r.Fault.wait(), r); return false },
	"stream": func(_ *proxy, c *call, r *rule) bool {
		code, _ := errorCode(r.Fault.Code)
		c.out.abort(code)
		return true
	},
	"status":       func(p *proxy, c *call, r *rule) bool { p.answerStatus(c, r.Fault); return true },
	"unauthorized": func(p *proxy, c *call, r *rule) bool { p.answerStatus(c, fault{Status: 401}); return true },
}

// handle answers one request.
func (p *proxy) handle(c *call, r *rule) {
	how := p.steps(c, r)
	if how == "" {
		how = "cut"
		if c.entry.Status != 0 && r != nil && (r.Fault.Kind == "status" || r.Fault.Kind == "unauthorized") {
			how = "complete"
		}
	}
	p.record.end(c.entry, how)
}

// steps goes from the head of a request to the end of its answer; "" is the end that a fault gave it.
func (p *proxy) steps(c *call, r *rule) string {
	if p.happen(c, r, "headers") {
		return ""
	}
	body, err := c.body()
	if err != nil {
		return ended(c, err)
	}
	p.record.with(func(*counts) { c.entry.BytesIn = len(body) })
	if p.happen(c, r, "body") {
		return ""
	}
	response, err := p.upstream.send(c, body)
	if err != nil {
		// What a client of a server that went away would see.
		c.conn.cut("reset")
		return ended(c, err)
	}
	defer response.Body.Close()
	p.record.with(func(total *counts) {
		c.entry.Executed = response.StatusCode
		total.Executed++
	})
	if p.happen(c, r, "executed") {
		return ""
	}
	if r != nil && r.Fault.At == "half" {
		return p.half(c, r, response)
	}
	return p.relay(c, r, response)
}

func ended(c *call, err error) string {
	if c.ctx.Err() != nil {
		return "cancelled"
	}
	return err.Error()
}

// told sends the head of an answer and notes it.
func (p *proxy) told(c *call, status int, header http.Header) error {
	p.record.with(func(*counts) { c.entry.Status = status })
	return c.out.head(status, header)
}

func (p *proxy) put(c *call, data []byte) error {
	p.record.with(func(*counts) { c.entry.BytesOut += len(data) })
	return c.out.write(data)
}

// relay passes an answer on as it comes, slowed down or stopped where the rule says so.
func (p *proxy) relay(c *call, r *rule, response *http.Response) string {
	if err := p.told(c, response.StatusCode, response.Header); err != nil {
		return ended(c, err)
	}
	buffer, left := make([]byte, 32<<10), -1
	slow := time.Duration(0)
	until := time.Now().Add(longest * time.Second)
	if r != nil {
		switch r.Fault.Kind {
		case "stall":
			left = r.Fault.Bytes
		case "trickle":
			buffer, slow = buffer[:min(r.Fault.Bytes, len(buffer))], r.Fault.wait()
		}
	}
	for {
		if left == 0 {
			c.wait(r.Fault.wait(), r)
			c.out.abort(http2.ErrCodeCancel)
			return ""
		}
		if left > 0 {
			buffer = buffer[:min(left, len(buffer))]
		}
		n, err := response.Body.Read(buffer)
		if n > 0 {
			if left > 0 {
				left -= n
			}
			if slow > 0 && c.entry.BytesOut > 0 && time.Now().Before(until) {
				c.wait(slow, r)
			}
			if err := p.put(c, buffer[:n]); err != nil {
				return ended(c, err)
			}
		}
		if err == io.EOF && left <= 0 {
			return p.close(c)
		}
		if err == io.EOF { // shorter than the rule thought: it stalls all the same
			left = 0
		} else if err != nil {
			c.out.abort(http2.ErrCodeInternal)
			return ended(c, err)
		}
	}
}

// close ends a body that was sent whole; a client that knew its length may have left already.
func (p *proxy) close(c *call) string {
	_ = c.out.end()
	return "complete"
}

// half sends half of an answer and then lets the rule's fault happen. Of a watch it is half of what comes first.
func (p *proxy) half(c *call, r *rule, response *http.Response) string {
	var data []byte
	var err error
	if c.watches() {
		first := make([]byte, 64<<10)
		var n int
		n, err = response.Body.Read(first)
		data = first[:n]
	} else {
		data, err = io.ReadAll(io.LimitReader(response.Body, largestAnswer))
		if err == nil {
			response.Header.Set("Content-Length", strconv.Itoa(len(data)))
		}
	}
	if err != nil && err != io.EOF {
		c.out.abort(http2.ErrCodeInternal)
		return ended(c, err)
	}
	part := data[:len(data)/2]
	truncates := r.Fault.Kind == "truncate"
	if truncates && c.entry.Protocol == "h1" {
		response.Header.Del("Content-Length") // chunked
	}
	if err := p.told(c, response.StatusCode, response.Header); err != nil {
		return ended(c, err)
	}
	if truncates {
		p.record.with(func(*counts) { c.entry.BytesOut += len(part) })
		if err := c.out.truncate(part, len(data)); err != nil {
			return ended(c, err)
		}
		return ""
	}
	if err := p.put(c, part); err != nil {
		return ended(c, err)
	}
	if p.happen(c, r, "half") {
		return ""
	}
	if err := p.put(c, data[len(part):]); err != nil {
		return ended(c, err)
	}
	return p.relayRest(c, response)
}

func (p *proxy) relayRest(c *call, response *http.Response) string {
	buffer := make([]byte, 32<<10)
	for {
		n, err := response.Body.Read(buffer)
		if n > 0 {
			if err := p.put(c, buffer[:n]); err != nil {
				return ended(c, err)
			}
		}
		if err == io.EOF {
			return p.close(c)
		}
		if err != nil {
			c.out.abort(http2.ErrCodeInternal)
			return ended(c, err)
		}
	}
}

// reasons are Kubernetes' own for the statuses that have one.
var reasons = map[int]string{
	400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 409: "Conflict", 410: "Expired", 413: "RequestEntityTooLarge",
	422: "Invalid", 429: "TooManyRequests", 500: "InternalError", 503: "ServiceUnavailable", 504: "Timeout",
}

// answerStatus answers instead of the server: with Kubernetes' Status object, or with the body that the rule has.
func (p *proxy) answerStatus(c *call, f fault) {
	header := http.Header{"Content-Type": {"application/json"}, "Cache-Control": {"no-cache, private"}}
	if f.RetryAfter != nil {
		header.Set("Retry-After", strconv.Itoa(*f.RetryAfter))
	}
	if f.ContentType != "" {
		header.Set("Content-Type", f.ContentType)
	}
	body := f.statusObject(c)
	if f.Body != nil {
		body = []byte(*f.Body)
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if p.told(c, f.Status, header) == nil && p.put(c, body) == nil {
		_ = c.out.end()
	}
}

func (f fault) statusObject(c *call) []byte {
	metadata, details := map[string]any{}, map[string]any{}
	if f.Continue == "same" {
		metadata["continue"] = c.query().Get("continue")
	}
	if f.RetryAfter != nil {
		details["retryAfterSeconds"] = *f.RetryAfter
	}
	reason, message := f.Reason, f.Message
	if reason == "" {
		reason = reasons[f.Status]
	}
	if message == "" {
		message = http.StatusText(f.Status)
	}
	text, err := json.Marshal(map[string]any{
		"kind": "Status", "apiVersion": "v1", "metadata": metadata, "status": "Failure",
		"message": message, "reason": reason, "details": details, "code": f.Status,
	})
	if err != nil {
		return nil // there is nothing in it that cannot be written as JSON
	}
	return append(text, '\n')
}
