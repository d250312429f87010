package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// proxy is everything that the doors and the control share.
type proxy struct {
	settings settings
	rules    ruleBook
	record   *record
	upstream *upstream
	doors    []*door

	mutex       sync.Mutex // of what follows
	certificate string
	key         string
	connections map[*connection]bool
	next        int
}

func newProxy(s settings) (*proxy, error) {
	up, err := newUpstream(s)
	if err != nil {
		return nil, err
	}
	return &proxy{settings: s, record: newRecord(), upstream: up, certificate: s.certificate, key: s.key,
		connections: map[*connection]bool{}}, nil
}

// show lets the next handshakes see another certificate.
func (p *proxy) show(certificate, key string) error {
	if _, err := tls.LoadX509KeyPair(certificate, key); err != nil {
		return err
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.certificate, p.key = certificate, key
	return nil
}

// tlsConfig reads its files anew, so that they can change under a running proxy. Each handshake is a full one.
func (p *proxy) tlsConfig() (*tls.Config, error) {
	p.mutex.Lock()
	certificate, key := p.certificate, p.key
	p.mutex.Unlock()
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}, NextProtos: []string{"h2", "http/1.1"}, SessionTicketsDisabled: true}
	if p.settings.h1Only {
		config.NextProtos = config.NextProtos[1:]
	}
	if p.settings.clientCA != "" {
		if config.ClientCAs, err = pool(p.settings.clientCA); err != nil {
			return nil, err
		}
		// A certificate that is no good makes its owner nobody, as at the API server, and is no failed handshake.
		config.ClientAuth = tls.RequestClientCert
	}
	return config, nil
}

// connection is what a door accepted.
type connection struct {
	proxy  *proxy
	id     int
	server int
	raw    *net.TCPConn
	tls    *tls.Conn
	user   *pkix.Name // of a client certificate that verifies
	ctx    context.Context
	cancel context.CancelFunc

	h2       atomic.Pointer[h2]
	silence  sync.Locker // held, nothing is written; nil: only the handler writes
	cutOnce  sync.Once
	freezing sync.Once
}

// cut ends the connection: "reset" by a TCP reset, "close" in an orderly way, which leave() finishes.
func (c *connection) cut(how string) {
	c.cutOnce.Do(func() {
		if how == "reset" {
			_ = c.raw.SetLinger(0)
			_ = c.raw.Close()
		} else {
			_ = c.raw.SetDeadline(time.Now().Add(time.Second))
			if c.tls != nil {
				_ = c.tls.CloseWrite()
			}
			_ = c.raw.CloseWrite()
		}
		c.cancel()
	})
}

// leave takes in what the client still sends, for a second: a close with unread data would be a reset.
func (c *connection) leave() {
	c.cut("close")
	_, _ = io.Copy(io.Discard, c.raw)
	_ = c.raw.Close()
}

// freeze lets the connection fall silent, as one whose packets are lost, and resets it at the end.
func (c *connection) freeze(r *rule) {
	c.freezing.Do(func() {
		if c.silence != nil {
			c.silence.Lock()
			defer c.silence.Unlock()
		}
		timer := time.NewTimer(r.Fault.wait())
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-c.ctx.Done():
		case <-r.gone:
		}
		c.cut("reset")
	})
}

