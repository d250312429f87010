terraform {
  required_providers {
    mesh = {
      source = "meshgen/mesh"
    }
  }
}

provider "mesh" {
  owner     = "platform"
  directory = { path = "${path.root}/out" }

  mesh = {
    istio_version = "1.31"
    trust_domains = ["cluster.local"]
  }
}
