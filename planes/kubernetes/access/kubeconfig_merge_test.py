#!/usr/bin/env python3
"""Lets kubectl judge how we read and merge kubeconfigs, over generated sets of files.

kubeconfig_merge_test.py KUBECONFIG_VIEW ROOT
"""

import base64
import json
import os
import random
import subprocess
import sys
import tempfile

SETS = 150
NAMES = ["a", "b", "c", "d e"]


def maybe(dice, entry, key, value, chance=0.5):
    if dice.random() < chance:
        entry[key] = value


def file_or_data(dice, entry, key):
    """A path, data, or neither."""
    kind = dice.choice(["path", "data", None])
    if kind == "path":
        entry[key] = dice.choice(["pki/x.pem", "../x.pem", "ABSOLUTE/x.pem", "./x.pem"])
    elif kind == "data":
        entry[key + "-data"] = base64.b64encode(dice.randbytes(dice.randrange(1, 40))).decode()


def cluster(dice):
    entry = {"server": f"https://{dice.randrange(1000)}.example:6443"}
    maybe(dice, entry, "tls-server-name", "inner.example", 0.3)
    maybe(dice, entry, "insecure-skip-tls-verify", dice.choice([True, False]), 0.3)
    maybe(dice, entry, "proxy-url", "socks5://10.0.0.1:1080", 0.3)
    maybe(dice, entry, "disable-compression", True, 0.2)
    maybe(dice, entry, "not-a-field", {"x": 1}, 0.2)
    file_or_data(dice, entry, "certificate-authority")
    return entry


def user(dice):
    entry = {}
    file_or_data(dice, entry, "client-certificate")
    file_or_data(dice, entry, "client-key")
    maybe(dice, entry, "token", f"token-{dice.randrange(1000)}")
    maybe(dice, entry, "tokenFile", dice.choice(["tok", "/abs/tok", "sub/../tok"]), 0.3)
    maybe(dice, entry, "username", "me", 0.3)
    maybe(dice, entry, "password", dice.choice(["pw", "123", "yes"]), 0.3)
    if dice.random() < 0.3:
        entry["as"] = "them"
        maybe(dice, entry, "as-uid", "7")
        maybe(dice, entry, "as-groups", ["g", "h"])
        maybe(dice, entry, "as-user-extra", {"k/e": ["v", "w"]})
    if dice.random() < 0.3:
        entry["exec"] = {"apiVersion": "client.authentication.k8s.io/v1beta1",
                         "command": dice.choice(["plugin", "./plugin", "bin/plugin", "/bin/plugin"])}
        maybe(dice, entry["exec"], "args", ["a", "b"])
        maybe(dice, entry["exec"], "env", [{"name": "A", "value": "x"}])
        maybe(dice, entry["exec"], "provideClusterInfo", True)
        maybe(dice, entry["exec"], "installHint", "get it")
    return entry


def spoil(dice, config):
    """A mistake that both must refuse."""
    kind = dice.randrange(5)
    if kind == 0 and config.get("users"):
        config["users"][0]["user"] = {"password": 123}
    elif kind == 1 and config.get("clusters"):
        config["clusters"].append(config["clusters"][0])
    elif kind == 2:
        config["kind"] = "Deployment"
    elif kind == 3:
        config["users"] = {"a": "b"}
    elif kind == 4 and config.get("clusters"):
        config["clusters"][0]["cluster"]["certificate-authority-data"] = "not base64!"


def config_file(dice):
    config = {}
    if dice.random() < 0.8:
        config.update(apiVersion="v1", kind="Config")
    maybe(dice, config, "current-context", dice.choice(NAMES))
    for list_name, key, make in (("clusters", "cluster", cluster), ("users", "user", user)):
        names = dice.sample(NAMES, dice.choice([0, 2, 3, 4]))
        config[list_name] = dice.choice([[], None]) if not names else [{"name": n, key: make(dice)} for n in names]
    names = dice.sample(NAMES, dice.choice([0, 2, 3, 4]))
    config["contexts"] = [{"name": n, "context": {"cluster": dice.choice(NAMES), "user": dice.choice(NAMES)}} for n in names]
    if dice.random() < 0.05:
        spoil(dice, config)
    return config


