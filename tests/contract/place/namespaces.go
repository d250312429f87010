package place

import (
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"time"
)

// terminateNamespaces does what the namespace controller of a whole cluster does, without its cost:
// what is in a namespace that is being deleted goes, and then the namespace.
func (c *cluster) terminateNamespaces() {
	// A watch tells of all that are there and then of what becomes of them. When one ends, or a namespace
	// does not, the next begins anew.
	for ; ; time.Sleep(100 * time.Millisecond) {
		response, err := c.admin.Get(c.Server + "/api/v1/namespaces?watch=true")
		if err != nil {
			continue
		}
		decoder := json.NewDecoder(response.Body)
		for {
			var event struct {
				Object struct {
					Metadata struct{ Name, UID, DeletionTimestamp string }
				}
			}
			if decoder.Decode(&event) != nil {
				break
			}
			about := event.Object.Metadata
			if about.DeletionTimestamp == "" {
				continue
			}
			if err := c.terminate(about.Name, about.UID); err != nil {
				log.Printf("contract: %v", err)
				break
			}
		}
		response.Body.Close()
	}
}

// terminate ends the namespace of that name and UID. Events come late: by then it may be gone, or have
// a successor of the same name, whose objects are not its own. While it is there it keeps its name,
// since nobody else finalizes it, nor can the cluster be reset.
func (c *cluster) terminate(name, uid string) error {
	c.ending.Lock()
	defer c.ending.Unlock()
	path := "/api/v1/namespaces/" + name
	status, text, err := c.ask("GET", path, "", nil)
	if err != nil || status == http.StatusNotFound {
		return err
	}
	var namespace object
	if err := json.Unmarshal(text, &namespace); err != nil || status != http.StatusOK {
		return fmt.Errorf("GET %s: %d %s", path, status, text)
	}
	metadata, _ := namespace["metadata"].(object)
	if metadata["uid"] != uid || metadata["deletionTimestamp"] == nil {
		return nil
	}
	now, err := c.Etcd.entries(false)
	if err != nil {
		return err
	}
	for key := range now {
		if one, err := c.locate(key); err == nil && one.namespaced && one.namespace == name {
			if err := c.Etcd.remove(key); err != nil {
				return err
			}
		}
	}
	namespace["spec"] = object{}
	delete(metadata, "resourceVersion")
	return c.must("PUT", path+"/finalize", "", namespace, nil)
}
