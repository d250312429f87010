package place

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// user is who the provider is: a token user, whose rights a role of the same name holds.
const user = "contract"

// spaces are the namespaces that a cluster has from the start: those that the tests' objects are in
// and that no resource of the tests makes.
var spaces = []string{"shop", "store", "kafka", "edge", "identity"}

// facts are what tests/cluster says of a cluster.
type facts struct {
	Server  string            `json:"server"`
	CA      string            `json:"ca_file"`
	Folder  string            `json:"folder"`
	Tokens  map[string]string `json:"tokens"`
	Control string            `json:"control"`
	Admin   struct {
		Certificate string `json:"certificate"`
		Key         string `json:"key"`
	} `json:"admin"`
	Etcd etcd `json:"etcd"`
}

// cluster is an API server that one place has at a time.
type cluster struct {
	facts
	admin *http.Client
	kinds kinds
	// baseline is what the store holds when nobody has used the cluster.
	baseline   map[string]stored
	kubeconfig string
	// ending is held by whoever takes objects out of the store, all of a namespace or all of a place.
	ending sync.Mutex
}

// open makes a cluster that has just started ready for places.
func open(f facts) (*cluster, error) {
	pair, err := tls.LoadX509KeyPair(f.Admin.Certificate, f.Admin.Key)
	if err != nil {
		return nil, err
	}
	pem, err := os.ReadFile(f.CA)
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	c := &cluster{facts: f, kubeconfig: filepath.Join(f.Folder, "contract.json"), admin: &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}}, ForceAttemptHTTP2: true}}}
	for _, step := range []func() error{c.discover, c.writeKubeconfig, c.prepare, c.takeBaseline} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	go c.terminateNamespaces()
	return c, nil
}

func (c *cluster) writeKubeconfig() error {
	token := ""
	for each, name := range c.Tokens {
		if name == user {
			token = each
		}
	}
	if token == "" {
		return fmt.Errorf("%s has no token for %s", c.Server, user)
	}
	config := fmt.Sprintf(`{"apiVersion": "v1", "kind": "Config", "current-context": "c",
		"clusters": [{"name": "c", "cluster": {"server": %q, "certificate-authority": %q}}],
		"users": [{"name": "c", "user": {"token": %q}}],
		"contexts": [{"name": "c", "context": {"cluster": "c", "user": "c"}}]}`, c.Server, c.CA, token)
	return os.WriteFile(c.kubeconfig, []byte(config), 0o600)
}

// prepare makes namespaces and rights, and waits for what the server makes by itself after its start.
func (c *cluster) prepare() error {
	for _, name := range spaces {
		if err := c.must("POST", "/api/v1/namespaces", "", object{"metadata": object{"name": name}}, nil); err != nil {
			return err
		}
	}
	role := object{"metadata": object{"name": user}, "rules": everything}
	binding := object{"metadata": object{"name": user},
		"roleRef":  object{"apiGroup": rbac, "kind": "ClusterRole", "name": user},
		"subjects": []object{{"apiGroup": rbac, "kind": "User", "name": user}}}
	if err := c.must("POST", roles, "", role, nil); err != nil {
		return err
	}
	if err := c.must("POST", strings.Replace(roles, "clusterroles", "clusterrolebindings", 1), "", binding, nil); err != nil {
		return err
	}
	if err := c.awaitRight("", "configmaps", true); err != nil {
		return err
	}
	for _, path := range []string{"/api/v1/namespaces/kube-system", "/api/v1/namespaces/kube-public",
		"/api/v1/namespaces/kube-node-lease", "/api/v1/namespaces/default/services/kubernetes"} {
		if err := c.await(path, func() (bool, error) {
			status, _, err := c.ask("GET", path, "", nil)
			return status == http.StatusOK, err
		}); err != nil {
			return err
		}
	}
	return nil
}

func (c *cluster) takeBaseline() (err error) {
	c.baseline, err = c.Etcd.entries(true)
	return err
}

// ownWork tells whether the server writes an entry by itself at any time.
func (c *cluster) ownWork(key string) bool {
	for _, part := range []string{"/leases/", "/events/", "/masterleases/", "/peerserverleases/", "/apiregistration.k8s.io/",
		"/apiextensions.k8s.io/", "/flowschemas/", "/ranges/", "/default/", "/kube-system", "/kube-public", "/kube-node-lease"} {
		if strings.Contains(strings.TrimPrefix(key, c.Etcd.Prefix), part) {
			return true
		}
	}
	return false
}

// made are the keys of what was made since the baseline.
func (c *cluster) made() ([]string, map[string]stored, error) {
	now, err := c.Etcd.entries(false)
	if err != nil {
		return nil, nil, err
	}
	var out []string
	for key := range now {
		if _, always := c.baseline[key]; !always && !c.ownWork(key) {
			out = append(out, key)
		}
	}
	return out, now, nil
}

// reset brings the cluster back to its baseline, in the store: the server follows by its watches, and
// what clients read is never older than the store.
func (c *cluster) reset() error {
	c.ending.Lock()
	defer c.ending.Unlock()
	made, now, err := c.made()
	if err != nil {
		return err
	}
	for _, key := range made {
		if err := c.Etcd.remove(key); err != nil {
			return err
		}
	}
	for key, was := range c.baseline {
		if now[key].Revision == was.Revision || c.ownWork(key) {
			continue
		}
		if was.Revision, err = c.Etcd.put(was); err != nil {
			return err
		}
		c.baseline[key] = was
	}
	return c.awaitRight("", "configmaps", true)
}

type object = map[string]any

// ask is one request as administrator. `body` is an object, or a text of YAML.
func (c *cluster) ask(method, path, contentType string, body any) (int, []byte, error) {
	var text []byte
	if yaml, ok := body.(string); ok {
		text = []byte(yaml)
	} else if body != nil {
		text, _ = json.Marshal(body)
	}
	request, err := http.NewRequest(method, c.Server+path, bytes.NewReader(text))
	if err != nil {
		return 0, nil, err
	}
	if contentType == "" {
		contentType = "application/json"
	}
	request.Header.Set("Content-Type", contentType)
	response, err := c.admin.Do(request)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	return response.StatusCode, answer, err
}

// must is a request that has to succeed; its answer goes to `to`.
func (c *cluster) must(method, path, contentType string, body, to any) error {
	status, text, err := c.ask(method, path, contentType, body)
	if err != nil {
		return err
	}
	if status >= 300 {
		return fmt.Errorf("%s %s%s: %d %s", method, c.Server, path, status, text)
	}
	if to == nil {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(to)
}
