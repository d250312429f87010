package main

import (
	"encoding/json"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/apimachinery/pkg/util/managedfields/managedfieldstest"
	"k8s.io/kube-openapi/pkg/validation/spec"
)

// A kind that has lists and maps of every sort.
const thingSchema = `{
  "type": "object",
  "x-kubernetes-group-version-kind": [{"group": "mesh.test", "version": "v1", "kind": "Thing"}],
  "properties": {
    "apiVersion": {"type": "string"},
    "kind": {"type": "string"},
    "metadata": {"type": "object", "properties": {
      "name": {"type": "string"}, "namespace": {"type": "string"},
      "labels": {"type": "object", "additionalProperties": {"type": "string"}},
      "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
      "finalizers": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"}
    }},
    "spec": {"type": "object", "properties": {
      "text": {"type": "string"},
      "number": {"type": "integer"},
      "flag": {"type": "boolean"},
      "group": {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}},
      "notes": {"type": "object", "additionalProperties": {"type": "string"}},
      "box": {"type": "object", "additionalProperties": {"type": "string"}, "x-kubernetes-map-type": "atomic"},
      "ports": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["port", "protocol"],
        "items": {"type": "object", "required": ["port"], "properties": {
          "port": {"type": "integer"}, "protocol": {"type": "string", "default": "TCP"},
          "name": {"type": "string"}, "extra": {"type": "string"}}}},
      "envs": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
        "items": {"type": "object", "required": ["name"], "properties": {
          "name": {"type": "string"}, "value": {"type": "string"},
          "tags": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"}}}},
      "tags": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"},
      "rules": {"type": "array", "x-kubernetes-list-type": "atomic",
        "items": {"type": "object", "properties": {
          "host": {"type": "string"}, "weight": {"type": "integer"},
          "paths": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "atomic"}}}}
    }}
  }
}`

func fieldManager() *managedfields.FieldManager {
	var thing spec.Schema
	must(json.Unmarshal([]byte(thingSchema), &thing))
	converter, err := managedfields.NewTypeConverter(map[string]*spec.Schema{"test.mesh.v1.Thing": &thing}, true)
	must(err)
	gvk := schema.GroupVersionKind{Group: "mesh.test", Version: "v1", Kind: "Thing"}
	return managedfieldstest.NewFakeFieldManager(converter, gvk)
}
