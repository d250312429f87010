# <cluster>/<apiVersion>/<kind>/<namespace>/<name>
terraform import mesh_workload_entry.ledger_1 default/networking.istio.io/v1/WorkloadEntry/payments/ledger-1
