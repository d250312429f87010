package contract

import (
	"maps"
	"testing"

	"mesh/contract/judge"
)

// line is what the suite must know of a resource type to drive it through every rule. The rest
// comes from the schema.
type line struct {
	// Base is a smallest configuration; Full says as much as fits together.
	Base, Full string
	// Update is laid over Base and changes it in place; Replace asks for a new resource.
	Update, Replace string
	// Wrong is laid over Base and is refused, with an error that leads to WrongAttribute.
	Wrong, WrongAttribute string
	// ImportID is the import id of Base; Identity is its identity.
	ImportID, Identity string
	// Other is laid over Base: a further resource beside it, with %d for a number.
	Other string
	// WriteOnly is a configuration with a value for everything that is write-only, where Full has none;
	// trees of files refuse it.
	WriteOnly string
	// Keeps is true where destroying leaves objects unless on_destroy = "delete".
	Keeps bool
}

// lines has one entry for each resource type; a type without one fails the suite.
var lines = map[string]line{
	"mesh_namespace": {
		Base: `{"name": "acme-prod", "dataplane_mode": "ambient"}`,
		Full: `{"name": "acme-prod", "dataplane_mode": "ambient", "client": "acme", "tenant": "prod", "revision": "stable",
			"waypoint": {"name": "wp", "for": "service", "ingress": true}, "labels": {"team": "blue"}, "annotations": {"note": "a b"},
			"pod_security": "baseline", "on_destroy": "delete", "adopt": true, "ignore_fields": ["metadata.labels.cost"]}`,
		Update:  `{"labels": {"team": "blue"}}`,
		Replace: `{"name": "acme-stage"}`,
		Wrong:   `{"dataplane_mode": "meshed"}`, WrongAttribute: "dataplane_mode",
		ImportID: "default/acme-prod", Identity: `{"cluster": "default", "name": "acme-prod"}`,
		Other: `{"name": "acme-%d"}`,
		Keeps: true,
	},
	"mesh_tenant": {
		Base: `{"name": "shop", "namespaces": {"shop-prod": {"dataplane_mode": "ambient"}}}`,
		Full: `{"name": "shop", "client": "acme", "tenant": "prod", "isolation": "tenant", "egress": "restricted",
			"namespaces": {"shop-prod": {"dataplane_mode": "ambient", "revision": "stable", "waypoint": {"name": "shop", "ingress": true}},
				"shop-jobs": {"dataplane_mode": "ambient", "waypoint": {"name": "shop", "namespace": "shop-prod"}}},
			"gateways": [{"namespace": "edge", "service_account": "edge-gateway"}],
			"allow_from": [{"namespaces": ["partner"], "ports": [{"port": 8080, "service_port": 80}]}, {"service_accounts": ["partner/admin"], "ports": [{"port": 9090}]}],
			"allow_to": [{"namespaces": ["shared"], "ports": [443]}],
			"scrapers": [{"namespace": "monitoring", "service_account": "prometheus", "ports": [9100]}],
			"quota": {"requests.cpu": "4", "requests.memory": "8Gi", "pods": "20"},
			"limit_range": {"default": {"cpu": "500m", "memory": "256Mi"}, "default_request": {"cpu": "100m", "memory": "64Mi"}},
			"hostnames": ["shop.example.com"], "topic_prefix": "shop.", "pod_security": "baseline", "on_destroy": "delete"}`,
		Update:  `{"namespaces": {"shop-prod": {"dataplane_mode": "sidecar"}, "shop-test": {"dataplane_mode": "sidecar"}}}`,
		Replace: `{"name": "store"}`,
		Wrong:   `{"egress": "none"}`, WrongAttribute: "egress",
		ImportID: "default/shop", Identity: `{"cluster": "default", "name": "shop"}`,
		Other: `{"name": "shop-%d", "namespaces": {"shop-%[1]d-prod": {"dataplane_mode": "ambient"}}}`,
		Keeps: true,
	},
	"mesh_gateway_route": {
		Base: `{"name": "web", "namespace": "shop", "gateway": {"name": "public", "namespace": "edge"}, "hostnames": ["shop.example.com"],
			"rules": [{"path_prefix": "/", "backends": [{"service": "web", "port": 8080}]}]}`,
		Full: `{"name": "web", "namespace": "shop", "engine": "gateway_api", "gateway": {"name": "public", "namespace": "edge", "listener": "https"},
			"hostnames": ["shop.example.com", "www.example.com"], "labels": {"team": "blue"}, "annotations": {"note": "x"},
			"rules": [{"path_exact": "/login", "methods": ["GET", "POST"], "headers": {"x-client": "mobile"}, "timeout": "3s",
					"backends": [{"service": "login", "namespace": "identity", "port": 80, "weight": 3}, {"service": "login-next", "port": 80, "weight": 1}],
					"request_headers": {"set": {"x-from": "edge"}, "remove": ["x-debug"]}},
				{"path_prefix": "/old", "redirect": {"scheme": "https", "host": "new.example.com", "code": 301}}]}`,
		Update:  `{"rules": [{"path_prefix": "/", "backends": [{"service": "web", "port": 9090}]}]}`,
		Replace: `{"namespace": "store"}`,
		Wrong:   `{"engine": "nginx"}`, WrongAttribute: "engine",
		ImportID: "default/shop/web", Identity: `{"cluster": "default", "name": "shop/web"}`,
		Other: `{"name": "web-%d", "hostnames": ["shop-%[1]d.example.com"]}`,
	},
	"mesh_topic": {
		Base: `{"name": "orders", "namespace": "kafka", "kafka_cluster": "main"}`,
		Full: `{"name": "orders", "namespace": "kafka", "kafka_cluster": "main", "partitions": 24, "replicas": 3,
			"config": {"retention.ms": "604800000", "cleanup.policy": "compact"}, "labels": {"team": "blue"}, "on_destroy": "delete"}`,
		Update:  `{"partitions": 24}`,
		Replace: `{"name": "payments"}`,
		Wrong:   `{"partitions": 0}`, WrongAttribute: "partitions",
		ImportID: "default/kafka/main/orders", Identity: `{"cluster": "default", "name": "kafka/main/orders"}`,
		Other: `{"name": "orders-%d"}`,
		Keeps: true,
	},
	"mesh_object": {
		Base: `{"manifest": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "shop"}, "data": {"a": "1"}}}`,
		Full: `{"manifest": {"apiVersion": "networking.istio.io/v1", "kind": "ServiceEntry", "metadata": {"name": "mail", "namespace": "shop", "labels": {"team": "blue"}},
				"spec": {"hosts": ["mail.example.com"], "location": "MESH_EXTERNAL", "resolution": "DNS", "ports": [{"number": 25, "name": "smtp", "protocol": "TCP"}]}},
			"on_destroy": "delete", "ignore_fields": ["metadata.labels.cost"]}`,
		WriteOnly: `{"manifest": {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db", "namespace": "shop"}, "type": "Opaque"},
			"data_wo": {"password": "s3cret"}, "binary_data_wo": {"key": "AAEC"}, "data_wo_version": 1}`,
		Update:  `{"manifest": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings", "namespace": "shop"}, "data": {"a": "2", "b": "0.10"}}}`,
		Replace: `{"manifest": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "options", "namespace": "shop"}, "data": {"a": "1"}}}`,
		Wrong:   `{"manifest": {"kind": "ConfigMap", "metadata": {"name": "settings"}}}`, WrongAttribute: "manifest",
		ImportID: "default/v1/ConfigMap/shop/settings",
		Identity: `{"cluster": "default", "api_version": "v1", "kind": "ConfigMap", "namespace": "shop", "name": "settings"}`,
		Other:    `{"manifest": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings-%d", "namespace": "shop"}, "data": {"a": "1"}}}`,
	},
	// Of the kinds, which all come from one mechanism, those that differ in what their attributes are made of.
	"mesh_virtual_service": {
		Base: `{"name": "web", "namespace": "shop", "spec": {"hosts": ["web"], "http": [{"route": [{"destination": {"host": "web"}}]}]}}`,
		Full: `{"name": "web", "namespace": "shop", "labels": {"team": "blue"}, "annotations": {"note": "a b"}, "api_version": "networking.istio.io/v1beta1",
			"spec": {"hosts": ["web", "web.shop.svc.cluster.local"], "gateways": ["mesh"], "export_to": ["."],
				"http": [{"name": "next", "match": [{"headers": {"x-next": {"exact": "yes"}}, "uri": {"prefix": "/"}}], "timeout": "5s",
					"retries": {"attempts": 0}, "route": [{"destination": {"host": "web", "subset": "next", "port": {"number": 80}}, "weight": 100}]},
					{"route": [{"destination": {"host": "web"}}]}]},
			"on_destroy": "delete", "ignore_fields": ["metadata.labels.cost"]}`,
		Update:  `{"spec": {"hosts": ["web"], "http": [{"timeout": "1m", "route": [{"destination": {"host": "web"}}]}]}}`,
		Replace: `{"namespace": "store"}`,
		Wrong:   `{"spec": {"hosts": ["web"], "http": [{"timeout": "5 s", "route": [{"destination": {"host": "web"}}]}]}}`, WrongAttribute: "spec",
		ImportID: "default/networking.istio.io/v1/VirtualService/shop/web",
		Identity: `{"cluster": "default", "api_version": "networking.istio.io/v1", "kind": "VirtualService", "namespace": "shop", "name": "web"}`,
		Other:    `{"name": "web-%d"}`,
	},
	"mesh_resource_quota": {
		Base:    `{"name": "small", "namespace": "shop", "spec": {"hard": {"pods": "10"}}}`,
		Full:    `{"name": "small", "namespace": "shop", "spec": {"hard": {"pods": "10", "requests.cpu": "500m"}, "scopes": ["NotTerminating"]}}`,
		Update:  `{"spec": {"hard": {"pods": "20"}}}`,
		Replace: `{"name": "large"}`,
		Wrong:   `{"spec": {"hard": {"pods": "many"}}}`, WrongAttribute: "spec",
		ImportID: "default/v1/ResourceQuota/shop/small",
		Identity: `{"cluster": "default", "api_version": "v1", "kind": "ResourceQuota", "namespace": "shop", "name": "small"}`,
		Other:    `{"name": "small-%d"}`,
	},
	"mesh_envoy_filter": {
		Base: `{"name": "limit", "namespace": "shop", "spec": {"config_patches": [{"apply_to": "CLUSTER", "match": {"context": "SIDECAR_OUTBOUND"},
			"patch": {"operation": "MERGE", "value": "{\"connect_timeout\":\"5s\"}"}}]}}`,
		Full: `{"name": "limit", "namespace": "shop", "spec": {"workload_selector": {"labels": {"app": "web"}}, "priority": 10,
			"config_patches": [{"apply_to": "CLUSTER", "match": {"context": "SIDECAR_OUTBOUND"}, "patch": {"operation": "MERGE", "value": "{\"lb_policy\":null}"}}]}}`,
		Update: `{"spec": {"config_patches": [{"apply_to": "CLUSTER", "match": {"context": "SIDECAR_OUTBOUND"},
			"patch": {"operation": "MERGE", "value": "{\"connect_timeout\":\"7s\"}"}}]}}`,
		Replace: `{"name": "cap"}`,
		Wrong: `{"spec": {"config_patches": [{"apply_to": "CLUSTER", "match": {"context": "SIDECAR_OUTBOUND"},
			"patch": {"operation": "MERGE", "value": "{"}}]}}`, WrongAttribute: "spec",
		ImportID: "default/networking.istio.io/v1alpha3/EnvoyFilter/shop/limit",
		Identity: `{"cluster": "default", "api_version": "networking.istio.io/v1alpha3", "kind": "EnvoyFilter", "namespace": "shop", "name": "limit"}`,
		Other:    `{"name": "limit-%d"}`,
	},
}

