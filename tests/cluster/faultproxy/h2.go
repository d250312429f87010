package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

const (
	maxStreamID   = 1<<31 - 1
	window        = 1 << 20 // that a client may send without an update; updates follow each frame
	defaultWindow = 65535
)

// h2 is an HTTP/2 connection, frame by frame. Its reader is the only one that reads; writers take turns.
type h2 struct {
	conn   *connection
	framer *http2.Framer

	writing sync.Mutex // of the framer's writing half and the encoder
	encoder *hpack.Encoder
	block   bytes.Buffer

	mutex    sync.Mutex // of what follows
	streams  map[uint32]*h2Stream
	room     *sync.Cond // a window grew, or something ended
	window   int64      // of the connection, for what we send
	initial  int64      // of a new stream
	frame    int        // the largest that the client takes
	highest  uint32     // that the client opened
	lastID   uint32     // streams above are not served any more
	draining bool       // the connection ends with its last stream
}

// h2Stream is one request; its body grows until it is whole.
type h2Stream struct {
	h2     *h2
	id     uint32
	ctx    context.Context
	cancel context.CancelFunc
	window int64
	body   bytes.Buffer
	whole  chan struct{}
	ended  bool // the client has said all
	over   bool // we have
	head_  bool // HEAD: the answer has no body
}

func newH2(c *connection) *h2 {
	h := &h2{conn: c, framer: http2.NewFramer(c.tls, c.tls), streams: map[uint32]*h2Stream{}, window: defaultWindow,
		initial: defaultWindow, frame: 16384, lastID: maxStreamID}
	h.room = sync.NewCond(&h.mutex)
	h.encoder = hpack.NewEncoder(&h.block)
	h.framer.ReadMetaHeaders = hpack.NewDecoder(4096, nil)
	h.framer.SetMaxReadFrameSize(1 << 20)
	c.silence = &h.writing
	c.h2.Store(h)
	return h
}

// send writes one frame, when no other is being written.
func (h *h2) send(write func(*http2.Framer) error) error {
	h.writing.Lock()
	defer h.writing.Unlock()
	return write(h.framer)
}

func (h *h2) serve() {
	defer h.over()
	preface := make([]byte, len(http2.ClientPreface))
	if _, err := io.ReadFull(h.conn.tls, preface); err != nil || string(preface) != http2.ClientPreface {
		return
	}
	err := h.send(func(f *http2.Framer) error {
		streams := uint32(h.conn.proxy.settings.maxStreams)
		if err := f.WriteSettings(http2.Setting{ID: http2.SettingMaxConcurrentStreams, Val: streams},
			http2.Setting{ID: http2.SettingInitialWindowSize, Val: window}); err != nil {
			return err
		}
		return f.WriteWindowUpdate(0, window)
	})
	for err == nil {
		var frame http2.Frame
		frame, err = h.framer.ReadFrame()
		var bad http2.StreamError
		if errors.As(err, &bad) {
			err = h.send(func(f *http2.Framer) error { return f.WriteRSTStream(bad.StreamID, bad.Code) })
			continue
		}
		if err == nil {
			err = h.take(frame)
		}
	}
}

// over ends what the connection still had going.
func (h *h2) over() {
	h.conn.cancel()
	h.mutex.Lock()
	defer h.mutex.Unlock()
	for _, s := range h.streams {
		s.cancel()
	}
	h.room.Broadcast()
}

func (h *h2) take(frame http2.Frame) error {
	switch f := frame.(type) {
	case *http2.SettingsFrame:
		return h.settings(f)
	case *http2.PingFrame:
		if f.IsAck() {
			return nil
		}
		h.conn.proxy.record.with(func(c *counts) { c.Pings++ })
		return h.send(func(w *http2.Framer) error { return w.WritePing(true, f.Data) })
	case *http2.WindowUpdateFrame:
		h.grow(f.StreamID, int64(f.Increment))
	case *http2.MetaHeadersFrame:
		return h.open(f)
	case *http2.DataFrame:
		return h.data(f)
	case *http2.RSTStreamFrame:
		h.mutex.Lock()
		if s := h.streams[f.StreamID]; s != nil {
			s.cancel()
			h.room.Broadcast()
		}
		h.mutex.Unlock()
	}
	return nil
}