def write_set(dice, folder):
    """Some files in some folders, and names of files that are not there."""
    for place in ("top", "top/pki", "top/sub", "top/sub/pki", "top/sub/deeper", "top/sub/deeper/pki", "absolute", "."):
        os.makedirs(os.path.join(folder, place), exist_ok=True)
        with open(os.path.join(folder, place, "x.pem"), "w", encoding="utf-8") as file:
            file.write(f"the file in {place}")
    paths = []
    for index in range(dice.randrange(1, 5)):
        place = os.path.join(folder, dice.choice(["top", "top/sub", "top/sub/deeper"]), f"config{index}")
        if dice.random() < 0.85:
            with open(place, "w", encoding="utf-8") as file:
                if dice.random() > 0.05:
                    # JSON is YAML.
                    text = json.dumps(config_file(dice), indent=dice.choice([None, 2]))
                    file.write(text.replace("ABSOLUTE", os.path.join(folder, "absolute")))
        paths.append(place)
    if dice.random() < 0.2:
        paths.append(paths[0])
    return paths


def without_empty(entry):
    """Kubectl writes some members though they are empty."""
    return {k: without_empty(v) if isinstance(v, dict) else v for k, v in entry.items()
            if v not in (None, "", [], {}, False)}


def flat(entry):
    """Files by what is in them, as kubectl shows them; it leaves the other paths as they are written."""
    for key in ("certificate-authority", "client-certificate", "client-key"):
        if key in entry:
            with open(entry.pop(key), "rb") as file:
                entry[key + "-data"] = base64.b64encode(file.read()).decode()
    for holder, key in ((entry, "tokenFile"), (entry.get("exec", {}), "command")):
        if key in holder:
            holder[key] = os.path.basename(holder[key])
    return entry


def theirs(kubectl, context, paths):
    """What kubectl makes of it: the one cluster and user that are left; None where it refuses."""
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "KUBECONFIG": ":".join(paths)}
    command = [kubectl, "config", "view", "--minify", "--raw", "--flatten", "-o", "json"]
    ran = subprocess.run(command + ([f"--context={context}"] if context else []), env=environment, capture_output=True, text=True)
    if ran.returncode:
        return None, ran.stderr
    view = json.loads(ran.stdout)
    one = {"cluster": flat(without_empty((view["clusters"] or [{}])[0].get("cluster", {}))),
           "user": flat(without_empty((view["users"] or [{}])[0].get("user", {})))}
    # What kubectl fills in where v1beta1 leaves it to the client.
    if one["user"].get("exec", {}).get("interactiveMode") == "IfAvailable":
        del one["user"]["exec"]["interactiveMode"]
    return one, ""


def ours(program, context, paths):
    ran = subprocess.run([program, context, *paths], capture_output=True, text=True, env={"HOME": "/nonexistent"})
    if ran.returncode:
        return None, ran.stderr
    return {part: flat(entry) for part, entry in json.loads(ran.stdout).items()}, ""


def main(program, root):
    kubectl = subprocess.run([os.path.join(root, "tests/counterparts/kubectl")], check=True, capture_output=True, text=True).stdout.strip()
    dice = random.Random(20261121)
    wrong = used = refused = 0
    for number in range(SETS):
        with tempfile.TemporaryDirectory() as folder:
            paths = write_set(dice, folder)
            for context in ("", dice.choice(NAMES)):
                (a, why_not), (b, they_say) = ours(program, context, paths), theirs(kubectl, context, paths)
                used, refused = used + (a is not None), refused + (a is None)
                if a != b:
                    wrong += 1
                    print(f"set {number}, context {context!r}: we make {a} {why_not}, kubectl {b} {they_say}")
                    for path in dict.fromkeys(paths):
                        print(" ", path, open(path, encoding="utf-8").read() if os.path.exists(path) else "(missing)")
    print(f"{SETS} sets of files, {used} choices used, {refused} refused by both, {wrong} judged wrong")
    return 1 if wrong or used < SETS // 4 or refused < SETS // 10 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
