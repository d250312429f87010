package place

import (
	"fmt"
	"time"
)

const (
	rbac  = "rbac.authorization.k8s.io"
	roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles"
)

// longest is how long a server may take for anything: a bound, not an expectation.
const longest = 2 * time.Minute

var (
	everything = []object{rule([]string{"*"}, "*", "*")}
	readOnly   = []string{"get", "list", "watch"}
)

func rule(verbs []string, group, resource string) object {
	return object{"verbs": verbs, "apiGroups": []string{group}, "resources": []string{resource}}
}

// allow gives the provider's user other rights, and returns when the server goes by them: when it says
// `allowed` of writing the resource.
func (c *cluster) allow(rules []object, group, resource string, allowed bool) error {
	role := object{"apiVersion": rbac + "/v1", "kind": "ClusterRole", "metadata": object{"name": user}, "rules": rules}
	if err := c.must("PUT", roles+"/"+user, "", role, nil); err != nil {
		return err
	}
	return c.awaitRight(group, resource, allowed)
}

func (c *cluster) awaitRight(group, resource string, allowed bool) error {
	review := object{"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": object{"user": user,
		"resourceAttributes": object{"verb": "patch", "group": group, "resource": resource, "namespace": spaces[0]}}}
	return c.await("the rights of "+user, func() (bool, error) {
		var answer struct{ Status struct{ Allowed bool } }
		err := c.must("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", "", review, &answer)
		return answer.Status.Allowed == allowed, err
	})
}

// allBut are rights to read everything, and to write all but one kind.
func (c *cluster) allBut(kept kind) []object {
	rules := []object{rule(readOnly, "*", "*")}
	for _, k := range c.kinds {
		if k.group != kept.group || k.plural != kept.plural {
			rules = append(rules, rule([]string{"*"}, k.group, k.plural))
		}
	}
	return rules
}

// await asks until it is so.
func (c *cluster) await(what string, so func() (bool, error)) error {
	for end := time.Now().Add(longest); ; time.Sleep(2 * time.Millisecond) {
		done, err := so()
		if done || err != nil {
			return err
		}
		if time.Now().After(end) {
			return fmt.Errorf("%s: %s: not within %s", c.Server, what, longest)
		}
	}
}
