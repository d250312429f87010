#!/usr/bin/env python3
"""The repository's rules as tests: `lint.py RULE [ROOT]` prints each breach as `path:line: what is wrong` and exits 1 if there is one.

Each rule is a function from a Tree to breaches and is registered in RULES; CMakeLists.txt asks for that list, so a
new rule is one function here.
"""

import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

RULES = {}


def rule(function):
    RULES[function.__name__] = function
    return function


class Tree:
    """The files of a checkout that git tracks or would track."""

    def __init__(self, root):
        self.root = root
        listed = subprocess.run(
            ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=root, check=True, capture_output=True, text=True).stdout
        self.files = sorted(f for f in listed.split("\0") if f and os.path.isfile(os.path.join(root, f)))

    def named(self, *endings):
        return [f for f in self.files if f.endswith(endings)]

    def text(self, path):
        with open(os.path.join(self.root, path), "rb") as file:
            return file.read().decode("utf-8", errors="replace")

    def lines(self, path):
        return list(enumerate(self.text(path).split("\n"), start=1))

    def scripts(self, interpreter):
        """Files whose first line names the interpreter."""
        found = []
        for path in self.files:
            with open(os.path.join(self.root, path), "rb") as file:
                first = file.readline(100)
            if first.startswith(b"#!") and interpreter.encode() in first:
                found.append(path)
        return found

    def shell(self):
        return sorted(set(self.named(".sh")) | set(self.scripts("bash")) | set(self.scripts("/sh")))

    def python(self):
        return sorted(set(self.named(".py")) | set(self.scripts("python3")))

    def cpp(self):
        return self.named(".h", ".cc")


INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')

# Which top folders the code of a top folder may include.
ARROWS = {
    "core": {"core"},
    "planes": {"core", "planes"},
    "provider": {"core", "planes", "provider", "proto"},
    "generator": {"core", "planes", "generator"},
}


@rule
def arrows(tree):
    """core <- planes <- provider and generator; the two programs never include each other."""
    for path in tree.cpp():
        allowed = ARROWS.get(path.split("/")[0])
        for number, line in tree.lines(path) if allowed else []:
            found = INCLUDE.match(line)
            if found and found[1] == '"' and found[2].split("/")[0] not in allowed:
                yield path, number, f'{path.split("/")[0]}/ must not include "{found[2]}"; it may include {", ".join(sorted(allowed))}'


# Headers that do I/O, read a clock or are not deterministic.
IMPURE = re.compile(r"^(fstream|iostream|filesystem|chrono|random|thread|mutex|ctime|time\.h|unistd\.h|fcntl\.h|dirent\.h"
                    r"|sys/.*|grpc.*|google/protobuf/.*|curl/.*|openssl/(ssl|rand).*)$")


@rule
def pure_core(tree):
    """core/ touches no file, network or clock (its tests may read golden files)."""
    for path in tree.cpp():
        if not path.startswith("core/") or path.endswith("_test.cc") or "/testing/" in path:
            continue
        for number, line in tree.lines(path):
            found = INCLUDE.match(line)
            if found and found[1] == "<" and IMPURE.match(found[2]):
                yield path, number, f"core/ is pure: <{found[2]}> belongs to planes/, provider/ or generator/"


HEAVY = re.compile(r"^(grpc.*|google/protobuf/.*|nlohmann/json\.hpp|yaml-cpp/.*|CLI/.*)$")


@rule
def light_headers(tree):
    """Headers that are slow to compile are included by sources, not by our headers."""
    for path in tree.named(".h"):
        if path.split("/")[0] not in ARROWS or path.startswith(tuple(HEAVY_ALLOWED)):
            continue
        for number, line in tree.lines(path):
            found = INCLUDE.match(line)
            if found and HEAVY.match(found[2]):
                yield path, number, f"<{found[2]}> is heavy: include it in the .cc (a _fwd header or a forward declaration here)"


# Folder -> why its headers cannot do without.
HEAVY_ALLOWED = {
    "provider/rpc/": "its functions take and return protobuf messages",
    "provider/plugin/": "its classes are gRPC services",
}


@rule
def includes(tree):
    """Quoted includes are full paths from the root of the repository."""
    known = set(tree.files)
    for path in tree.cpp():
        for number, line in tree.lines(path):
            found = INCLUDE.match(line)
            if not found or found[1] == "<":
                continue
            name = found[2]
            if name not in known and not re.fullmatch(r"proto/[a-z0-9_/]+(\.grpc)?\.pb\.h", name):
                yield path, number, f'"{name}" is no file of the repository: write the path from its root'


@rule
def pragma_once(tree):
    """Each header starts with #pragma once, after comments at most."""
    for path in tree.named(".h"):
        code = [line for _, line in tree.lines(path) if line.strip() and not line.lstrip().startswith("//")]
        if not code or code[0].strip() != "#pragma once":
            yield path, 1, "the first line of code of a header is #pragma once"


LONGEST = 400
# File -> why it may be longer.
LONG_ALLOWED = {}


