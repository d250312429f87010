# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_kong_k8s_ingress_class_parameters.mesh default/configuration.konghq.com/v1alpha1/IngressClassParameters/kong/mesh