func (h *h2) settings(f *http2.SettingsFrame) error {
	if f.IsAck() {
		return nil
	}
	h.mutex.Lock()
	_ = f.ForeachSetting(func(s http2.Setting) error {
		switch s.ID {
		case http2.SettingInitialWindowSize:
			for _, stream := range h.streams {
				stream.window += int64(s.Val) - h.initial
			}
			h.initial = int64(s.Val)
		case http2.SettingMaxFrameSize:
			h.frame = int(s.Val)
		}
		return nil
	})
	h.room.Broadcast()
	h.mutex.Unlock()
	return h.send(func(w *http2.Framer) error {
		_ = f.ForeachSetting(func(s http2.Setting) error {
			if s.ID == http2.SettingHeaderTableSize {
				h.encoder.SetMaxDynamicTableSizeLimit(s.Val)
			}
			return nil
		})
		return w.WriteSettingsAck()
	})
}

func (h *h2) grow(id uint32, by int64) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if id == 0 {
		h.window += by
	} else if s := h.streams[id]; s != nil {
		s.window += by
	}
	h.room.Broadcast()
}

func (h *h2) data(f *http2.DataFrame) error {
	if size := f.Header().Length; size > 0 {
		err := h.send(func(w *http2.Framer) error {
			if err := w.WriteWindowUpdate(0, size); err != nil || f.StreamEnded() {
				return err
			}
			return w.WriteWindowUpdate(f.StreamID, size)
		})
		if err != nil {
			return err
		}
	}
	h.mutex.Lock()
	defer h.mutex.Unlock()
	s := h.streams[f.StreamID]
	if s == nil || s.ended {
		return nil
	}
	s.body.Write(f.Data())
	if s.body.Len() > largestBody {
		s.cancel()
	}
	if f.StreamEnded() {
		s.ended = true
		close(s.whole)
	}
	return nil
}

// open begins a request. Its rule is chosen here, in the order in which requests come.
func (h *h2) open(f *http2.MetaHeadersFrame) error {
	h.mutex.Lock()
	if s := h.streams[f.StreamID]; s != nil { // trailers
		if !s.ended && f.StreamEnded() {
			s.ended = true
			close(s.whole)
		}
		h.mutex.Unlock()
		return nil
	}
	h.highest = max(h.highest, f.StreamID)
	ignored, busy := f.StreamID > h.lastID, len(h.streams)
	h.mutex.Unlock()
	if ignored || h.conn.ctx.Err() != nil {
		return nil
	}
	if busy >= int(h.conn.proxy.settings.maxStreams) {
		return h.send(func(w *http2.Framer) error { return w.WriteRSTStream(f.StreamID, http2.ErrCodeRefusedStream) })
	}
	s := &h2Stream{h2: h, id: f.StreamID, whole: make(chan struct{}), ended: f.StreamEnded(), head_: f.PseudoValue("method") == http.MethodHead}
	s.ctx, s.cancel = context.WithCancel(h.conn.ctx)
	if s.ended {
		close(s.whole)
	}
	h.mutex.Lock()
	s.window = h.initial
	h.streams[s.id] = s
	h.mutex.Unlock()
	header := http.Header{}
	for _, field := range f.RegularFields() {
		header.Add(http.CanonicalHeaderKey(field.Name), field.Value)
	}
	c := &call{ctx: s.ctx, conn: h.conn, method: f.PseudoValue("method"), target: f.PseudoValue("path"), header: header, body: s.wholeBody, out: s}
	r := h.conn.proxy.begin(c, s.id, busy+1)
	if r != nil && r.Fault.Kind == "goaway" && !h.goaway(r.Fault, s.id) {
		h.conn.proxy.record.end(c.entry, "cut")
		h.finish(s)
		return nil
	}
	go func() {
		h.conn.proxy.handle(c, r)
		h.finish(s)
	}()
	return nil
}

