// Command faultproxy stands between a client and a Kubernetes API server and misbehaves as rules tell it.
//
// It ends the client's TLS, speaks HTTP/2 (frame by frame, so that streams and connections can be cut anywhere) and
// HTTP/1.1 to the client, and asks the real server for the answers. Rules, counts and the log of what it saw are had on a
// control address. Everything that waits has a bound, and nothing but loopback is listened on.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"net"
	"os"
	"strings"
)

// settings are the command line.
type settings struct {
	upstream     string
	upstreamCA   string
	protocol     string
	certificate  string
	key          string
	clientCA     string
	frontCert    string
	frontKey     string
	listeners    int
	maxStreams   uint
	h1Only       bool
	announceFile string
}

func main() {
	var s settings
	flag.StringVar(&s.upstream, "upstream", "", "the API server, https://HOST:PORT")
	flag.StringVar(&s.upstreamCA, "upstream-ca", "", "PEM file that verifies the API server, read anew for each connection")
	flag.StringVar(&s.protocol, "upstream-protocol", "h2", "h2 or h1: what is spoken with the API server")
	flag.StringVar(&s.certificate, "cert", "", "PEM file of the certificate that clients see, read anew for each connection")
	flag.StringVar(&s.key, "key", "", "PEM file of its key")
	flag.StringVar(&s.clientCA, "client-ca", "", "PEM file that verifies client certificates")
	flag.StringVar(&s.frontCert, "front-cert", "", "certificate with which a client certificate's user is passed on in headers")
	flag.StringVar(&s.frontKey, "front-key", "", "its key")
	flag.IntVar(&s.listeners, "listeners", 1, "how many addresses to listen on; each is like a cluster of its own")
	flag.UintVar(&s.maxStreams, "max-streams", 100, "concurrent streams that a client may have on a connection")
	flag.BoolVar(&s.h1Only, "h1-only", false, "offer HTTP/1.1 only")
	flag.StringVar(&s.announceFile, "announce", "", "file that gets the addresses, as JSON, once everything listens")
	flag.Parse()
	if err := run(s); err != nil {
		fmt.Fprintln(os.Stderr, "faultproxy:", err)
		os.Exit(1)
	}
}

func run(s settings) error {
	p, err := newProxy(s)
	if err != nil {
		return err
	}
	var servers []string
	for i := range s.listeners {
		d, err := newDoor(p, i)
		if err != nil {
			return err
		}
		p.doors = append(p.doors, d)
		servers = append(servers, "https://"+d.address)
	}
	control, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	facts, err := json.Marshal(map[string]any{"control": "http://" + control.Addr().String(), "servers": servers})
	if err != nil {
		return err
	}
	if err := announce(s.announceFile, facts); err != nil {
		return err
	}
	return serveControl(control, p)
}

// announce lets a reader see the whole text or no file.
func announce(path string, text []byte) error {
	if path == "" {
		_, err := fmt.Println(strings.TrimSpace(string(text)))
		return err
	}
	if err := os.WriteFile(path+".new", text, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
