"""kill -9 at any point of an apply: the next plan converges, and no object is lost or unknown."""

import json
import os
import random
import signal
import time
import unittest

from workspace import HostTest, config_map, tenant

# Not more: what the apply prints has to fit into a pipe that nobody reads until it is killed.
OBJECTS = 20


class Crash(HostTest):
    def configuration(self):
        self.main(
            tenant("t", "shop", {"shop-a": "ambient", "shop-b": "sidecar"})
            + "\n".join(config_map(f"c{i}", f"settings-{i}") for i in range(OBJECTS))
        )

    def kill_during_apply(self, victim, after_files):
        """Starts an apply and kills `victim` ("host" or "provider") once that many files exist. False: it came too late."""
        process = self.start("apply", "-input=false", "-no-color", "-auto-approve")
        while process.poll() is None and len(self.files()) < after_files:
            pass
        providers = self.children(process.pid)
        while process.poll() is None and not providers:
            providers = self.children(process.pid)
        for pid in [process.pid] if victim == "host" else providers:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        process.communicate(timeout=self.patience)
        # A provider sees within a moment that its host is gone; until then the run is not over.
        deadline = time.monotonic() + self.patience
        while any(self.runs(pid) for pid in providers):
            self.assertLess(time.monotonic(), deadline, "the provider outlives its host")
        # Files and no journal: the run was over before the kill.
        return (self.tree / ".mesh" / "journal").exists() or not self.files()

    def converges(self):
        outcome = self.apply("-lock-timeout=30s")
        self.assertEqual(outcome.code, 0, outcome.raw)
        self.assert_clean()
        self.assertEqual(len([f for f in self.files() if "configmap" in f]), OBJECTS)
        for path in self.tree.rglob("*"):
            self.assertNotIn(".tmp", path.name, "nothing half-written stays")

    def test_kill_at_many_points(self):
        random.seed(7)
        self.configuration()
        self.plan()
        for victim in ("provider", "host"):
            for after in (0, 1, 3, 8, 15):
                with self.subTest(victim=victim, after=after):
                    for _ in range(20):
                        if self.kill_in_time(victim, after):
                            break
                    else:
                        self.fail("no apply was slow enough to be killed")

    def kill_in_time(self, victim, after):
        """One round, from nothing to nothing. False when the apply was over too soon; without files to wait for, any moment is right."""
        in_time = self.kill_during_apply(victim, after)
        for lock in self.folder.glob(".terraform.tfstate.lock.info"):
            lock.unlink()
        if in_time or self.has_state():
            self.converges()
        else:
            self.is_refused_with_a_way_out()
        self.main("")
        self.main_destroy()
        self.configuration()
        return in_time or after == 0

    def has_state(self):
        state = self.folder / "terraform.tfstate"
        return state.exists() and bool(json.loads(state.read_text() or "{}").get("resources"))

    def is_refused_with_a_way_out(self):
        """A host that died after the run and before it wrote its state has lost it, as far as a provider can know."""
        before = self.files()
        self.assert_refused(self.apply(), "managed already", "when its state was lost, use an `import` block")
        self.assertEqual(self.files(), before, "nothing is lost")
        (self.folder / "terraform.tfstate").unlink(missing_ok=True)

    def main_destroy(self):
        """Removes everything, the kept tenant included, so that the next round starts from nothing."""
        self.applied()
        for path in sorted(self.tree.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()


if __name__ == "__main__":
    unittest.main()