// goaway says which streams are served to their end; the one with this id is when the result is true.
func (h *h2) goaway(f fault, id uint32) bool {
	h.mutex.Lock()
	last := h.highest
	switch {
	case f.Last == "max":
		last = maxStreamID
	case id != 0 && f.Last != "this":
		// Streams are looked at in the order of their ids: whatever is above has not reached the server.
		last = id - min(id, 2)
	}
	h.lastID = min(h.lastID, last)
	h.draining = h.draining || last != maxStreamID
	h.mutex.Unlock()
	code, _ := errorCode(f.Code)
	_ = h.send(func(w *http2.Framer) error { return w.WriteGoAway(last, code, nil) })
	if f.Close {
		h.conn.cut("close")
	}
	h.closeIfDrained()
	return id <= last
}

func (h *h2) finish(s *h2Stream) {
	h.mutex.Lock()
	delete(h.streams, s.id)
	h.room.Broadcast()
	h.mutex.Unlock()
	s.cancel()
	h.closeIfDrained()
}

func (h *h2) closeIfDrained() {
	h.mutex.Lock()
	drained := h.draining && len(h.streams) == 0
	h.mutex.Unlock()
	if drained {
		h.conn.cut("close")
	}
}

func (s *h2Stream) wholeBody() ([]byte, error) {
	select {
	case <-s.whole:
		s.h2.mutex.Lock()
		defer s.h2.mutex.Unlock()
		return s.body.Bytes(), nil
	case <-s.ctx.Done():
		return nil, s.ctx.Err()
	}
}

func (s *h2Stream) head(status int, header http.Header) error {
	return s.h2.send(func(w *http2.Framer) error {
		s.h2.block.Reset()
		fields := []hpack.HeaderField{{Name: ":status", Value: strconv.Itoa(status)}}
		for name, values := range header {
			for _, value := range values {
				fields = append(fields, hpack.HeaderField{Name: strings.ToLower(name), Value: value})
			}
		}
		for _, field := range fields {
			if err := s.h2.encoder.WriteField(field); err != nil {
				return err
			}
		}
		// The API server's headers fit into a frame of the smallest size that there is.
		return w.WriteHeaders(http2.HeadersFrameParam{StreamID: s.id, BlockFragment: s.h2.block.Bytes(), EndHeaders: true})
	})
}

// allowance waits until the client takes more, and gives how much of it.
func (s *h2Stream) allowance(wanted int) (int, error) {
	h := s.h2
	h.mutex.Lock()
	defer h.mutex.Unlock()
	for h.window <= 0 || s.window <= 0 {
		if s.ctx.Err() != nil {
			return 0, s.ctx.Err()
		}
		h.room.Wait()
	}
	if s.ctx.Err() != nil {
		return 0, s.ctx.Err()
	}
	n := min(int64(wanted), h.window, s.window, int64(h.frame))
	h.window -= n
	s.window -= n
	return int(n), nil
}

func (s *h2Stream) write(data []byte) error {
	for len(data) > 0 && !s.head_ {
		n, err := s.allowance(len(data))
		if err != nil {
			return err
		}
		if err := s.h2.send(func(w *http2.Framer) error { return w.WriteData(s.id, false, data[:n]) }); err != nil {
			return err
		}
		data = data[n:]
	}
	return nil
}

func (s *h2Stream) end() error {
	s.h2.mutex.Lock()
	ended := s.ended
	s.h2.mutex.Unlock()
	return s.h2.send(func(w *http2.Framer) error {
		if err := w.WriteData(s.id, true, nil); err != nil || ended {
			return err
		}
		return w.WriteRSTStream(s.id, http2.ErrCodeNo) // the rest of the request is not needed
	})
}

// truncate ends the stream before the Content-Length that the head promised.
func (s *h2Stream) truncate(data []byte, _ int) error {
	if err := s.write(data); err != nil {
		return err
	}
	return s.end()
}

func (s *h2Stream) abort(code http2.ErrCode) {
	_ = s.h2.send(func(w *http2.Framer) error { return w.WriteRSTStream(s.id, code) })
}
