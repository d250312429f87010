"""What etcd holds after a first start, kept so that later starts take half the CPU.

It is the API server's own data: its bootstrap roles and namespaces, and the definitions that it accepted.
"""

import fcntl
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from . import crds
from .counterparts import counterpart

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "mesh"


def lay(sets, folder, start):
    """Fills the data folder of an etcd that was never started. `start(crds)` gives a running cluster without a seed."""
    names = ["etcd", "kube-apiserver", *(crds.SETS[each] for each in sorted(sets))]
    # The recipes' paths have the versions in them.
    stamp = hashlib.sha256("\n".join(str(counterpart(name)) for name in names).encode()).hexdigest()[:16]
    seed = CACHE / f"etcd-seed-{stamp}"
    CACHE.mkdir(parents=True, exist_ok=True)
    with open(f"{seed}.lock", "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not seed.exists():
            _make(seed, sets, start)
    _copy(seed, folder)


def _make(seed, sets, start):
    begun = time.monotonic()
    print(f"first start of a cluster with the definitions {sorted(sets)} ...", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix=f"{seed.name}.", dir=seed.parent) as scratch:
        cluster = start(sorted(sets))
        try:
            cluster.api_server.stop(20)
            cluster.etcd.stop(20)
            _copy(cluster.folder / "etcd", pathlib.Path(scratch) / "etcd")
        finally:
            cluster.stop()
        (pathlib.Path(scratch) / "etcd").rename(seed)
    print(f"  done in {time.monotonic() - begun:.0f} s, kept in {seed}", file=sys.stderr)


def _copy(source, target):
    # etcd reserves room for its log; cp leaves the holes.
    subprocess.run(["cp", "-r", "--sparse=always", source, target], check=True)
