# =============================================================================
# ISTIO SERVICE MESH CONFIGURATION
# =============================================================================

# Enable Istio deployment
enable_istio_service_mesh = true

# Istio version and mesh configuration
istio_version         = "1.20.2"
istio_mesh_id         = "cptwn-mesh-af-south-1"
istio_cluster_network = "af-south-1-network"

# Enable ambient mode (recommended for production)
enable_istio_ambient_mode = true

# Configure your client namespaces
istio_application_namespaces = {
  # Your existing clients
  "mtn-ghana-prod" = {
    dataplane_mode = "ambient"
    client         = "mtn-ghana"
    tenant         = "mtn-ghana-prod"
  }
  "orange-madagascar-prod" = {
    dataplane_mode = "ambient"
    client         = "orange-madagascar"
    tenant         = "orange-madagascar-prod"
  }
  # Platform services (if you need advanced policies)
  "cptwn-platform" = {
    dataplane_mode = "sidecar"
    client         = "cptwn"
    tenant         = "platform"
  }
}

# Integration with your existing observability (Layer 03.5)
enable_istio_distributed_tracing = true
enable_istio_access_logging      = true
istio_tracing_sampling_rate      = 0.01 # 1% for production
