data "mesh_manifests" "addons" {
  paths = ["${path.module}/addons"]
}

resource "mesh_object" "addon" {
  for_each = data.mesh_manifests.addons.objects
  yaml     = each.value
}