// isKind tells the resources that are one object of a kind, with the object's own fields. They share one mechanism, and three of
// them stand for all.
func isKind(block *judge.Block) bool {
	for _, attribute := range block.Attributes {
		if attribute.Name == "api_version" {
			return true
		}
	}
	return false
}

// dataLine is the same for a data source.
type dataLine struct{ Config, Wrong, WrongAttribute string }

var dataLines = map[string]dataLine{
	"mesh_manifests": {
		Config: `{"yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\n"}`,
		Wrong:  `{"paths": ["no-such-folder"]}`, WrongAttribute: "paths",
	},
}

// functionLine is a call of a provider function: arguments as JSON, and arguments that are refused,
// blaming argument 0, where there are such.
type functionLine struct{ Arguments, Wrong []string }

var functionLines = map[string]functionLine{
	"duration_compare": {Arguments: []string{`"60s"`, `"1m0s"`}, Wrong: []string{`"5 minutes"`, `"1s"`}},
	"effective_labels": {Arguments: []string{`{"istio-injection": "enabled"}`, `{"istio.io/rev": "canary"}`, `{"host_network": false}`}},
	"manifest_decode":  {Arguments: []string{`"apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n"`}, Wrong: []string{`"a: b: c"`}},
	"manifest_encode":  {Arguments: []string{`{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}`}, Wrong: []string{`["a"]`}},
	"quantity_compare": {Arguments: []string{`"1Gi"`, `"1000Mi"`}, Wrong: []string{`"1 GB"`, `"1"`}},
}

func TestEverythingServedHasALine(t *testing.T) {
	s := served(t)
	own := maps.Clone(s.Resources)
	maps.DeleteFunc(own, func(name string, block *judge.Block) bool {
		_, tested := lines[name]
		return isKind(block) && !tested
	})
	compareKeys(t, "resource", own, lines)
	compareKeys(t, "data source", s.DataSources, dataLines)
	compareKeys(t, "function", s.Functions, functionLines)
}

func compareKeys[A, B any](t *testing.T, what string, served map[string]A, table map[string]B) {
	t.Helper()
	for name := range served {
		if _, ok := table[name]; !ok {
			t.Errorf("the provider serves the %s %s: give it a line in table_test.go", what, name)
		}
	}
	for name := range table {
		if _, ok := served[name]; !ok {
			t.Errorf("table_test.go has a line for the %s %s, which is not served", what, name)
		}
	}
}
