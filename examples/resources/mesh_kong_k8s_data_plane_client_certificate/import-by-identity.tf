import {
  to = mesh_kong_k8s_data_plane_client_certificate.edge
  identity = {
    cluster     = "default"
    api_version = "configuration.konghq.com/v1alpha1"
    kind        = "KongDataPlaneClientCertificate"
    namespace   = "kong"
    name        = "edge"
  }
}
