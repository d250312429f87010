output "kinds" {
  value = [for object in provider::mesh::manifest_decode(file("addons.yaml")) : object.kind]
}