// verify finds whom a client certificate stands for.
func (c *connection) verify(state tls.ConnectionState, roots *x509.CertPool) {
	if len(state.PeerCertificates) == 0 || roots == nil {
		return
	}
	leaf, intermediates := state.PeerCertificates[0], x509.NewCertPool()
	for _, other := range state.PeerCertificates[1:] {
		intermediates.AddCert(other)
	}
	options := x509.VerifyOptions{Roots: roots, Intermediates: intermediates, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	if _, err := leaf.Verify(options); err == nil {
		c.user = &leaf.Subject
	}
}

// door listens on one address.
type door struct {
	proxy   *proxy
	index   int
	address string

	mutex    sync.Mutex
	listener *net.TCPListener
}

func newDoor(p *proxy, index int) (*door, error) {
	d := &door{proxy: p, index: index, address: "127.0.0.1:0"}
	return d, d.open()
}

// open accepts from now on; an open door stays as it is.
func (d *door) open() error {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if d.listener != nil {
		return nil
	}
	listener, err := net.Listen("tcp", d.address)
	if err != nil {
		return err
	}
	d.listener = listener.(*net.TCPListener)
	d.address = listener.Addr().String()
	go d.accept(d.listener)
	return nil
}

// shut refuses connections from now on; those that are open stay.
func (d *door) shut() {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	if d.listener != nil {
		_ = d.listener.Close()
		d.listener = nil
	}
}

func (d *door) accept(listener *net.TCPListener) {
	for {
		raw, err := listener.AcceptTCP()
		if err != nil {
			return
		}
		go d.proxy.welcome(raw, d.index)
	}
}

// welcome serves one connection until its end.
func (p *proxy) welcome(raw *net.TCPConn, server int) {
	ctx, cancel := context.WithCancel(context.Background())
	c := &connection{proxy: p, server: server, raw: raw, ctx: ctx, cancel: cancel}
	p.mutex.Lock()
	p.next++
	c.id = p.next
	p.connections[c] = true
	p.mutex.Unlock()
	p.record.connection(1)
	defer func() {
		c.leave()
		p.mutex.Lock()
		delete(p.connections, c)
		p.mutex.Unlock()
		p.record.connection(-1)
	}()

	r := p.rules.take(occasion{on: "connect", server: server})
	if p.strikes(c, r, "accept") {
		return
	}
	config, err := p.tlsConfig()
	if err != nil {
		return
	}
	c.tls = tls.Server(raw, config)
	_ = raw.SetDeadline(time.Now().Add(time.Minute))
	if err := c.tls.Handshake(); err != nil {
		return
	}
	_ = raw.SetDeadline(time.Time{})
	p.record.with(func(total *counts) { total.Handshakes++ })
	c.verify(c.tls.ConnectionState(), config.ClientCAs)
	if p.strikes(c, r, "handshake") {
		return
	}
	if c.tls.ConnectionState().NegotiatedProtocol == "h2" {
		newH2(c).serve()
	} else {
		serveH1(c)
	}
}

// strikes does what a rule on connections says and says whether that was the connection's end.
func (p *proxy) strikes(c *connection, r *rule, stage string) bool {
	if r == nil || r.Fault.At != stage {
		return false
	}
	p.record.with(func(total *counts) { total.Faults[r.Fault.Kind]++ })
	return acts[r.Fault.Kind](p, &call{ctx: c.ctx, conn: c}, r)
}

// each calls a function for the open connections of one address, or of all where server is negative.
func (p *proxy) each(server int, do func(*connection)) int {
	p.mutex.Lock()
	found := []*connection{}
	for c := range p.connections {
		if server < 0 || c.server == server {
			found = append(found, c)
		}
	}
	p.mutex.Unlock()
	for _, c := range found {
		do(c)
	}
	return len(found)
}

// begin notes a request and chooses its rule.
func (p *proxy) begin(c *call, stream uint32, concurrent int) *rule {
	protocol := "h2"
	if stream == 0 {
		protocol = "h1"
	}
	path, query, _ := strings.Cut(c.target, "?")
	c.entry = &entry{Server: c.conn.server, Connection: c.conn.id, Stream: stream, Protocol: protocol, Method: c.method,
		Path: path, Query: query, Agent: c.header.Get("User-Agent")}
	if c.conn.user != nil {
		c.entry.User = c.conn.user.CommonName
	}
	r := p.rules.take(occasion{on: "request", method: c.method, path: path, query: query, protocol: protocol, header: c.header, server: c.conn.server})
	if r != nil {
		c.entry.Rule, c.entry.Fault = r.ID, r.Fault.Kind+" "+r.Fault.At
	}
	p.record.begin(c.entry, concurrent)
	if r != nil {
		p.record.with(func(total *counts) { total.Faults[r.Fault.Kind]++ })
	}
	return r
}
