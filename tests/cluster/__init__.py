"""Real clusters for tests: put tests/ on the path, then `from cluster import Cluster, FaultProxy, rule`."""

from .cluster import Cluster
from . import faults
from .faults import FaultProxy
from .kubeconfig import Context, Identity
from .processes import wait_until
from .rights import rule

__all__ = ["Cluster", "Context", "FaultProxy", "Identity", "faults", "rule", "wait_until"]
