package place

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// kind is a kind of objects that a server serves.
type kind struct {
	name, group, base, plural string
	namespaced                bool
}

// stem is what the names of its objects in a place begin with.
func (k kind) stem() string {
	if k.group == "" {
		return strings.ToLower(k.name)
	}
	return strings.ToLower(k.name) + "." + k.group
}

// kinds finds kinds by the beginning of their keys: "group/plural" where the group is one of a
// definition, and "plural" where the server knows the kind without one.
type kinds map[string]kind

// unlike are the kinds whose keys do not begin with their plural.
var unlike = map[string]string{"services/specs": "services", "services/endpoints": "endpoints", "minions": "nodes", "ingress": "ingresses"}

const aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"

// discover asks the server what it serves.
func (c *cluster) discover() error {
	c.kinds = kinds{}
	for _, root := range []string{"/api", "/apis"} {
		var answer struct {
			Items []struct {
				Metadata struct{ Name string }
				Versions []struct {
					Version   string
					Resources []struct {
						Resource, Scope string
						ResponseKind    struct{ Kind string }
					}
				}
			}
		}
		request, err := http.NewRequest("GET", c.Server+root, nil)
		if err != nil {
			return err
		}
		request.Header.Set("Accept", aggregated)
		response, err := c.admin.Do(request)
		if err != nil {
			return err
		}
		err = json.NewDecoder(response.Body).Decode(&answer)
		response.Body.Close()
		if err != nil {
			return err
		}
		for _, group := range answer.Items {
			for _, version := range group.Versions {
				base := strings.TrimSuffix(root+"/"+group.Metadata.Name, "/") + "/" + version.Version
				for _, r := range version.Resources {
					// The first version is the preferred one, and the first group the older one.
					c.kinds.add(kind{r.ResponseKind.Kind, group.Metadata.Name, base, r.Resource, r.Scope == "Namespaced"})
				}
			}
		}
	}
	return nil
}

func (k kinds) add(one kind) {
	for _, name := range []string{one.group + "/" + one.plural, one.plural} {
		if _, known := k[name]; !known {
			k[name] = one
		}
	}
}

// located is an object as its key and the server's addresses say it.
type located struct {
	kind
	namespace, name string
}

func (l located) path() string {
	if l.namespaced {
		return fmt.Sprintf("%s/namespaces/%s/%s/%s", l.base, l.namespace, l.plural, l.name)
	}
	return fmt.Sprintf("%s/%s/%s", l.base, l.plural, l.name)
}

// locate reads a key: /registry/PLURAL/NAMESPACE/NAME, /registry/GROUP/PLURAL/NAME.
func (c *cluster) locate(key string) (located, error) {
	rest := strings.Split(strings.TrimPrefix(key, c.Etcd.Prefix+"/"), "/")
	for length := 2; length > 0; length-- {
		if len(rest) <= length {
			continue
		}
		start := strings.Join(rest[:length], "/")
		if plural, ok := unlike[start]; ok {
			start = plural
		}
		found, ok := c.kinds[start]
		names := rest[length:]
		if ok && found.namespaced && len(names) == 2 {
			return located{found, names[0], names[1]}, nil
		}
		if ok && !found.namespaced && len(names) == 1 {
			return located{found, "", names[0]}, nil
		}
	}
	return located{}, fmt.Errorf("the store holds %s, which is of no kind that the server serves", key)
}
