"""Child processes that never outlive this one, and the ports that they listen on."""

import ctypes
import os
import pathlib
import random
import signal
import socket
import subprocess
import threading
import time

# How many seconds anything may take. A bound for busy machines, not an expectation.
PATIENCE = 300.0

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


class NotReady(Exception):
    """A program ended, or did not become ready in time; the text ends with what it last said."""


def wait_until(ready, what, seconds=PATIENCE, pause=0.03):
    """The first true value of `ready()`. Raises NotReady, with `what` for a text, when there is none in time."""
    end = time.monotonic() + seconds
    while True:
        value = ready()
        if value:
            return value
        if time.monotonic() > end:
            raise NotReady(f"{what}: not within {seconds:g} s")
        time.sleep(pause)


# What says which ports this process has given out, as long as it lives.
CLAIMS = []


def free_port():
    """A loopback port that nothing uses; below the ports that the kernel gives to outgoing connections.

    It is given out once: neither this process gets it again, nor another one that asks here, whether a server listens or not.
    """
    for _ in range(200):
        port = random.SystemRandom().randrange(20000, 32000)
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0mesh-tests-port-{port}")
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            continue
        CLAIMS.append(claim)
        return port
    raise NotReady("no free port between 20000 and 32000")


def die_with_parent(parent):
    """What a child does before its program starts, so that the kernel kills it when its parent is gone."""
    def prepare():
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
    return prepare


class Process:
    """A program with a log file of its own and a process group of its own.

    The kernel kills it when the thread that started it ends, so it has to be started by the main thread.
    """

    def __init__(self, name, command, folder, environment=None):
        self.name = name
        self.command = [str(part) for part in command]
        self.log = pathlib.Path(folder) / f"{name}.log"
        self.environment = environment
        self.child = None

    def start(self):
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError(f"{self.name} would end with the thread that starts it: start it from the main thread")
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
                env={**os.environ, **(self.environment or {})}, preexec_fn=die_with_parent(os.getpid()))
        return self

    @property
    def pid(self):
        return self.child.pid if self.child else None

    def running(self):
        return self.child is not None and self.child.poll() is None

    def wait_ready(self, ready, seconds=PATIENCE):
        """Waits for `ready()`; a program that has ended is not waited for."""
        def once():
            if not self.running():
                raise NotReady(f"{self.name} ended with {self.child.returncode}:\n{self.tail()}")
            return ready()
        try:
            return wait_until(once, self.name, seconds)
        except NotReady as late:
            raise NotReady(f"{late}\n{self.tail()}") from None

    def stop(self, graceful=0.0):
        """Ends the whole group: with SIGTERM where it has `graceful` seconds, and with SIGKILL after that."""
        if self.child is None:
            return
        if graceful and self.running():
            self.child.terminate()
            try:
                self.child.wait(graceful)
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.child.wait()
        self.child = None

    def tail(self, lines=15):
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    def memory(self):
        """The resident memory, in MiB."""
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:")) / 1024
