variable "memory" {
  type    = string
  default = "512Mi"

  validation {
    condition     = provider::mesh::quantity_compare(var.memory, "1Gi") <= 0
    error_message = "A sidecar gets 1Gi at most."
  }
}

output "same" {
  value = provider::mesh::quantity_compare("1Gi", "1024Mi") == 0
}
