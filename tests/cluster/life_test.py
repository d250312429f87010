"""A cluster starts, is replaced piece by piece under its clients, and leaves nothing behind."""

import json
import os
import pathlib
import signal
import ssl
import subprocess
import sys
import threading
import unittest

from cluster import Cluster
from cluster import cluster as module
from cluster.processes import wait_until

TESTS = pathlib.Path(__file__).resolve().parents[1]


def served_certificate(cluster):
    return ssl.get_server_certificate(("127.0.0.1", cluster.port))


def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class Life(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cluster = Cluster()
        cls.addClassCleanup(cls.cluster.stop)
        cls.cluster.start()

    def configmap(self, name="kept"):
        namespace = self.cluster.namespace()
        self.cluster.kubectl("create", "configmap", name, "-n", namespace, "--from-literal=a=1")
        return namespace

    def kept(self, namespace, name="kept"):
        return self.cluster.kubectl("get", "configmap", name, "-n", namespace, "-o", "jsonpath={.data.a}").stdout

    def test_the_server_is_the_pinned_one(self):
        version = json.loads(self.cluster.kubectl("version", "-o", "json").stdout)
        self.assertEqual(version["serverVersion"]["gitVersion"], "v1.36.3")
        self.assertEqual((version["serverVersion"]["major"], version["serverVersion"]["minor"]), ("1", "36"))
        self.assertEqual(version["clientVersion"]["gitVersion"], "v1.36.3")

    def test_each_namespace_is_new(self):
        self.assertEqual(len({self.cluster.namespace() for _ in range(3)}), 3)

    def test_objects_outlive_a_restart(self):
        for graceful in (0, 20):
            with self.subTest(graceful=graceful):
                namespace, before = self.configmap(), self.cluster.api_server.pid
                self.cluster.restart_api_server(graceful)
                self.assertNotEqual(self.cluster.api_server.pid, before)
                self.assertEqual(self.kept(namespace), "1")

    def test_a_stopped_server_refuses_connections(self):
        namespace = self.configmap()
        self.cluster.stop_api_server()
        refused = self.cluster.kubectl("get", "ns", check=False)
        self.cluster.start_api_server()
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("connection refused", refused.stderr)
        self.assertEqual(self.kept(namespace), "1")

    def test_a_new_serving_certificate_of_the_same_authority_is_trusted(self):
        before, pid = served_certificate(self.cluster), self.cluster.api_server.pid
        old = self.cluster.kubeconfig_for(self.cluster.admin, embed=True)
        self.cluster.rotate_serving_certificate()
        self.assertNotEqual(served_certificate(self.cluster), before)
        self.assertEqual(self.cluster.api_server.pid, pid)
        self.assertEqual(self.raw_kubectl(old, "get", "ns").returncode, 0)

    def test_a_new_authority_is_not_trusted_by_who_has_the_old_one(self):
        old = self.cluster.kubeconfig_for(self.cluster.admin, embed=True)
        by_file = self.cluster.kubeconfig_for(self.cluster.admin)
        self.cluster.rotate_ca()
        refused = self.raw_kubectl(old, "get", "ns")
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("certificate signed by unknown authority", refused.stderr)
        self.assertEqual(self.raw_kubectl(by_file, "get", "ns").returncode, 0, "the file has the new authority, and the old user is still good")
        newcomer = self.cluster.certificate_user("newcomer", ["system:masters"])
        self.assertEqual(self.cluster.kubectl("auth", "whoami", "-o", "jsonpath={.status.userInfo.username}", identity=newcomer).stdout, "newcomer")

    def raw_kubectl(self, kubeconfig, *arguments):
        return subprocess.run([self.cluster.kubectl_program, "--kubeconfig", kubeconfig, *arguments], capture_output=True, text=True, timeout=300)

    def test_clusters_on_one_etcd_know_nothing_of_each_other(self):
        namespace = self.configmap()
        with Cluster(beside=self.cluster) as other:
            self.assertNotEqual(other.server, self.cluster.server)
            self.assertIn("NotFound", other.kubectl("get", "namespace", namespace, check=False).stderr)
            both = self.cluster.write_kubeconfig({"one": self.cluster.context(self.cluster.admin), "two": other.context(other.admin)})
            found = {name: self.raw_kubectl(both, "--context", name, "get", "namespace", namespace).returncode for name in ("one", "two")}
        self.assertEqual(found, {"one": 0, "two": 1})
        self.assertEqual(self.kept(namespace), "1", "the first cluster lives on")

    def test_a_server_that_cannot_start_says_why(self):
        with self.assertRaisesRegex(Exception, "(?s)kube-apiserver ended with.*no-such-flag"):
            Cluster(api_flags=["--no-such-flag"], beside=self.cluster).start()


class Ends(unittest.TestCase):
    """Whatever ends a run, no process of its cluster is left."""

    SHOW = "import os; print(os.environ['MESH_TEST_CLUSTER'], flush=True); input()"

    def run_with_cluster(self, *command, **options):
        return subprocess.Popen([TESTS / "cluster" / "run", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **options)

    def processes_in(self, folder):
        found = []
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                if folder.encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                continue
        return found

    def test_a_run_that_is_terminated_takes_all_along(self):
        run = self.run_with_cluster(sys.executable, "-c", self.SHOW)
        folder = json.loads(run.stdout.readline())["folder"]
        self.assertGreaterEqual(len(self.processes_in(folder)), 2)
        run.terminate()
        run.communicate()
        self.assertEqual(run.returncode, 128 + signal.SIGTERM)
        self.assertEqual(self.processes_in(folder), [])
        self.assertFalse(os.path.exists(folder))

    def test_a_run_that_is_killed_takes_all_along(self):
        run = self.run_with_cluster("--proxy", sys.executable, "-c", self.SHOW)
        folder = json.loads(run.stdout.readline())["folder"]
        pids = self.processes_in(folder)
        self.assertGreaterEqual(len(pids), 3)
        run.kill()
        run.communicate()
        wait_until(lambda: not any(alive(pid) for pid in pids), "the end of each process")
        # The folder of the dead is removed by the next start; not while it is so young that its owner may be starting.
        self.assertTrue(os.path.exists(folder))
        module.sweep()
        self.assertTrue(os.path.exists(folder))
        os.utime(folder, (0, 0))
        module.sweep()
        self.assertFalse(os.path.exists(folder))

    def test_the_folder_of_the_living_stays_and_a_signal_is_told(self):
        run = self.run_with_cluster("--", sys.executable, "-c", self.SHOW + "; import os; os.kill(os.getpid(), 15)")
        folder = json.loads(run.stdout.readline())["folder"]
        os.utime(folder, (0, 0))
        module.sweep()
        self.assertTrue(os.path.exists(os.path.join(folder, "lock")))
        run.communicate("\n")
        self.assertEqual(run.returncode, 128 + signal.SIGTERM)
        self.assertFalse(os.path.exists(folder))

    def test_the_command_has_the_cluster_and_its_control_and_its_exit_code_is_the_end(self):
        script = r"""
import json, os, subprocess, urllib.request
facts = json.loads(os.environ["MESH_TEST_CLUSTER"])
def ask(operation, **arguments):
    request = urllib.request.Request(facts["control"] + "/" + operation, json.dumps(arguments).encode(), method="POST")
    return json.load(urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request))
namespace = ask("namespace")["name"]
user = ask("user", name="alice", namespace=namespace, rules=[{"verbs": ["list"], "apiGroups": [""], "resources": ["secrets"]}])
def can(verb):
    return subprocess.run([facts["kubectl"], "--kubeconfig", user["kubeconfig"], "auth", "can-i", verb, "secrets", "-n", namespace],
                          capture_output=True, text=True).stdout.strip()
account = ask("service_account", name="robot", namespace=namespace)
proxy = ask("proxy", servers=2)
ask("restart")
print(can("list"), can("delete"), account["name"], len(proxy["servers"]), flush=True)
subprocess.run([facts["kubectl"], "create", "namespace", "mine"], check=True)  # by KUBECONFIG
raise SystemExit(7)
"""
        run = self.run_with_cluster(sys.executable, "-c", script)
        out, _ = run.communicate()
        self.assertEqual(run.returncode, 7)
        self.assertRegex(out, r"^yes no system:serviceaccount:test-\w+-\d+:robot 2\nnamespace/mine created\n$")


class Starts(unittest.TestCase):
    def test_a_cluster_is_the_same_with_and_without_a_seed(self):
        def roles(cluster):
            return [role["metadata"]["name"] for role in json.loads(cluster.kubectl("get", "clusterroles", "-o", "json").stdout)["items"]]
        with Cluster(seeded=False) as fresh, Cluster() as seeded:
            self.assertEqual(roles(fresh), roles(seeded))

    def test_only_the_main_thread_may_start_processes(self):
        # A child ends with the thread that started it.
        said = []

        def start():
            try:
                Cluster().start()
            except RuntimeError as wrong:
                said.append(str(wrong))
        thread = threading.Thread(target=start)
        thread.start()
        thread.join()
        self.assertEqual(len(said), 1)
        self.assertRegex(said[0], "main thread")


if __name__ == "__main__":
    unittest.main()
