import {
  to = mesh_kong_k8s_ingress_class_parameters.mesh
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "IngressClassParameters"
    namespace   = "kong"
    name        = "mesh"
  }
}
