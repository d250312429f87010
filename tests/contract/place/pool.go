package place

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
)

// pool holds the clusters that nobody uses. It grows when there is none: a test that has one and
// wants another never waits for a second test that does the same.
var pool struct {
	mutex sync.Mutex
	free  []*cluster
	// first is the cluster that the suite was started with; its control starts others beside it.
	first facts
}

func take() (*cluster, error) {
	pool.mutex.Lock()
	defer pool.mutex.Unlock()
	if last := len(pool.free) - 1; last >= 0 {
		c := pool.free[last]
		pool.free = pool.free[:last]
		return c, nil
	}
	if pool.first.Server != "" {
		return beside()
	}
	text := os.Getenv("MESH_TEST_CLUSTER")
	if text == "" {
		return nil, errors.New("there is no cluster: start the suite by tests/contract/run --live")
	}
	if err := json.Unmarshal([]byte(text), &pool.first); err != nil {
		return nil, err
	}
	return open(pool.first)
}

func beside() (*cluster, error) {
	response, err := http.Post(pool.first.Control+"/beside", "application/json", strings.NewReader("{}"))
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("another cluster: %s", text)
	}
	var f facts
	if err := json.Unmarshal(text, &f); err != nil {
		return nil, err
	}
	return open(f)
}

// give takes a cluster back, without what was made in it.
func give(c *cluster) error {
	if err := c.reset(); err != nil {
		return err
	}
	pool.mutex.Lock()
	defer pool.mutex.Unlock()
	pool.free = append(pool.free, c)
	return nil
}
