package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"golang.org/x/net/http2"
)

// h1 answers one HTTP/1.1 request.
type h1 struct {
	conn    *connection
	writer  *bufio.Writer
	request *http.Request
	chunked bool
	bodies  bool // the answer may have a body
	last    bool // the connection ends with this answer
}

// serveH1 serves requests one after the other until the connection ends.
func serveH1(c *connection) {
	reader, writer := bufio.NewReader(c.tls), bufio.NewWriter(c.tls)
	for {
		request, err := http.ReadRequest(reader)
		if err != nil {
			return
		}
		a := &h1{conn: c, writer: writer, request: request, last: request.Close}
		ctx, cancel := context.WithCancel(c.ctx)
		looked := make(chan struct{})
		once := false
		body := func() ([]byte, error) {
			data, err := a.readBody()
			if err == nil && !once {
				once = true
				// Nothing comes before the answer; what ends this wait early is a client that left.
				go func() {
					defer close(looked)
					if _, err := reader.Peek(1); err != nil {
						cancel()
					}
				}()
			}
			return data, err
		}
		call := &call{ctx: ctx, conn: c, method: request.Method, target: request.RequestURI, header: request.Header, body: body, out: a}
		c.proxy.handle(call, c.proxy.begin(call, 0, 1))
		cancel()
		if a.last || !once || c.ctx.Err() != nil {
			c.cut("close")
			return
		}
		<-looked
	}
}

func (a *h1) readBody() ([]byte, error) {
	if strings.EqualFold(a.request.Header.Get("Expect"), "100-continue") {
		a.request.Header.Del("Expect")
		if _, err := a.writer.WriteString("HTTP/1.1 100 Continue\r\n\r\n"); err != nil {
			return nil, err
		}
		if err := a.writer.Flush(); err != nil {
			return nil, err
		}
	}
	data, err := io.ReadAll(io.LimitReader(a.request.Body, largestBody+1))
	if err == nil && len(data) > largestBody {
		err = fmt.Errorf("the request has more than %d bytes", largestBody)
	}
	return data, err
}

func (a *h1) head(status int, header http.Header) error {
	a.bodies = a.request.Method != http.MethodHead && status != http.StatusNoContent && status != http.StatusNotModified
	a.chunked = a.bodies && header.Get("Content-Length") == ""
	out := header.Clone()
	if a.chunked {
		out.Set("Transfer-Encoding", "chunked")
	}
	if a.last {
		out.Set("Connection", "close")
	}
	fmt.Fprintf(a.writer, "HTTP/1.1 %d %s\r\n", status, http.StatusText(status))
	if err := out.Write(a.writer); err != nil {
		return err
	}
	if _, err := a.writer.WriteString("\r\n"); err != nil {
		return err
	}
	return a.writer.Flush()
}

func (a *h1) write(data []byte) error {
	if len(data) == 0 || !a.bodies {
		return nil
	}
	if a.chunked {
		fmt.Fprintf(a.writer, "%x\r\n", len(data))
		data = append(data[:len(data):len(data)], "\r\n"...)
	}
	if _, err := a.writer.Write(data); err != nil {
		return err
	}
	return a.writer.Flush()
}

func (a *h1) end() error {
	if a.chunked {
		if _, err := a.writer.WriteString("0\r\n\r\n"); err != nil {
			return err
		}
	}
	return a.writer.Flush()
}

// truncate says how long the chunk is, sends the first part of it, and closes.
func (a *h1) truncate(data []byte, full int) error {
	fmt.Fprintf(a.writer, "%x\r\n", full)
	if _, err := a.writer.Write(data); err != nil {
		return err
	}
	err := a.writer.Flush()
	a.conn.cut("close")
	return err
}

// abort cannot end a request without its connection.
func (a *h1) abort(http2.ErrCode) { a.conn.cut("reset") }
