"""The programs to test against, as the recipes in tests/counterparts give them."""

import functools
import pathlib
import subprocess

RECIPES = pathlib.Path(__file__).resolve().parents[1] / "counterparts"


@functools.cache
def counterpart(name):
    """The path that a recipe prints. What cannot be had raises: a missing counterpart is a failure, never a skip."""
    recipe = RECIPES / name if "/" not in name else pathlib.Path(name)
    done = subprocess.run([recipe], stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise RuntimeError(f"the counterpart {name} cannot be had; {recipe} said why")
    return pathlib.Path(done.stdout.strip())