@rule
def length(tree):
    """Sources stay short enough to be read at one sitting."""
    for path in sorted(set(tree.cpp()) | set(tree.python()) | set(tree.shell())):
        count = tree.text(path).count("\n")
        if count > LONGEST and path not in LONG_ALLOWED:
            yield path, count, f"{count} lines, more than {LONGEST}: split it by what its parts are for"
        if count <= LONGEST and path in LONG_ALLOWED:
            yield path, count, "is short again: take it off the list of exceptions"
    for path in LONG_ALLOWED:
        if path not in tree.files:
            yield path, 1, "is gone: take it off the list of exceptions"


@rule
def names(tree):
    """A file is named for what it is."""
    banned = re.compile(r"(^|[_\-.])(utils?|helpers?|managers?|misc|stuff)([_\-.]|$)")
    for path in tree.files:
        for part in path.split("/"):
            if banned.search(part):
                yield path, 1, f'"{part}" says nothing: name it for what it is'


@rule
def places(tree):
    """The tree names no folder of a machine and no package registry; those come from the environment."""
    folders = re.compile("|".join(re.escape("/" + p + "/") for p in ("work", "root", "var/tmp")) + r"|\.\./sh" + "ared/")
    hosts = re.compile("|".join(re.escape(a + "." + b) for a, b in (
        ("proxy.golang", "org"), ("sum.golang", "org"), ("pypi", "org"), ("files.pythonhosted", "org"),
        ("registry.npmjs", "org"), ("static.crates", "io"), ("index.crates", "io"), ("repo.maven.apache", "org"),
        ("repo1.maven", "org"), ("deb.debian", "org"), ("security.debian", "org"), ("snapshot.debian", "org"))))
    for path in tree.files:
        for number, line in tree.lines(path):
            # A host behind a user part or in a longer name is still that host; a folder must start the word.
            if (found := re.search(r"(?<![\w.$}])(" + folders.pattern + ")", line)) or (found := hosts.search(line)):
                yield path, number, f'"{found[0]}" belongs to one machine: take it from the environment'


@rule
def plain_text(tree):
    """Sources have LF line ends, no trailing blanks and a newline at the end."""
    for path in sorted(set(tree.cpp()) | set(tree.python()) | set(tree.shell()) | set(tree.named("CMakeLists.txt", ".cmake", ".proto", ".tf"))):
        text = tree.text(path)
        if text and not text.endswith("\n"):
            yield path, text.count("\n") + 1, "no newline at the end"
        for number, line in tree.lines(path):
            if line != line.rstrip():
                yield path, number, "blanks (or a carriage return) at the end of the line"


def tool(tree, command, paths, batch):
    """Runs a checker over the paths in batches; what it prints are the breaches."""
    if not paths:
        return
    if not shutil.which(command[0]):
        yield command[0], 1, "is not installed (scripts/packages.txt names it)"
        return
    batches = [paths[i:i + batch] for i in range(0, len(paths), batch)]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        runs = pool.map(lambda part: subprocess.run(command + part, cwd=tree.root, capture_output=True, text=True), batches)
    for run in runs:
        if run.returncode:
            yield command[0], 1, (run.stdout + run.stderr).strip()


@rule
def cpp_format(tree):
    """clang-format 14 would change nothing."""
    return tool(tree, ["clang-format-14", "--dry-run", "-Werror"], tree.cpp(), 8)


@rule
def shellcheck(tree):
    """shellcheck has nothing to say."""
    return tool(tree, ["shellcheck", "-x", "-s", "bash"], tree.shell(), 1000)


@rule
def hcl_format(tree):
    """The host's own formatter would change nothing in what we ship as HCL."""
    if not tree.named(".tf", ".tfvars", ".tftest.hcl"):
        return
    recipe = os.path.join(tree.root, "tests/counterparts/tofu")
    host = shutil.which("tofu") or subprocess.run([recipe], check=True, capture_output=True, text=True).stdout.strip()
    for path in tree.named(".tf", ".tfvars", ".tftest.hcl"):
        run = subprocess.run([host, "fmt", "-check", "-no-color", path], cwd=tree.root, capture_output=True, text=True,
                             env={**os.environ, "TF_CLI_CONFIG_FILE": os.devnull})
        if run.returncode:
            yield path, 1, "`tofu fmt` would change it " + run.stderr.strip()


def main(arguments):
    if not arguments or arguments[0] not in RULES and arguments[0] != "--list":
        print(__doc__ + "\nRules:", *(f"  {name}: {function.__doc__}" for name, function in RULES.items()), sep="\n")
        return 2
    if arguments[0] == "--list":
        print(";".join(RULES), end="")
        return 0
    root = arguments[1] if len(arguments) > 1 else os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    breaches = list(RULES[arguments[0]](Tree(root)))
    for path, number, text in breaches:
        print(f"{path}:{number}: {text}")
    if breaches:
        print(f"{len(breaches)} breach(es) of: {RULES[arguments[0]].__doc__}")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
