package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"
)

// upstream is the real API server.
type upstream struct {
	base         string
	plain, front *http.Transport
}

// The headers in which the front proxy says for whom it asks; kube-apiserver is started with the same names.
const (
	userHeader  = "X-Remote-User"
	groupHeader = "X-Remote-Group"
)

// hop are the headers that belong to one connection and are not passed on.
var hop = []string{"Connection", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade", userHeader, groupHeader}

func newUpstream(s settings) (*upstream, error) {
	u := &upstream{base: s.upstream, plain: transport(s, nil)}
	if s.frontCert != "" {
		pair, err := tls.LoadX509KeyPair(s.frontCert, s.frontKey)
		if err != nil {
			return nil, err
		}
		u.front = transport(s, []tls.Certificate{pair})
	}
	return u, nil
}

func transport(s settings, certificates []tls.Certificate) *http.Transport {
	protocols := []string{"h2", "http/1.1"}
	if s.protocol == "h1" {
		protocols = protocols[1:]
	}
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		roots, err := pool(s.upstreamCA)
		if err != nil {
			return nil, err
		}
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		dialer := tls.Dialer{NetDialer: &net.Dialer{Timeout: 10 * time.Second},
			Config: &tls.Config{RootCAs: roots, ServerName: host, NextProtos: protocols, Certificates: certificates}}
		return dialer.DialContext(ctx, network, address)
	}
	return &http.Transport{DialTLSContext: dial, ForceAttemptHTTP2: s.protocol != "h1", DisableCompression: true,
		MaxIdleConnsPerHost: 100, IdleConnTimeout: time.Minute}
}

func pool(file string) (*x509.CertPool, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s: no certificate in it", file)
	}
	return roots, nil
}

// send asks the server what the client asked.
func (u *upstream) send(c *call, body []byte) (*http.Response, error) {
	request, err := http.NewRequestWithContext(c.ctx, c.method, u.base+c.target, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header = c.header.Clone()
	for _, name := range hop {
		request.Header.Del(name)
	}
	if request.Header.Get("User-Agent") == "" {
		request.Header.Set("User-Agent", "") // or Go would put its own
	}
	way := u.plain
	if user := c.conn.user; user != nil && u.front != nil {
		way = u.front
		request.Header.Set(userHeader, user.CommonName)
		request.Header[groupHeader] = user.Organization
	}
	response, err := way.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	for _, name := range hop {
		response.Header.Del(name)
	}
	return response, nil
}
