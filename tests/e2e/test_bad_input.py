"""Bad input: a clear error that names the place and the fix, and nothing lost."""

import os
import subprocess
import unittest

from workspace import HostTest, config_map, name_space, route, tenant

FILE = "default/apps/configmap.settings.yaml"


class Names(HostTest):
    def test_names_that_kubernetes_refuses(self):
        for name in ("Upper", "../../etc", "/etc/passwd", "a_b", "-a", "a..b", "x" * 300):
            with self.subTest(name=name):
                self.main(config_map("a", name))
                self.assert_refused(self.plan(), "not valid", "DNS-1123")
                self.main(config_map("a", "settings", namespace=name))
                self.assert_refused(self.plan(), "not valid", "DNS-1123")
                self.main(name_space("a", name))
                self.assert_refused(self.plan(), "name")
        self.assertFalse(self.tree.exists())

    def test_dataplane_modes(self):
        self.main(name_space("a", "shop", '  dataplane_mode = "both"\n'))
        self.assert_refused(self.plan(), "dataplane_mode", '"ambient"', '"sidecar"', '"none"')
        self.main(
            name_space("a", "shop", '  dataplane_mode = "ambient"\n')[:-2]
            + '  labels = { "istio-injection" = "enabled" }\n}\n'
        )
        self.assert_refused(self.plan(), "istio-injection", "ambient")
        self.main(
            name_space(
                "a",
                "shop",
                '  dataplane_mode = "sidecar"\n'
                '  labels = { "istio-injection" = "enabled", "istio.io/rev" = "r1" }\n',
            )
        )
        self.assert_refused(self.plan(), "istio.io/rev")


class Tree(HostTest):
    def made(self):
        self.main(config_map("a", "settings"))
        self.applied()
        return self.tree / FILE

    def test_a_file_broken_by_hand(self):
        path = self.made()
        good = path.read_text()
        for bad, says in (
            (good.replace("kind:", "  kind:"), "configmap.settings.yaml"),
            (good + 'kind: "ConfigMap"\n', "kind"),
            (good + "---\n" + good, "configmap.settings.yaml"),
            ("", "configmap.settings.yaml"),
        ):
            with self.subTest(bad=bad[-30:]):
                path.write_text(bad)
                self.assert_refused(self.plan(), says)
                self.assertEqual(path.read_text(), bad, "nothing lost")
        path.write_text(good)
        self.assert_clean()

    def test_a_symlinked_root_and_a_root_that_is_a_file(self):
        real = self.folder / "real"
        real.mkdir()
        self.tree.symlink_to(real)
        self.main(config_map("a", "settings"))
        outcome = self.apply()
        self.assert_refused(outcome, "symbolic link")
        self.assertEqual(list(real.iterdir()), [])
        self.tree.unlink()
        self.tree.write_text("no folder")
        self.assert_refused(self.apply(), "tree")

    def test_a_symlink_inside_the_tree_is_never_followed(self):
        outside = self.folder / "outside"
        outside.mkdir()
        self.made()
        target = self.tree / "default/other"
        target.symlink_to(outside)
        self.main(config_map("a", "settings") + config_map("b", "settings", namespace="other"))
        self.assert_refused(self.apply(), "symbolic link")
        self.assertEqual(list(outside.iterdir()), [])

    @unittest.skipUnless(os.geteuid() == 0, "a full disk is made by mounting a small one")
    def test_a_full_disk(self):
        self.tree.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", self.tree], check=True)
        self.addCleanup(subprocess.run, ["umount", self.tree], check=True)
        self.main(config_map("a", "settings", value="x" * 100000))
        outcome = self.apply()
        self.assert_refused(outcome, "No space left")
        self.assertEqual(self.files(), [])
        self.main(config_map("a", "settings"))
        self.applied()
        self.assert_clean()


