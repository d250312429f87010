# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_workload_group.ledger default/networking.istio.io/v1/WorkloadGroup/payments/ledger
