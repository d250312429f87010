"""The figures on a real API server with Istio's CRDs; registered with the others in measures.ALL."""

import contextlib
import os
import sys

import inputs
from hosts import alternating, say
from measures import figure


TOKEN = "0f8fad5bd9cb469f"  # of the user who is measured: what managed clusters and CI jobs use, rather than a certificate


@contextlib.contextmanager
def cluster(bench, counted=False):
    """Requests are logged only where they are counted: the log costs the server some percent of its time."""
    sys.path.insert(0, os.path.join(bench.top, "tests"))
    from cluster import Cluster  # its programs are built only where these figures are asked for
    with Cluster(crds=["istio"], tokens={TOKEN: ("bench", ["system:masters"])}, api_flags=[] if counted else ["--audit-log-path="]) as started:
        yield started


def config_of(started, server=None):
    return str(started.kubeconfig_for(started.token_user(TOKEN), server=server))


def into(folder, started, clusters=1):
    """The next commands of the folder go to new namespaces, one for each cluster."""
    base = started.namespace("bench")
    for number in range(clusters):
        started.api.create("/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": f"{base}-{number}"}})
    folder.environment["TF_VAR_namespace"] = base
    return folder


@figure
def live_plan(bench):
    """plan of unchanged objects of a cluster, fully refreshed, against the floor"""
    count, figures = bench.sizes["live"], []
    with cluster(bench) as started:
        ours, floor = inputs.live(count, {"default": config_of(started)})
        for host in bench.hosts:
            pair = [into(bench.folder(host, f"live-plan-{name}", text), started) for name, text in (("ours", ours), ("floor", floor))]
            for folder in pair:
                folder.apply()
            took, least = alternating(f"plan with {host.title}", bench.sizes["runs"], pair[0].plan, pair[1].plan)
            figures.append((f"plan of {count} objects of a cluster / floor, {host.title}", took / least, "", 1.5))
    return figures


@figure
def live_apply(bench):
    """apply of new objects to a cluster against the floor"""
    count, figures = bench.sizes["live"], []
    with cluster(bench) as started:
        ours, floor = inputs.live(count, {"default": config_of(started)})
        for host in bench.hosts:
            pair = [bench.folder(host, f"live-apply-{name}", text) for name, text in (("ours", ours), ("floor", floor))]

            def fresh(folder):
                return into(folder, started).fresh_apply()

            fresh(pair[0])  # a server that has just started is still busy with its start
            runs = bench.sizes["slow_runs" if host.name == "terraform" else "runs"]
            took, least = alternating(f"apply with {host.title}", runs, lambda: fresh(pair[0]), lambda: fresh(pair[1]))
            figures.append((f"apply of {count} new objects to a cluster / floor, {host.title}", took / least, "",
                            {"terraform": 1.1, "tofu": 3}[host.name]))
    return figures


@figure
def live_refresh(bench):
    """requests and memory of a refresh of objects of two kinds in one namespace"""
    count = bench.sizes["plan"]
    with cluster(bench, counted=True) as started:
        host = bench.quick_host
        folder = into(bench.metered(host, "live-refresh", inputs.live(count, {"default": config_of(started)})[0]), started)
        folder.apply()
        applied = bench.meter()[1]
        mark = started.audit.mark()
        folder.plan()
        peak = max(applied, bench.meter()[1])
        requests = sum(started.audit.count(since=mark, user="bench").values())
    return [(f"requests for a refresh of {count} objects of two kinds", requests, "", 4),
            (f"RSS peak of the provider, {count} objects of a cluster", peak, " MB", 35)]


@figure
def live_many(bench):
    """many clusters from one process against one with as many objects"""
    clusters, each = bench.sizes["clusters"], bench.sizes["each"]
    with cluster(bench) as started:
        from cluster import FaultProxy
        servers = FaultProxy(started, servers=clusters).servers
        many = {f"c{i}": config_of(started, server) for i, server in enumerate(servers)}
        host, folders, peaks = bench.quick_host, [], []
        for name, places, count in (("many", many, each), ("one", {"c0": many["c0"]}, clusters * each)):
            folders.append(into(bench.metered(host, f"live-{name}", inputs.live(count, places)[0]), started, len(places)))
            folders[-1].apply()
            peaks.append(bench.meter()[1])
            say(f"  {name}: {len(places)} clusters with {count} objects each applied")
        took, least = alternating("plan of many clusters against one", bench.sizes["runs"], folders[0].plan, folders[1].plan)
    return [(f"plan of {clusters} clusters x {each} objects / one with {clusters * each}", took / least, "", 1.5),
            (f"RSS peak of the provider, {clusters} clusters", max(peaks[0], bench.meter()[1]), " MB", None)]
