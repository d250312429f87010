"""What users may do: roles and bindings, waited for until the server goes by them."""

import hashlib
import json

from .processes import wait_until

RBAC = "/apis/rbac.authorization.k8s.io/v1"


def rule(verbs, resources, groups=("",), names=()):
    """An RBAC rule, e.g. rule(["get", "list"], ["virtualservices"], ["networking.istio.io"])."""
    return {"verbs": list(verbs), "resources": list(resources), "apiGroups": list(groups)} | ({"resourceNames": list(names)} if names else {})


def grant(api, identity, rules, namespace=None):
    """Lets a user do what the rules say too, in a namespace or (None) in the whole cluster."""
    scoped = "Cluster" if namespace is None else ""
    place = RBAC if namespace is None else f"{RBAC}/namespaces/{namespace}"
    name = "tests-" + hashlib.sha256(json.dumps([identity.name, rules]).encode()).hexdigest()[:12]
    role = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": f"{scoped}Role", "metadata": {"name": name}, "rules": rules}
    binding = {
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": f"{scoped}RoleBinding", "metadata": {"name": name},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": f"{scoped}Role", "name": name},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": identity.name}],
    }
    api.apply(f"{place}/{scoped.lower()}roles/{name}", role)
    api.apply(f"{place}/{scoped.lower()}rolebindings/{name}", binding)
    for each in rules:
        wait_until(lambda each=each: allowed(api, identity, each, namespace), f"the rights of {identity.name}")


def allowed(api, identity, wanted, namespace=None):
    """Whether the server would let the user do all that a rule says."""
    return all(_allowed_one(api, identity, verb, group, resource, name, namespace)
               for verb in wanted["verbs"] for group in wanted["apiGroups"] for resource in wanted["resources"]
               for name in wanted.get("resourceNames", [""]))


def _allowed_one(api, identity, verb, group, resource, name, namespace):
    resource, _, subresource = resource.partition("/")
    review = {
        "apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
        "spec": {"user": identity.name, "groups": list(identity.groups),
                 "resourceAttributes": {"verb": verb, "group": group, "resource": resource, "subresource": subresource,
                                        "name": name, "namespace": namespace or ""}},
    }
    return api.create("/apis/authorization.k8s.io/v1/subjectaccessreviews", review)["status"]["allowed"]
