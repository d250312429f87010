package place

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// etcd is the store behind an API server, spoken to through its JSON gateway. It shows what a server
// holds in one call, and takes it back as fast.
type etcd struct {
	Server string `json:"server"`
	// Prefix stands before each key of the server, which may share the store with others.
	Prefix string `json:"prefix"`
}

// stored is an entry of the store; the gateway writes bytes as base64, as Go does.
type stored struct {
	Key      []byte `json:"key"`
	Value    []byte `json:"value"`
	Revision string `json:"mod_revision"`
}

func (e *etcd) call(operation string, request, answer any) error {
	body, err := json.Marshal(request)
	if err != nil {
		return err
	}
	response, err := http.Post(e.Server+"/v3/kv/"+operation, "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("etcd: %s: %s: %s", operation, response.Status, text)
	}
	return json.Unmarshal(text, answer)
}

// entries are all entries of the server by key, with their values when they are asked for.
func (e *etcd) entries(values bool) (map[string]stored, error) {
	// '0' comes behind '/'.
	request := map[string]any{"key": []byte(e.Prefix + "/"), "range_end": []byte(e.Prefix + "0"), "keys_only": !values}
	var answer struct {
		Entries []stored `json:"kvs"`
	}
	if err := e.call("range", request, &answer); err != nil {
		return nil, err
	}
	out := map[string]stored{}
	for _, one := range answer.Entries {
		out[string(one.Key)] = one
	}
	return out, nil
}

func (e *etcd) remove(key string) error {
	return e.call("deleterange", map[string]any{"key": []byte(key)}, &struct{}{})
}

// put writes an entry back and gives its new revision.
func (e *etcd) put(entry stored) (string, error) {
	var answer struct {
		Header struct {
			Revision string `json:"revision"`
		} `json:"header"`
	}
	err := e.call("put", map[string]any{"key": entry.Key, "value": entry.Value}, &answer)
	return answer.Header.Revision, err
}
