"""The life of objects in a tree: made, found again, put right, adopted, kept, imported, moved."""

import unittest

from workspace import HostTest, config_map, name_space, tenant

FILE = "default/apps/configmap.settings.yaml"


class Life(HostTest):
    def test_create_then_nothing_to_do_then_update_then_destroy(self):
        self.main(config_map("a", "settings"))
        outcome = self.plan()
        self.assertEqual(outcome.code, 2, outcome.raw)
        self.assert_says(outcome, "1 to add", "v1/ConfigMap/apps/settings")
        self.assertFalse(self.tree.exists(), "a plan writes nothing")
        self.applied()
        self.assertEqual(self.files(), [FILE])
        self.assertIn('value: "1"', (self.tree / FILE).read_text())
        kustomization = (self.tree / "default/apps/kustomization.yaml").read_text()
        self.assertIn("configmap.settings.yaml", kustomization)
        self.assert_clean()

        self.main(config_map("a", "settings", value="2"))
        self.assert_says(self.plan(), "0 to add, 1 to change, 0 to destroy")
        self.applied()
        self.assertIn('value: "2"', (self.tree / FILE).read_text())
        self.assert_clean()

        self.main("")
        self.applied()
        self.assertEqual(self.files(), [])

    def test_a_field_that_servers_never_change_makes_another_object(self):
        quota = 'resource "mesh_resource_quota" "a" {{\n  name = "small"\n  namespace = "apps"\n  spec = {{ hard = {{ pods = "{}" }}, scopes = ["{}"] }}\n}}\n'
        self.main(quota.format(10, "NotTerminating"))
        self.applied()
        self.main(quota.format(20, "NotTerminating"))
        self.assert_says(self.plan(), "0 to add, 1 to change, 0 to destroy")
        self.main(quota.format(10, "BestEffort"))
        self.assert_says(self.plan(), "1 to add, 0 to change, 1 to destroy", "forces replacement")
        self.applied()
        self.assertIn("BestEffort", (self.tree / "default/apps/resourcequota.small.yaml").read_text())
        self.assert_clean()

    def test_drift_shows_and_is_put_right_and_foreign_fields_stay(self):
        self.main(config_map("a", "settings"))
        self.applied()
        path = self.tree / FILE
        path.write_text(path.read_text().replace('value: "1"', 'foreign: mine\n  value: "9"'))
        outcome = self.plan()
        self.assertEqual(outcome.code, 2, outcome.raw)
        self.assert_says(outcome, "0 to add, 1 to change, 0 to destroy")
        self.applied()
        self.assertIn("foreign: mine", path.read_text())
        self.assertIn('value: "1"', path.read_text())
        self.assert_clean()

    def test_a_deleted_file_is_made_again(self):
        self.main(config_map("a", "settings"))
        self.applied()
        (self.tree / FILE).unlink()
        self.assertEqual(self.plan().code, 2)
        self.applied()
        self.assertEqual(self.files(), [FILE])
        self.assert_clean()

    def test_comments_survive_until_the_file_must_change_and_the_plan_says_so(self):
        self.main(config_map("a", "settings"))
        self.applied()
        path = self.tree / FILE
        path.write_text("# why this is so\n" + path.read_text())
        self.assert_clean()
        self.assertIn("# why", path.read_text())
        self.main(config_map("a", "settings", value="2"))
        self.assert_says(self.plan(), "Comments in the file of ConfigMap settings will be lost")

    def test_an_existing_object_is_adopted_said_so_and_not_deleted_unasked(self):
        path = self.tree / FILE
        path.parent.mkdir(parents=True)
        path.write_text(
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: apps\n"
            "data:\n  theirs: kept\n"
        )
        self.main(config_map("a", "settings"))
        self.assert_says(self.plan(), "ConfigMap apps/settings exists and is adopted")
        self.applied()
        self.assertIn("theirs: kept", path.read_text())
        self.assert_clean()
        self.main("")
        outcome = self.applied()
        self.assert_says(outcome, "stays: it was not created here")
        self.assertIn("theirs: kept", path.read_text())

    def test_adopt_false_refuses_an_existing_object(self):
        path = self.tree / FILE
        path.parent.mkdir(parents=True)
        path.write_text(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: apps}\n"
        )
        self.main(config_map("a", "settings", more="  adopt = false\n"))
        self.assert_refused(self.plan(), "ConfigMap apps/settings exists already", "`adopt`")

    def test_a_namespace_is_kept_unless_delete_was_applied_before(self):
        self.main(name_space("a", "shop"))
        self.applied()
        before = (self.tree / "default/_cluster/namespace.shop.yaml").read_text()
        self.main("")
        self.assert_says(self.plan(), "its objects are kept", "shop", 'on_destroy = "delete"')
        self.applied()
        after = (self.tree / "default/_cluster/namespace.shop.yaml").read_text()
        self.assertEqual(before, after, "keep changes no value")

        self.main(name_space("a", "shop", '  on_destroy = "delete"\n'))
        self.applied()
        self.main("")
        self.applied()
        self.assertEqual(self.files(), [])

    def test_a_kept_namespace_keeps_its_fence_when_it_leaves_the_tenant(self):
        self.main(tenant("a", "shop", {"shop-a": "ambient", "shop-b": "ambient"}))
        self.applied()
        fence = [f for f in self.files() if f.startswith("default/shop-b/")]
        self.assertTrue(any("authorizationpolicy" in f for f in fence), fence)
        self.main(tenant("a", "shop", {"shop-a": "ambient"}))
        self.assert_says(self.plan(), "Namespace shop-b leaves", "kept")
        self.applied()
        self.assertEqual([f for f in self.files() if f.startswith("default/shop-b/")], fence)
        self.assert_clean()

    def test_import_by_id_changes_no_object(self):
        body = tenant("a", "shop", {"shop": "sidecar"}, '  client = "acme"\n')
        self.main(body)
        self.applied()
        contents = {f: (self.tree / f).read_text() for f in self.files()}
        (self.folder / "terraform.tfstate").unlink()
        self.main(body + 'import {\n  to = mesh_tenant.a\n  id = "default/shop"\n}\n')
        outcome = self.plan()
        self.assert_says(outcome, "1 to import, 0 to add", "0 to destroy")
        self.applied()
        self.assertEqual(contents, {f: (self.tree / f).read_text() for f in self.files()})
        self.main(body)
        self.assert_clean()

    def test_import_of_an_object_by_id(self):
        body = config_map("a", "settings")
        self.main(body)
        self.applied()
        (self.folder / "terraform.tfstate").unlink()
        self.main(
            body + "import {\n  to = mesh_object.a\n"
            '  id = "default/v1/ConfigMap/apps/settings"\n}\n'
        )
        self.assert_says(self.plan(), "1 to import, 0 to add, 0 to change, 0 to destroy")
        self.applied()
        self.main(body)
        self.assert_clean()

    def test_import_says_what_an_id_looks_like_and_what_is_missing(self):
        self.main(config_map("a", "settings") + 'import {\n  to = mesh_object.a\n  id = "x"\n}\n')
        self.assert_refused(self.plan(), "another shape", "<cluster>/<apiVersion>/<kind>")
        self.main(
            config_map("a", "settings")
            + 'import {\n  to = mesh_object.a\n  id = "default/v1/ConfigMap/apps/none"\n}\n'
        )
        self.assert_refused(self.plan(), "Nothing to import")

    def test_moved_keeps_the_object_untouched(self):
        self.main(config_map("a", "settings"))
        self.applied()
        before = (self.tree / FILE).stat().st_mtime_ns
        self.main(
            config_map("b", "settings") + "moved {\n  from = mesh_object.a\n  to = mesh_object.b\n}\n"
        )
        self.applied()
        self.assertEqual((self.tree / FILE).stat().st_mtime_ns, before)
        self.assert_clean()

    def test_values_unknown_at_plan_arrive_at_apply(self):
        self.main(
            'resource "terraform_data" "x" {\n  input = "v1"\n}\n'
            + config_map("a", "settings").replace('"1"', "terraform_data.x.output")
            + tenant("t", "shop", {"shop": "ambient"}).replace(
                'name = "shop"', "name = terraform_data.x.output", 1
            )
        )
        outcome = self.plan()
        self.assertEqual(outcome.code, 2, outcome.raw)
        self.assert_says(outcome, "known after apply")
        self.applied()
        self.assertIn("value: v1", (self.tree / FILE).read_text())
        self.assert_clean()

    def test_an_unknown_folder_of_the_tree_is_planned_offline(self):
        self.write(
            "provider.tf",
            'provider "mesh" {\n  owner = "tests"\n'
            "  directory = { path = terraform_data.path.output }\n}\n"
            'resource "terraform_data" "path" {\n  input = "tree"\n}\n',
        )
        self.main(config_map("a", "settings"))
        self.assertEqual(self.plan().code, 2)
        self.applied()
        self.assertEqual(self.files(), [FILE])
        self.assert_clean()

    def test_two_clusters_in_one_run(self):
        self.write(
            "provider.tf",
            'provider "mesh" {\n  owner = "tests"\n  clusters = {\n'
            '    east = { directory = { path = "tree" } }\n'
            '    west = { directory = { path = "tree" } }\n  }\n}\n',
        )
        self.main(
            config_map("a", "settings", more='  cluster = "east"\n')
            + config_map("b", "settings", more='  cluster = "west"\n')
        )
        self.applied()
        self.assertEqual(
            self.files(), ["east/apps/configmap.settings.yaml", "west/apps/configmap.settings.yaml"]
        )
        self.assert_clean()
        self.main(config_map("a", "settings", more='  cluster = "north"\n'))
        self.assert_refused(self.plan(), 'Unknown cluster "north"', "east, west")


if __name__ == "__main__":
    unittest.main()