class Claims(HostTest):
    def test_two_resources_that_write_one_object(self):
        self.main(config_map("a", "settings") + config_map("b", "settings"))
        self.assert_refused(self.plan(), "Two resources claim one object", "settings")

    def test_one_of_two_targeted_is_fine_and_the_other_is_refused_later(self):
        self.main(config_map("a", "settings") + config_map("b", "settings"))
        self.applied("-target=mesh_object.a")
        self.assert_refused(self.apply("-target=mesh_object.b"), "is managed already", "moved")
        self.assert_refused(self.plan(), "settings")

    def test_a_namespace_belongs_to_one_tenant(self):
        self.main(
            tenant("a", "one", {"shop": "ambient"}) + tenant("b", "two", {"shop": "ambient"})
        )
        self.assert_refused(self.plan(), "namespace", "shop", 'mesh_tenant "one"', 'mesh_tenant "two"')

    def test_what_a_fence_does_not_bear(self):
        fenced = tenant("a", "one", {"shop": "ambient"})

        def other(api_version, kind, spec):
            return f"""
resource "mesh_object" "o" {{
  manifest = {{
    apiVersion = "{api_version}"
    kind       = "{kind}"
    metadata   = {{ name = "other", namespace = "shop" }}
    spec       = {spec}
  }}
}}
"""

        self.main(fenced + other("security.istio.io/v1", "PeerAuthentication", "{ mtls = { mode = \"PERMISSIVE\" } }"))
        self.assert_refused(self.plan(), "namespace-wide PeerAuthentication", "shop")
        self.main(fenced + other("networking.istio.io/v1", "Gateway", "{ servers = [] }"))
        self.assert_refused(self.plan(), "a namespace of its own", "`gateways`")

    def test_overlapping_hostnames_and_topic_prefixes(self):
        def two(more_a, more_b):
            return tenant("a", "one", {"shop": "ambient"}, more_a) + tenant(
                "b", "two", {"bank": "ambient"}, more_b
            )

        self.main(two('  hostnames = ["*.example.com"]\n', '  hostnames = ["shop.example.com"]\n'))
        self.assert_refused(self.plan(), "hostname pattern", 'mesh_tenant "one"', 'mesh_tenant "two"')
        self.main(two('  topic_prefix = "shop."\n', '  topic_prefix = "shop.orders."\n'))
        self.assert_refused(self.plan(), "topic prefix")

    def test_two_routes_with_one_host_and_path(self):
        both = route("a", "one", "shop.example.com") + route("b", "two", "shop.example.com")
        self.main(both)
        self.assert_refused(self.plan(), "shop.example.com", '"apps/one"', '"apps/two"')
        self.main(route("a", "one", "shop.example.com") + route("b", "two", "shop.example.com", "/b"))
        self.applied()
        self.main(route("a", "one", "shop.example.com") + route("b", "two", "shop.example.com"))
        self.assert_refused(self.plan(), "shop.example.com")

    def test_replacing_and_moving_are_no_conflict_with_oneself(self):
        before = "  lifecycle {\n    create_before_destroy = true\n  }\n"
        self.main(route("a", "one", "shop.example.com"))
        self.applied()
        self.main(route("a", "uno", "shop.example.com"))
        self.applied()
        self.assert_clean()
        self.main(route("a", "due", "shop.example.com", more=before))
        self.applied()
        self.assert_clean()
        self.main(
            route("b", "due", "shop.example.com", more=before)
            + "moved {\n  from = mesh_gateway_route.a\n  to = mesh_gateway_route.b\n}\n"
        )
        self.applied()
        self.assert_clean()
        self.assertEqual(len([f for f in self.files() if "httproute" in f]), 1)

    def test_two_aliases_meet_at_apply(self):
        self.write(
            "provider.tf",
            self.provider + 'provider "mesh" {\n  alias     = "other"\n  owner     = "others"\n'
            '  directory = { path = "tree" }\n}\n',
        )
        self.main(
            config_map("a", "settings")
            + config_map("b", "settings", more="  provider = mesh.other\n")
        )
        outcome = self.apply("-parallelism=1")
        self.assert_refused(outcome, "is managed already")
        self.assertEqual(self.files(), [FILE])

    def test_a_saved_plan_meets_what_happened_since(self):
        self.main(config_map("a", "settings"))
        self.assertEqual(self.plan("-out=saved").code, 2)
        self.main(config_map("a", "settings", more=""))
        self.applied()
        (self.folder / "terraform.tfstate").rename(self.folder / "first.tfstate")
        outcome = self.run_host("apply", "-no-color", "saved")
        self.assertNotEqual(outcome.code, 0, outcome.raw)
        self.assertEqual(self.files(), [FILE])

    def test_a_rename_without_moved_is_an_error_that_names_it(self):
        self.main(config_map("a", "settings"))
        self.applied()
        self.main(config_map("b", "settings"))
        self.assert_refused(self.plan(), "is managed already", "moved")
        self.assertEqual(self.files(), [FILE])

    def test_adopt_takes_over_what_another_state_manages(self):
        self.main(config_map("a", "settings"))
        self.applied()
        (self.folder / "terraform.tfstate").unlink()
        self.main(config_map("a", "settings", value="2", more="  adopt = true\n"))
        self.assert_says(self.plan(), "is taken over")
        self.applied()
        self.assert_clean()


class Fence(HostTest):
    def edit(self, change):
        path = next(self.tree.glob("default/shop/authorizationpolicy*.yaml"))
        before = path.read_text()
        path.write_text(change(before))
        self.assertNotEqual(path.read_text(), before)
        outcome = self.plan()
        self.assertEqual(outcome.code, 2, outcome.raw)
        self.applied()
        self.assertEqual(path.read_text(), before)

    def test_each_way_to_switch_a_fence_off_is_drift(self):
        self.main(tenant("a", "shop", {"shop": "ambient"}))
        self.applied()
        self.edit(lambda t: t.replace("spec:\n", "spec:\n  selector:\n    matchLabels:\n      a: b\n"))
        self.edit(lambda t: t.replace('istio.io/dry-run: "false"', 'istio.io/dry-run: "true"'))
        self.edit(lambda t: t.replace("action: DENY", "action: ALLOW"))
        self.assert_clean()

    def test_two_clients_with_a_tenant_of_one_name_stay_apart(self):
        self.main(
            tenant("a", "acme-prod", {"acme-prod": "ambient"}, '  client = "acme"\n  tenant = "prod"\n')
            + tenant("b", "bolt-prod", {"bolt-prod": "ambient"}, '  client = "bolt"\n  tenant = "prod"\n')
        )
        self.applied()
        for own, other in (("acme-prod", "bolt-prod"), ("bolt-prod", "acme-prod")):
            text = next(self.tree.glob(f"default/{own}/authorizationpolicy*.yaml")).read_text()
            self.assertIn(own, text)
            self.assertNotIn(other, text)


class State(HostTest):
    def test_state_of_a_newer_version_is_refused_and_kept(self):
        self.main(config_map("a", "settings"))
        self.applied()
        state = self.folder / "terraform.tfstate"
        text = state.read_text()
        self.assertIn('"schema_version": 0', text)
        state.write_text(text.replace('"schema_version": 0', '"schema_version": 99'))
        self.assert_refused(self.plan(), "newer")
        self.assertEqual(self.files(), [FILE])


if __name__ == "__main__":
    unittest.main()
