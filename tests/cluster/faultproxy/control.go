package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
)

// serveControl answers on the control address:
//
//	GET /rules         the rules, with how often each matched and hit
//	POST /rules        adds a list of rules behind those that are there; answers with their ids
//	DELETE /rules      removes all; what waits because of one goes on
//	GET /log           requests as JSON lines; ?since=SEQUENCE gives those after it
//	GET /counts        totals
//	POST /reset        forgets log and totals
//	POST /certificate  {"cert": FILE, "key": FILE}: what the next handshakes show
//	POST /close        {"server": N, "how": "reset"|"close"}: ends the open connections; without a server those of all
//	POST /goaway       {"server": N, "last": "max", "close": true}: GOAWAY on the open HTTP/2 connections
//	POST /doors        {"server": N, "open": false}: refuses connections from now on, or accepts them again
func serveControl(listener net.Listener, p *proxy) error {
	mux := http.NewServeMux()
	handle(mux, "GET /rules", func(*http.Request, *struct{}) (any, error) { return p.rules.list(), nil })
	handle(mux, "POST /rules", func(_ *http.Request, rules *[]*rule) (any, error) { return p.rules.add(*rules) })
	handle(mux, "DELETE /rules", func(*http.Request, *struct{}) (any, error) { p.rules.clear(); return nil, nil })
	handle(mux, "GET /counts", func(*http.Request, *struct{}) (any, error) { return p.record.totals(), nil })
	handle(mux, "POST /reset", func(*http.Request, *struct{}) (any, error) { p.record.reset(); return nil, nil })
	handle(mux, "POST /certificate", func(_ *http.Request, in *struct{ Cert, Key string }) (any, error) {
		return nil, p.show(in.Cert, in.Key)
	})
	handle(mux, "POST /close", func(_ *http.Request, in *struct {
		Server *int
		How    string
	}) (any, error) {
		if in.How != "reset" && in.How != "close" {
			return nil, fmt.Errorf("how is reset or close, not %q", in.How)
		}
		return p.each(number(in.Server), func(c *connection) { c.cut(in.How) }), nil
	})
	handle(mux, "POST /goaway", func(_ *http.Request, in *struct {
		Server     *int
		Last, Code string
		Close      bool
	}) (any, error) {
		if _, err := errorCode(in.Code); err != nil {
			return nil, err
		}
		f := fault{Last: in.Last, Code: in.Code, Close: in.Close}
		return p.each(number(in.Server), func(c *connection) {
			if h := c.h2.Load(); h != nil {
				h.goaway(f, 0)
			}
		}), nil
	})
	handle(mux, "POST /doors", func(_ *http.Request, in *struct {
		Server *int
		Open   bool
	}) (any, error) {
		for _, d := range p.doors {
			if in.Server == nil || *in.Server == d.index {
				if !in.Open {
					d.shut()
				} else if err := d.open(); err != nil {
					return nil, err
				}
			}
		}
		return nil, nil
	})
	mux.HandleFunc("GET /log", func(w http.ResponseWriter, request *http.Request) {
		since, _ := strconv.Atoi(request.URL.Query().Get("since"))
		lines := json.NewEncoder(w)
		for _, e := range p.record.since(since) {
			_ = lines.Encode(e)
		}
	})
	return http.Serve(listener, mux)
}

func number(server *int) int {
	if server == nil {
		return -1
	}
	return *server
}

// handle registers a function from a JSON body to a JSON answer; what it does not know in the body is an error.
func handle[In any](mux *http.ServeMux, pattern string, do func(*http.Request, *In) (any, error)) {
	mux.HandleFunc(pattern, func(w http.ResponseWriter, request *http.Request) {
		in := new(In)
		body := json.NewDecoder(io.LimitReader(request.Body, 1<<20))
		body.DisallowUnknownFields()
		if err := body.Decode(in); err != nil && err != io.EOF {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		out, err := do(request, in)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(out)
	})
}
