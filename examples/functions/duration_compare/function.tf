locals {
  timeout         = "10s"
  per_try_timeout = "1m30s"
}

output "retries_fit" {
  value = provider::mesh::duration_compare(local.per_try_timeout, local.timeout) < 0
}
