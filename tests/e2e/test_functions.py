"""Provider functions as real hosts call them: types, several arguments, and errors that name the argument."""

from workspace import HostTest


class Functions(HostTest):
    def outputs(self, **expressions):
        self.main("".join(f'output "{name}" {{\n  value = {text}\n}}\n' for name, text in expressions.items()))
        self.applied()
        return {name: output["value"] for name, output in self.state()["values"]["outputs"].items()}

    def refused(self, expression, *texts):
        self.main(f'output "wrong" {{\n  value = {expression}\n}}\n')
        self.assert_refused(self.plan(), *texts)

    def test_manifests_of_several_documents_go_there_and_back(self):
        text = 'a: 10\\n---\\nb: \\"1\\"\\n'
        found = self.outputs(
            kinds=f'length(provider::mesh::manifest_decode("{text}"))',
            back=f'provider::mesh::manifest_encode(provider::mesh::manifest_decode("{text}"))',
            two='provider::mesh::manifest_encode([{ a = 1 }, { b = ["x"], c = null }])',
        )
        self.assertEqual(found, {"kinds": 2, "back": 'a: 10\n---\nb: "1"\n', "two": "a: 1\n---\nb:\n- x\n"})

    def test_amounts_compare_by_what_they_mean(self):
        found = self.outputs(
            less='provider::mesh::quantity_compare("500m", 1)',
            same='provider::mesh::quantity_compare("1Gi", "1024Mi")',
            more='provider::mesh::duration_compare("1h", "59m")',
        )
        self.assertEqual(found, {"less": -1, "same": 0, "more": 1})
        self.refused('provider::mesh::quantity_compare("1", "1 GB")', '"b" parameter', '"1 GB" is no Kubernetes quantity')
        self.refused('provider::mesh::duration_compare("5", "1s")', '"a" parameter', '"5" is no duration')

    def test_effective_labels_with_and_without_options(self):
        ambient = '{ "istio.io/dataplane-mode" = "ambient", "istio.io/use-waypoint" = "w" }'
        found = self.outputs(
            plain=f"provider::mesh::effective_labels({ambient}, {{}})",
            host=f"provider::mesh::effective_labels({ambient}, {{}}, {{ host_network = true }}).data_plane",
            injected='provider::mesh::effective_labels({ "istio.io/rev" = "canary" }, { app = null }).revision',
            refused='provider::mesh::effective_labels({ istio-injection = "enabled" }, '
            '{ "sidecar.istio.io/inject" = false }).data_plane',
            space=f'provider::mesh::effective_labels({ambient}, {{}}, {{ namespace = "shop" }}).waypoint.namespace',
        )
        plain = found.pop("plain")
        self.assertEqual((plain["data_plane"], plain["revision"], plain["ignored"]), ("ambient", None, []))
        self.assertEqual(plain["waypoint"], {"name": "w", "namespace": None})
        self.assertEqual([label["name"] for label in plain["decided_by"]], ["istio.io/dataplane-mode", "istio.io/use-waypoint"])
        self.assertEqual(found, {"host": "none", "injected": "canary", "refused": "none", "space": "shop"})
        self.refused("provider::mesh::effective_labels({}, {}, { hostNetwork = true })", '"options"', "may have the attributes")

    def test_what_is_unknown_while_planning_is_known_afterwards(self):
        self.main(
            'resource "terraform_data" "size" {\n  input = "1Gi"\n}\n'
            'output "more" {\n  value = provider::mesh::quantity_compare(terraform_data.size.output, "1M")\n}\n'
        )
        self.applied()
        self.assertEqual(self.state()["values"]["outputs"]["more"]["value"], 1)
