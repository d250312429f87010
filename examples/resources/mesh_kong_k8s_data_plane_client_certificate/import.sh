# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_data_plane_client_certificate.edge default/configuration.konghq.com/v1alpha1/KongDataPlaneClientCertificate/kong/edge
