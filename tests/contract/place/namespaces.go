package place

import (
	"encoding/json"
	"log"
	"net/http"
)

// terminateNamespaces does what the namespace controller of a whole cluster does, without its cost:
// what is in a namespace that is being deleted goes, and then the namespace.
func (c *cluster) terminateNamespaces() {
	for {
		response, err := c.admin.Get(c.Server + "/api/v1/namespaces?watch=true")
		if err != nil {
			return // the cluster has ended, and who still needs it hears that
		}
		decoder := json.NewDecoder(response.Body)
		for {
			var event struct{ Object object }
			if decoder.Decode(&event) != nil {
				break // watches end now and then
			}
			if err := c.terminate(event.Object); err != nil {
				log.Printf("contract: %v", err)
			}
		}
		response.Body.Close()
	}
}

func (c *cluster) terminate(namespace object) error {
	metadata, _ := namespace["metadata"].(object)
	name, _ := metadata["name"].(string)
	if metadata["deletionTimestamp"] == nil {
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
	status, text, err := c.ask("PUT", "/api/v1/namespaces/"+name+"/finalize", "", namespace)
	if err == nil && status >= 300 && status != http.StatusNotFound && status != http.StatusConflict {
		log.Printf("contract: finalizing %s: %d %s", name, status, text)
	}
	return err
}
