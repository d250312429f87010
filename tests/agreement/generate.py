#!/usr/bin/env python3
"""Makes documents for every kind, valid ones and nearly valid ones; the same arguments give the same documents.

    generate.py [--count 5000] [--seed 1] [--kind KIND] [--origins FILE] > documents.jsonl

kinds/*.yaml have for each kind valid objects written by hand and, for each rule, values at a place that keep and that
break it. All of these come out. The rest are objects with keeping values of several rules, and changes that mutations.py
finds along the published schema. `--origins` says for each document where it comes from.
"""

import argparse
import itertools
import json
import math
import pathlib
import random
import re
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from agreement.definitions import load, schemas  # noqa: E402
from agreement.mutations import changes  # noqa: E402
from agreement.paths import ABSENT, has, parsed, placed  # noqa: E402

KINDS = pathlib.Path(__file__).resolve().parent / "kinds"
# The share of documents with keeping values of several rules among those that are no seeds and no cases; of changed ones that
# have a second change; of both that have a key twice; of all that are in another served version.
CROSSED, TWICE, DOUBLED, OTHER_VERSION = 0.4, 0.12, 0.01, 0.08


class Kind:
    """What a file of kinds/ says: the kind, its seeds and its cases as documents with their origins."""

    def __init__(self, file):
        self.name, self.versions, self.weight = file["kind"], file["versions"], file["weight"]
        self.title = f"{self.name}.{self.versions[0].rpartition('/')[0]}".rstrip(".")
        self.namespace = file.get("namespace", "shop")
        self.seeds = {title: self.document(spec) for title, spec in file["seeds"].items()}
        self.keeping = []
        self.cases = [made for case in file.get("cases", []) for made in self.documents(case)]

    def document(self, spec, metadata=None):
        where = {"namespace": self.namespace} if self.namespace else {}
        return {"apiVersion": self.versions[0], "kind": self.name, "metadata": {"name": "one", **where, **(metadata or {})}, "spec": spelt(spec)}

    def documents(self, case):
        """(origin, document, whether it should be accepted) for each value of a case."""
        seed = case.get("seed", next(iter(self.seeds)))
        base = self.document(seed) if isinstance(seed, dict) else self.seeds[seed]
        for path, value in case.get("with", {}).items():
            base = placed(base, ("spec", *parsed(path)), spelt(value))
        places = case["at"] if isinstance(case.get("at"), list) else [case.get("at")]
        paths = [parsed(case["object"])] if "object" in case else [("spec", *parsed(place)) for place in places]
        for expected in ("good", "bad"):
            for path, value in itertools.product(paths, case.get(expected, [])):
                origin = {"kind": self.title, "from": f"{expected}: {case['about']}", "expected": expected == "good"}
                if origin["expected"]:
                    self.keeping.append((case["about"], path, spelt(value)))
                yield origin, placed(base, path, spelt(value))


def spelt(value):
    """A value of a file of kinds/: <absent> is no value, <x x 300> three hundred x, {<times 64>: a} in a list 64 items a."""
    if value == "<absent>":
        return ABSENT
    if isinstance(value, str):
        return re.sub(r"<(.+?) x (\d+)>", lambda found: found[1] * int(found[2]), value)
    if isinstance(value, list):
        return [spelt(item) for each in value for item in repeated(each)]
    if isinstance(value, dict):
        return {spelt(name): spelt(each) for name, each in value.items()}
    return value


def repeated(item):
    times = re.fullmatch(r"<times (\d+)>", next(iter(item))) if isinstance(item, dict) and len(item) == 1 else None
    return [*item.values()] * int(times[1]) if times else [item]


def text(thing):
    return json.dumps(thing, ensure_ascii=False)


def changed(base, known, random_):
    """A document with one or two changes, and what they are."""
    titles, thing = [], base
    for _ in range(2 if random_.random() < TWICE else 1):
        found = changes(thing, known, random_)
        place = random_.choice(sorted({str(path) for _, path, _ in found}))
        title, path, new = random_.choice([each for each in found if str(each[1]) == place])
        titles.append(title)
        thing = placed(thing, path, new)
        if not isinstance(thing.get("metadata"), dict):
            break
    return titles, thing


def crossed(kind, base, random_):
    """A document with values of up to four cases that fit its form, and which these are."""
    fitting = [each for each in kind.keeping if has(base, each[1][:-1])]
    chosen = random_.sample(fitting, min(len(fitting), random_.choice([1, 2, 3, 4])))
    for _, path, value in chosen:
        if has(base, path[:-1]):
            base = placed(base, path, value)
    return [f"good: {about}" for about, _, _ in chosen], base


def written(kind, random_):
    """{text: origin} of the seeds and the cases."""
    made = {}
    for title, thing in kind.seeds.items():
        made.setdefault(text(versioned(kind, thing, random_)), {"kind": kind.title, "from": f"seed: {title}", "expected": True})
    for origin, thing in kind.cases:
        made.setdefault(text(versioned(kind, thing, random_)), origin)
    return made


def versioned(kind, thing, random_):
    return {**thing, "apiVersion": random_.choice(kind.versions)} if random_.random() < OTHER_VERSION else thing


def derive(kind, made, count, random_):
    """Adds `count` documents that come from those of the file."""
    bases = [(f"seed: {title}", thing) for title, thing in kind.seeds.items()] * 4
    bases += [(origin["from"], thing) for origin, thing in kind.cases if origin["expected"] and isinstance(thing.get("spec"), dict)]
    known = schemas()[kind.versions[0], kind.name]
    wanted = len(made) + count
    while len(made) < wanted:
        title, base = random_.choice(bases)
        titles, thing = crossed(kind, base, random_) if random_.random() < CROSSED else changed(base, known, random_)
        line = text(versioned(kind, thing, random_))
        if random_.random() < DOUBLED and isinstance(thing.get("spec"), dict) and thing["spec"]:
            name, value = next(iter(thing["spec"].items()))
            line = line.replace('"spec": {', f'"spec": {{{text(name)}: {text(value)}, ', 1)
            titles = [*titles, f"{name} twice"]
        made.setdefault(line, {"kind": kind.title, "from": title, "changes": titles})


def generate(count, seed, only=None):
    """[(origin, document as text)]: what the files say, and `count` in all with what comes from it, by the kinds' weights."""
    kinds = sorted((Kind(file) for file in load(KINDS)), key=lambda each: each.title)
    kinds = [kind for kind in kinds if only in (None, kind.name, kind.title)]
    sources = {kind.title: random.Random(f"{seed} {kind.title}") for kind in kinds}
    made = {kind.title: written(kind, sources[kind.title]) for kind in kinds}
    left = max(0, count - sum(map(len, made.values())))
    total = sum(kind.weight for kind in kinds)
    for kind in kinds:
        derive(kind, made[kind.title], math.ceil(left * kind.weight / total), sources[kind.title])
    return [(origin, line) for each in made.values() for line, origin in each.items()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind")
    parser.add_argument("--origins", type=argparse.FileType("w", encoding="utf-8"))
    options = parser.parse_args()
    for origin, line in generate(options.count, options.seed, options.kind):
        print(line)
        if options.origins:
            print(json.dumps(origin, ensure_ascii=False), file=options.origins)


if __name__ == "__main__":
    main()
